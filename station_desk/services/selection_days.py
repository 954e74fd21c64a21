"""Days off and days worked as they were published: the bundled notices, and those an office took in for a new year.

A notice is a TOML file of years: `[2027]`, `source = "…"`, `off = ["2027-01-01..2027-01-03"]`, `worked = ["2027-01-04"]`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from station_desk.domain.dates import is_date
from station_desk.domain.ids import new_id
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_days import DayCalendar
from station_desk.machine.folders import resources_dir
from station_desk.services.desk import Desk
from station_desk.store.selection import StoredNotice, load_notices

TAKE = "holidays_take"
MOST_BYTES = 100_000


def calendar_of(desk: Desk) -> DayCalendar:
    """The calendar with what this office or its county took in. Trouble `program_incomplete`."""
    with desk.store.read() as conn:
        notices = load_notices(conn)
    found = _bundled()
    for year in sorted({one.year for one in notices}):
        newest = [one for one in notices if one.year == year][-1].source
        spans = [one for one in notices if one.year == year and one.source == newest]
        found = found.with_notice(
            int(year),
            [day for one in spans if one.kind == "off" for day in _days(one.day)],
            [day for one in spans if one.kind == "worked" for day in _days(one.day)],
        )
    return found


def take_notice(desk: Desk, file: Path) -> list[int]:
    """Take in the notice of a year or several; the years. A county's goes to its stations with the next bundle.

    Troubles `holidays_bad` (file, at), `holidays_missing` (file), those of `Store.write`.
    """
    try:
        text = file.read_bytes()[:MOST_BYTES].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("holidays_missing", file=file.name) from error
    notices = list(_parse(text, file.name))
    county = desk.office.kind is OfficeKind.COUNTY
    with desk.store.write(desk.account.id, TAKE, scope=SCOPE_ALL if county else None) as work:
        for one in notices:
            work.create("holiday", new_id(), {"year": one.year, "day": one.day, "kind": one.kind, "source": one.source})
    return sorted({int(one.year) for one in notices})


@lru_cache(maxsize=1)
def _bundled() -> DayCalendar:
    file = resources_dir() / "calendar" / "holidays.toml"
    try:
        notices = list(_parse(file.read_text(encoding="utf-8"), file.name))
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("program_incomplete", folder="calendar") from error
    found = DayCalendar()
    for year in sorted({one.year for one in notices}):
        mine = [one for one in notices if one.year == year]
        off = [day for one in mine if one.kind == "off" for day in _days(one.day)]
        found = found.with_notice(
            int(year), off, [day for one in mine if one.kind == "worked" for day in _days(one.day)]
        )
    return found


def _parse(text: str, name: str) -> Iterator[StoredNotice]:
    """The spans of a notice, each within its year, no day twice. Trouble `holidays_bad`."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Trouble("holidays_bad", file=name, at="TOML") from error
    if not told:
        raise Trouble("holidays_bad", file=name, at="[2027]")
    for year, body in told.items():
        if not (year.isdigit() and len(year) == 4 and isinstance(body, Mapping) and body.get("source")):
            raise Trouble("holidays_bad", file=name, at=f"[{year}]")
        seen: set[date] = set()
        for kind in ("off", "worked"):
            spans = body.get(kind, [])
            for span in spans if isinstance(spans, list) else [spans]:
                days = _days(span) if _is_span(span, year) else []
                if not days or seen & set(days):
                    raise Trouble("holidays_bad", file=name, at=f"{year} {kind} {span}")
                seen |= set(days)
                yield StoredNotice(year, str(span), kind, str(body["source"]))
        if not seen:
            raise Trouble("holidays_bad", file=name, at=f"[{year}] off")


def _is_span(span: object, year: str) -> bool:
    parts = str(span).split("..")
    return len(parts) <= 2 and all(len(one) == 10 and is_date(one) and one.startswith(year) for one in parts)


def _days(span: str) -> list[date]:
    parts = [date.fromisoformat(one) for one in span.split("..")]
    return [parts[0] + timedelta(days=at) for at in range((parts[-1] - parts[0]).days + 1)]
