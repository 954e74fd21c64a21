"""Faults of a form are found before it is used: the line, what is wrong, what was probably meant."""

import re
from pathlib import Path

import pytest

from station_desk.domain.paper import FormProblem
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import forms_dir
from station_desk.printing import door
from station_desk.printing.check import read_checked
from station_desk.printing.language import ELEMENTS
from station_desk.wording import use_language
from station_desk.wording.forms import PROBLEMS, tell_problem
from tests.support.paper import form_of, letter, roster, run

GOOD = """<表单 编号="F90" 名称="试" 对象="名册" 版本="1">
 <页 纸张="A4" 页边="40 15 20 15">
  <二维码 左="15" 上="8"/>
  <编号 左="40" 上="8">编号：{{编号}}</编号>
  <段落 字号="12" 缩进="2">单位：{{单位}}，{{制表日期:汉字}}</段落>
  <表格 列宽="20 30 *">
   <分页表头>
    <行><格>序号</格><格>姓名</格><格>村</格></行>
   </分页表头>
   <循环 于="组">
    <循环 于="人员">
     <行><格>{{序号}}</格><格>{{姓名}}</格><格>{{村}}</格></行>
    </循环>
   </循环>
   <行><格 跨行="2">甲</格><格 跨列="2">乙</格></行>
   <行><格>丙</格><格>丁</格></行>
   <本页小计><行><格>{{本页行数}}</格><格>{{本页实发:大写}}</格><格>{{合计实发}}</格></行></本页小计>
  </表格>
 </页>
</表单>
"""

MISTAKES = [
    ("tag_mismatch", "</循环>\n   <行>", "\n   <行>", 18, "</循环>"),
    ("tag_unclosed", "</表单>", "", 21, "</表单>"),
    ("xml_broken", 'A4"', "A4", 2, ""),
    ("not_utf8", "", "", 1, ""),
    ("file_too_large", "", "", 1, ""),
    ("declaration_forbidden", "<表单 编", '<!DOCTYPE 表单 [<!ENTITY a "b">]>\n<表单 编', 1, ""),
    ("instruction_forbidden", "  <段落", '<?php echo "x"?>\n  <段落', 5, ""),
    ("root_wrong", "表单", "报表", 1, "表单"),
    ("form_code_wrong", 'F90"', 'Form90"', 1, ""),
    ("element_unknown", "分页表头", "分页标头", 7, "分页表头"),
    ("element_unknown", "段落", "段洛", 5, "段落"),
    ("element_misplaced", "<格>序号</格>", "<段落>序号</段落>", 8, ""),
    ("element_misplaced", "  <二维码", "  <行><格>一</格></行>\n  <二维码", 3, ""),
    ("child_missing", '\n   <行><格 跨行="2">甲</格><格 跨列="2">乙</格></行>', "\n   <行/>", 15, ""),
    ("attribute_unknown", '跨行="2"', '垮行="2"', 15, "跨行"),
    ("attribute_unknown", '字号="12"', '字大小="12"', 5, "字号"),
    ("attribute_missing", ' 列宽="20 30 *"', "", 6, ""),
    ("attribute_missing", ' 上="8"/>', "/>", 3, ""),
    ("attributes_conflict", '左="15" 上', '左="15" 右="15" 上', 3, ""),
    ("value_unknown", 'A4"', 'A44"', 2, "A4"),
    ("value_not_number", '字号="12"', '字号="12pt"', 5, "12"),
    ("value_not_four", "40 15 20 15", "40 15 20", 2, ""),
    ("value_out_of_range", '缩进="2"', '缩进="200"', 5, ""),
    ("value_out_of_range", '左="15" 上', '大小="12" 左="15" 上', 3, ""),
    ("widths_wrong", "20 30 *", "20mm 30 *", 6, ""),
    ("field_unknown", "{{姓名}}", "{{姓明}}", 12, "姓名"),
    ("field_unknown", '于="人员"', '于="人圆"', 11, "人员"),
    ("field_at_edge_only", "单位：", "{{总页}}单位：", 5, ""),
    ("field_is_list", "单位：", "{{组}}单位：", 5, ""),
    ("loop_not_list", '于="组"', '于="人数"', 10, "组"),
    ("way_unknown", "制表日期:汉字", "制表日期:汉子", 5, "汉字"),
    ("brace_unclosed", "{{单位}}", "{{单位}", 5, ""),
    ("text_misplaced", '于="组">', '于="组">所有人', 10, ""),
    ("columns_mismatch", '跨列="2"', '跨列="3"', 15, ""),
    ("span_too_far", "\n   <行><格>丙</格><格>丁</格></行>", "", 15, ""),
    ("span_parted", '<格 跨行="2">甲</格><格 跨列="2">乙</格></行>\n   <行><格>丙</格><格>丁</格></行>',
     '<格>甲</格><格 跨行="2">乙</格><格/></行>\n   <行><格 跨列="2">丙</格></行>', 16, ""),
    ("table_too_wide", "20 30 *", "20 30 140", 6, ""),
    ("margins_too_wide", "40 15 20 15", "20 100 20 100", 2, ""),
    ("field_is_chart", "单位：", "{{年龄构成}}单位：", 5, ""),
    ("field_no_chart", "  <段落 字号", '  <图表 于="人数" 高="30"/>\n  <段落 字号', 5, "各处人数"),
    ("margins_too_high", "40 15 20 15", "140 15 140 15", 2, ""),
    ("letter_not_a4", 'A4"', 'A5" 公文="是"', 2, "A4"),
    ("outside_paper", '左="15" 上="8"', '左="195" 上="8"', 3, ""),
    ("outside_paper", "  <段落", '  <放置 左="190" 上="9" 宽="40" 高="9"><空 高="1"/></放置><段落', 5, ""),
    ("outside_paper", "  <段落", '  <定位点 距="40" 大小="70"/><段落', 5, ""),
    ("mark_twice", "<格>丁</格>", '<格><方框 标识="a"/><数字格 标识="a" 位="2"/></格>', 16, ""),
    ("mark_in_loop", "{{村}}", '<方框 标识="到"/>', 12, "到.{{序号}}"),
    ("brace_single", "{{单位}}", "｛单位｝", 5, "{{单位}}"),
    ("brace_single", "{{姓名}}", "｛｛姓名｝｝", 12, "{{姓名}}"),
    ("brace_single", "编号：{{编号}}", "{{编号}}　｛页｝", 4, "{{页}}"),
    ("smallest_above_size", '字号="12"', '字号="12" 最小字号="14"', 5, ""),
    ("attribute_missing", "   <行><格 跨", '   <若><行><格/><格/><格/></行></若>\n   <行><格 跨', 15, ""),
    ("attributes_conflict", "   <行><格 跨", '   <若 有="单位" 无="单位"><行><格/><格/><格/></行></若>\n   <行><格 跨', 15, ""),
    ("field_is_list", "<格>丁</格>", '<格><方框 标识="a" 若="组"/></格>', 16, ""),
    ("field_is_chart", "<格>丁</格>", '<格><数字格 标识="a" 位="2" 值="年龄构成"/></格>', 16, ""),
    ("too_many_in_table", "   <循环 于=\"组\">", '   <分页表头><行><格/><格/><格/></行></分页表头>\n   <循环 于="组">', 10, ""),
    ("too_many_in_table", "  </表格>", "<本页小计><行><格/><格/><格/></行></本页小计>\n  </表格>", 18, ""),
    ("field_unknown", "{{本页实发:大写}}", "{{本页实法:大写}}", 17, "本页实发"),
    ("field_unknown", "乙</格>", "{{本页实发}}</格>", 15, "合计实发"),
    ("way_unknown", "实发:大写", "实发:大字", 17, "大写"),
    ("element_misplaced", "<格>序号</格><格>姓名</格><格>村</格></行>", "<本页小计/></行>", 8, ""),
    ("columns_mismatch", "<格>{{合计实发}}</格>", "", 17, ""),
    ("too_many_codes", "  <编号", '  <二维码 左="15" 上="40"/><二维码 左="15" 上="80"/>\n  <编号', 4, ""),
]  # fmt: skip


CARD = """<表单 编号="F91" 名称="卡" 对象="个人" 单页="是">
 <拼版 列="2" 行="4"/>
 <页 宽="90" 高="54" 页边="4 4 4 4">
  <段落>{{姓名}}<方框 标识="a" 若="性别"/></段落>
  <表格 列宽="30 *"><行><格><照片 于="照片" 宽="22" 高="30"/></格><格>{{村}}</格></行></表格>
 </页>
</表单>
"""

CARD_MISTAKES = [
    ("field_is_picture", "{{姓名}}", "{{照片}}", 4, ""),
    ("field_no_picture", '于="照片"', '于="姓名"', 5, "照片"),
    ("field_unknown", '于="照片"', '于="像片"', 5, "照片"),
    ("field_unknown", '若="性别"', '若="性另"', 4, "性别"),
    ("field_unknown", '标识="a"', '标识="a{{性另}}"', 4, "性别"),
    ("imposition_not_single", ' 单页="是"', "", 2, ""),
    ("imposition_too_large", '行="4"', '行="6"', 2, ""),
    ("imposition_sizes_differ", "</表单>", '<页 纸张="A5" 页边="4 4 4 4"><空 高="2"/></页></表单>', 2, ""),
    ("imposition_not_two", '行="4"', '行="4" 双面="是"', 2, ""),
    ("too_many", ' <页', ' <拼版 列="1" 行="1"/>\n <页', 3, ""),
    ("attribute_missing", ' 页边="4 4 4 4"', "", 3, ""),
    ("attribute_missing", ' 标识="a"', "", 4, ""),
]  # fmt: skip


def _problems(content: bytes) -> list[FormProblem]:
    return read_checked(Path("try.xml"), content)[1]


def _planted(code: str, good: str, bad: str) -> bytes:
    if code == "not_utf8":
        return GOOD.encode("gb18030")
    if code == "file_too_large":
        return GOOD.encode() + b" " * 1_000_000
    assert good in GOOD
    return (GOOD.replace(good, bad) if code == "root_wrong" else _replace(good, bad)).encode()


def _replace(good: str, bad: str) -> str:
    """The first occurrence, and the closing tag of an element that changes its name."""
    text = GOOD.replace(good, bad, 1)
    if re.fullmatch(r"\w+", bad) and bad:
        text = text.replace(f"</{good}>", f"</{bad}>", 1)
    return text


def test_the_good_form_is_without_fault() -> None:
    assert _problems(GOOD.encode()) == []


@pytest.mark.parametrize(("code", "good", "bad", "line", "likely"), MISTAKES)
def test_a_planted_fault_is_found_with_its_line(code: str, good: str, bad: str, line: int, likely: str) -> None:
    _told(_problems(_planted(code, good, bad)), code, line, likely)


@pytest.mark.parametrize(("code", "good", "bad", "line", "likely"), CARD_MISTAKES)
def test_a_fault_planted_in_a_card_is_found_too(code: str, good: str, bad: str, line: int, likely: str) -> None:
    assert good in CARD
    assert _problems(CARD.encode()) == []
    _told(_problems(CARD.replace(good, bad, 1).encode()), code, line, likely)


def _told(problems: list[FormProblem], code: str, line: int, likely: str) -> None:
    assert (code, line) in [(p.code, p.line) for p in problems]
    (found,) = [p for p in problems if (p.code, p.line) == (code, line)][:1]
    assert found.meant == likely
    for language in ("zh_CN", "en"):
        use_language(language)
        told = tell_problem(found)
        assert "{" not in told.replace("{{", "")
        assert likely in told


def test_every_fault_that_can_be_told_is_planted_here() -> None:
    assert {code for code, *_ in (*MISTAKES, *CARD_MISTAKES)} | {"code_taken"} == set(PROBLEMS)


def test_several_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = GOOD.replace("{{村}}", "{{村名}}").replace('缩进="2"', '缩近="2"').replace("{{单位}}", "{{单为}}")
    problems = _problems(text.encode())
    assert [p.line for p in problems] == [5, 5, 12]
    assert [p.meant for p in problems] == ["缩进", "单位", "村"]


def test_two_files_with_one_code_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(GOOD, "utf-8")
    (tmp_path / "b.xml").write_text(GOOD, "utf-8")
    (problem,) = door.check_folders([tmp_path])
    assert (problem.code, problem.file.name, problem.facts["other"]) == ("code_taken", "b.xml", "a.xml")
    assert tell_problem(problem)


def test_values_are_data_and_are_never_read_as_a_form() -> None:
    form = form_of(GOOD)
    document = roster(["{{单位}}", "<格>", "__import__('os')", "${HOME}"])
    from tests.support.paper import texts

    text = "".join(texts(run(form, [document]).pdf))
    for name in ("{{单位}}", "<格>", "__import__('os')", "${HOME}"):
        assert name in text


def test_a_form_reaches_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密", "utf-8")
    for trick in (
        f'<!DOCTYPE 表单 [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>\n' + GOOD.replace("单位：", "&x;"),
        GOOD.replace("单位：", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="secret" parse="text"/>'),
        GOOD.replace("单位：", "&x;"),
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n' + GOOD,
    ):
        root, problems = read_checked(tmp_path / "try.xml", trick.encode())
        assert problems
        assert root is None or "秘密" not in "".join(root.itertext())


def test_comments_and_indentation_do_not_come_onto_paper() -> None:
    from tests.support.paper import page_of, texts

    form = form_of(page_of("<段落>一<!-- 说明 -->二\n      三</段落>"))
    assert texts(run(form, [letter()]).pdf) == ["一二三"]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        door.check_files([tmp_path / "none.xml"])
    assert caught.value.code == "form_file_missing"


README = (forms_dir() / "README.md").read_text("utf-8")
SAMPLES = re.findall(r"```xml\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("sample", SAMPLES, ids=range(len(SAMPLES)))
def test_the_samples_of_the_guide_are_without_fault_and_can_be_printed(sample: str) -> None:
    form = form_of(sample)
    document = {"person": letter(), "roster": roster(["王芳", "李伟"], ("甲", "乙")), "blank": {"单位": "梁才派出所"}}
    assert run(form, [document[form.subject]]).pages


def test_every_element_and_attribute_is_described_and_used_in_a_sample() -> None:
    used = set(re.findall(r"<(\w+)", "".join(SAMPLES)))
    attributes = set(re.findall(r"(\w+)=\"", "".join(SAMPLES)))
    for name, element in ELEMENTS.items():
        assert f"`{name}`" in README
        assert name in used
        for attribute in element.attrs:
            assert f"`{attribute}`" in README
            assert attribute in attributes
