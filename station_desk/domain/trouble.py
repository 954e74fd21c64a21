"""What a person can be told about: a code and its facts.

`wording` makes three sentences of a trouble: what happened, what is safe, what to do next. Everything that is not a
`Trouble` is a bug of ours (DESIGN 5). Library errors are translated at the one place where the library is used.
"""

from collections.abc import Mapping

Fact = str | int | float | bool | None | list[str]


class Trouble(Exception):
    """A known trouble: `code` in snake_case and the facts that its sentences name (never an ID number or a phone)."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Fact] = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{key}={value!r}" for key, value in self.facts.items())
        return f"{self.code}({facts})"
