"""What somebody asked to print: the words of a request, the order that they make, and the order as it is kept as text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TypedDict, Unpack

from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk

GROUPINGS = ("", "township", "area", "officer", "room", "station")
"""By what a roster may be split; "" for not at all."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed. `person_ids` None and `everyone` False and `blank` 0 is nobody.

    `group_by` is one of `GROUPINGS`, None for the office's own way; `issued` is the day on the paper,
    `period` the month that a sheet is for (YYYY-MM, "" for none), `batch` the selection that it is about (id or name).
    For a paper of a selection `person_ids` are its candidates, and `everyone` without `batch` is the newest one; for a
    room's sheet they are names of rooms, or people whose rooms are meant.
    """

    form: str
    person_ids: tuple[str, ...] | None
    everyone: bool
    blank: int
    group_by: str | None
    reveal: bool
    issued: date
    period: str
    offset_mm: tuple[float, float] = (0.0, 0.0)
    batch: str = ""


class Asked(TypedDict, total=False):
    """What a caller may say about a print; what is left out is nobody, nothing, today, no month.

    A form about one person starts a new page for each of `person_ids`, or for `everyone` who serves or waits; a roster
    has everyone unless `person_ids` says otherwise. `blank` adds so many empty copies. `group_by` splits a roster
    (`GROUPINGS`; None: the office's own way); `reveal` shows whole ID numbers and phones on it; `issued` is the day on
    the paper; `period` the month that a sheet is for (YYYY-MM); `batch` the selection that it is about (id or name;
    `everyone` without it: the newest), `person_ids` then its candidates; `offset_mm` moves everything right and down,
    for pre-printed stock.
    """

    person_ids: Sequence[str] | None
    everyone: bool
    blank: int
    group_by: str | None
    reveal: bool
    issued: date | None
    period: str
    batch: str
    offset_mm: tuple[float, float]


def order_for(desk: Desk, form: str, **asked: Unpack[Asked]) -> Order:
    """An order with what was left open filled in. Trouble read_only where whole numbers could not be recorded."""
    group_by, reveal, ids = asked.get("group_by"), asked.get("reveal", False), asked.get("person_ids")
    if group_by is not None and group_by not in GROUPINGS:
        raise ValueError(f"a roster is not grouped by {group_by}")
    if reveal and desk.read_only:
        raise Trouble("read_only")
    return Order(
        form=form,
        person_ids=None if ids is None else tuple(dict.fromkeys(ids)),
        everyone=asked.get("everyone", False),
        blank=max(asked.get("blank", 0), 0),
        group_by=group_by,
        reveal=reveal,
        issued=asked.get("issued") or desk.clock.today(),
        period=asked.get("period", ""),
        offset_mm=asked.get("offset_mm", (0.0, 0.0)),
        batch=asked.get("batch", ""),
    )


def as_text(order: Order) -> str:
    """An order as text, to be kept beside the sheets that it made."""
    return json.dumps(asdict(order) | {"issued": order.issued.isoformat()}, ensure_ascii=False)


def from_text(text: str) -> Order:
    """The order that `as_text` wrote."""
    told = json.loads(text)
    ids, (right, down) = told["person_ids"], told["offset_mm"]
    day = date.fromisoformat(told["issued"])
    return Order(**told | {"issued": day, "person_ids": ids and tuple(ids), "offset_mm": (right, down)})
