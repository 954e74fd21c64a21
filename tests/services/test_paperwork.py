"""Paper from a desk: serials, records, preview, save, printers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest

from station_desk.domain.paper import Printed, is_ours, read_code, read_serial
from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.machine.folders import forms_dir
from station_desk.services import paperwork
from station_desk.services.attachments import add_photo
from station_desk.services.desk import Desk
from station_desk.services.roster import add_person
from station_desk.store.access import load_access
from station_desk.store.paper import load_sheets
from station_desk.store.villages import load_villages
from station_desk.wording import use_language
from station_desk.wording.forms import tell_warning
from station_desk.wording.troubles import tell
from tests.support.homes import make_home, reopen
from tests.support.pictures import picture


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC))
    opened = make_home(tmp_path, villages=4, clock=clock)
    yield opened
    opened.close()


def _person(desk: Desk, name: str, villages: int = 1, **fields: str) -> str:
    with desk.store.read() as conn:
        ids = tuple(v.id for v in load_villages(conn))[:villages]
    whole = {"sex": "女", "birth": "1986-05-01", "start_date": "2026-12-01", "end_date": "2029-11-30"} | fields
    return add_person(desk, PersonDraft(name=name, village_ids=ids, **whole))


def _text(printed: Printed, page: int = 1) -> str:
    document = pypdfium2.PdfDocument(printed.pdf)
    try:
        return document[page - 1].get_textpage().get_text_bounded().replace("\r\n", "")
    finally:
        document.close()


def test_every_form_file_is_listed_under_its_code(desk: Desk) -> None:
    listed = paperwork.list_forms(desk)
    files = sorted(forms_dir().glob("*.xml"))
    assert [form.file for form in listed] == files
    assert [form.code for form in listed] == [file.name.split(" ")[0] for file in files]
    assert ("F15", "聘书", "person") in [(f.code, f.name, f.subject) for f in listed]
    assert ("F18", "警务助理花名册", "roster") in [(f.code, f.name, f.subject) for f in listed]


def test_the_bundled_forms_have_no_fault() -> None:
    assert paperwork.check_forms() == []


def test_a_letter_says_who_where_and_how_long(desk: Desk) -> None:
    one = _person(desk, "王芳", 2)
    printed = paperwork.make(desk, "F15", person_ids=[one])
    text = _text(printed)
    for words in (
        "兹聘请\u3000王\u3000芳\u3000同志为梁才派出所",
        "村、",
        "警务助理，聘期自2026年12月1日起至2029年11月30日止。",
        "此聘",
        "二〇二六年十一月二十二日",
    ):
        assert words in text
    assert printed.pages == 1
    assert printed.names == 1


def test_a_preview_burns_no_serial_and_shows_the_bytes_that_are_printed(desk: Desk) -> None:
    one = _person(desk, "王芳")
    seen = paperwork.preview(desk, "F15", person_ids=[one])
    again = paperwork.preview(desk, "F15", person_ids=[one])
    made = paperwork.make(desk, "F15", person_ids=[one])
    assert seen.pdf == again.pdf == made.pdf
    assert seen.serials == made.serials
    later = paperwork.preview(desk, "F15", person_ids=[one])
    assert read_serial(later.serials[0]).running == read_serial(made.serials[0]).running + 1


def test_each_page_has_a_serial_a_record_and_the_print_is_in_the_access_log(desk: Desk) -> None:
    ids = [_person(desk, name) for name in ("王芳", "李伟", "𠮷𬭎䶮")]
    printed = paperwork.make(desk, "F15", person_ids=ids)
    assert [read_serial(s).running for s in printed.serials] == [1, 2, 3]
    with desk.store.read() as conn:
        sheets = {s.serial: s for s in load_sheets(conn)}
        entries = [e for e in load_access(conn) if e.act == "print"]
    assert [sheets[s].person_id for s in printed.serials] == ids
    assert {(s.page, s.pages, s.state) for s in sheets.values()} == {(1, 1, "printed")}
    assert len(entries) == 1
    assert printed.serials[0] in entries[0].object
    assert not any(name in entries[0].object + entries[0].detail for name in ("王芳", "李伟"))


def test_the_code_of_a_sheet_is_ours_and_a_foreign_one_is_not(desk: Desk, tmp_path: Path) -> None:
    printed = paperwork.make(desk, "F15", blank=1, boxes=True)
    key = desk.store.secret("paper_key")
    assert key
    code = read_code(_code(printed))
    assert (code.serial, code.page) == (printed.serials[0], 1)
    assert is_ours(code, key)
    assert not is_ours(code, b"another office's own paper key!!")


def _code(printed: Printed, page: int = 1) -> str:
    import zxingcpp
    from PIL import Image

    picture = paperwork.page_picture(printed.pdf, page, 1169)
    image = Image.frombytes("RGBA", (picture.width, picture.height), picture.rgba).convert("L")
    (found,) = zxingcpp.read_barcodes(image)
    return found.text


def test_everyone_is_who_serves_or_waits(desk: Desk) -> None:
    _person(desk, "王芳", start_date="2026-01-01")
    _person(desk, "李伟", state="pending")
    _person(desk, "赵强", start_date="2020-01-01", end_date="2022-12-31")
    printed = paperwork.make(desk, "F15", everyone=True)
    assert printed.pages == 2
    assert "赵" not in _text(printed, 1) + _text(printed, 2)


def test_a_person_without_a_term_in_force_gets_no_letter_and_no_serial(desk: Desk) -> None:
    gone = _person(desk, "赵强", start_date="2020-01-01", end_date="2022-12-31")
    with pytest.raises(Trouble) as caught:
        paperwork.make(desk, "F15", person_ids=[gone])
    assert caught.value.code == "no_term"
    assert caught.value.facts == {"person": "赵强"}
    with desk.store.read() as conn:
        assert load_sheets(conn) == []


def test_an_unknown_form_person_and_nobody_are_told(desk: Desk) -> None:
    for code, act in (
        ("form_unknown", lambda: paperwork.make(desk, "F99", blank=1)),
        ("person_missing", lambda: paperwork.make(desk, "F15", person_ids=["0" * 32])),
        ("nobody_to_print", lambda: paperwork.make(desk, "F15")),
        ("nobody_to_print", lambda: paperwork.make(desk, "F18", everyone=True)),
    ):
        with pytest.raises(Trouble) as caught:
            act()
        assert caught.value.code == code
        for language in ("zh_CN", "en"):
            use_language(language)
            assert tell(caught.value).next


def test_a_character_that_no_font_has_blocks_and_is_named(desk: Desk) -> None:
    one = _person(desk, "王\U00030000")
    with pytest.raises(Trouble) as caught:
        paperwork.preview(desk, "F15", person_ids=[one])
    assert caught.value.code == "glyph_missing"
    assert caught.value.facts == {"person": "王\U00030000", "char": "\U00030000", "point": "U+30000"}
    with pytest.raises(Trouble) as caught:
        paperwork.make(desk, "F18", everyone=True)
    assert caught.value.facts["person"] == "王\U00030000"


def test_dates_that_are_not_known_are_left_to_the_hand_and_told(desk: Desk) -> None:
    one = _person(desk, "王芳", end_date="")
    printed = paperwork.make(desk, "F15", person_ids=[one])
    assert [w.code for w in printed.warnings] == ["date_missing"]
    assert "王芳" in tell_warning(printed.warnings[0])
    assert "起至\u3000\u3000\u3000年" in _text(printed)


def test_a_renewal_that_waits_is_what_the_letter_is_about() -> None:
    from station_desk.domain.records import Term, TermState
    from station_desk.services.paper_data import letter_term

    now = Term("s", "1" * 32, "p", TermState.ACTIVE, "2024-01-01", "2026-12-31")
    coming = Term("s", "2" * 32, "p", TermState.PENDING, "2027-01-01", "2029-12-31")
    gone = Term("s", "3" * 32, "p", TermState.EXITED, "2020-01-01", "2023-12-31", "2023-12-31")
    day = date(2026, 11, 22)
    assert letter_term([gone, now, coming], day) is coming
    assert letter_term([gone, now], day) is now
    assert letter_term([gone], day) is None


def test_a_months_sheets_are_for_who_was_in_office_in_it_and_a_letter_for_who_is_appointed(desk: Desk) -> None:
    old = {"start_date": "2024-01-01", "end_date": "2099-12-31"}
    _person(desk, "王芳芳", **old)
    leaving = _person(desk, "李静文", **old, state="exiting")
    _person(desk, "张敏之", **old, state="suspended")
    _person(desk, "刘洋洋", start_date="2026-11-20", state="pending")
    _person(desk, "陈晨光", start_date="2020-01-01", end_date="2026-10-31")
    coming = _person(desk, "周海涛", start_date="2026-12-01", state="pending")

    def called(form: str, period: str) -> list[str]:
        printed = paperwork.preview(desk, form, everyone=True, period=period)
        pages = [_text(printed, n + 1) for n in range(printed.pages)]
        return [
            one
            for one in ("王芳芳", "李静文", "张敏之", "刘洋洋", "陈晨光", "周海涛")
            if any(one in page for page in pages)
        ]

    assert called("F20", "2026-11") == ["王芳芳", "李静文", "张敏之", "陈晨光"], "the month of work began on 26 October"
    assert called("F25", "2026-12") == ["王芳芳", "李静文", "张敏之"], "who only waits has done nothing to be assessed"
    assert called("F27", "2026") == ["王芳芳", "李静文", "张敏之"], "in office on the day of the year's sheet"
    assert called("F15", "") == ["王芳芳", "刘洋洋", "周海涛"]
    assert paperwork.preview(desk, "F20", person_ids=[leaving, coming], period="2026-11").pages == 2
    with pytest.raises(Trouble) as caught:
        paperwork.preview(desk, "F15", person_ids=[leaving])
    assert caught.value.code == "no_term"


def test_a_roster_masks_numbers_unless_they_are_revealed_and_then_records_it(desk: Desk) -> None:
    number = "371602198605019967"
    _person(desk, "王芳", start_date="2026-01-01", id_no=number, phone="13800001234")
    masked = _text(paperwork.make(desk, "F18", everyone=True))
    assert number not in masked
    assert "13800001234" not in masked
    whole = _text(paperwork.make(desk, "F18", everyone=True, reveal=True))
    assert number in whole
    assert "13800001234" in whole
    with desk.store.read() as conn:
        assert [e.act for e in load_access(conn)].count("reveal") == 1
    paperwork.preview(desk, "F18", everyone=True, reveal=True)
    with desk.store.read() as conn:
        assert [e.act for e in load_access(conn)].count("reveal") == 2


def test_a_roster_counts_and_groups(desk: Desk) -> None:
    for name, sex in (("王芳", "女"), ("李伟", "男"), ("赵强", "男")):
        _person(desk, name, start_date="2026-01-01", sex=sex)
    text = _text(paperwork.make(desk, "F18", group_by="township"))
    assert "合计：3 人，其中男 2 人，女 1 人" in text
    assert "覆盖村（社区）1 个" in text
    assert "梁才街道（3 人）" in text
    assert "第 1 页\u3000共 1 页" in text


def test_a_blank_roster_is_one_page_with_lines_for_the_hand(desk: Desk) -> None:
    printed = paperwork.make(desk, "F18", blank=2)
    assert printed.pages == 2
    assert printed.names == 0
    assert "梁才派出所" in _text(printed)


def test_the_offices_own_form_takes_the_place_of_the_bundled_one(desk: Desk) -> None:
    own = desk.home.path / "forms"
    own.mkdir()
    bundled = next(f.file for f in paperwork.list_forms(desk) if f.code == "F15")
    (own / "聘书.xml").write_text(bundled.read_text("utf-8").replace("此聘", "特颁此证"), "utf-8")
    assert [f.code for f in paperwork.list_forms(desk) if f.own] == ["F15"]
    assert "特颁此证" in _text(paperwork.make(desk, "F15", blank=1))
    (own / "聘书.xml").write_text(bundled.read_text("utf-8").replace("{{姓名:隔开}}", "{{姓民}}"), "utf-8")
    with pytest.raises(Trouble) as caught:
        paperwork.make(desk, "F15", blank=1)
    assert caught.value.code == "form_broken"
    (problem,) = paperwork.check_forms(desk=desk)
    assert (problem.code, problem.meant) == ("field_unknown", "姓名")


def test_a_restored_home_never_prints_a_serial_again(desk: Desk) -> None:
    desk.store.renew_rep()
    first = paperwork.make(desk, "F15", blank=1).serials[0]
    desk.store.renew_rep()
    second = paperwork.make(desk, "F15", blank=1).serials[0]
    assert read_serial(first).life
    assert read_serial(second).life != read_serial(first).life


def test_a_reader_sees_the_preview_and_prints_nothing(desk: Desk) -> None:
    one = _person(desk, "王芳")
    reader = reopen(desk, write=False)
    try:
        assert paperwork.preview(reader, "F15", person_ids=[one]).pages == 1
        with pytest.raises(Trouble) as caught:
            paperwork.make(reader, "F15", person_ids=[one])
        assert caught.value.code == "read_only"
    finally:
        reader.close()


def test_saving_writes_the_same_bytes_and_a_lost_folder_is_told(desk: Desk, tmp_path: Path) -> None:
    printed = paperwork.make(desk, "F15", blank=1)
    paperwork.save(desk, printed, tmp_path / "聘书.pdf")
    assert (tmp_path / "聘书.pdf").read_bytes() == printed.pdf
    with pytest.raises(Trouble) as caught:
        paperwork.save(desk, printed, tmp_path / "gone" / "聘书.pdf")
    assert caught.value.code == "stick_gone"


def test_an_offset_moves_the_code(desk: Desk) -> None:
    here = paperwork.preview(desk, "F15", blank=1, boxes=True).pages_detail[0].qr
    there = paperwork.preview(desk, "F15", blank=1, boxes=True, offset_mm=(1.5, -2.0)).pages_detail[0].qr
    assert here
    assert there
    assert (there.x_mm - here.x_mm, there.y_mm - here.y_mm) == (1.5, -2.0)


def test_no_printer_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert paperwork.printers() == []
    printed = paperwork.make(desk, "F15", blank=1)
    with pytest.raises(Trouble) as caught:
        paperwork.send(desk, printed, "HP")
    assert caught.value.code == "printer_none"


def test_a_county_prints_letters_in_its_own_name(tmp_path: Path) -> None:
    county = make_home(tmp_path, "county", clock=FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC)))
    try:
        printed = paperwork.make(county, "F15", blank=2)
        assert "滨城分局" in _text(printed)
        assert read_serial(printed.serials[1]).running == 2
        assert county.store.integrity(deep=True) == []
    finally:
        county.close()


def test_a_form_with_a_place_for_it_shows_the_photo_of_the_person(desk: Desk) -> None:
    rid, other = _person(desk, "张俊"), _person(desk, "单立人")
    before = _pictures(desk, "F17", rid)
    add_photo(desk, rid, picture(seed=2))
    assert _pictures(desk, "F17", rid) == [*before, (413, 531)]
    assert (413, 531) in _pictures(desk, "F19", rid)
    assert (413, 531) not in [*_pictures(desk, "F17", other), *_pictures(desk, "F15", rid)]


def _pictures(desk: Desk, form: str, person_id: str) -> list[tuple[int, int]]:
    """The pixels of the pictures on the first page."""
    document = pypdfium2.PdfDocument(paperwork.make(desk, form, person_ids=[person_id]).pdf)
    try:
        found = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        return sorted(one.get_px_size() for one in found)
    finally:
        document.close()
