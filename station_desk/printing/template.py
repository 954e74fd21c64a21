"""Text with `{{字段}}` or `{{字段:写法}}` in it: taken apart once, filled often. Values are data and nothing else."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from station_desk.domain.paper_fields import BLANK, Field, Scope, blank_text, clean, write

_SLOT = re.compile(r"\{\{\s*([^{}:：]*?)\s*(?:[:：]\s*([^{}]*?)\s*)?\}\}")
_LAYOUT = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_BLANKS = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value: the field and the way of writing it."""

    field: Field
    way: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A value as text. `whole`: a name. `ruled`: nothing is there yet, a rule is drawn for the hand."""

    text: str
    whole: bool = False
    ruled: bool = False


def source_text(raw: str | None) -> str:
    """Text of a form file: line ends with the indentation around them vanish, full-width blanks stay."""
    return _BLANKS.sub(" ", _LAYOUT.sub("", raw or ""))


def slots(text: str) -> Iterator[tuple[str, str]]:
    """The (field, way) pairs named in `text`; the way is "" where none is given."""
    for match in _SLOT.finditer(text):
        yield match[1], match[2] or ""


def has_stray_braces(text: str) -> bool:
    """Whether braces are left that belong to no slot."""
    rest = _SLOT.sub("", text)
    return "{{" in rest or "}}" in rest


def lone_brace(text: str) -> bool:
    """Whether a single or full-width brace is left, which would be printed as it stands."""
    return any(mark in "{}｛｝" for mark in _SLOT.sub("", text))


def take_apart(text: str, fields: Mapping[str, Field]) -> tuple[str | Slot, ...]:
    """`text` as literal pieces and slots. The text has been checked."""
    parts: list[str | Slot] = []
    at = 0
    for match in _SLOT.finditer(text):
        if match.start() > at:
            parts.append(text[at : match.start()])
        parts.append(Slot(fields[match[1]], match[2] or ""))
        at = match.end()
    if at < len(text):
        parts.append(text[at:])
    return tuple(parts)


def fill(slot: Slot, scope: Scope) -> Filled:
    """The value of a slot. A date that is to be filled in by hand shows 年 月 日, anything else a rule."""
    value = scope[slot.field.name]
    if value is BLANK:
        return Filled(blank_text(slot.field, slot.way), whole=True, ruled=slot.field.kind.value != "date")
    if not isinstance(value, str | int):
        raise TypeError(f"{slot.field.name} holds rows, no text")
    return Filled(clean(write(value, slot.field, slot.way)), whole=slot.field.kind.value == "name")
