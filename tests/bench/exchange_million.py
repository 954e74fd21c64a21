"""A county of a million changes: one bundle of a million, then twenty stations one after another, then a usual week.

    python -m tests.bench.exchange --million

The week is a bundle of 650 changes from each of the twenty stations, taken in by the county that holds a million: the
time from the file to the commit, and with the receipt that goes back. All of it runs in one process, as a county's desk
does; the first of the week is told apart, since it finds nothing warm.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from station_desk import SCHEMA_VERSION, __version__
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.peers import hear
from tests.bench.exchange_journal import Journal
from tests.services.exchange_desks import (
    COUNTY,
    NAMES,
    STATION,
    database_key,
    make_desk,
    remove_template,
    trust_each_other,
)

STATIONS, MILLION, WEEK = 20, 1_000_000, 650
Run = Callable[[str, Path, bytes], dict[str, float]]


def main(run: Run) -> None:
    """Print the figures beside their targets."""
    _one_bundle(run)
    _twenty(run)
    remove_template()


def _one_bundle(run: Run) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county = _folders(folder)
        station = make_desk(folder / "export", STATION)
        trust_each_other(station, county, folder / "keys")
        Journal(station).more(MILLION)
        exchange.export_bundles(station, folder / "stick", full=True)
        station.close()
        county.close()
        found = run("import", folder, database_key())
        n = found["changes"]
        print(  # noqa: T201
            f"one bundle of {n:,.0f} changes: {found['seconds']:.1f} s = {n / found['seconds']:,.0f}/s"
            f" (target 25,000/s); cpu {found['cpu']:.1f} s = {n / found['cpu']:,.0f}/s;"
            f" peak {found['memory']:.0f} MiB (target 300)",
            flush=True,
        )


def _twenty(run: Run) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county = _folders(folder)
        for n in range(STATIONS):
            code = f"371602{n + 100:03d}"
            NAMES[code] = f"第{n + 1}派出所"
            station = make_desk(folder / "station", code)
            trust_each_other(station, county, folder / "keys")
            journal = Journal(station, n)
            journal.more(MILLION // STATIONS)
            exchange.export_bundles(station, folder / "stick", full=True)
            with station.store.transaction() as conn:
                held = {code: [one.hex() for one in station.store.heads(code)[code]]}
                hear(conn, COUNTY, held, station.clock.now_iso(), __version__, SCHEMA_VERSION)
            journal.more(WEEK)
            exchange.export_bundles(station, folder / "week")
            station.close()
            shutil.rmtree(folder / "station")
        county.close()
        _tell(run("series", folder, database_key()))


def _folders(folder: Path) -> Desk:
    for sub in ("stick", "back", "week"):
        (folder / sub).mkdir()
    return make_desk(folder / "import", COUNTY)


def series(county: Desk, folder: Path) -> dict[str, float]:
    """Within the county's process: every station's bundle, then every station's week. Seconds on the wall and, as
    `cpu_...`, of the processor."""
    found: dict[str, float] = {}
    for name in ("stick", "week"):
        for i, file in enumerate(sorted((folder / name).glob("*.sdb"))):
            wall, cpu = time.perf_counter(), time.process_time()
            answer = exchange.import_bundles(county, [file], receipt_to=folder / "back")
            found[f"{name}_{i}"] = time.perf_counter() - wall
            found[f"cpu_{name}_{i}"] = time.process_time() - cpu
            found[f"commit_{name}_{i}"] = answer.bundles[0].seconds
            if answer.bundles[0].result != "applied":
                raise RuntimeError(f"the county did not take it: {answer}")
    started = time.perf_counter()
    exchange.status(county)
    exchange.stations(county)
    found["pages"] = time.perf_counter() - started
    county.close()
    return found


def _tell(found: dict[str, float]) -> None:
    def of(name: str) -> list[float]:
        return [found[f"{name}_{i}"] for i in range(STATIONS)]

    wall, cpu, each = of("stick"), of("cpu_stick"), MILLION // STATIONS
    ends = [statistics.median(part) for one in (wall, cpu) for part in (one[:3], one[-3:])]
    week, committed, busy = of("week"), of("commit_week"), of("cpu_week")
    print(  # noqa: T201
        f"{STATIONS} stations of {each:,} changes: {sum(wall):.1f} s; from the first three to the last three"
        f" {ends[0]:.2f} -> {ends[1]:.2f} s = x{ends[1] / ends[0]:.2f}, cpu x{ends[3] / ends[2]:.2f} (target 1.5);"
        f" peak {found['memory']:.0f} MiB\n"
        f"a week of {WEEK} changes into a million: committed after {statistics.median(committed):.3f} s"
        f" (first {committed[0]:.3f}, least {min(committed):.3f}; target 0.1);"
        f" with copy, check and receipt {statistics.median(week):.3f} s"
        f" (least {min(week):.3f}, cpu {statistics.median(busy):.3f})\n"
        f"status and stations of {STATIONS} stations: {found['pages'] * 1000:.0f} ms"
    )
