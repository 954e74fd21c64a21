"""Print sets and paper checked back in, from the command line."""

from pathlib import Path

from tests.cli.test_contract import ROWS, Terminal, environment, station

__all__ = ["environment", "station"]


def test_a_set_is_printed_handed_back_and_what_lacks_is_told(station: Terminal, tmp_path: Path) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text(ROWS, encoding="utf-8")
    station("roster", "import", sheet, "--apply", "--as-of", "2026-11-22")
    listed = station("forms", "sets")
    assert {"month-start", "appointment"} <= {one["set"] for one in listed["sets"]}
    made = station("forms", "set", "每月发表", "--out", tmp_path / "out", "--period", "2026-10")
    assert [one["form"] for one in made["forms"]] == ["F20"]
    assert Path(made["forms"][0]["file"]).name == "01 F20 警务助理工作日志.pdf"
    serials = made["forms"][0]["serials"]
    told = station("paper", "missing", "--period", "2026-Q4")
    assert sorted(told["missing"]) == sorted(serials)
    back = station("paper", "return", serials[0])
    assert (back["returned"], back["missing"]) == ([serials[0]], sorted(serials[1:]))
    wrong = serials[0][:-1] + str((int(serials[0][-1]) + 1) % 10)
    refused = station("paper", "return", wrong, *serials[1:], status=2)
    assert refused["trouble"]["code"] == "serial_wrong"
    assert (refused["returned"], refused["unread"]) == (serials[1:], [wrong])
    assert station("paper", "missing", "--period", "2026-10")["missing"] == []
    assert station("paper", "missing", "--period", "oct", status=2)["trouble"]["code"] == "period_wrong"
    assert station("forms", "set", "搬家", "--out", tmp_path, status=2)["trouble"]["code"] == "set_unknown"
