"""`journal` from the command line."""

from pathlib import Path

from tests.cli.test_contract import Terminal, county, environment, station
from tests.cli.test_remark import introduce

__all__ = ["county", "environment", "station"]


def test_the_size_of_the_journal_is_one_document(station: Terminal) -> None:
    told = station("journal", "size")
    assert told["database_bytes"] > told["journal_bytes"] > 0
    assert [year["changes"] for year in told["years"]] == [told["changes"]]
    assert (told["year_bytes"], told["disk_years"], told["months_counted"]) == (None, None, 0)
    assert told["disk_free_bytes"] > 0


def test_old_bodies_go_into_an_archive_and_are_told(station: Terminal, county: Terminal, tmp_path: Path) -> None:
    introduce(station, county, tmp_path)
    nothing = station("journal", "archive", "--before", "2020-01-01", "--to", tmp_path, status=2)
    assert nothing["trouble"]["code"] == "archive_nothing"
    assert all(nothing["trouble"][part] for part in ("what", "safe", "next"))
    sent = station("bundle", "export", "--to", tmp_path)["bundles"][0]["file"]
    receipt = county("bundle", "import", sent)["receipts"][0]
    station("bundle", "import", receipt)
    told = station("journal", "archive", "--before", "2100-01-01", "--to", tmp_path)["archive"]
    assert told["at_hand"]
    assert station("journal", "archives")["archives"] == [told]
    assert station("check", "--deep")["unread"] == []
    Path(told["file"]).rename(tmp_path / "away.file")
    checked = station("check", "--deep")
    assert (checked["ok"], checked["unread"][0]["changes"]) == (True, told["changes"])
    again = station("bundle", "export", "--to", tmp_path, "--full", status=2)
    assert again["trouble"]["code"] == "archive_needed"
