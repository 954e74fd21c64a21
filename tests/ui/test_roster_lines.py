"""The lines of the roster's list: order, chips, search."""

from datetime import date

from station_desk.domain.records import TermState
from station_desk.domain.roster import RosterRow, Vacancy
from station_desk.services.find import Hit
from station_desk.ui.roster_lines import CHIPS, counted, lines_of, searched, shown

TODAY = date(2026, 11, 23)


def person(
    name: str, code: str, status: TermState | None = TermState.ACTIVE, end: str | None = "2028-05", rid: str = ""
) -> RosterRow:
    return RosterRow(
        id=rid or name,
        scope="371602003",
        station="梁才派出所",
        name=name,
        sex="男",
        birth="1985-01-02",
        age=41,
        id_no_masked="371*** ******** 9971",
        phone_masked="138 **** 1234",
        village_code=code,
        village=f"村{code[-3:]}",
        villages=(f"村{code[-3:]}",),
        status=status,
        term_start="2025-05",
        term_end=end,
        post="网格员",
        education="大专",
        political="群众",
        officer="",
        room="",
        area="",
        township="梁才",
    )


def test_people_stand_in_village_order_with_vacancies_between() -> None:
    rows = [person("乙", "371602003205"), person("甲", "371602003201"), person("无村", "")]
    lines = lines_of(rows, [Vacancy("v3", "371602003203", "空村", 42)])
    assert [line.key for line in lines] == ["甲", "v3", "乙", "无村"]


def test_every_chip_counts_exactly_what_it_shows() -> None:
    lines = lines_of(
        [
            person("甲", "1"),
            person("乙", "2", TermState.PENDING, None),
            person("丙", "3", TermState.SUSPENDED, "2026-12"),
            person("丁", "4", TermState.EXITED),
            person("戊", "5", None),
        ],
        [Vacancy("v6", "6", "空村", None)],
    )
    counts = counted(lines, TODAY)
    assert counts == {"all": 5, "active": 2, "ending": 1, "pending": 1, "vacant": 1, "left": 1}
    for chip in CHIPS:
        assert sum(shown(line, chip, TODAY) for line in lines) == counts[chip]


def test_a_search_brings_people_best_first_then_the_people_of_found_villages() -> None:
    lines = lines_of([person("甲", "1"), person("乙", "2"), person("丙", "3")], [Vacancy("v2", "2", "村2", 3)])
    by_key = {line.key: n for n, line in enumerate(lines)}
    by_village = {"2": [1, 2]}
    order, why = searched(
        lines,
        by_key,
        by_village,
        [
            Hit("village", "2", "村2", "", (0,), 1),
            Hit("person", "丙", "丙", "", (0,), 1),
            Hit("person", "gone", "", "", (), 1),
        ],
    )
    assert [lines[n].key for n in order] == ["丙", "乙", "v2"]
    assert why["丙"].kind == "person"
    assert why["v2"].kind == "village"
