"""`log list`, `log close`, `log correct` on the command line, by the contract's keys."""

from pathlib import Path

from station_desk.domain.work_log import Count
from station_desk.services.desk import open_desk
from station_desk.services.roster import list_people
from station_desk.services.work_log import apply_counts
from tests.cli.test_contract import Terminal, environment, roster, station
from tests.support.homes import PASS_PHRASE, PERSON

__all__ = ["environment", "roster", "station"]


def test_a_month_is_listed_closed_and_put_right(station: Terminal, roster: Path) -> None:
    station("roster", "import", roster, "--apply", "--as-of", "2026-11-22")
    with open_desk(station.home, PERSON, PASS_PHRASE) as desk:
        person = next(one for one in list_people(desk) if one.name == "张俊")
        counts = [Count(person.id, "L02", "2026-03", 5, day="2026-03-02"), Count(person.id, "L01", "2026-03", 0)]
        apply_counts(desk, counts, "import")
    assert station("log", "list", "--period", "2026-Q1") == {
        "entries": [
            {"person": "张俊", "village": "甲村", "month": "2026-03", "code": "L01", "count": 0},
            {"person": "张俊", "village": "甲村", "date": "2026-03-02", "code": "L02", "count": 5},
        ],
        "totals": {"L01": 0, "L02": 5},
    }
    assert station("log", "correct", "0" * 32, "1", "--reason", "other", status=2)["trouble"]["code"] == (
        "log_entry_missing"
    )
    assert station("log", "close", "--month", "2026-03") == {
        "month": "2026-03",
        "first": "2026-02-26",
        "last": "2026-03-25",
        "people": 1,
        "entries": 2,
    }
    assert station("log", "close", "--month", "2026-03", status=2)["trouble"]["code"] == "log_month_closed"
    visits = station("log", "list", "--period", "2026-03", "--ids")["entries"][1]
    assert (visits["state"], visits["source"], visits["corrects"]) == ("counted", "import", None)
    made = station("log", "correct", visits["id"], "--reason", "miscounted", "--", "-2")
    [correction] = [
        one
        for one in station("log", "list", "--period", made["month"], "--ids")["entries"]
        if one["corrects"] == visits["id"]
    ]
    assert (correction["id"], correction["count"]) == (made["id"], -2)
    assert station("log", "list", "--period", "2026-13", status=2)["trouble"]["code"] == "period_wrong"
