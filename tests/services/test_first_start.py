"""The first start: a whole home or none, with its keys, its office, its first person and its villages."""

import os
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_desk.bundles import identity
from station_desk.domain.records import OfficeKind, Role
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import VillageRow
from station_desk.machine import anchor, disk
from station_desk.machine.clock import FixedClock
from station_desk.machine.home import Home
from station_desk.machine.keys import KeyRing
from station_desk.machine.sealing import Kdf
from station_desk.services import first_start
from station_desk.services.desk import open_desk, peek
from station_desk.services.first_start import NewOffice, create_office
from station_desk.store.access import load_access
from station_desk.store.accounts import load_accounts
from station_desk.store.villages import load_villages
from tests.support.homes import make_home

QUICK = Kdf(64, 1)
PHRASE = "a long pass phrase"


ROWS = [
    VillageRow(
        f"37160210520{n}", f"第{n}村", "村", "371602105", "梁才街道", 100 + n, "2018", officer="赵一", area="东片"
    )
    for n in range(5)
]
NEW = NewOffice(OfficeKind.STATION, "梁才派出所", "371602105", "cn.nanan", ROWS, "王敏", PHRASE)


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_new_home_opens_with_its_office_person_and_villages(tmp_path: Path) -> None:
    place = tmp_path / "data" / "home"
    clock = FixedClock(datetime(2026, 11, 22, 1, tzinfo=UTC))
    created = create_office(place, NEW, QUICK, clock)
    with created.desk as desk:
        assert (desk.office.name, desk.office.code, desk.office.pack) == ("梁才派出所", "371602105", "cn.nanan")
        assert (desk.account.name, desk.account.role) == ("王敏", Role.ADMIN)
        assert not desk.read_only
        assert not desk.practice
        with desk.store.read() as conn:
            found = [{k: v for k, v in asdict(row).items() if k not in ("scope", "id")} for row in load_villages(conn)]
            assert found == [asdict(row) for row in ROWS]
            assert [e.act for e in load_access(conn)][::-1] == ["first_start", "unlock"]
        kept = desk.store.secret(identity.SECRET)
        assert kept is not None
        own = identity.Identity.from_secret(kept)
        assert own.public.fingerprint == created.fingerprint
        assert desk.store.integrity(deep=True) == []
    assert KeyRing.load(Home(place)).unlock_recovery(created.recovery_code)
    assert left(place.parent) == ["home"]


def test_the_home_says_what_it_is_before_it_is_unlocked(tmp_path: Path) -> None:
    create_office(tmp_path / "home", replace(NEW, practice=True), QUICK).desk.close()
    card = peek(tmp_path / "home")
    assert card is not None
    assert (card.kind, card.name, card.code, card.practice, card.people) == (
        "station",
        "梁才派出所",
        "371602105",
        True,
        ("王敏",),
    )
    with open_desk(tmp_path / "home", None, PHRASE, write=False) as desk:
        assert desk.practice
    assert peek(tmp_path / "elsewhere") is None


def test_a_county_without_villages_is_made_the_same_way(tmp_path: Path) -> None:
    county = replace(NEW, kind=OfficeKind.COUNTY, name="滨城分局", code="371602", villages=[])
    with create_office(tmp_path / "home", county, QUICK).desk as desk:
        assert desk.office.kind == OfficeKind.COUNTY
        assert desk.store.heads() == desk.store.heads("371602")
        with desk.store.read() as conn:
            assert [a.scope for a in load_accounts(conn)] == ["371602"]


@pytest.mark.parametrize("content", ["desk.db", "keys-a.json", "letter.txt"])
def test_a_folder_that_holds_anything_is_never_used(tmp_path: Path, content: str) -> None:
    place = tmp_path / "home"
    place.mkdir()
    (place / content).write_bytes(b"mine")
    with pytest.raises(Trouble, match="home_exists"):
        create_office(place, NEW, QUICK)
    assert left(place) == [content]
    assert (place / content).read_bytes() == b"mine"


def test_an_empty_folder_may_become_the_home(tmp_path: Path) -> None:
    place = tmp_path / "home"
    place.mkdir()
    create_office(place, NEW, QUICK).desk.close()
    assert Home(place).exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": "  "}, "office_unnamed"),
        ({"code": "37 16"}, "office_code_bad"),
        ({"code": ""}, "office_code_bad"),
        ({"person": " "}, "user_unnamed"),
        ({"pass_phrase": "short"}, "pass_phrase_weak"),
        ({"pass_phrase": "elevenchars"}, "pass_phrase_weak"),
    ],
)
def test_what_cannot_be_is_said_before_the_disk_is_touched(tmp_path: Path, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Trouble) as told:
        create_office(tmp_path / "home", replace(NEW, **wrong), QUICK)  # type: ignore[arg-type]
    assert told.value.code == code
    assert left(tmp_path) == []


def test_a_failure_at_any_step_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise OSError(28, "no space")

    for owner, name in (
        (KeyRing, "create"),
        (first_start, "_write_records"),
        (anchor, "write"),
        (KeyRing, "save"),
        (disk, "rename"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, fail)
            with pytest.raises(Trouble) as told:
                create_office(tmp_path / "home", NEW, QUICK)
        assert told.value.code == "disk_full"
        assert left(tmp_path) == []
    create_office(tmp_path / "home", NEW, QUICK).desk.close()


def test_nothing_of_the_records_or_the_pass_phrase_can_be_read_on_the_disk(tmp_path: Path) -> None:
    place = tmp_path / "home"
    created = create_office(place, NEW, QUICK)
    created.desk.close()
    for file in place.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            for secret in ("第1村", PHRASE, created.recovery_code, created.recovery_code.replace("-", "")):
                assert secret.encode() not in data, file.name


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_owner_may_look_into_a_home(tmp_path: Path) -> None:
    create_office(tmp_path / "home", NEW, QUICK).desk.close()
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_the_beginning_is_nothing_that_one_takes_back(tmp_path: Path) -> None:
    desk = make_home(tmp_path, villages=3)
    with pytest.raises(Trouble) as told:
        desk.store.undo(desk.account.id)
    assert told.value.code == "undo_nothing"
    desk.close()


def test_a_pack_that_nobody_has_written_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    office = NewOffice(OfficeKind.STATION, "梁才派出所", "371602009", "cn.nowhere", (), "李四", "long-enough-pass-1")
    with pytest.raises(Trouble) as told:
        create_office(tmp_path / "home", office)
    assert told.value.code == "pack_missing"
    assert not (tmp_path / "home").exists()
