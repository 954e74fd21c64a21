"""How fast the exchange is, as ratios to a floor of the same run.

    python -m tests.bench.exchange [changes]

A station with `changes` changes (default 200,000: people, terms and their villages, an eighth of it later edits)
exports everything; a county takes it in. The floor is a bare SQLCipher `executemany` of the very rows that the import
leaves behind (journal, records, clocks), in the order in which they came and with the same cache. Export and import
run in processes of their own, which also tell their peak memory.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from station_desk.domain.ids import new_id
from station_desk.domain.records import Office, OfficeKind
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store.cache import IMPORT_KIB
from station_desk.store.connect import open_raw
from station_desk.store.engine import Store
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

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "国建志文明永春丽秀英海军红霞"
SIZES = (1, 1, 1, 2, 3, 8, 20, 60)
"""Changes of one act: mostly one, now and then a whole sheet."""

VILLAGES = 70
ROUNDS = 5
"""Each figure is the best of so many runs, since the machine is shared; floor and import take turns."""

TABLES = {
    "txn": "hlc, rep",
    "change": "(SELECT hlc FROM txn WHERE hash = txh), i",
    "village": "hlc",
    "person": "hlc",
    "term": "hlc",
    "term_village": "hlc",
    "fclock": "hlc",
}


def fill(desk: Desk, changes: int) -> None:
    """Acts of people at the station until there are `changes` changes, in one commit."""
    dice, clock = random.Random(7), desk.clock
    assert isinstance(clock, FixedClock)
    people: list[str] = []
    with desk.store.transaction():
        with desk.store.write("clerk", "village_import") as work:
            for n in range(VILLAGES):
                work.create("village", new_id(), {"code": f"371602009{n:03d}", "name": f"第{n}村", "kind": "村"})
        made = VILLAGES + 1
        while made < changes:
            size = min(dice.choice(SIZES), changes - made)
            clock.advance(timedelta(seconds=90))
            with desk.store.write("clerk", "roster_import") as work:
                for _ in range(size):
                    _one(work, dice, people, clock.wall_ms())
            made += size


def _one(work: Any, dice: random.Random, people: list[str], now_ms: int) -> None:
    rid = new_id(now_ms)
    kind = dice.random()
    if kind < 0.125 and people:
        work.update("person", dice.choice(people), {"phone": _phone(dice), "post": dice.choice(("网格员", "治保主任"))})
    elif kind < 0.42 or not people:
        birth = f"19{dice.randrange(60, 99)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
        work.create(
            "person",
            rid,
            {
                "name": dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN),
                "sex": dice.choice("男女"),
                "birth": birth,
                "id_no": f"371602{birth.replace('-', '')}996X",
                "phone": _phone(dice),
                "education": "高中",
                "political": "群众",
                "post": "网格员",
            },
        )
        people.append(rid)
    elif kind < 0.71:
        fields = {"person_id": people[dice.randrange(len(people) - 1) if len(people) > 1 else 0], "state": "active"}
        work.create("term", rid, fields | {"start_date": "2026-01-01", "end_date": "2028-12-31", "number": "2026001"})
    else:
        work.create("sheet", rid, {"serial": rid[:12], "form": "F15", "person_id": dice.choice(people), "page": 1})


def _phone(dice: random.Random) -> str:
    return f"138{dice.randrange(10**8):08d}"


def child(work: str, folder: Path, key: bytes) -> None:
    """One act in a fresh process: seconds and peak memory as JSON."""
    code = STATION if work == "export" else COUNTY
    kind = OfficeKind.STATION if work == "export" else OfficeKind.COUNTY
    desk = open_copy(folder / work, Office(code, f"office-{code}", kind, NAMES[code], code, "cn.test"), key=key)
    idle = _peak()
    started, cpu = time.perf_counter(), time.process_time()
    if work == "export":
        changes = exchange.export_bundles(desk, folder / "stick", full=True)[0].changes
    else:
        answer = exchange.import_bundles(desk, sorted((folder / "stick").glob("*.sdb"))[:1], receipt_to=folder / "back")
        assert answer.bundles[0].result == "applied", answer
        changes = answer.bundles[0].changes
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    desk.close()
    print(json.dumps({"changes": changes, "seconds": seconds, "cpu": cpu, "memory": _peak(), "idle": idle}))  # noqa: T201


def _peak() -> float:
    """Peak memory of this process so far, MiB. (`ru_maxrss` would count what its parent held when it was started.)"""
    told = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(told.split()[1]) / 1024


def _run(work: str, folder: Path, key: bytes) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.exchange", work, str(folder)]
    done = subprocess.run(
        command, env={**os.environ, "BENCH_KEY": key.hex()}, capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def floor(folder: Path, key: bytes) -> float:
    """Seconds for a bare executemany of the rows that the import left in the county's database."""
    source = open_raw(folder / "import" / "desk.db", key, writing=False)
    rows = {name: source.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall() for name, order in TABLES.items()}
    rows["sheet"] = source.execute("SELECT * FROM sheet ORDER BY hlc").fetchall()
    source.close()
    path = folder / "floor.db"
    path.unlink(missing_ok=True)
    Store.create(path, key).close()
    bare = open_raw(path, key, writing=True)
    bare.execute(f"PRAGMA cache_size = -{IMPORT_KIB}")
    started = time.perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    for name, found in rows.items():
        if found:
            bare.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(found[0]))})", found)
    bare.execute("COMMIT")
    seconds = time.perf_counter() - started
    bare.close()
    return seconds


def _best(runs: list[dict[str, float]]) -> dict[str, float]:
    """The quickest of the runs; its memory is the most that any took."""
    best = min(runs, key=lambda run: run["seconds"])
    return best | {"memory": max(run["memory"] for run in runs)}


def main(changes: int) -> None:
    """Print the figures beside their targets."""
    with tempfile.TemporaryDirectory() as name:
        folder, key = Path(name), database_key()
        station, county = make_desk(folder / "export", STATION), make_desk(folder / "import", COUNTY)
        trust_each_other(station, county, folder / "keys")
        fill(station, changes)
        station.close()
        county.close()
        for sub in ("stick", "back"):
            (folder / sub).mkdir()
        shutil.copy(folder / "import" / "desk.db", folder / "empty.db")
        out = _best([_run("export", folder, key) for _ in range(ROUNDS)])
        size = next((folder / "stick").glob("*.sdb")).stat().st_size
        backs, floors = [], []
        for _ in range(ROUNDS):
            shutil.copy(folder / "empty.db", folder / "import" / "desk.db")
            backs.append(_run("import", folder, key))
            floors.append(floor(folder, key))
        back, bare = _best(backs), min(floors)
    remove_template()
    n = out["changes"]
    rates = (n / out["seconds"], n / back["seconds"])
    print(f"changes {n:,.0f}, bundle {size / 1e6:.1f} MB ({size / n:.0f} bytes a change)")  # noqa: T201
    print(f"export {out['seconds']:.2f} s = {rates[0]:,.0f}/s (target 100,000; cpu {out['cpu']:.2f} s)")  # noqa: T201
    print(f"import {back['seconds']:.2f} s = {rates[1]:,.0f}/s (target 25,000; cpu {back['cpu']:.2f} s)")  # noqa: T201
    print(f"floor  {bare:.2f} s = {n / bare:,.0f}/s; import at {bare / back['seconds']:.2f} of it (target 0.50)")  # noqa: T201
    print(  # noqa: T201
        f"peak memory: export {out['memory']:.0f} MiB, import {back['memory']:.0f} MiB"
        f" (target 300; {out['idle']:.0f} and {back['idle']:.0f} before the work)"
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]), bytes.fromhex(os.environ["BENCH_KEY"]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
