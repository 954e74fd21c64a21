"""Search over 8,000 people and 8,000 villages: time of a keystroke beside a floor of the same run.

    python -m tests.bench.search [PEOPLE]

The floor is what every list filter does at least: `text in name` over all 16,000 names. A keystroke is one more letter
or character of a query as people type it, cold (first time) and warm; roster times are of a desk on a real store.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.search import SearchIndex
from station_desk.services import reference, roster, villages
from station_desk.services.desk import Desk
from station_desk.services.find import Finder, person_entry, village_entries
from station_desk.services.roster_memory import memory_of
from tests.support.homes import make_home

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单曾仇解查朴区翟"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂乐重长行安先建国文华"
QUERIES = (
    *("zhangwei", "lwj", "zjun", "xian", "xi'an", "shanwj", "danwj", "wangjianguo", "xqc", "cengl", "大王庄"),
    *("小王村", "张建国", "李j", "1234", "zh xwj"),
)


def _people(count: int) -> list[dict[str, str]]:
    chance = random.Random(7)
    return [
        {
            "name": chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2)))),
            "id_no": f"{371402 + number // 900}19{60 + number // 25 % 36}0101{996 + number % 4}{chance.randrange(10)}",
            "phone": f"1{chance.choice('35789')}{chance.randrange(10)}0000{chance.randrange(10_000):04d}",
        }
        for number in range(count)
    ]


def _fill(desk: Desk, count: int) -> None:
    units = [view.village.id for view in villages.list_villages(desk)]
    with desk.store.write(desk.account.id, "bench") as work:
        for number, person in enumerate(_people(count)):
            person_id, term_id = new_id(), new_id()
            work.create("person", person_id, {**person, "birth": "1980-05-01", "sex": "男"})
            work.create("term", term_id, {"person_id": person_id, "state": "active", "start_date": "2024-01-01"})
            work.create("term_village", new_id(), {"term_id": term_id, "village_id": units[number % len(units)]})


def _ms(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def _said(name: str, times: list[float], floor: float) -> None:
    low = statistics.median(times)
    high = sorted(times)[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
    sys.stdout.write(f"{name:44} median {low:8.2f} ms   p95 {high:8.2f} ms   {low / floor:7.1f} x floor\n")


def main() -> None:
    """Run and print. Targets: a keystroke 5 ms in the median, the index 300 ms, the list of everyone 150 ms."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    with tempfile.TemporaryDirectory() as folder, make_home(Path(folder), villages=0) as desk:
        villages.import_villages(desk, villages.sample_villages("3714")[:8000])
        _fill(desk, count)
        _report(desk)


def _report(desk: Desk) -> None:
    read = _ms(lambda: memory_of(desk).book(desk))
    book = memory_of(desk).book(desk)
    first = _ms(lambda: roster.list_people(desk))
    names = [p.name for p in book.people.values()] + [v.name for v in book.villages.values()]
    floor = statistics.median(_ms(lambda: [name for name in names if "王建" in name]) for _ in range(31))
    _said(f"floor: `in` over {len(names)} names", [floor], floor)
    entries = [person_entry(p) for p in book.people.values()]
    entries += [entry for v in book.villages.values() for entry in village_entries(v)]
    _said("index built", [_ms(lambda: SearchIndex(entries, reference.readings())) for _ in range(5)], floor)
    finder = Finder(desk)
    keys = [query[:n] for query in QUERIES for n in range(1, len(query) + 1)]
    _said("keystroke in the finder, first time", [_ms(lambda k=key: finder.find(k)) for key in keys], floor)
    warm = [_ms(lambda k=key: finder.find(k)) for _ in range(5) for key in keys]
    _said("keystroke in the finder, again", warm, floor)
    whole = [_ms(lambda k=key: finder.find(k, limit=2000)) for _ in range(3) for key in keys]
    _said("keystroke that filters the whole list", whole, floor)
    _said("roster read from the store", [read], floor)
    _said("list of everyone, first time", [first], floor)
    _said("list of everyone, again", [_ms(lambda: roster.list_people(desk)) for _ in range(5)], floor)
    _said("list by a search", [_ms(lambda k=key: roster.list_people(desk, k)) for key in keys], floor)
    _said("summary", [_ms(lambda: roster.summary(desk)) for _ in range(5)], floor)
    one = roster.list_people(desk)[100].id
    _said("card", [_ms(lambda: roster.card(desk, one)) for _ in range(20)], floor)
    roster.edit_person(desk, one, {"phone": "13800001234"})
    _said("first key after a change", [_ms(lambda: finder.find("1234"))], floor)
    _said("list after a change", [_ms(lambda: roster.list_people(desk))], floor)


if __name__ == "__main__":
    main()
