"""The twin of a list form: the same list as a workbook, or as a table for the clipboard (WPS, Excel, chat)."""

from pathlib import Path
from typing import Unpack

from station_desk.domain.paper_grid import Grid, as_html, as_text
from station_desk.domain.trouble import Trouble
from station_desk.machine import files
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.services.form_places import form_places
from station_desk.services.paper_data import gather
from station_desk.services.paper_orders import Asked, order_for
from station_desk.sheets.door import write_grid

__all__ = ["as_html", "as_text", "save_twin", "twin"]


def twin(desk: Desk, form: str, **asked: Unpack[Asked]) -> Grid:
    """The list that `paperwork.make` would print with the same request, as cells. It has no serial: paper has.

    `asked` as `Asked` tells; whole numbers (`reveal`) are recorded before they are shown. Troubles of `paperwork.make`, and
    form_no_list(form) for a form that is no list.
    """
    order = order_for(desk, form, **asked)
    found = door.get_form(form_places(desk), form)
    if found.subject != "roster":
        raise Trouble("form_no_list", form=found.name)
    material = gather(desk, found.subject, found.name, order)
    grid = door.form_grid(found, material.documents[0])
    if grid is None:
        raise Trouble("form_no_list", form=found.name)
    if order.reveal:
        desk.store.access(desk.account.id, "reveal", found.code, f"workbook id_no,phone {material.names}")
    return grid


def save_twin(desk: Desk, grid: Grid, form: str, file: Path) -> None:
    """Write the workbook to `file`, whole or not at all, and record it.

    Troubles stick_full(need, free), stick_gone, stick_read_only, stick_unreliable.
    """
    content = write_grid(grid)
    try:
        files.write_atomic(file, content)
    except OSError as error:
        raise files.storage_trouble(error, file.parent, len(content)) from error
    if not desk.read_only:
        desk.store.access(desk.account.id, "save_xlsx", file.name, form)
