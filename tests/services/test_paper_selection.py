"""Papers of a selection from a real batch: the pack's words, candidates, votes; numbers only where they may stand."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_desk.domain.idno import check_digit
from station_desk.domain.paper import Printed
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import paperwork
from station_desk.services import selection as errands
from station_desk.services.attachments import add_photo
from station_desk.services.desk import Desk
from station_desk.services.paper_orders import as_text, from_text, order_for
from station_desk.services.selection_board import board
from tests.support.homes import make_home
from tests.support.paper import texts
from tests.support.pictures import picture

DAY = "2026-11-10"
BODY = "371602198605019971"[:17]
ID_NO, PHONE = BODY + check_digit(BODY), "13800001234"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One home for all tests: none of them changes what another reads."""
    folder = tmp_path_factory.mktemp("selection")
    opened = make_home(folder, villages=3, clock=FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC)))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def batch(desk: Desk) -> str:
    made = errands.open_batch(desk, errands.NewBatch("2026秋", DAY, closes_on="2026-11-30", deadline="2026-12-07"))
    first = errands.NewCandidate(
        *("甲村", "王芳", ID_NO), phone=PHONE, education="高中", post="治保主任", signed_on=DAY, sex="女"
    )
    second = errands.NewCandidate("甲村", "丁一", education="高中", post="网格员", signed_on=DAY)
    errands.add_candidates(desk, made, [first, second])
    return made


def words(printed: Printed) -> str:
    return "".join("".join(texts(printed.pdf)).split())


@pytest.mark.parametrize(
    "form", ["F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F13", "F14"]
)
def test_every_paper_of_a_batch_is_filled_and_previewed_as_printed(desk: Desk, batch: str, form: str) -> None:
    shown = paperwork.preview(desk, form, batch="2026秋")
    made = paperwork.make(desk, form, everyone=True)
    assert shown.pdf == made.pdf
    assert ID_NO not in words(made)
    assert PHONE not in words(made)
    if form in ("F07", "F14"):
        assert "王芳" not in words(made), "nobody is proposed yet"
    elif form not in ("F01", "F04", "F08"):
        assert "王芳" in words(made)


def test_the_notice_of_posts_quotes_the_pack(desk: Desk, batch: str) -> None:
    told = words(paperwork.preview(desk, "F01", batch=batch))
    assert "常驻本村，对本村人熟、地熟、情况熟" in told
    assert "本人受过刑事处罚的" in told
    assert "甲村" in told
    assert "2026年11月10日至2026年11月30日" in told
    blank = words(paperwork.preview(desk, "F06", blank=1))
    assert "正被纪检监察部门立案调查" in blank, "a blank check sheet bears the pack's grounds too"
    assert "王芳" not in blank


def test_candidates_are_chosen_and_whole_numbers_are_recorded(desk: Desk, batch: str) -> None:
    (wang,) = [one.id for one in board(desk, batch).cases if one.name == "王芳"]
    masked = paperwork.preview(desk, "F02", batch=batch, person_ids=[wang])
    assert masked.pages == 1
    assert ID_NO[:3] in words(masked)
    whole = paperwork.make(desk, "F02", batch=batch, person_ids=[wang], reveal=True)
    assert ID_NO in words(whole)
    with desk.store.read() as conn:
        acts = [row[0] for row in conn.exec_driver_sql("SELECT act FROM access_log")]
    assert "reveal" in acts


def test_a_candidates_photo_stands_on_the_application(desk: Desk, batch: str, tmp_path: Path) -> None:
    (ding,) = [one.id for one in board(desk, batch).cases if one.name == "丁一"]
    before = paperwork.preview(desk, "F02", batch=batch, person_ids=[ding])
    assert "贴一寸照片" in words(before)
    (tmp_path / "photo.jpg").write_bytes(picture())
    add_photo(desk, ding, tmp_path / "photo.jpg", about="candidate")
    after = paperwork.preview(desk, "F02", batch=batch, person_ids=[ding])
    assert "贴一寸照片" not in words(after)
    assert len(after.pdf) > len(before.pdf)


def test_a_form_for_a_notice_that_names_a_number_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "F07.xml"
    body = '<表格 列宽="*"><循环 于="人选"><行><格>{{身份证号}}{{电话}}</格></行></循环></表格>'
    file.write_text(f'<表单 编号="F07" 名称="公示" 对象="公示"><页 公文="是">{body}</页></表单>', "utf-8")
    problems = paperwork.check_forms(file)
    assert [(one.code, one.facts["field"]) for one in problems] == [
        ("field_unknown", "身份证号"),
        ("field_unknown", "电话"),
    ]


def test_ballots_fill_a_sheet_and_stand_in_stroke_order(desk: Desk, batch: str) -> None:
    made = paperwork.preview(desk, "F09", batch=batch)
    (page,) = texts(made.pdf)
    assert made.pages == 1
    assert page.count("王\u3000芳") == 4
    assert page.index("丁\u3000一") < page.index("王\u3000芳")


def test_a_blank_needs_no_batch_and_an_unknown_batch_is_refused(desk: Desk) -> None:
    assert paperwork.preview(desk, "F09", blank=4).pages == 1
    with pytest.raises(Trouble) as caught:
        paperwork.preview(desk, "F09", batch="2027春")
    assert caught.value.code == "batch_missing"


def test_an_order_of_a_batch_is_kept_and_read_back(desk: Desk) -> None:
    order = order_for(desk, "F07", everyone=True, batch="2026秋")
    assert from_text(as_text(order)) == order
    old = as_text(order).replace(', "batch": "2026秋"', "")
    assert from_text(old).batch == ""


def test_a_list_of_forms_tells_which_can_be_filled_in(tmp_path: Path) -> None:
    opened = make_home(tmp_path, clock=FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC)))
    try:
        forms = {form.code: form for form in paperwork.list_forms(opened)}
        ready = {code for code, form in forms.items() if paperwork.can_fill(opened, form, "2026-11")}
        assert {"F12", "F20", "F31", "F44"} <= ready
        assert not {"F01", "F07", "F09", "F26", "F29"} & ready
        errands.open_batch(opened, errands.NewBatch("2026秋", DAY))
        assert all(paperwork.can_fill(opened, forms[code], "2026-11") for code in ("F01", "F07", "F09"))
    finally:
        opened.close()


def test_a_public_notice_names_who_is_proposed_and_shows_neither_id_number_nor_phone(tmp_path: Path) -> None:
    opened = make_home(
        tmp_path, villages=2, clock=FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC)), pack="cn.bincheng"
    )
    try:
        made = errands.open_batch(opened, errands.NewBatch("2026", DAY))
        told = [
            errands.NewCandidate("甲村", "王芳", ID_NO, phone=PHONE, education="高中", post="网格员", signed_on=DAY),
            errands.NewCandidate("乙村", "丁一", education="高中", signed_on=DAY),
        ]
        errands.add_candidates(opened, made, told)
        for village, text in (("乙村", f"网格员 {PHONE}"), ("乙村", f"证号{ID_NO}")):
            with pytest.raises(Trouble) as caught:
                errands.add_candidates(opened, made, [errands.NewCandidate(village, "马三", post=text)])
            assert caught.value.code == "candidate_number"
        errands.advance(opened, made, ["王芳"], errands.Doing("recommend", day=DAY, doc_no="会1"))
        errands.advance(opened, made, ["王芳"], errands.Doing("examine", day=DAY, by_name="甲", second_by="乙"))
        for form, reveal in (("F07", False), ("F07", True)):
            notice = words(paperwork.preview(opened, form, batch=made, reveal=reveal))
            assert "王芳" in notice
            assert "丁一" not in notice
            assert not re.search(r"\d{7,}|\d{3}\*+", notice.partition("编号")[0])
    finally:
        opened.close()


def test_ballots_have_one_record_together_and_many_names_a_whole_page(desk: Desk, batch: str) -> None:
    def recorded() -> int:
        return sum(one.form == "F09" for one in paperwork.printed_sheets(desk))

    before = recorded()
    paperwork.make(desk, "F09", blank=9)
    assert recorded() == before + 1
    assert paperwork.preview(desk, "F09A", batch=batch).pages == 1
