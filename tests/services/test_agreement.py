"""The agreement's clauses: the office's own file, else what its county sent, else the pack's, and none where there is none."""

from pathlib import Path

import pytest

from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.services import agreement, exchange, form_places, pack_fill, pack_install, paperwork
from station_desk.services.agreement import FILE, agreement_of
from station_desk.services.form_places import own_forms
from station_desk.services.roster_memory import memory_of
from station_desk.services.roster_write import add_person
from tests.packs.test_agreement_clauses import CLAUSES, county_pack
from tests.services.exchange_desks import make_pair
from tests.support.homes import make_home
from tests.support.paper import texts


def test_the_countys_clauses_stand_on_the_agreement_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    desk = make_home(tmp_path, villages=1)
    try:
        village = next(iter(memory_of(desk).book(desk).villages))
        add_person(desk, PersonDraft("王芳", village_ids=(village,), start_date="2026-01-01", end_date="2027-12-31"))

        def words() -> str:
            return "".join("".join(texts(paperwork.preview(desk, "F16", everyone=True).pdf)).split())

        assert "程序不代拟条文" in words()
        file = own_forms(desk) / FILE
        file.parent.mkdir(exist_ok=True)
        file.write_text("# 县局 2026 年定\n乙方在派出所民警指导下工作。\n\n补助按月发放。\n", "utf-8")
        told = words()
        assert "第1条乙方在派出所民警指导下工作。" in told
        assert "第2条补助按月发放。" in told
        assert "程序不代拟条文" not in told
        file.write_bytes("补助".encode("gb18030"))
        with pytest.raises(Trouble) as caught:
            agreement_of(desk)
        assert caught.value.code == "agreement_unreadable"
        file.write_text("长" * 601, "utf-8")
        with pytest.raises(Trouble) as caught:
            words()
        assert (caught.value.code, caught.value.facts["line"]) == ("agreement_long", 1)
    finally:
        desk.close()


def test_the_county_sends_its_clauses_and_a_stations_own_go_before_them(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    try:
        pack_install.follow(pair.station, "cn.dezhou")
        with pytest.raises(Trouble) as caught:
            agreement.publish(pair.county)
        assert caught.value.code == "agreement_missing"
        for desk, text in ((pair.county, "# 2026 年定\n甲方按月发补助。\n"), (pair.station, "")):
            own_forms(desk).mkdir(exist_ok=True)
            if text:
                (own_forms(desk) / FILE).write_text(text, "utf-8")
        assert agreement.publish(pair.county) == agreement.CODE
        exchange.import_bundles(
            pair.station, [Path(one.file) for one in exchange.export_bundles(pair.county, pair.down)]
        )
        assert agreement_of(pair.station) == ("甲方按月发补助。",)
        assert form_places.form_places(pair.station).sent == ()
        (own_forms(pair.station) / FILE).write_text("本所的条文。", "utf-8")
        assert agreement_of(pair.station) == ("本所的条文。",)
        with pytest.raises(Trouble) as caught:
            agreement.publish(pair.station)
        assert caught.value.code == "county_sends_forms"
        form_places.withdraw(pair.county, agreement.CODE)
        (own_forms(pair.station) / FILE).unlink()
        exchange.import_bundles(
            pair.station, [Path(one.file) for one in exchange.export_bundles(pair.county, pair.down)]
        )
        assert agreement_of(pair.station) == ()
    finally:
        pair.close()


def test_the_packs_clauses_are_printed_where_neither_file_is_there(tmp_path: Path) -> None:
    pair = make_pair(tmp_path)
    try:
        file = tmp_path / "cn.linshui.toml"
        file.write_text(county_pack().text, "utf-8")
        pack_install.install(pair.county, file)
        pack_install.follow(pair.county, "cn.linshui")
        pack_install.publish(pair.county)
        own_forms(pair.county).mkdir(exist_ok=True)
        (own_forms(pair.county) / FILE).write_text("县局另发的条文。", "utf-8")
        agreement.publish(pair.county)
        exchange.import_bundles(pair.station, [pair.send(pair.county)])
        pack_install.follow(pair.station, "cn.linshui")
        assert agreement_of(pair.station) == ("县局另发的条文。",), "what was sent goes before the pack"
        form_places.withdraw(pair.county, agreement.CODE)
        exchange.import_bundles(pair.station, [pair.send(pair.county)])
        assert agreement_of(pair.station) == CLAUSES
        with pytest.raises(Trouble) as caught:
            pack_fill.fill(pair.station, "cn.dezhou", agreement.RULE, "补助按月发放。", "县局", "1号", "2026-09-01")
        assert caught.value.code == "fill_list", "clauses are written in a pack, not into a line"
    finally:
        pair.close()


def test_the_agreement_bears_the_packs_clauses_and_the_leaders_sheet_stays_one_page(tmp_path: Path) -> None:
    desk = make_home(tmp_path, villages=1)
    try:
        file = tmp_path / "cn.linshui.toml"
        file.write_text(county_pack(tuple(f"第{n}项约定。" for n in range(60))).text, "utf-8")
        pack_install.install(desk, file)
        pack_install.follow(desk, "cn.linshui")
        village = next(iter(memory_of(desk).book(desk).villages))
        add_person(desk, PersonDraft("王芳", village_ids=(village,), start_date="2026-01-01", end_date="2027-12-31"))
        told = "".join("".join(texts(paperwork.preview(desk, "F16", everyone=True).pdf)).split())
        assert "第60条第59项约定。" in told
        assert "程序不代拟条文" not in told
        sheet = texts(paperwork.preview(desk, "P01").pdf)
        assert len(sheet) == 1
        assert "协议条文60条" in "".join(sheet[0].split())
    finally:
        desk.close()
