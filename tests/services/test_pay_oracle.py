"""Pay of random months against a second reading of the rules, to the fen: joins and leaves on first and last days, two
terms, suspensions across months, adjustments, caps of the highest grade, rooms with the township's addition.
"""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from station_desk.domain.assessment import Step
from station_desk.domain.ids import new_id
from station_desk.domain.money import money_words
from station_desk.domain.records import TermState
from station_desk.domain.stipend import Adjustment, Topup
from station_desk.machine.clock import FixedClock
from station_desk.services import assessment, rubrics, stipend, stipend_lines
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from station_desk.services.villages import edit_village
from tests.services.pay_oracle import Helper, Span, days_paid, days_served, grade, part, words
from tests.support.homes import make_home

MONTHS = ("2023-02", "2024-02", "2024-04", "2025-12", "2026-01", "2026-06")
"""28, 29, 30 and 31 days; a month of work that begins in the year before."""
DAY = "2026-11-02"
RUBRIC = """name = "一项"
kind = "{kind}"
[sections]
A = "全部"
[items.A1]
name = "全部"
max = 100
mode = "officer"
[grades]
names = [{names}]
top = 90
pass = {low}
{share}
"""
PROGRAMMES = {
    "cn.fujian": (50_000, (10_000, 5_000, 1_000), ("优秀", "合格", "不合格"), (900, 700), "0.2"),
    "cn.weihai": (312_345, (33_333, 11_111, 1), ("甲", "乙", "丙"), (900, 700), "0.33"),
    "cn.xihua": (120_000, (80_000, 60_000, 30_000), ("一类", "二类", "三类"), (900, 800), ""),
}
"""Base, money by grade, grades, cut-offs, share of the highest. Xihua's are the seed's; the others a county's own."""
FUND, ROOMS = 200_000, tuple(f"第{n}警务室" for n in range(1, 9))


def helpers(chance: random.Random, count: int) -> list[Helper]:
    return [helper(chance, f"试{n:03d}") for n in range(count)]


def helper(chance: random.Random, name: str) -> Helper:
    """One or two terms that begin and end around the months, with days at their edges; pauses inside the last one."""
    edges = [
        date(int(m[:4]), int(m[5:]), 1) + timedelta(days=n) for m in MONTHS for n in (-1, 0, 1, 13, 14, 26, 27, 28)
    ]
    some = sorted({chance.choice(edges) for _ in range(4)})
    office: list[Span] = [(date(2020, 1, 1), None)]
    if chance.random() < 0.6:
        office = [(some[0], None)]
        if len(some) > 2:
            office = [(some[0], some[1]), (some[1] + timedelta(days=chance.randint(1, 20)), None)]
            if chance.random() < 0.5:
                office[1] = (office[1][0], max(office[1][0], some[-1]))
    found = Helper(name, office)
    first, last = office[-1]
    if chance.random() < 0.4:
        start = max(first, chance.choice(edges))
        stop = start + timedelta(days=chance.randint(0, 70))
        found.paused = [(start, stop if last is None else min(stop, last))] if last is None or start <= last else []
    for month in MONTHS:
        if chance.random() < 0.3 and days_paid(found, month):
            found.adjust[month] = chance.choice((-100, 1, 3_333, 12_345))
    return found


def enrol(desk: Desk, known: list[Helper]) -> dict[str, str]:
    """The records as a clerk leaves them: {name: person}."""
    places = [view.village.id for view in village_list.list_villages(desk)]
    found = {}
    with desk.store.write(desk.account.id, "oracle") as work:
        for n, one in enumerate(known):
            found[one.name] = new_id()
            work.create("person", found[one.name], {"name": one.name})
            for at, (start, stop) in enumerate(one.office):
                term, last = new_id(), at == len(one.office) - 1
                fields = {
                    "person_id": found[one.name],
                    "state": TermState.ACTIVE.value,
                    "start_date": start.isoformat(),
                }
                if stop is not None:
                    fields |= {"state": TermState.EXITED.value, "exit_date": stop.isoformat()}
                if last and one.paused:
                    fields["pauses"] = " ".join(f"{a}/{b}" for a, b in one.paused)
                work.create("term", term, fields)
                work.create("term_village", new_id(), {"term_id": term, "village_id": places[n % len(places)]})
    for one in known:
        lines = [
            Adjustment("", found[one.name], month, "", fen, "other", "所长", DAY) for month, fen in one.adjust.items()
        ]
        if lines:
            stipend.adjust(desk, *lines)
    return found


def adopt(desk: Desk, folder: Path, kind: str, pack: str) -> None:
    _base, _money, names, cuts, share = PROGRAMMES[pack]
    told = RUBRIC.format(
        kind=kind,
        names=", ".join(f'"{one}"' for one in names),
        low=cuts[1] / 10,
        share=f"top_share = {share}" if share else "",
    )
    file = folder / "rubric.toml"
    file.write_text(told, encoding="utf-8")
    rubrics.adopt(desk, file, "县局", "1号", "2026-01-05")


def decided(desk: Desk, month: str, points: dict[str, int]) -> set[str]:
    """The month's sheets scored and confirmed; whom they are about."""
    sheets = assessment.open_month(desk, month).sheets
    given = [Given(one.standing.of.subject_id, {"A1": points[one.name]}, {}, {}) for one in sheets]
    assessment.score(desk, month, given)
    ids = [one.id for one in sheets]
    for name in ("agree", "confirm") if assessment.township_needed(desk) else ("confirm",):
        assessment.step(desk, ids, Step("", name, DAY, doc_no="9号"))
    return {one.name for one in sheets}


def home(folder: Path, pack: str, how: str = "by_day") -> Desk:
    desk = make_home(folder, villages=8, pack=pack, clock=FixedClock(datetime(2026, 11, 2, 8, tzinfo=UTC)))
    if pack != "cn.xihua":
        base, money, names, _cuts, _share = PROGRAMMES[pack]
        texts = {"money.stipend_fen": str(base), "money.grade_fen": "、".join(map(str, money))}
        if pack == "cn.weihai":
            texts = {"assess.grades": "、".join(names)} | texts
        if how != "by_day":
            texts["money.partial"] = how
        for key, text in texts.items():
            fill(desk, pack, key, text, "县局", "5号", "2022-01-05")
    return desk


@pytest.mark.parametrize(("pack", "how"), [("cn.fujian", "by_day"), ("cn.weihai", "half_month"), ("cn.fujian", "none")])
@pytest.mark.parametrize(("seed", "count"), [(1, 9), pytest.param(2, 120, marks=pytest.mark.long)])
def test_a_persons_month_is_paid_as_a_second_reading_says(
    tmp_path: Path, pack: str, how: str, seed: int, count: int
) -> None:
    chance = random.Random(f"{pack} {seed}")
    base, money, names, cuts, share = PROGRAMMES[pack]
    known = helpers(chance, count)
    with home(tmp_path, pack, how) as desk:
        ids = enrol(desk, known)
        adopt(desk, tmp_path, "person", pack)
        from_day, to_day = 26, 25
        for month in MONTHS:
            points = {one.name: chance.choice((699, 700, 899, 900, 950, 1000)) for one in known}
            there = decided(desk, month, points)
            assert there == {one.name for one in known if days_served(one, month, from_day, to_day)}, month
            mine = {name: points[name] for name in there}
            found = {one.person_id: one for one in stipend_lines.reckon(desk, month).lines}
            wanted = {}
            for one in known:
                days, adjust = days_paid(one, month), one.adjust.get(month, 0)
                if not days and not adjust:
                    continue
                told = grade(mine, one.name, names, cuts, Decimal(share)) if one.name in there else ""
                extra = money[names.index(told)] if told and days else 0
                wanted[ids[one.name]] = (part(base, days, month, how), extra, adjust)
            assert {who: (one.base, one.allowance, one.adjust) for who, one in found.items()} == wanted, month
            total = sum(sum(one) for one in wanted.values())
            assert money_words(sum(one.payable for one in found.values())) == words(total)


@pytest.mark.parametrize(("seed", "count"), [(1, 8), pytest.param(2, 100, marks=pytest.mark.long)])
def test_rooms_and_their_auxiliaries_are_paid_as_the_seed_says(tmp_path: Path, seed: int, count: int) -> None:
    chance = random.Random(f"xihua {seed}")
    base, money, names, cuts, _share = PROGRAMMES["cn.xihua"]
    known = helpers(chance, count)
    with home(tmp_path, "cn.xihua") as desk:
        for view, room in zip(village_list.list_villages(desk), ROOMS, strict=True):
            edit_village(desk, view.village.id, {"room": room})
        ids = enrol(desk, known)
        adopt(desk, tmp_path, "room", "cn.xihua")
        stipend.top_up(desk, Topup("", ROOMS[0], 50_000, "2024-04", "镇政府", "1号", "2024-03-20"))
        stipend.top_up(desk, Topup("", ROOMS[0], 100_000, "2026-01", "镇政府", "2号", "2025-12-20"))
        stipend.top_up(desk, Topup("", ROOMS[1], 70_000, "2023-02", "镇政府", "3号", "2023-01-20"))
        stipend.top_up(desk, Topup("", ROOMS[1], 0, "2026-06", "镇政府", "4号", "2026-05-20"))
        added = {
            ROOMS[0]: dict(zip(MONTHS, (0, 0, 50_000, 50_000, 100_000, 100_000), strict=True)),
            ROOMS[1]: dict(zip(MONTHS, (70_000, 70_000, 70_000, 70_000, 70_000, 0), strict=True)),
        }
        for month in MONTHS:
            points = {room: chance.choice((799, 800, 899, 900, 1000)) for room in ROOMS}
            assert decided(desk, month, points) == set(ROOMS)
            lines = stipend_lines.reckon(desk, month).lines
            wages = {one.person_id: one.payable for one in lines if one.person_id}
            wanted = {
                ids[one.name]: part(base, days_paid(one, month), month) + one.adjust.get(month, 0)
                for one in known
                if days_paid(one, month) or one.adjust.get(month)
            }
            assert wages == wanted, month
            rooms: dict[str, int] = dict.fromkeys(ROOMS, 0)
            for line in lines:
                if line.unit:
                    rooms[line.unit] += line.payable
            assert rooms == {
                room: FUND
                + money[names.index(grade(points, room, names, cuts, None))]
                + added.get(room, {}).get(month, 0)
                for room in ROOMS
            }, month


def test_amounts_in_words_are_those_of_a_second_writer() -> None:
    chance = random.Random(11)
    amounts = [0, 1, 10, 1_010, 100_000_005, 1_000_000, 10_001_000_110, -1_010, -5, -100_000_005]
    amounts += [chance.randrange(10 ** chance.randint(1, 14)) for _ in range(400)]
    amounts += [int("".join(chance.choice("0000129") for _ in range(chance.randint(1, 14)))) for _ in range(800)]
    assert {fen: money_words(fen) for fen in amounts} == {fen: words(fen) for fen in amounts}
    said = {0: "零元整", 1: "壹分", 1_010: "壹拾元壹角", 100_000_005: "壹佰万元零伍分", 1_000_000: "壹万元整"}
    said |= {10_001_000_110: "壹亿零壹万零壹元壹角", -1_010: "负壹拾元壹角"}
    assert {fen: money_words(fen) for fen in said} == said
