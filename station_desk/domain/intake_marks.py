"""What is remarkable about each cell of a proposed row, so that the preview can mark it and say why.

Besides the codes of the checks: `cell_edited` (the clerk corrected it here), `cell_inherited` (it holds from a merged
cell or from a row above), `cell_tidied` (it was brought to one spelling), `cell_conflict` (changed on both sides, to be
decided), `cell_decided`, `cell_changed` (it would overwrite another value of the roster), `cell_not_stored`.
"""

from collections.abc import Mapping

from station_desk.domain.intake import ProposedRow
from station_desk.domain.intake_cells import visible_text
from station_desk.domain.intake_values import PersonValues

_PLAIN = (
    "name",
    "sex",
    "id_no",
    "birth",
    "phone",
    "phone2",
    "education",
    "political",
    "post",
    "start_date",
    "end_date",
)
_OTHERS = ("number", "bank_card", "area", "officer", "room")


def cell_marks(row: ProposedRow, stores_political: bool = True) -> Mapping[str, tuple[str, ...]]:
    """The codes by field, the weightiest first; a field without any is not there. `village_ids` is told as `village`."""
    marks: dict[str, list[str]] = {name: list(codes) for name, codes in row.cells.items()}

    def mark(name: str, code: str) -> None:
        marks.setdefault("village" if name == "village_ids" else name, []).append(code)

    for name in row.conflicts:
        mark(name, "cell_conflict" if name not in row.changes else "cell_decided")
    if row.change == "changed":
        for name in row.changes:
            mark(name, "cell_changed")
    for name in sorted(row.edited):
        mark(name, "cell_edited")
    for name in sorted(row.source.inherited):
        mark(name, "cell_inherited")
    for name in (*_PLAIN, *_OTHERS):
        if name not in row.cells and _is_tidied(row, name):
            mark(name, "cell_tidied")
    if row.values.political and not stores_political:
        mark("political", "cell_not_stored")
    return {name: tuple(dict.fromkeys(codes)) for name, codes in marks.items()}


def _is_tidied(row: ProposedRow, name: str) -> bool:
    """Whether the value is not the very text of the cell. An empty cell is filled from elsewhere, not tidied."""
    value: str | None = _value(row.values, name)
    text = visible_text(row.source.cells.get(name))
    return value is not None and bool(text) and value != text


def _value(values: PersonValues, name: str) -> str | None:
    value: str | None = getattr(values, name)
    return value
