"""`log import` on the command line: proposed, entered once, listed."""

from pathlib import Path

from tests.cli.test_contract import Terminal, environment, roster, station

__all__ = ["environment", "roster", "station"]

GRID = """2026年10月村警助理工作量,,,,
姓名,村,走访,L03,户主
张俊,甲村,"1,200",十二起,甲
单立人,乙村,,-3,乙
无此人,丙村,5,1,丙
合计,,1205,10,
"""


def test_a_grid_is_proposed_entered_once_and_listed(station: Terminal, roster: Path, tmp_path: Path) -> None:
    station("roster", "import", roster, "--apply", "--as-of", "2026-11-22")
    file = tmp_path / "十月.csv"
    file.write_text(GRID, encoding="gb18030")
    proposed = station("log", "import", file)
    assert proposed["totals"] == {"L02": 1200, "L03": 12}
    first = {key: proposed["entries"][0][key] for key in ("person", "village", "month", "code", "count")}
    assert first == {"person": "张俊", "village": "甲村", "month": "2026-10", "code": "L02", "count": 1200}
    assert [(one["row"], one["why"]) for one in proposed["held"]] == [
        (None, "column_of_residents"),
        (4, "negative"),
        (5, "person_unknown"),
    ]
    assert station("log", "list", "--period", "2026-10")["entries"] == []
    assert station("log", "import", file, "--apply")["applied"]["made"] == 2
    again = station("log", "import", file, "--apply")["applied"]
    assert (again["made"], again["changed"], again["same"]) == (0, 0, 2)
    assert station("log", "list", "--period", "2026-10")["totals"] == {"L02": 1200, "L03": 12}
    waiting = station("log", "held")["held"]
    assert [(one["row"], one["person"], one["counts"], one["why"]) for one in waiting] == [
        (4, "单立人", {"L03": "-3"}, "negative"),
        (5, "无此人", {"L02": "5", "L03": "1"}, "person_unknown"),
    ]


def test_what_the_log_does_not_take_is_held_back_with_its_reason(
    station: Terminal, roster: Path, tmp_path: Path
) -> None:
    station("roster", "import", roster, "--apply", "--as-of", "2026-11-22")
    file = tmp_path / "a.csv"
    file.write_text("姓名,走访\n张俊,3\n", encoding="utf-8")
    early = station("log", "import", file, "--month", "2023-01", "--apply")
    assert ([one["why"] for one in early["held"]], early["applied"]["run"]) == (["log_no_term"], None)
    assert station("log", "import", file, "--month", "2026-13", status=2)["trouble"]["code"] == "log_month_wrong"
    file.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert station("log", "import", file, status=2)["trouble"]["code"] == "log_no_grid"


def test_a_table_of_villages_is_asked_about_before_it_is_anybody_s(
    station: Terminal, roster: Path, tmp_path: Path
) -> None:
    station("roster", "import", roster, "--apply", "--as-of", "2026-11-22")
    file = tmp_path / "村.csv"
    file.write_text("2026年10月,,\n村,走访,调解\n甲村,12,1\n丁村,7,\n", encoding="utf-8")
    proposed = station("log", "import", file)
    assert len(proposed["by_village"]) == 1
    assert [(one["person"], one["code"], one["count"]) for one in proposed["entries"]] == [
        ("张俊", "L02", 12),
        ("张俊", "L03", 1),
    ]
    assert [(one["row"], one["why"]) for one in proposed["held"]] == [(4, "village_unknown")]
    assert station("log", "import", file, "--apply", status=2)["trouble"]["code"] == "log_by_village"
    assert station("log", "import", file, "--apply", "--by-village")["applied"]["made"] == 2


def test_one_row_an_item_is_read(station: Terminal, roster: Path, tmp_path: Path) -> None:
    station("roster", "import", roster, "--apply", "--as-of", "2026-11-22")
    file = tmp_path / "项.csv"
    file.write_text("姓名,项目,数量,日期\n张俊,走访,12,2026-10-08\n单立人,调解,零,2026-10-09\n", encoding="utf-8")
    applied = station("log", "import", file, "--apply")
    assert (applied["applied"]["made"], applied["totals"]) == (2, {"L02": 12, "L03": 0})
