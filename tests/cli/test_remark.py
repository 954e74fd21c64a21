"""`remark` from the command line: two homes, a file in between."""

from pathlib import Path

import pytest

from tests.cli.test_contract import ROWS, Terminal, county, environment, station

__all__ = ["county", "environment", "station"]


def introduce(station: Terminal, county: Terminal, folder: Path) -> None:
    for one, other in ((station, county), (county, station)):
        file = folder / f"{one.home.parent.name}-{one.home.name}.sdk"
        one("key", "export", file)
        other("office", "trust", file)


def test_a_remark_goes_down_and_its_answer_comes_up(station: Terminal, county: Terminal, tmp_path: Path) -> None:
    introduce(station, county, tmp_path)
    sheet = tmp_path / "名单.csv"
    sheet.write_text(ROWS, encoding="utf-8")
    station("roster", "import", sheet, "--apply", "--as-of", "2026-11-22")
    sticks = tmp_path / "stick"
    sticks.mkdir()
    sent = station("bundle", "export", "--to", sticks)["bundles"][0]["file"]
    county("bundle", "import", sent)
    person = county("roster", "list")["people"][0]
    said = county("remark", "add", person["id"], "--reason", "id_no_wrong", "--field", "id_no", "--words", "请对证件")
    down = county("bundle", "export", "--to", sticks)["bundles"][0]["file"]
    station("bundle", "import", down)
    (open_,) = station("remark", "list", "--state", "open")["remarks"]
    assert (open_["id"], open_["person"], open_["field"]) == (said["id"], person["name"], "id_no")
    assert (open_["words"], open_["changed"]) == ("请对证件", False)
    station("remark", "answer", said["id"], "done")
    again = station("remark", "answer", said["id"], "done", status=2)
    assert again["trouble"]["code"] == "remark_not_open"
    county("bundle", "import", station("bundle", "export", "--to", sticks)["bundles"][0]["file"])
    assert county("remark", "list")["remarks"][0]["answer"] == "done"
    county("remark", "close", said["id"])
    assert [one["state"] for one in county("remark", "list", "--state", "closed")["remarks"]] == ["closed"]


def test_the_reasons_are_data_and_every_one_can_be_used(county: Terminal) -> None:
    told = county("remark", "reasons")
    assert {"id_no_wrong", "not_as_approved", "term_dates_wrong", "papers_missing", "other"} <= {
        one["code"] for one in told["reasons"]
    }
    assert all(one["field"] in ("", *told["fields"]) for one in told["reasons"])


@pytest.mark.parametrize("words", ["13800001234", "371602198501029975"])
def test_a_number_in_the_words_is_refused_with_three_sentences(county: Terminal, words: str) -> None:
    trouble = county("remark", "add", "0" * 32, "--reason", "other", "--words", words, status=2)["trouble"]
    assert trouble["code"] == "remark_words_number"
    assert all((trouble["what"], trouble["safe"], trouble["next"]))
