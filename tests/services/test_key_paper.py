"""The key paper: what stands on it, and the drill of a county that lost its computer and every backup."""

from pathlib import Path

import pytest
import zxingcpp

from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.machine.recovery_code import new_code, read_code, read_paper
from station_desk.services import exchange, key_change, key_paper, safety
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity
from station_desk.services.first_start import NewOffice, create_office
from station_desk.store.access import load_access
from tests.support.homes import CHEAP, PASS_PHRASE, PERSON, make_home, village_rows
from tests.support.paper import picture, texts

STATIONS = ("371602009", "371602010")


def again(folder: Path, desk: Desk, paper: str | None) -> Desk:
    """The same office on a new computer."""
    office = desk.office
    rows = village_rows(3, office.code) if office.kind is OfficeKind.STATION else []
    new = NewOffice(office.kind, office.name, office.code, office.pack, rows, PERSON, PASS_PHRASE, key_paper=paper)
    return create_office(folder, new, CHEAP).desk


def write(desk: Desk, scope: str, ent: str, rid: str, **fields: object) -> None:
    with desk.store.write(desk.account.id, f"{ent}_add", scope=scope) as work:
        work.create(ent, rid, fields)  # type: ignore[arg-type]


def rows(desk: Desk, scope: str) -> dict[str, list[tuple[object, ...]]]:
    """What a desk holds of a scope: rows and journal."""
    with desk.store.read() as conn:
        tables = ("person", "village", "office", "remark")
        held = {
            table: sorted(
                map(tuple, conn.exec_driver_sql(f"SELECT * FROM {table} WHERE scope = ?", (scope,))), key=repr
            )
            for table in tables
        }
        held["txn"] = sorted(map(tuple, conn.exec_driver_sql("SELECT hash, n FROM txn WHERE scope = ?", (scope,))))
        return held


def test_the_paper_holds_the_digits_as_groups_and_as_a_code(tmp_path: Path) -> None:
    desk = make_home(tmp_path)
    with pytest.raises(Trouble, match="wrong_pass_phrase"):
        key_paper.print_key_paper(desk, "not-the-pass-phrase-1", tmp_path / "paper.pdf")
    assert not (tmp_path / "paper.pdf").exists()
    file = key_paper.print_key_paper(desk, PASS_PHRASE, tmp_path)
    own = own_identity(desk)
    assert own.paper is not None
    (said,) = texts(file.read_bytes())
    assert all(group in said for group in own.paper.split("-"))
    assert own.public.fingerprint[:19] in said
    (found,) = zxingcpp.read_barcodes(picture(file.read_bytes(), 1, 150))
    code = found.text
    assert code == f"SDK1:{desk.office.code}:station:{own.paper.replace('-', '')}"
    assert read_paper(code) == own.paper
    with desk.store.read() as conn:
        assert [entry.act for entry in load_access(conn)].count("key_paper") == 1
    desk.close()


def test_a_mistyped_group_is_named_and_the_two_papers_are_not_confused(tmp_path: Path) -> None:
    desk = make_home(tmp_path)
    paper = own_identity(desk).paper
    assert paper is not None
    groups = paper.split("-")
    for at in range(len(groups)):
        for place in range(4):
            wrong = str((int(groups[at][place]) + 1) % 10)
            typed = [*groups[:at], groups[at][:place] + wrong + groups[at][place + 1 :], *groups[at + 1 :]]
            with pytest.raises(Trouble, match="key_paper_group") as trouble:
                read_paper(" ".join(typed))
            assert trouble.value.facts["group"] == at + 1
    with pytest.raises(Trouble, match="key_paper_group"):
        read_paper(new_code())
    with pytest.raises(Trouble, match="recovery_code_group"):
        read_code(paper)
    with pytest.raises(Trouble, match="key_paper_group"):
        again(tmp_path / "again", desk, " ".join(groups[:-1]))
    assert not (tmp_path / "again").exists()
    desk.close()


def test_a_county_that_lost_everything_is_rebuilt_from_paper_and_its_stations(tmp_path: Path) -> None:
    county = make_home(tmp_path, "county", folder="county")
    stations = [make_home(tmp_path, code=code, folder=code) for code in STATIONS]
    sticks = tmp_path / "sticks"
    sticks.mkdir()
    for station in stations:
        exchange.trust(county, exchange.write_public_identity(station, sticks))
        exchange.trust(station, exchange.write_public_identity(county, sticks))
        write(station, station.office.code, "person", f"p-{station.office.code}", name="甲某")
    write(county, "all", "remark", "r-all", about_ent="office", about_id="x", kind="comment", reason="other")
    for _ in range(2):
        for desk, other in [*((one, county) for one in stations), *((county, one) for one in stations)]:
            made = exchange.export_bundles(desk, sticks, [other.office.code])
            exchange.import_bundles(other, [Path(made[0].file)], receipt_to=sticks)
    for station in stations:
        code = station.office.code
        write(
            county,
            code,
            "remark",
            f"r-{code}",
            about_ent="person",
            about_id=f"p-{code}",
            kind="comment",
            reason="other",
        )
        made = exchange.export_bundles(county, sticks, [code])
        exchange.import_bundles(station, [Path(made[0].file)], receipt_to=sticks)
        made = exchange.export_bundles(station, sticks)
        exchange.import_bundles(county, [Path(made[0].file)], receipt_to=sticks)
    scopes = [*STATIONS, "all"]
    before = {scope: rows(county, scope) for scope in scopes}
    assert all(before[scope]["txn"] for scope in scopes)
    print_, paper = exchange.fingerprint(county), own_identity(county).paper
    county.close()

    rebuilt = again(tmp_path / "rebuilt", county, paper)
    assert exchange.fingerprint(rebuilt) == print_
    for station in stations:
        exchange.trust(rebuilt, exchange.write_public_identity(station, sticks))
    asking = exchange.export_bundles(rebuilt, sticks, everyone=True)
    for station, asked in zip(stations, asking, strict=True):
        answer = exchange.import_bundles(station, [Path(asked.file)], receipt_to=sticks)
        assert answer.bundles[0].result == "applied"
        made = exchange.export_bundles(station, sticks)
        answer = exchange.import_bundles(rebuilt, [Path(made[0].file)], receipt_to=sticks)
        assert [one.result for one in answer.bundles] == ["applied"]
    assert {scope: rows(rebuilt, scope) for scope in scopes} == before
    assert safety.check(rebuilt, deep=True).ok
    for desk in (rebuilt, *stations):
        desk.close()


@pytest.mark.parametrize("with_paper", [True, False])
def test_a_station_that_lost_everything_begins_anew_and_has_one_office_and_no_doubled_villages(
    tmp_path: Path, with_paper: bool
) -> None:
    county, station = make_home(tmp_path, "county", folder="county"), make_home(tmp_path)
    exchange.trust(county, exchange.write_public_identity(station, tmp_path))
    to_county = exchange.write_public_identity(county, tmp_path)
    exchange.trust(station, to_county)
    write(station, station.office.code, "person", "p", name="甲某")
    exchange.import_bundles(county, [Path(exchange.export_bundles(station, tmp_path)[0].file)], receipt_to=tmp_path)
    before = rows(county, station.office.code)
    paper = own_identity(station).paper if with_paper else None
    station.close()

    anew = again(tmp_path / "anew", station, paper)
    exchange.trust(anew, to_county)
    if with_paper:
        file = Path(exchange.export_bundles(anew, tmp_path)[0].file)
        returned = exchange.import_bundles(county, [file], receipt_to=tmp_path).receipts[0]
    else:
        file = exchange.write_public_identity(anew, tmp_path / "anew.sdk")
        returned = key_change.accept(county, file, tmp_path)[1][0].file
    answer = exchange.import_bundles(anew, [Path(returned)], receipt_to=tmp_path)
    assert answer.bundles[0].result == "applied"
    with anew.store.read() as conn:
        own = conn.exec_driver_sql("SELECT count(*) FROM office WHERE deleted = 0").scalar()
        villages = conn.exec_driver_sql("SELECT count(*), count(DISTINCT code) FROM village WHERE deleted = 0").one()
    assert (own, tuple(villages)) == (1, (3, 3))
    assert set(before["txn"]) <= set(rows(anew, station.office.code)["txn"])
    assert rows(anew, station.office.code)["person"] == before["person"]
    assert anew.office.id == station.office.id
    exchange.import_bundles(county, [Path(exchange.export_bundles(anew, tmp_path)[0].file)], receipt_to=tmp_path)
    assert county.store.heads(station.office.code) == anew.store.heads(station.office.code)
    anew.close()
    county.close()
