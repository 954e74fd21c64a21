"""The table of the stations as a workbook, as it stands on the screen: whoever asks the county gets the same lines."""

from collections.abc import Sequence
from pathlib import Path

from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.services.desk import Desk
from station_desk.sheets.door import write_table
from station_desk.sheets.table import SheetColumn, Table


def export_stations(
    desk: Desk, file: Path, title: str, headers: Sequence[str], rows: Sequence[Sequence[str | int | None]]
) -> int:
    """Write `rows` under `headers` to `file` (xlsx, replaced) and say how many there are. The export is recorded.

    Troubles stick_full, stick_gone, stick_read_only, read_only.
    """
    data = write_table(Table(title, [SheetColumn(header) for header in headers], rows))
    desk.store.access(desk.account.id, "export", f"stations:{file.name}", str(len(rows)))
    try:
        write_atomic(file, data)
    except OSError as error:
        raise storage_trouble(error, file.parent, len(data)) from error
    return len(rows)
