"""How fast the exchange is, as ratios to a floor and to its peers in the same run.

    python -m tests.bench.exchange [changes]
    python -m tests.bench.exchange --million

A station with `changes` changes (default 200,000: people, terms and sheets, an eighth of it later edits) exports
everything; a county takes it in. The floor is a bare SQLCipher `executemany` of the very rows that the import leaves
behind (journal, records, clocks), in the order in which they came and with the same cache: once with the driver as it
comes, once with our adapters, which halve its time. The peers take the same records (`exchange_peers`). Every act runs
in a process of its own, which also tells its peak memory; each figure is the best of several runs, and processor time
stands beside the time on the wall, since the machine is shared. `--million` is told in `exchange_million`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from station_desk.bundles.envelope import glance
from station_desk.bundles.header import strict_header
from station_desk.domain.records import Office, OfficeKind
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.cache import IMPORT_KIB
from station_desk.store.connect import open_raw
from station_desk.store.engine import Store
from tests.bench import exchange_million, exchange_peers
from tests.bench.exchange_journal import Journal
from tests.services.exchange_desks import (
    COUNTY,
    NAMES,
    STATION,
    database_key,
    make_desk,
    open_copy,
    remove_template,
    trust_each_other,
)

ROUNDS = 5
TABLES = {
    "txn": "hlc, rep",
    "change": "(SELECT hlc FROM txn WHERE hash = txh), i",
    "village": "hlc",
    "person": "hlc",
    "term": "hlc",
    "sheet": "hlc",
    "fclock": "hlc",
}


def child(work: str, folder: Path, key: bytes) -> None:
    """One act in a fresh process: seconds, processor seconds and peak memory as JSON."""
    match work:
        case "export":
            found = export(folder, key)
        case "import":
            found = take_in(folder, key)
        case "floor" | "bare":
            if work == "bare":
                sqlcipher.adapters.clear()
            found = floor(folder, key)
        case "series":
            found = exchange_million.series(county_in(folder, key), folder)
        case _:
            raise ValueError(work)
    print(json.dumps(found | {"memory": peak()}))  # noqa: T201


def export(folder: Path, key: bytes) -> dict[str, float]:
    """The station's bundle with everything."""
    desk = open_copy(folder / "export", _office(STATION, OfficeKind.STATION), key=key)
    idle, watch = peak(), Watch()
    changes = exchange.export_bundles(desk, folder / "stick", full=True)[0].changes
    found = watch.told() | {"changes": changes, "idle": idle}
    desk.close()
    return found


def take_in(folder: Path, key: bytes) -> dict[str, float]:
    """The bundle into the county, receipt and all."""
    desk = county_in(folder, key)
    idle, watch = peak(), Watch()
    answer = exchange.import_bundles(desk, sorted((folder / "stick").glob("*.sdb"))[:1], receipt_to=folder / "back")
    found = watch.told() | {"changes": answer.bundles[0].changes, "idle": idle}
    if answer.bundles[0].result != "applied":
        raise RuntimeError(f"the county did not take it: {answer}")
    desk.close()
    return found


def floor(folder: Path, key: bytes) -> dict[str, float]:
    """A bare executemany of the rows that the import left in the county's database."""
    source = open_raw(folder / "import" / "desk.db", key, writing=False)
    rows = {name: source.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall() for name, order in TABLES.items()}
    source.close()
    path = folder / "floor.db"
    path.unlink(missing_ok=True)
    Store.create(path, key).close()
    bare = open_raw(path, key, writing=True)
    bare.execute(f"PRAGMA cache_size = -{IMPORT_KIB}")
    watch = Watch()
    bare.execute("BEGIN IMMEDIATE")
    for name, found in rows.items():
        if found:
            bare.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(found[0]))})", found)
    bare.execute("COMMIT")
    told = watch.told()
    bare.close()
    return told


class Watch:
    """Time on the wall and of the processor since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def told(self) -> dict[str, float]:
        return {"seconds": time.perf_counter() - self._wall, "cpu": time.process_time() - self._cpu}


def measured(file: Path) -> dict[str, float]:
    """Bytes of the bundle, bytes of its payload before compression, what it holds."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        header = strict_header(glance(stream, size), size)
    told: dict[str, float] = {
        "inside": header.plain_size,
        "transactions": header.transactions,
        "changes": header.changes,
    }
    return {"bytes": float(size)} | told


def peak() -> float:
    """Peak memory of this process so far, MiB. (`ru_maxrss` would count what its parent held when it was started.)"""
    told = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(told.split()[1]) / 1024


def county_in(folder: Path, key: bytes) -> Desk:
    """The county's desk."""
    return open_copy(folder / "import", _office(COUNTY, OfficeKind.COUNTY), key=key)


def _office(code: str, kind: OfficeKind) -> Office:
    return Office(code, f"office-{code}", kind, NAMES[code], code, "cn.test")


def run(work: str, folder: Path, key: bytes) -> dict[str, float]:
    """One act in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.exchange", work, str(folder)]
    env = {**os.environ, "BENCH_KEY": key.hex()}
    found: dict[str, float] = json.loads(subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout)
    return found


def best(runs: list[dict[str, float]]) -> dict[str, float]:
    """The least time on the wall and of the processor that any run took, and the most memory."""
    told = {name: min(one[name] for one in runs) for name in runs[0]}
    return told | {"memory": max(one.get("memory", 0) for one in runs)}


def say(text: str) -> None:
    """A line of the answer."""
    print(text, flush=True)  # noqa: T201


def main(changes: int) -> None:
    """Print the figures beside their targets."""
    with tempfile.TemporaryDirectory() as name:
        folder, key = Path(name), database_key()
        station, county = make_desk(folder / "export", STATION), make_desk(folder / "import", COUNTY)
        trust_each_other(station, county, folder / "keys")
        Journal(station).more(changes)
        station.close()
        county.close()
        for sub in ("stick", "back"):
            (folder / sub).mkdir()
        shutil.copy(folder / "import" / "desk.db", folder / "empty.db")
        out = best([run("export", folder, key) for _ in range(ROUNDS)])
        size = measured(next((folder / "stick").glob("*.sdb")))
        runs: dict[str, list[dict[str, float]]] = {"import": [], "floor": [], "bare": []}
        for _ in range(ROUNDS):
            shutil.copy(folder / "empty.db", folder / "import" / "desk.db")
            for work, done in runs.items():
                done.append(run(work, folder, key))
        back, own, bare = (best(done) for done in runs.values())
        _tell(out, back, own, bare, size["bytes"])
        ours = {"export": out, "import": back, "floor": own, "bare": bare, "size": size}
        exchange_peers.compare(folder, key, ours, tuple(TABLES))
    remove_template()


def _tell(
    out: dict[str, float], back: dict[str, float], own: dict[str, float], bare: dict[str, float], size: float
) -> None:
    n = out["changes"]
    say(f"changes {n:,.0f}, bundle {size / 1e6:.1f} MB ({size / n:.0f} bytes a change)")
    for name, one, target in (("export", out, "100,000"), ("import", back, "25,000")):
        say(
            f"{name} {one['seconds']:.2f} s = {n / one['seconds']:,.0f}/s (target {target}/s);"
            f" cpu {one['cpu']:.2f} s = {n / one['cpu']:,.0f}/s; peak {one['memory']:.0f} MiB"
            f" (target 300, {one['idle']:.0f} before the work)"
        )
    for name, one in (("driver as it comes", bare), ("with our adapters", own)):
        say(
            f"floor, {name}: {one['seconds']:.2f} s, cpu {one['cpu']:.2f} s; import at"
            f" {one['seconds'] / back['seconds']:.2f} of it, cpu {one['cpu'] / back['cpu']:.2f} (target 0.60)"
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]), bytes.fromhex(os.environ["BENCH_KEY"]))
    elif sys.argv[1:] == ["--million"]:
        exchange_million.main(run)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
