"""What lies where on the paper: boxes for the hand, registration marks, photographs, small pages on one sheet, letters."""

import io

import pytest
from PIL import Image

from station_desk.domain.paper import Box
from station_desk.domain.trouble import Trouble
from tests.support.paper import form_of, letter, page_of, picture, run, texts

DPI = 254
"""Ten pixels a millimetre."""


def dark(image: Image.Image, x: float, y: float, w: float, h: float) -> float:
    """The share of ink in a rectangle given in millimetres."""
    area = image.crop((round(x * 10), round(y * 10), round((x + w) * 10), round((y + h) * 10)))
    return sum(area.histogram()[:128]) / (area.width * area.height)


def boxes_of(body: str, **fields: str) -> tuple[bytes, tuple[Box, ...]]:
    made = run(form_of(page_of(body)), [letter(**fields)])
    return made.pdf, made.pages[0].detail.boxes


def test_a_box_lies_where_it_is_said_to_lie_and_is_empty() -> None:
    pdf, (box,) = boxes_of('<段落>同意 <方框 标识="同意" 组="票" 大小="5"/> 不同意</段落>')
    assert (box.id, box.kind, box.group) == ("同意", "tick", "票")
    assert box.w_mm == box.h_mm == pytest.approx(5, abs=0.5)
    page = picture(pdf, 1, DPI)
    assert dark(page, box.x_mm + 0.4, box.y_mm + 0.4, box.w_mm - 0.8, box.h_mm - 0.8) == 0
    for side in (
        (box.x_mm - 0.2, box.y_mm, 0.4, box.h_mm),
        (box.x_mm + box.w_mm - 0.2, box.y_mm, 0.4, box.h_mm),
        (box.x_mm, box.y_mm - 0.2, box.w_mm, 0.4),
        (box.x_mm, box.y_mm + box.h_mm - 0.2, box.w_mm, 0.4),
    ):
        assert dark(page, *side) > 0.5


def test_a_box_is_ticked_where_the_field_has_its_value() -> None:
    body = '<段落><方框 标识="男" 若="性别" 为="男"/>男 <方框 标识="女" 若="性别" 为="女"/>女</段落>'
    pdf, (man, woman) = boxes_of(body, sex="女")
    page = picture(pdf, 1, DPI)

    def inside(box: Box) -> float:
        return dark(page, box.x_mm + 0.5, box.y_mm + 0.5, box.w_mm - 1, box.h_mm - 1)

    assert inside(man) == 0
    assert inside(woman) > 0.05


def test_digits_have_a_box_each_and_may_be_printed_in_advance() -> None:
    body = (
        '<表格 列宽="40 40"><行 高="12"><格><数字格 标识="空" 位="3" 大小="7"/></格>'
        '<格><数字格 标识="满" 位="3" 大小="7" 值="聘书编号"/></格></行></表格>'
    )
    pdf, (empty, full) = boxes_of(body, number="12")
    assert (empty.kind, empty.w_mm) == ("digits", pytest.approx(21, abs=2))
    page = picture(pdf, 1, DPI)
    third = empty.w_mm / 3
    for i, (box, filled) in enumerate([(empty, False)] * 3 + [(full, False), (full, True), (full, True)]):
        ink = dark(page, box.x_mm + third * (i % 3) + 0.5, box.y_mm + 0.5, third - 1, box.h_mm - 1)
        assert (ink > 0.02) == filled


def test_a_number_that_has_more_digits_than_boxes_is_said_to_overflow() -> None:
    with pytest.raises(Trouble) as caught:
        boxes_of('<段落><数字格 标识="a" 位="2" 值="聘书编号"/></段落>', number="123")
    assert caught.value.code == "form_overflow"


def test_boxes_in_a_loop_bear_the_value_of_their_line() -> None:
    pdf, boxes = boxes_of('<段落><方框 标识="到.{{村}}"/></段落>')
    assert [box.id for box in boxes] == ["到.东牛王村"]
    assert texts(pdf)


def test_marks_stand_in_the_corners_and_one_is_hollow() -> None:
    made = run(form_of(page_of('<定位点 距="8" 大小="5"/><段落>一</段落>')), [letter()])
    marks = made.pages[0].detail.marks
    assert [(m.x_mm, m.y_mm) for m in marks] == [(8, 8), (135, 8), (8, 197), (135, 197)]
    page = picture(made.pdf, 1, DPI)
    inks = [dark(page, m.x_mm + 0.1, m.y_mm + 0.1, 4.8, 4.8) for m in marks]
    assert min(inks[:3]) > 0.99
    assert 0.5 < inks[3] < 0.9


def jpeg(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 420), colour).save(out, "JPEG")
    return out.getvalue()


def test_a_photograph_is_shown_whole_and_without_one_the_text_of_the_cell() -> None:
    body = '<表格 列宽="40 40"><行><格><照片 于="照片" 宽="25" 高="35"/>贴照片处</格><格>{{姓名}}</格></行></表格>'
    form = form_of(page_of(body))
    made = run(form, [letter() | {"照片": jpeg((10, 10, 10))}, letter(), letter() | {"照片": jpeg((10, 10, 10))}])
    assert ["贴照片处" in text for text in texts(made.pdf)] == [False, True, False]
    first, second = (dark(picture(made.pdf, page, DPI), 28, 22, 24, 33) for page in (1, 2))
    assert first > 0.99
    assert second < 0.1
    assert made.pdf.count(b"/DCTDecode") == 1, "the same picture goes into the document once"


CARD = """<表单 编号="F93" 名称="卡" 对象="个人" 单页="是">
 <拼版 列="2" 行="3" 间距="2" 裁切="{cut}" 双面="是"/>
 <页 宽="90" 高="54" 页边="5 5 5 5"><二维码 右="5" 下="5" 大小="18"/><段落>正面{{{{姓名}}}}</段落></页>
 <页 宽="90" 高="54" 页边="5 5 5 5"><段落>背面{{{{姓名}}}}</段落></页>
</表单>"""


@pytest.mark.parametrize("cut", ["线", "角线", "无"])
def test_small_pages_share_sheets_and_backs_lie_behind_their_fronts(cut: str) -> None:
    names = [f"第{'一二三四五六七八'[i]}人" for i in range(8)]
    made = run(form_of(CARD.format(cut=cut)), [letter(name) for name in names])
    pages = texts(made.pdf)
    assert ["正面" in page for page in pages] == [True, False, True, False]
    assert [name in pages[0] for name in names] == [True] * 6 + [False] * 2
    assert [name in pages[3] for name in names] == [False] * 6 + [True] * 2
    fronts = [p.detail for p in made.pages if p.page == 1]
    backs = [p.detail for p in made.pages if p.page == 2]
    assert [d.page for d in fronts] == [1] * 6 + [3] * 2
    assert [d.page for d in backs] == [2] * 6 + [4] * 2
    assert len({d.serial for d in (*fronts, *backs)}) == 16
    left, top = (210 - 182) / 2, (297 - 3 * 54 - 4) / 2
    qrs = [(d.qr.x_mm, d.qr.y_mm) for d in fronts if d.qr]
    assert qrs[0] == pytest.approx((left + 67, top + 31), abs=0.01)
    assert qrs[1] == pytest.approx((left + 92 + 67, top + 31), abs=0.01)
    last_back = picture(made.pdf, 4, DPI)
    assert dark(last_back, left + 2, top + 4, 80, 10) > 0.005, "the eighth card lies left on the back, right in front"
    alone = run(form_of(CARD.format(cut=cut)), [letter("王芳")])
    back = picture(alone.pdf, 2, DPI)
    assert dark(back, left + 92 + 2, top + 4, 80, 10) > 0.005
    assert dark(back, left + 2, top + 4, 80, 10) == 0


LETTER = '<表单 编号="F95" 名称="通知" 对象="空白"><页 公文="是"><段落>{text}</段落></页></表单>'


def rows_of_ink(image: Image.Image) -> list[tuple[int, int]]:
    """From where to where (in tenths of a millimetre) there is ink, line by line."""
    rows, since = [], -1
    for y in range(image.height):
        inked = image.crop((0, y, image.width, y + 1)).getextrema()[0] < 128
        if inked and since < 0:
            since = y
        elif not inked and since >= 0:
            rows.append((since, y))
            since = -1
    return rows


def test_an_official_letter_has_22_lines_of_28_characters_and_its_ink_begins_at_37_millimetres() -> None:
    made = run(form_of(LETTER.format(text="国" * 28 * 23)), [{"单位": ""}])
    assert len(made.pages) == 2
    page = picture(made.pdf, 1, DPI)
    rows = rows_of_ink(page)
    assert len(rows) == 22
    assert rows[0][0] == pytest.approx(370, abs=10)
    assert rows[-1][1] == pytest.approx(370 + 2250, abs=15)
    assert [text.count("国") for text in texts(made.pdf)] == [28 * 22, 28]
    left = page.point(lambda v: 255 * (v < 128)).getbbox()
    assert left is not None
    assert left[0] == pytest.approx(280, abs=10)
    assert left[2] == pytest.approx(280 + 1560, abs=12)
