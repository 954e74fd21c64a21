"""An office's own packs: installed, followed, sent by bundle; versions that something rests on stay; values filled in."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from station_desk.domain.policy import Decided, NotStated, Stated, stated
from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange, log_months, pack_fill, pack_install, reference, roster, roster_write
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import shelf
from station_desk.services.pack_use import policy_then, rest_on
from station_desk.store.pack_files import kept_text
from tests.services.exchange_desks import Pair
from tests.support.pack_texts import pack_text

DECIDED = 'decided_by = "山阳县公安局"\nnumber = "山公〔2026〕3号"\ndate = "2026-03-01"\n'
TEXT = (
    'id = "cn.shanyang"\ntitle = "山阳县 一村一警务助理"\nsummary = "随省里，聘期三年。"\nversion = 1\n'
    f'effective_from = "2026-01-01"\nparent = "cn.fujian"\n\n[person.term_months]\nvalue = 36\n{DECIDED}'
)
GIVEN = ("县局", "县公〔2026〕9号", "2026-09-01")


@pytest.fixture
def office(pair: Pair) -> Pair:
    """Both follow Nan'an's pack."""
    for desk in (pair.station, pair.county):
        pack_install.follow(desk, "cn.nanan")
    return pair


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def file(text: str = TEXT, name: str = "cn.shanyang.toml") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return file


def sent_down(pair: Pair) -> None:
    exchange.import_bundles(pair.station, [pair.send(pair.county)], receipt_to=pair.up)


def use(desk: Desk, about: str = "t1") -> str:
    with desk.store.write(desk.account.id, "appointment") as work:
        return rest_on(work, desk, [("term", about)]).digest


def months(desk: Desk) -> object:
    return stated(reference.policy(desk).term_months, None)


def test_a_pack_of_ones_own_is_installed_and_followed(office: Pair, write: Callable[..., Path]) -> None:
    desk = office.county
    policy = pack_install.install(desk, write())
    assert (policy.parent, policy.own) == ("cn.fujian", {"person.term_months"})
    assert desk.office.pack == "cn.nanan"
    pack_install.follow(desk, "cn.shanyang")
    assert (reference.policy(desk).title, months(desk)) == ("山阳县 一村一警务助理", 36)
    before = desk.store.sequence()
    pack_install.install(desk, write())
    pack_install.follow(desk, "cn.shanyang")
    assert desk.store.sequence() == before, "the same again writes nothing"


def test_a_version_may_change_until_something_rests_on_it(office: Pair, write: Callable[..., Path]) -> None:
    desk = office.county
    pack_install.install(desk, write())
    pack_install.follow(desk, "cn.shanyang")
    pack_install.install(desk, write(TEXT.replace("36", "24")))
    assert months(desk) == 24
    digest = use(desk)
    with pytest.raises(Trouble) as told:
        pack_install.install(desk, write(TEXT))
    assert (told.value.code, told.value.facts) == (
        "pack_version_used",
        {"pack": "cn.shanyang", "version": 1, "day": "2026-11-22", "count": 1},
    )
    with pytest.raises(Trouble, match="pack_version_used"):
        pack_install.withdraw(desk, "cn.shanyang", 1)
    pack_install.install(desk, write(TEXT.replace("version = 1", "version = 2")))
    assert months(desk) == 36
    assert stated(policy_then(desk, digest).term_months, None) == 24


def test_a_record_whose_text_was_changed_underneath_is_read_as_it_was_used(
    office: Pair, write: Callable[..., Path]
) -> None:
    desk = office.county
    pack_install.install(desk, write())
    pack_install.follow(desk, "cn.shanyang")
    use(desk)
    (record,) = [one for one in shelf(desk).versions["cn.shanyang"] if one.origin == "installed"]
    with desk.store.write(desk.account.id, "odd") as work:
        work.update("pack_file", record.record, {"body": TEXT.replace("36", "99")})
    assert months(desk) == 36
    assert [one.pack for one in pack_install.versions(desk) if one.changed] == ["cn.shanyang"]


def test_the_number_of_a_bundled_version_is_taken(office: Pair, write: Callable[..., Path]) -> None:
    text = pack_text("cn.nanan")
    with pytest.raises(Trouble, match="pack_version_bundled"):
        pack_install.install(office.county, write(text + "# 改过\n", "cn.nanan.toml"))
    newer = re.sub(r"^version = \d+", "version = 99", text, flags=re.M)
    pack_install.install(office.county, write(newer, "cn.nanan.toml"))
    assert reference.policy(office.county).version == 99


def test_a_version_counts_from_its_day_on(office: Pair, write: Callable[..., Path]) -> None:
    desk = office.county
    pack_install.install(desk, write())
    later = TEXT.replace("version = 1", "version = 2").replace("2026-01-01", "2027-01-01").replace("36", "48")
    pack_install.install(desk, write(later))
    pack_install.follow(desk, "cn.shanyang")
    assert (months(desk), reference.policy(desk, date(2027, 1, 1)).version) == (36, 2)
    assert isinstance(desk.clock, FixedClock)
    desk.clock.advance(timedelta(days=60))
    assert months(desk) == 48


def test_a_pack_with_a_fault_is_not_taken_in(office: Pair, write: Callable[..., Path]) -> None:
    with pytest.raises(Trouble) as told:
        pack_install.install(office.county, write(TEXT.replace("36", '"三年"')))
    assert told.value.facts == {"file": "cn.shanyang.toml", "count": 1}
    assert "cn.shanyang" not in shelf(office.county).versions
    with pytest.raises(Trouble, match="pack_missing"):
        pack_install.follow(office.county, "cn.nowhere")


def test_the_countys_pack_goes_to_the_stations_by_bundle(office: Pair, write: Callable[..., Path]) -> None:
    county, station = office.county, office.station
    with pytest.raises(Trouble, match="county_sends_packs"):
        pack_install.publish(station)
    pack_install.install(county, write())
    assert exchange.export_bundles(county, office.down) == [], "installed is not sent"
    pack_install.follow(county, "cn.shanyang")
    assert pack_install.publish(county).pack == "cn.shanyang"
    sent_down(office)
    assert [(one.pack, one.version) for one in pack_install.offered(station)] == [("cn.shanyang", 1)]
    assert reference.policy(station).id == "cn.nanan", "the station decides when"
    pack_install.follow(station, "cn.shanyang")
    assert (months(station), pack_install.offered(station)) == (36, [])
    pack_install.install(county, write(TEXT.replace("version = 1", "version = 2").replace("36", "24")))
    pack_install.publish(county)
    sent_down(office)
    assert (reference.policy(station).version, months(station)) == (2, 24), "a new version comes by itself"
    with pytest.raises(Trouble, match="pack_version_sent"):
        pack_install.install(county, write(TEXT.replace("36", "12")))
    pack_install.withdraw(county, "cn.shanyang", 2)
    sent_down(office)
    assert reference.policy(station).version == 1


def test_a_pack_that_cannot_be_read_does_not_stop_a_station(office: Pair) -> None:
    for version, body in ((98, "["), (99, TEXT.replace("cn.fujian", "cn.nowhere").replace("cn.shanyang", "cn.nanan"))):
        with office.county.store.write(office.county.account.id, "pack_publish", scope="all") as work:
            fields = {"pack": "cn.nanan", "version": str(version), "sha256": "0" * 64, "state": "offered"}
            work.create("pack_file", f"{version:032x}", fields | {"body": body.replace("version = 1", "version = 99")})
    sent_down(office)
    assert reference.policy(office.station).version < 98
    assert ("cn.nanan", 99) in shelf(office.station).broken


# --- what the documents leave open ------------------------------------------------------------------------------------
def test_a_value_is_filled_in_with_who_number_and_day_and_taken_back(office: Pair) -> None:
    desk = office.station
    bare = reference.policy(desk)
    filled = pack_fill.fill(desk, "", "person.term_months", "三年", *GIVEN)
    policy = reference.policy(desk)
    assert policy.rules["person.term_months"] == Decided(36, *GIVEN) == filled.rule
    assert (policy.filled, bare.filled) == ({"person.term_months"}, frozenset())
    assert policy.digest != bare.digest
    assert policy.lacking("person.term_months", "money.stipend_fen") == ("money.stipend_fen",)
    pack_fill.fill(desk, "", "person.term_months", "24个月", *GIVEN)
    assert months(desk) == 24
    assert [one.value for one in pack_fill.fillings(desk)] == [24, 36]
    assert pack_fill.unfill(desk, "", "person.term_months") == 2
    assert reference.policy(desk) == bare
    with pytest.raises(Trouble, match="fill_none"):
        pack_fill.unfill(desk, "", "person.term_months")


def test_what_cannot_be_filled_in_and_a_value_without_its_source_are_told(office: Pair) -> None:
    desk = office.station
    for key, text, code in (
        ("person.term_month", "36", "fill_key_unknown"),
        ("stages", "报名", "fill_list"),
        ("age.maximum", "55", "fill_is_stated"),
        ("money.room_fund_fen", "300元", "fill_not_there"),
        ("person.term_months", "很久", "fill_wrong_kind"),
        ("person.term_months", "0", "fill_out_of_bounds"),
        ("person.term_months", " ", "fill_empty"),
        ("age.minimum", "61", "fill_clash"),
        ("money.reward", "记下群众姓名", "fill_residents"),
        ("money.reward", "奖" * 201, "text_too_long"),
    ):
        with pytest.raises(Trouble) as told:
            pack_fill.fill(desk, "", key, text, *GIVEN)
        assert told.value.code == code, key
    for by, number, on, code in (
        ("", "1号", "2026-01-01", "fill_source"),
        ("县局", " ", "2026-01-01", "fill_source"),
        ("县局", "1号", "2099-01-01", "day_to_come"),
        ("县局", "1号", "1月", "day_wrong"),
    ):
        with pytest.raises(Trouble, match=code):
            pack_fill.fill(desk, "", "person.term_months", "36", by, number, on)
    assert pack_fill.fillings(desk) == []


def test_the_countys_value_reaches_the_station_and_holds_before_its_own(office: Pair) -> None:
    county, station = office.county, office.station
    pack_fill.fill(station, "", "money.stipend_fen", "250元", "派出所", "所〔2026〕1号", "2026-10-01")
    pack_fill.fill(county, "", "money.stipend_fen", "300元", *GIVEN)
    sent_down(office)
    assert stated(reference.policy(station).rules["money.stipend_fen"], 0) == 30000
    assert reference.policy(station).digest == reference.policy(county).digest
    pack_fill.unfill(county, "", "money.stipend_fen")
    sent_down(office)
    assert stated(reference.policy(station).rules["money.stipend_fen"], 0) == 25000


def test_a_value_counts_from_its_day_on(office: Pair) -> None:
    desk = office.station
    pack_fill.fill(desk, "", "month.due_day", "25", *GIVEN, "2027-01-01")
    assert isinstance(reference.policy(desk).rules["month.due_day"], NotStated)
    assert stated(reference.policy(desk, date(2027, 1, 1)).month.due_day, 0) == 25


def test_a_pack_that_states_a_value_later_wins_over_what_was_filled_in(
    office: Pair, write: Callable[..., Path]
) -> None:
    desk = office.county
    pack_install.install(desk, write(re.sub(r"\n\[person.term_months\].*", "", TEXT, flags=re.S)))
    pack_install.follow(desk, "cn.shanyang")
    pack_fill.fill(desk, "", "person.term_months", "12", *GIVEN)
    assert months(desk) == 12
    quoted = TEXT.replace(DECIDED, 'doc = "fujian-2019-294"\nclause = "三"\nquote = "聘期三年"\n').replace(
        "version = 1", "version = 2"
    )
    quoted += '\n[documents.fujian-2019-294]\ntitle = "省厅指导意见"\n'
    pack_install.install(desk, write(quoted))
    assert isinstance(reference.policy(desk).term_months, Stated)
    assert (months(desk), reference.policy(desk).filled) == (36, frozenset())


def test_a_closed_month_rests_on_its_version(office: Pair, write: Callable[..., Path]) -> None:
    desk = office.station
    pack_install.install(desk, write())
    pack_install.follow(desk, "cn.shanyang")
    log_months.close_month(desk, "2026-10")
    (use_of_month,) = pack_install.uses_of(desk, "cn.shanyang", 1)
    assert (use_of_month.about_ent, use_of_month.sha256) == ("month_state", reference.policy(desk).digest)
    with pytest.raises(Trouble, match="pack_version_used"):
        pack_install.install(desk, write(TEXT.replace("36", "12")))


# --- appointments made by hand ---------------------------------------------------------------------------------------
def appointed(desk: Desk, name: str = "李荣宝") -> str:
    """Somebody with a term, typed into the form."""
    return roster_write.add_person(desk, PersonDraft(name=name, start_date="2026-03-01"))


def test_an_appointment_typed_into_the_form_pins_the_version_and_undo_lets_go_of_it(
    office: Pair, write: Callable[..., Path]
) -> None:
    desk = office.station
    pack_install.install(desk, write())
    pack_install.follow(desk, "cn.shanyang")
    appointed(desk)
    assert [(use.about_ent, use.version) for use in pack_install.uses_of(desk, "cn.shanyang", 1)] == [("term", 1)]
    with pytest.raises(Trouble) as told:
        pack_install.install(desk, write(TEXT.replace("value = 36", "value = 24")))
    assert told.value.code == "pack_version_used"
    roster.undo_last(desk)
    assert pack_install.uses_of(desk, "cn.shanyang", 1) == []
    pack_install.install(desk, write(TEXT.replace("value = 36", "value = 24")))


def test_a_text_outlives_the_act_that_brought_it_where_later_acts_rest_on_it(
    office: Pair, write: Callable[..., Path]
) -> None:
    desk = office.station
    pack_install.install(desk, write())
    pack_install.follow(desk, "cn.shanyang")
    first, digest = appointed(desk), reference.policy(desk).digest
    with desk.store.write(desk.account.id, "test") as work:
        kept = kept_text(work.conn, digest)
        assert kept is not None
        work.delete("pack_file", kept.id)
    appointed(desk, "解晓东")
    assert first
    assert policy_then(desk, digest).term_months == Decided(36, "山阳县公安局", "山公〔2026〕3号", "2026-03-01")
    assert len(pack_install.uses_of(desk, "cn.shanyang", 1)) == 2


def test_the_county_learns_what_its_stations_rest_on_and_publishes_a_new_version(
    office: Pair, write: Callable[..., Path]
) -> None:
    county, station = office.county, office.station
    pack_install.install(county, write())
    pack_install.follow(county, "cn.shanyang")
    pack_install.publish(county)
    sent_down(office)
    pack_install.follow(station, "cn.shanyang")
    appointed(station)
    exchange.import_bundles(county, [office.send(station)], receipt_to=office.down)
    assert [one.about_ent for one in pack_install.uses_of(county, "cn.shanyang", 1)] == ["term"]
    with pytest.raises(Trouble) as told:
        pack_install.install(county, write(TEXT.replace("value = 36", "value = 24")))
    assert told.value.code == "pack_version_used"
    pack_install.install(county, write(TEXT.replace("version = 1", "version = 2").replace("value = 36", "value = 24")))
    pack_install.publish(county)
    sent_down(office)
    appointed(station, "解晓东")
    versions = [one.version for one in pack_install.uses_of(station, "cn.shanyang", 1)]
    assert (versions, months(station)) == ([1], 24)
    assert len(pack_install.uses_of(station, "cn.shanyang", 2)) == 1
