"""A proposal as the command line answers it (DATA 6, the contract). Numbers are masked unless they are revealed."""

from collections.abc import Callable, Mapping

from station_desk.domain.idno import mask_id
from station_desk.domain.intake import Proposal, ProposedRow
from station_desk.domain.intake_guess import WHY as GUESSED_BY
from station_desk.domain.intake_sheet import SheetRead, Skipped
from station_desk.domain.intake_values import PersonValues
from station_desk.domain.phones import mask_card, mask_phone

Json = dict[str, object]

_ALWAYS = ("name", "sex", "id_no", "birth", "phone", "phone2", "education", "political", "post", "start_date")
_WHEN_GIVEN = ("end_date", "number", "bank_card", "area", "officer", "room")
_MASKS: Mapping[str, Callable[[str | None], str]] = {
    "id_no": mask_id,
    "phone": mask_phone,
    "phone2": mask_phone,
    "bank_card": mask_card,
}


def proposal_json(proposal: Proposal, reveal: bool = False) -> Json:
    """The whole document. With `reveal` the numbers are whole; who asks for that records the look."""
    notes = proposal.basis.book.notes
    return {
        "file": proposal.file,
        **({"notes": list(notes)} if notes else {}),
        "sheets": [_sheet(sheet) for sheet in proposal.sheets],
        "sheets_skipped": [{"sheet": s.sheet, "why": s.why} for s in proposal.sheets_skipped],
        "rows": [_row(row, reveal) for row in proposal.rows],
        "skipped": [_skipped(row) for row in proposal.skipped],
        "summary": proposal.counts(),
    }


def _sheet(sheet: SheetRead) -> Json:
    blocks = list(sheet.columns.items())
    told: Json = {
        "name": sheet.name,
        "header_rows": list(sheet.header_rows),
        "columns": dict(blocks[0][1]),
        "hidden_columns": list(sheet.hidden_columns),
        "unused_columns": dict(sheet.unused),
        "refused_columns": dict(sheet.refused),
    }
    if sheet.guessed:
        told["guessed"] = {letters: {"field": name, "why": GUESSED_BY[name]} for letters, name in sheet.guessed.items()}
    if len(blocks) > 1:
        told["blocks"] = {letter: dict(columns) for letter, columns in blocks}
    if sheet.notes:
        told["notes"] = list(sheet.notes)
    return told


def _row(row: ProposedRow, reveal: bool) -> Json:
    told: Json = {"sheet": row.source.sheet, "row": row.source.row}
    if row.source.block:
        told["block"] = row.source.block
    return told | {
        "outcome": row.outcome,
        "change": row.change,
        "values": values_json(row.values, reveal),
        "warnings": list(row.warnings),
        "reasons": list(row.reasons),
        "cells": {name: list(codes) for name, codes in row.cells.items()},
        **({"conflicts": sorted(row.conflicts)} if row.conflicts else {}),
    }


def values_json(values: PersonValues, reveal: bool) -> Json:
    """The values of a row. Several villages stand as a list of codes in `village_codes`, the first also by itself."""
    told: Json = {name: _shown(values, name, reveal) for name in _ALWAYS}
    first = values.villages[0] if values.villages else None
    told["village_code"] = first.code if first else None
    told["village_name"] = first.name if first else None
    told["village_text"] = values.village_text
    told["township_code"] = values.township_code
    if len(values.villages) > 1:
        told["village_codes"] = [village.code for village in values.villages]
    told.update({name: _shown(values, name, reveal) for name in _WHEN_GIVEN if getattr(values, name)})
    return told


def _shown(values: PersonValues, name: str, reveal: bool) -> str | None:
    value: str | None = getattr(values, name)
    if value is None:
        return values.masked.get(name)
    return value if reveal or name not in _MASKS else _MASKS[name](value)


def _skipped(row: Skipped) -> Json:
    told: Json = {"sheet": row.sheet, "row": row.row, "kind": row.kind}
    if row.block:
        told["block"] = row.block
    if row.village:
        told["village"] = row.village
    return told
