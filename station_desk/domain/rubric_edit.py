"""What is done to a rubric in the editor: a value typed, a line added, taken out, moved. Nothing is ever changed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from station_desk.domain.rubric_draft import Kind, Line, RubricDraft, new_line

_LETTERS: Mapping[str, str] = {"adds": "P", "deducts": "M", "vetoes": "V"}
_ORDER: Sequence[Kind] = ("head", "sections", "items", "adds", "deducts", "vetoes", "rule")


def typed(draft: RubricDraft, key: str, name: str, text: str) -> RubricDraft:
    """A value typed into a field."""
    return _with(
        draft, [replace(one, values={**one.values, name: text}) if one.key == key else one for one in draft.lines]
    )


def added(draft: RubricDraft, kind: Kind, section: str = "") -> tuple[RubricDraft, str]:
    """One more line of a kind (an item into its section) behind the others, and its key."""
    if kind == "sections":
        code = next(one for one in _letters() if one not in {*_LETTERS.values(), *_given(draft)})
        made = new_line(kind, code, {"name": "", "max": "0"})
    elif kind == "items":
        made = new_line(kind, _free(draft, section), {"name": "", "max": "", "mode": "officer"})
    else:
        made = new_line(kind, _free(draft, _LETTERS[kind]), {"name": "", "points": "", "cap": ""})
    lines = list(draft.lines)
    if kind == "items":
        at = max(n for n, one in enumerate(lines) if one.section == section and one.kind in ("sections", "items"))
    else:
        allowed = _ORDER[: _ORDER.index("items" if kind == "sections" else kind) + 1]
        at = max(n for n, one in enumerate(lines) if one.kind in allowed)
    lines.insert(at + 1, made)
    return _with(draft, lines), made.key


def _letters() -> list[str]:
    single = [chr(65 + n) for n in range(26)]
    return [*single, *(f"{one}{two}" for one in single for two in single)]


def _given(draft: RubricDraft) -> set[str]:
    """Every code that was ever given."""
    return {line.code for line in draft.lines} | draft.gone


def _free(draft: RubricDraft, letters: str) -> str:
    """The next number behind a letter, which no line ever had."""
    used = [code.removeprefix(letters) for code in _given(draft) if code.rstrip("0123456789") == letters != code]
    return f"{letters}{max(map(int, used), default=0) + 1}"


def removed(draft: RubricDraft, key: str) -> RubricDraft:
    """Without a line; a section goes with its items. The lines of the rules stay."""
    line = draft.line(key)
    if line is None or line.kind in ("head", "rule"):
        return draft
    gone = [line, *(draft.items_of(line.code) if line.kind == "sections" else ())]
    kept = [one for one in draft.lines if one not in gone]
    return replace(_with(draft, kept), gone=draft.gone | {one.code for one in gone})


def moved(draft: RubricDraft, key: str, way: int) -> RubricDraft:
    """A line before or behind its neighbour of the same kind; a section takes its items along."""
    line = draft.line(key)
    if line is None or line.kind in ("head", "rule"):
        return draft
    same = draft.items_of(line.section) if line.kind == "items" else draft.of(line.kind)
    at = [one.key for one in same].index(key)
    if not 0 <= at + way < len(same):
        return draft
    order = list(same)
    order[at], order[at + way] = order[at + way], order[at]
    fresh = iter(order)
    lines = [next(fresh) if one in same else one for one in draft.lines]
    if line.kind != "sections":
        return _with(draft, lines)
    rest = [one for one in draft.lines if one.kind not in ("sections", "items")]
    body = [one for section in order for one in (section, *draft.items_of(section.code))]
    return _with(draft, [rest[0], *body, *rest[1:]])


def _with(draft: RubricDraft, lines: Sequence[Line]) -> RubricDraft:
    return replace(draft, lines=tuple(lines))
