"""From the right pass phrase to a searchable roster of 8,000, apart from Argon2.

    .venv/bin/python -m tests.bench.unlock [people] [rounds]

Each round is a fresh process with its modules read (the window reads them while the pass phrase is typed). The floor of
the same process: the bare driver opens the same file with the raw key and reads the same columns into tuples.
Target: 1.0 s beside Argon2.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET_S = 1.0
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华志文玉春梅"
PASS_PHRASE = "long-enough-pass-1"


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def make(folder: Path, count: int) -> Path:
    """A home with `count` invented people in 1,000 villages, hashed at the standard cost."""
    from station_desk.domain.ids import new_id
    from station_desk.domain.records import OfficeKind
    from station_desk.domain.villages import VillageRow
    from station_desk.machine.sealing import STANDARD_KDF
    from station_desk.services.first_start import NewOffice, create_office
    from station_desk.store.villages import load_villages

    rows = [
        VillageRow(f"371602{at // 100 + 1:03d}{at % 100 + 200:03d}", f"{SURNAMES[at % 20]}{GIVEN[at % 31]}村")
        for at in range(1_000)
    ]
    office = NewOffice(OfficeKind.STATION, "梁才派出所", "371602009", "cn.nanan", rows, "李四", PASS_PHRASE)
    desk = create_office(folder / "home", office, STANDARD_KDF).desk
    with desk.store.read() as conn:
        villages = load_villages(conn)
    with desk.store.write(desk.account.id, "roster_import") as work:
        for at in range(count):
            person, term = new_id(), new_id()
            name = SURNAMES[at % 20] + GIVEN[at % 31] + (GIVEN[at * 7 % 31] if at % 3 else "")
            work.create("person", person, {"name": name, "sex": "男", "phone": f"138{at % 10}0000{at % 10_000:04d}"})
            work.create("term", term, {"person_id": person, "state": "active", "start_date": "2025-01-01"})
            work.create("term_village", new_id(), {"term_id": term, "village_id": villages[at % 1_000].id})
    desk.close()
    return desk.home.path


def once(home: Path) -> dict[str, float]:
    """One unlocking in this process: seconds of its parts and of the floor."""
    begin = time.perf_counter()
    from station_desk.machine.home import Home
    from station_desk.machine.keys import KeyRing
    from station_desk.services import find, roster
    from station_desk.services.desk import open_desk
    from station_desk.store.rekey import present_key

    times = {"imports": time.perf_counter() - begin}
    begin = time.perf_counter()
    KeyRing.load(Home(home)).unlock(None, PASS_PHRASE)
    times["argon2"] = time.perf_counter() - begin
    begin = time.perf_counter()
    desk = open_desk(home, None, PASS_PHRASE)
    times["open"] = time.perf_counter() - begin - times["argon2"]
    begin = time.perf_counter()
    finder = find.Finder(desk)
    times["search ready"] = time.perf_counter() - begin
    begin = time.perf_counter()
    listed = roster.list_people(desk)
    times["list ready"] = time.perf_counter() - begin
    begin = time.perf_counter()
    hits = finder.find("zhaowei")
    times["first search"] = time.perf_counter() - begin
    key, count = present_key(desk.store), len(listed)
    desk.close()
    begin = time.perf_counter()
    floor_rows = floor(home / "desk.db", key)
    times["floor"] = time.perf_counter() - begin
    times["ours"] = sum(times[part] for part in ("open", "search ready", "list ready", "first search"))
    if not hits or floor_rows < count:
        raise RuntimeError("nothing found")
    return times


def floor(database: Path, key: bytes) -> int:
    """The bare driver: open, read the same columns. How many people."""
    import sqlcipher3.dbapi2 as driver

    from station_desk.store.connect import key_pragma

    connection = driver.connect(str(database))
    connection.execute(f'PRAGMA key = "{key_pragma(key)}"')
    people = connection.execute(
        "SELECT scope, id, name, sex, birth, id_no, phone, phone2, education, political, post, bank_card FROM person"
    ).fetchall()
    connection.execute(
        "SELECT scope, id, person_id, state, start_date, end_date, exit_date, exit_reason, number, prior_id FROM term"
    ).fetchall()
    connection.execute("SELECT scope, id, term_id, village_id FROM term_village").fetchall()
    connection.execute("SELECT * FROM village").fetchall()
    connection.close()
    return len(people)


def main() -> int:
    if sys.argv[1:2] == ["--once"]:
        tell(json.dumps(once(Path(sys.argv[2]))))
        return 0
    given = [int(text) for text in sys.argv[1:]]
    count, rounds = (*given, *(8_000, 5)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        home = make(Path(folder), count)
        measured = []
        for _ in range(rounds):
            command = [sys.executable, "-m", "tests.bench.unlock", "--once", str(home)]
            measured.append(json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout))
    middle = {part: statistics.median(times[part] for times in measured) for part in measured[0]}
    tell(f"{count} people, median of {rounds} fresh processes; seconds")
    for part, seconds in middle.items():
        tell(f"  {part:13s} {seconds:7.3f}")
    tell(f"pass phrase to searchable roster, without Argon2: {middle['ours']:.3f} s (target {TARGET_S} s)")
    tell(f"against the bare driver's open and read: {middle['ours'] / middle['floor']:.1f} x the floor")
    return 0 if middle["ours"] <= TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main())
