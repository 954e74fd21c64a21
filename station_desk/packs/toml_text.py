"""Tables as TOML text: what a workbook says becomes the text that is kept, checked and sent like any pack file."""

import json
import re
from collections.abc import Mapping, Sequence

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LINE = 100

Plain = str | int | float | bool | Sequence["Plain"] | Mapping[str, "Plain"]


def toml_text(
    head: Mapping[str, Plain],
    tables: Mapping[str, Mapping[str, Plain]],
    lists: Mapping[str, Sequence[Mapping[str, Plain]]],
) -> str:
    """A file with `head` at its top, then the tables by their dotted names, then the arrays of tables."""
    parts = [_body(head)]
    parts += [f"[{_dotted(name)}]\n{_body(table)}" for name, table in tables.items()]
    parts += [f"[[{_dotted(name)}]]\n{_body(entry)}" for name, entries in lists.items() for entry in entries]
    return "\n".join(parts)


def _body(table: Mapping[str, Plain]) -> str:
    return "".join(f"{_quoted(key)} = {_value(value)}\n" for key, value in table.items())


def _dotted(name: str) -> str:
    return ".".join(_quoted(part) for part in name.split(".", 1))


def _quoted(part: str) -> str:
    return part if _BARE.fullmatch(part) else _text(part)


def _value(value: Plain) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return _text(value)
        case Mapping():
            return "{ " + ", ".join(f"{_quoted(key)} = {_value(one)}" for key, one in value.items()) + " }"
    one_line = "[" + ", ".join(map(_value, value)) + "]"
    if len(one_line) <= _LINE:
        return one_line
    return "[\n" + "".join(f"    {_value(one)},\n" for one in value) + "]"


def _text(text: str) -> str:
    """A basic string; what JSON escapes, TOML escapes in the same way."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
