"""A scored workbook of another month, twice the same person, points that cannot be: a trouble each, nothing half-done."""

from collections.abc import Sequence
from pathlib import Path

from station_desk.services import assessment, score_book
from station_desk.services.desk import Desk
from tests.services.roster_desks import clock, desk, made_once
from tests.services.test_assessment import MONTH, code_of, people

__all__ = ["clock", "desk", "made_once", "people"]


def take(desk: Desk, file: Path, text: str) -> str:
    """The trouble that a workbook brings, "" for none; what it gives is put on the sheets."""
    file.write_text(text, encoding="utf-8")

    def both() -> None:
        assessment.score(desk, MONTH, score_book.read_scores(desk, MONTH, file))

    if "ok" in text:
        both()
        return ""
    return code_of(both)


WRONG = (
    ("2026年10月考核打分\n姓名,A1\n赵一,5\n", "sheet_other_month"),
    ("9月考核\n姓名,A1\n赵一,5\n", "sheet_other_month"),
    ("姓名,月份,A1\n赵一,2026年11月,5\n钱二,10月,5\n", "sheet_other_month"),
    ("姓名,A1\n赵一,5\n钱二,6\n", "points_above"),
    ("姓名,A1\n赵一,5\n钱二,-1\n", "points_above"),
    ("姓名,A1\n赵一,5\n钱二,五\n", "fact_wrong"),
    ("姓名,A1\n赵一,5\n钱二,4.55\n", "fact_wrong"),
    ("姓名,A1,V1\n赵一,5,\n钱二,5,1\n", "veto_reason"),
    ("姓名,A1\n赵一,5\n钱二,5\n赵一,4\n", "sheet_twice"),
    ("姓名,A1\n赵一,5\n孙三,5\n", "score_person"),
)


def test_one_wrong_row_and_nothing_of_the_workbook_is_taken(desk: Desk, people: Sequence[str], tmp_path: Path) -> None:
    assessment.open_month(desk, MONTH)
    for text, code in WRONG:
        assert take(desk, tmp_path / "打分.csv", text) == code, text
        assert all("A1" not in one.standing.entries for one in assessment.month(desk, MONTH).sheets)


def test_the_same_month_may_be_written_in_several_ways(desk: Desk, people: Sequence[str], tmp_path: Path) -> None:
    assessment.open_month(desk, MONTH)
    for at, month in enumerate(("2026年11月", "2026-11", "2026.11", "11月", "2026/11/25")):
        text = f"{month}考核 ok\n制表日期：2026年12月1日\n姓名,月份,A1\n赵一,{month},{at}\n"
        assert take(desk, tmp_path / "打分.csv", text) == ""
        points = {one.name: one.standing.entries.get("A1") for one in assessment.month(desk, MONTH).sheets}
        assert points["赵一"] is not None
        assert points["赵一"].points == at * 10
        assert points["钱二"] is None
