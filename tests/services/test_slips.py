"""The paper beside the stick on real desks: what it says, that its code decodes, that a bundle is found by it."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from station_desk.domain.paper import Printed
from station_desk.domain.trouble import Trouble
from station_desk.services import bundle_lookup, exchange, paperwork, slips, witness
from tests.services.exchange_desks import (
    COUNTY,
    STATION,
    Pair,
    everything,
    make_desk,
    person,
    trust_each_other,
)


def text_of(printed: Printed) -> str:
    """The text of all pages, blanks left out."""
    with pypdfium2.PdfDocument(printed.pdf) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    return "".join("".join(pages).split())


def codes_in(printed: Printed, page: int = 1) -> list[str]:
    picture = paperwork.page_picture(printed.pdf, page, 1240)
    image = Image.frombytes("RGBA", (picture.width, picture.height), picture.rgba).convert("L")
    return [found.text for found in zxingcpp.read_barcodes(image)]


def three_rounds(pair: Pair) -> None:
    for name in ("甲", "乙", "丙"):
        person(pair.station, name)
        pair.wait(days=7)
        pair.round_trip()


def test_the_first_slip_bears_both_fingerprints_and_later_ones_do_not(pair: Pair) -> None:
    person(pair.station, "甲")
    made = pair.send()
    first = slips.print_slip(pair.station)
    text = text_of(first)
    code = exchange.sent(pair.station)[0].code
    assert first.serials == (f"{STATION}-{COUNTY}-0001",)
    for said in (
        "移交单",
        "梁才派出所",
        "滨城分局",
        code,
        "请双方当面念一遍核对",
        "移交人",
        "接收人",
        "沿此线剪开",
        "存根",
    ):
        assert said in text, said
    for desk in (pair.station, pair.county):
        assert exchange.fingerprint(desk).replace(" ", "") in text
    assert codes_in(first) == [f"SDB1:{STATION}:{COUNTY}:1.{code.replace('-', '')}"]
    assert made.exists()
    pair.send()
    assert "当面念" not in text_of(slips.print_slip(pair.station))
    assert "当面念" in text_of(slips.print_slip(pair.station, ["1"]))


def test_a_slip_is_the_same_bytes_again_and_leaves_nothing_that_travels(pair: Pair) -> None:
    three_rounds(pair)
    before = everything(pair.station)
    first, second = slips.print_slip(pair.station, ["2", "3"]), slips.print_slip(pair.station, ["3", "2"])
    assert first.pdf == second.pdf
    assert everything(pair.station) == before
    assert exchange.waiting(pair.station).changes == 0
    text = text_of(first)
    assert "第2、3包" in text
    assert "人员1" in text
    with pair.station.store.read() as conn:
        acts = conn.exec_driver_sql("SELECT object FROM access_log WHERE act = 'print'").scalars().all()
    assert acts == ["F44", "F44"]


def test_many_bundles_need_several_slips_each_with_its_own_code(pair: Pair) -> None:
    for number in range(10):
        person(pair.station, f"人{number}")
        pair.send()
    printed = slips.print_slip(pair.station, [str(number) for number in range(1, 11)])
    assert printed.pages == 2
    assert printed.serials == (f"{STATION}-{COUNTY}-0001~0008", f"{STATION}-{COUNTY}-0009~0010")
    assert [codes_in(printed, page)[0].count(".") for page in (1, 2)] == [8, 2]


def test_the_receipt_says_what_was_taken_what_lacks_and_what_was_signed(pair: Pair, tmp_path: Path) -> None:
    three_rounds(pair)
    (tmp_path / "bad.sdb").write_bytes(b"x" * 400)
    printed = slips.print_receipt(pair.county, ["1", "2", "3"])
    signed = witness.signed_for(pair.county, STATION)
    assert signed is not None
    text = text_of(printed)
    for said in ("收件回执单", "梁才派出所", "已收下", "不缺", "盖章", signed.heads[0], signed.signature, "收到第3包"):
        assert said in text, said
    assert codes_in(printed)[0].startswith(f"SDB1:{STATION}:{COUNTY}:1.")
    theirs = witness.countersignature(pair.station)
    assert theirs is not None
    assert (theirs.signature, theirs.heads) == (signed.signature, signed.heads), "both papers show the same proof"


def test_blank_slips_are_for_the_hand(pair: Pair) -> None:
    for printed in (slips.print_slip(pair.station, blank=2), slips.print_receipt(pair.county, blank=2)):
        assert printed.pages == 2
        assert "签名" in text_of(printed)


def test_without_any_bundle_there_is_no_slip(pair: Pair) -> None:
    for make in (slips.print_slip, slips.print_receipt):
        with pytest.raises(Trouble) as told:
            make(pair.station)
        assert told.value.code == "slip_nothing"
    with pytest.raises(Trouble) as told:
        slips.print_slip(pair.station, ["5B0E-19"])
    assert told.value.code == "bundle_not_found"


def test_a_county_prints_one_slip_for_each_station(pair: Pair, tmp_path: Path) -> None:
    other = make_desk(tmp_path / "other", "371602010")
    trust_each_other(other, pair.county, tmp_path / "keys2")
    exchange.export_bundles(pair.county, pair.down, everyone=True)
    printed = slips.print_slip(pair.county)
    assert printed.serials == (f"{COUNTY}-{STATION}-0001", f"{COUNTY}-371602010-0001")
    other.close()


# --- found by what stands on it ------------------------------------------------------------------------------------
def test_the_maker_sees_when_by_whom_for_whom_and_whether_it_arrived(pair: Pair) -> None:
    person(pair.station, "甲")
    file = pair.send()
    code = exchange.sent(pair.station)[0].code
    for text in (code, code.lower().replace("-", ""), "1", str(file), file.name, f"SDB1:{STATION}:{COUNTY}:1.{code}"):
        (found,) = bundle_lookup.find_bundles(pair.station, text.replace(f"1.{code}", f"1.{code.replace('-', '')}"))
        assert (found.way, found.office, found.number, found.state) == ("sent", COUNTY, 1, "waiting")
        assert found.kinds == {"office": 1, "person": 1}
    answer = exchange.import_bundles(pair.county, [file], receipt_to=pair.down)
    exchange.import_bundles(pair.station, [Path(one) for one in answer.receipts], receipt_to=pair.up)
    (found,) = bundle_lookup.find_bundles(pair.station, code)
    assert (found.state, found.at is not None) == ("confirmed", True)


def test_the_taker_sees_taken_twice_refused_and_never_seen(pair: Pair) -> None:
    three_rounds(pair)
    first, _second, third = reversed(exchange.sent(pair.station))
    (found,) = bundle_lookup.find_bundles(pair.county, third.code)
    assert (found.way, found.office, found.number, found.state) == ("received", STATION, 3, "applied")
    assert found.kinds == {"person": 1}
    exchange.import_bundles(pair.county, [pair.up / first.file], receipt_to=pair.down)
    (found,) = bundle_lookup.find_bundles(pair.county, first.code)
    assert (found.state, found.times) == ("applied", 2)
    (never,) = bundle_lookup.find_bundles(pair.county, f"SDB1:{STATION}:{COUNTY}:9.0A0B0C")
    assert (never.state, never.number) == ("never_seen", 9)
    with pytest.raises(Trouble) as told:
        bundle_lookup.find_bundles(pair.county, "0A0B-0C")
    assert told.value.code == "bundle_not_found"


def test_a_bundle_whose_content_came_with_a_later_one_is_covered(pair: Pair) -> None:
    person(pair.station, "甲")
    lost = pair.send()
    code = exchange.sent(pair.station)[0].code
    person(pair.station, "乙")
    exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    lost.unlink()
    (found,) = bundle_lookup.find_bundles(pair.county, f"SDB1:{STATION}:{COUNTY}:1.{code.replace('-', '')}")
    assert found.state == "covered"


def test_a_bundle_given_again_is_found_by_either_code(pair: Pair) -> None:
    three_rounds(pair)
    (again,) = exchange.give_again(pair.station, pair.up, [2])
    first = next(one for one in exchange.sent(pair.station) if one.number == 2)
    for code in (first.code, again.code):
        (found,) = bundle_lookup.find_bundles(pair.station, code)
        assert (found.number, found.code, found.times) == (2, code, 2)
    assert "补发" in text_of(slips.print_slip(pair.station, [again.code]))


# --- the other side as a witness -----------------------------------------------------------------------------------
def test_the_county_has_signed_up_to_a_bundle_and_the_rest_is_counted(pair: Pair) -> None:
    assert witness.countersignature(pair.station) is None
    three_rounds(pair)
    signed = witness.countersignature(pair.station)
    assert signed is not None
    assert (signed.number, signed.behind, signed.after, signed.valid) == (3, 4, 0, True)
    person(pair.station, "丁")
    signed = witness.countersignature(pair.station)
    assert signed is not None
    assert (signed.number, signed.behind, signed.after, signed.changes_after) == (3, 4, 1, 1)


def test_a_statement_that_was_tampered_with_is_not_valid(pair: Pair) -> None:
    three_rounds(pair)
    with pair.station.store.transaction() as conn:
        conn.exec_driver_sql(
            "UPDATE statement SET body = replace(body, '\"transactions\":', '\"transactions\":9') WHERE office = ?",
            (COUNTY,),
        )
    signed = witness.countersignature(pair.station)
    assert signed is not None
    assert not signed.valid


@pytest.mark.parametrize(("form", "month"), [("F18", ""), ("F31", "2026-10")], ids=["roster", "month sheet"])
def test_a_sheet_bears_what_the_county_has_signed(pair: Pair, form: str, month: str) -> None:
    someone = person(pair.station, "甲")
    desk = replace(pair.station, office=replace(pair.station.office, pack="cn.bincheng"))
    before = text_of(paperwork.make(desk, form, person_ids=[someone], period=month))
    assert "记录头" not in before
    pair.round_trip()
    signed = witness.countersignature(pair.station)
    assert signed is not None
    sheet = text_of(paperwork.make(desk, form, person_ids=[someone], period=month))
    assert f"确认到第1号包、第{signed.behind}笔" in sheet
    assert f"记录头{signed.heads[0]}" in sheet
    assert "记录头" not in text_of(paperwork.make(desk, form, blank=1))
