"""What is said of a trouble."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentences:
    """Three Chinese source texts with `{facts}`: what happened, what is safe, what to do next."""

    what: str
    safe: str
    next: str


@dataclass(frozen=True, slots=True)
class Told:
    """The same three, translated and filled in."""

    code: str
    what: str
    safe: str
    next: str
