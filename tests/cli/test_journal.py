"""`journal` from the command line."""

from tests.cli.test_contract import Terminal, environment, station

__all__ = ["environment", "station"]


def test_the_size_of_the_journal_is_one_document(station: Terminal) -> None:
    told = station("journal", "size")
    assert told["database_bytes"] > told["journal_bytes"] > 0
    assert [year["changes"] for year in told["years"]] == [told["changes"]]
    assert (told["year_bytes"], told["disk_years"], told["months_counted"]) == (None, None, 0)
    assert told["disk_free_bytes"] > 0
