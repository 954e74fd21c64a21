"""A pack as a workbook: an empty one to fill in, a child of another pack, or a copy of a whole pack."""

from collections.abc import Callable
from pathlib import Path

from station_desk.domain.policy import Policy
from station_desk.machine import files
from station_desk.packs.reading import parse_pack
from station_desk.packs.sheet_layout import HELP
from station_desk.packs.sheet_out import Sheets, copied_sheets, template_sheets
from station_desk.services import packs
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import bundled, packs_dir, shelf
from station_desk.sheets.door import write_tables
from station_desk.sheets.table import SheetColumn, Table

Say = Callable[[str], str]
_WIDTHS = {"原文": 48.0, "值": 32.0, "上级写的": 40.0, "答案": 40.0, HELP: 100.0}


def write_template(
    file: Path,
    say: Say,
    told: Callable[[str, object], str],
    parent: str = "",
    copy: str = "",
    desk: Desk | None = None,
) -> None:
    """Write the workbook: empty, with `parent` a child that shows what its parent says, with `copy` a whole pack; both
    are sought among the packs of the desk (without one: the bundled ones).

    `say` names a key, `told` a value, in the reader's words. Troubles `pack_missing` (pack), those of a full disk.
    """
    if copy:
        sheets = copied_sheets(say, parse_pack(f"{copy}.toml", _text(copy, desk)))
    else:
        sheets = template_sheets(say, _read(parent, desk) if parent else None, told)
    content = write_tables(_tables(sheets))
    try:
        files.write_atomic(file, content)
    except OSError as error:
        raise files.storage_trouble(error, file.parent, len(content)) from error


def _read(pack: str, desk: Desk | None) -> Policy:
    return packs.read(pack) if desk is None else packs.read_here(desk, pack)


def _text(pack: str, desk: Desk | None) -> str:
    """The text of a pack as it is in force. Trouble `pack_missing` (pack)."""
    if desk is not None:
        return shelf(desk).texts(pack, desk.clock.today())[pack]
    return bundled(packs_dir())[packs.read(pack).id]


def _tables(sheets: Sheets) -> list[Table]:
    return [
        Table(name, [SheetColumn(head, _WIDTHS.get(head)) for head in heads], rows)
        for name, (heads, rows) in sheets.items()
    ]
