"""Sample offices: real villages, invented people, practice only."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from station_desk.domain.idno import read_id
from station_desk.domain.records import OfficeKind, TermState
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import intake, roster, sample
from station_desk.services.desk import Desk, peek
from station_desk.store.people import load_people, load_terms
from station_desk.store.villages import load_villages
from tests.support.homes import CHEAP, PASS_PHRASE

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = FixedClock(datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC))
    with sample.build_sample(
        tmp_path / "home", "station", pass_phrase=PASS_PHRASE, today=TODAY, kdf=CHEAP, clock=clock
    ).desk as made:
        yield made


def test_the_station_is_marked_as_practice_and_has_its_74_villages(desk: Desk) -> None:
    card = peek(desk.home.path)
    assert card is not None
    assert (card.practice, card.name, desk.practice) == (True, "梁才派出所", True)
    with desk.store.read() as conn:
        villages = load_villages(conn)
    assert len(villages) == 74
    assert all(v.officer and v.room and v.area for v in villages)


def test_the_sample_shows_every_state_a_clerk_must_see(desk: Desk) -> None:
    told = roster.summary(desk, as_of=TODAY)
    assert (told.quota, told.vacant, told.pending, told.suspended, told.ending_60) == (74, 6, 3, 1, 5)
    people = roster.list_people(desk, as_of=TODAY)
    assert sum(len(row.villages) == 2 for row in people) == 1
    assert {row.status for row in people} >= {
        TermState.ACTIVE,
        TermState.PENDING,
        TermState.SUSPENDED,
        TermState.EXITING,
        TermState.EXITED,
    }
    assert {"崔䶮", "欧阳𬀩", "买买提吐尔逊·阿卜杜热合曼"} <= {row.name for row in people}


def test_every_person_is_somebody_who_cannot_exist(desk: Desk) -> None:
    with desk.store.read() as conn:
        people = load_people(conn)
    for person in people:
        assert read_id(person.id_no or "").problem == ""
        assert (person.id_no or "")[14:17] in {"996", "997", "998", "999"}
        assert (person.phone or "")[3:7] == "0000"
        assert person.political == ""


def test_the_same_day_and_seed_give_the_same_sample(desk: Desk, tmp_path: Path) -> None:
    other = sample.build_sample(tmp_path / "two", "station", pass_phrase=PASS_PHRASE, today=TODAY, kdf=CHEAP).desk
    with other:
        assert _content(desk) == _content(other)


def _content(desk: Desk) -> Sequence[object]:
    with desk.store.read() as conn:
        names = {person.id: person for person in load_people(conn)}
        codes = {village.id: village.code for village in load_villages(conn)}
        return sorted(
            (
                names[t.person_id].id_no,
                names[t.person_id].name,
                t.state,
                t.start_date,
                t.end_date,
                sorted(codes[v] for v in t.villages),
            )
            for t in load_terms(conn)
        )


def test_undo_at_the_practice_desk_does_not_take_the_sample_away(desk: Desk) -> None:
    with suppress(Trouble):
        roster.undo_last(desk)
    assert len(roster.list_people(desk)) == 71
    assert len(roster.vacancies(desk, as_of=TODAY)) == 6


def test_the_villages_alone_wait_for_the_tidy_workbook_of_74_rows(tmp_path: Path) -> None:
    file = tmp_path / "花名册.xlsx"
    assert sample.sample_workbook(file, today=TODAY) == 74
    created = sample.build_sample(
        tmp_path / "home", OfficeKind.STATION, pass_phrase=PASS_PHRASE, people=0, today=TODAY, kdf=CHEAP
    )
    with created.desk as desk:
        assert roster.list_people(desk) == []
        proposal = intake.propose(desk, file)
        counts = proposal.counts()
        assert (counts["person_rows"], counts["accept"], counts["new"], counts["warned"]) == (74, 74, 74, 0)
        assert [(s.row, s.kind) for s in proposal.skipped] == [(1, "header")]
        assert intake.apply(desk, proposal).new == 74
        people = roster.list_people(desk)
        assert len({row.village_code for row in people}) == 74
        assert {row.status for row in people} <= {TermState.ACTIVE, TermState.PENDING}
        assert intake.propose(desk, file).counts()["same"] == 74
        intake.undo_import(desk)
        assert roster.list_people(desk) == []


def test_the_tidy_workbook_is_the_same_every_time_and_holds_numbers_as_text(tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    sample.sample_workbook(one, today=TODAY)
    sample.sample_workbook(two, today=TODAY)
    assert one.read_bytes() == two.read_bytes()
    sheet = openpyxl.load_workbook(one)["花名册"]
    assert all(
        isinstance(row[3], str) and isinstance(row[4], str) for row in sheet.iter_rows(min_row=2, values_only=True)
    )


def test_the_workbook_beside_the_full_sample_fills_the_vacant_villages(desk: Desk, tmp_path: Path) -> None:
    sample.sample_workbook(tmp_path / "花名册.xlsx", today=TODAY)
    counts = intake.propose(desk, tmp_path / "花名册.xlsx").counts()
    assert (counts["new"], counts["changed"], counts["same"]) == (3, 1, 70)


def test_the_county_is_an_office_above_with_its_own_identity(tmp_path: Path) -> None:
    created = sample.build_sample(tmp_path / "county", "county", pass_phrase=PASS_PHRASE, kdf=CHEAP)
    with created.desk as county:
        assert (county.office.kind, county.office.code) == (OfficeKind.COUNTY, "371602000000")
        assert county.practice
        assert created.fingerprint


def test_the_big_sample_spreads_many_people_over_many_villages(tmp_path: Path) -> None:
    created = sample.big_sample(tmp_path / "big", pass_phrase=PASS_PHRASE, people=300, today=TODAY, kdf=CHEAP)
    with created.desk as desk:
        told = roster.list_people(desk, as_of=TODAY)
        assert len(told) == 300
        assert len({row.village_code for row in told}) == 300
