"""How the database grows: counted from the journal, kept for the next time, set beside what the disk has left."""

from datetime import date

from station_desk.domain.growth import Growth, Year
from station_desk.machine import disk
from station_desk.machine.files import disk_trouble
from station_desk.services.desk import Desk
from station_desk.store import growth as rows
from station_desk.store.growth import Counts, Months
from station_desk.store.settings import put_settings

LOOK_BACK = 12
"""So many whole months tell how fast it grows; fewer where the journal is younger."""


def growth(desk: Desk) -> Growth:
    """How large everything is and how it grows. What had to be counted is kept for the next time.

    Troubles: those of a disk that cannot be read.
    """
    with desk.store.read() as conn:
        scopes, news = rows.counted(conn)
        contents = rows.contents_bytes(conn)
        database, free_inside = rows.database_bytes(conn)
    if news and not desk.read_only:
        with desk.store.transaction() as conn:
            put_settings(conn, {rows.KEPT + scope: one.as_setting() for scope, one in news.items()})
    try:
        backups = sum(file.stat().st_size for file in desk.home.backups.glob("*.backup"))
        disk_free = disk.free_bytes(desk.home.path)
    except OSError as error:
        raise disk_trouble(error) from error
    months = rows.together(scopes.values())
    total, held = sum(months.values(), Counts()), sum(contents.values(), Counts()).bytes
    lately = _lately(months, desk.clock.today())
    year = None
    if lately:
        came = sum(contents[month].bytes for month in lately if month in contents)
        grown = sum(months[month].bytes for month in lately if month in months)
        per_byte = (database - free_inside - held) / max(total.bytes, 1)
        year = round((grown * per_byte + came) * 12 / len(lately))
    return Growth(
        database=database,
        free_inside=free_inside,
        journal=total.bytes,
        contents=held,
        backups=backups,
        disk_free=disk_free,
        transactions=total.transactions,
        changes=total.changes,
        years=_years(months),
        months=len(lately),
        year=year,
        disk_year=None if year is None else round(year * (1 + backups / database)),
    )


def _lately(months: Months, today: date) -> list[str]:
    """The whole months that tell the pace, newest first. The month in which the journal began is its set-up, the running
    one is not over."""
    first = min(months, default=None)
    found: list[str] = []
    year, month = today.year, today.month
    while len(found) < LOOK_BACK and first is not None:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        name = f"{year:04}-{month:02}"
        if name <= first:
            break
        found.append(name)
    return found


def _years(months: Months) -> tuple[Year, ...]:
    found: dict[int, Counts] = {}
    for month, counts in months.items():
        year = int(month[:4])
        found[year] = found.get(year, Counts()) + counts
    return tuple(Year(year, c.transactions, c.changes, c.bytes) for year, c in sorted(found.items()))
