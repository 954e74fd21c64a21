"""Spellings of villages that a person put right in the preview, to be remembered as other names (DOMAIN 6.3 I26)."""

import re
from dataclasses import dataclass

from station_desk.domain.intake import Proposal, ProposedRow
from station_desk.domain.intake_cells import column_number, visible_text
from station_desk.domain.intake_sheet import SourceRow, with_cells
from station_desk.domain.intake_values import read_row
from station_desk.domain.intake_villages import plain_name
from station_desk.domain.records import Village

_LONGEST = 30
_SEVERAL = re.compile(r"[、，,;；/|\n]")
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the file calls a village, the village that a person said it is, and how many rows say so."""

    text: str
    village: Village
    rows: int


def new_spellings(proposal: Proposal) -> tuple[Spelling, ...]:
    """The spellings that nobody knew before a person put them right, in the order of the rows.

    Only what matched nothing, or several villages of one township, is a spelling; a village that was put in the place of
    another one is none, and a spelling that was put right in two ways neither.
    """
    found: dict[str, dict[str, list[Village]]] = {}
    for row in proposal.rows:
        villages = row.values.villages
        if "village" not in row.edited or row.outcome != "accept" or len(villages) != 1:
            continue
        text = plain_name(said_in_file(proposal, row.source))
        if _may_be_name(text) and _was_open(proposal, row, text):
            found.setdefault(text, {}).setdefault(villages[0].id, []).append(villages[0])
    return tuple(
        Spelling(text, same[0], len(same))
        for text, by_id in found.items()
        if len(by_id) == 1
        for same in by_id.values()
    )


def said_in_file(proposal: Proposal, source: SourceRow) -> str:
    """What the file itself says in the village's cell of a row, "" for nothing."""
    read = next((sheet for sheet in proposal.sheets if sheet.name == source.sheet), None)
    raw = next((sheet for sheet in proposal.basis.book.sheets if sheet.name == source.sheet), None)
    letters = read.columns.get(source.block, {}).get("village") if read else None
    return visible_text(raw.at(source.row, column_number(letters))) if raw and letters else ""


def _may_be_name(text: str) -> bool:
    return 1 < len(text) <= _LONGEST and _HAN.search(text) is not None and not _SEVERAL.search(text)


def _was_open(proposal: Proposal, row: ProposedRow, text: str) -> bool:
    """Whether the file's own text left open which village it is, inside one township."""
    basis = proposal.basis
    reading = read_row(with_cells(row.source, {"village": text}), basis.finder, basis.rules)
    if "village_unmatched" in reading.warnings:
        return True
    townships = {village.township_code for village in basis.finder.match(text, reading.values.township_code).villages}
    return "village_ambiguous" in reading.warnings and townships == {row.values.villages[0].township_code}
