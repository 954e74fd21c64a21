"""Header words."""

import pytest

from station_desk.domain.intake_columns import field_of, header_key, is_resident_column


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓　名", "name"),
        ("警务助理\n姓名", "name"),
        ("辅警姓名", "name"),
        ("身份证号（18位）", "id_no"),
        ("公民身份号码", "id_no"),
        ("居民身份证号码*", "id_no"),
        ("出生年月", "birth"),
        ("出生日期", "birth"),
        ("联系电话", "phone"),
        ("手机号", "phone"),
        ("联系方式：", "phone"),
        ("所在村", "village"),
        ("行政村", "village"),
        ("村（居）", "village"),
        ("村/居", "village"),
        ("所在村居", "village"),
        ("乡镇（街道）", "township"),
        ("文化程度", "education"),
        ("学历", "education"),
        ("政治面貌", "political"),
        ("现任职务", "post"),
        ("任职时间", "start_date"),
        ("聘用时间", "start_date"),
        ("入职", "start_date"),
        ("聘期届满", "end_date"),
        ("银行卡号", "bank_card"),
        ("片区", "area"),
        ("责任民警", "officer"),
        ("警务室", "room"),
        ("备注", "remark"),
        ("序号", "serial"),
        ("是否退役军人", "veteran"),
        ("系统编号", "record_id"),
    ],
)
def test_the_usual_words_are_known(header: str, field: str) -> None:
    assert field_of(header_key(header)) == field


@pytest.mark.parametrize("header", ["身高", "民族", "家庭住址", "村书记姓名", "民警电话", "", "填表人", "负责人电话"])
def test_other_columns_mean_nothing_here(header: str) -> None:
    assert field_of(header_key(header)) not in {"name", "phone", "id_no", "village"}


@pytest.mark.parametrize("header", ["户主", "户主姓名", "与户主关系", "家庭成员", "流动人口", "重点人员", "被走访人"])
def test_columns_about_residents_are_refused(header: str) -> None:
    assert is_resident_column(header_key(header))
    assert field_of(header_key(header)) is None


@pytest.mark.parametrize(
    "header",
    ["村支书联系电话", "村支书手机", "包村民警联系方式", "所长手机号码", "应急联系电话", "值班电话", "村会计手机号", "分管领导电话"],
)  # fmt: skip
def test_the_telephone_of_somebody_else_is_never_taken_for_the_assistants(header: str) -> None:
    assert field_of(header_key(header)) is None


@pytest.mark.parametrize(
    "header", ["警务助理电话", "驻村辅警联系方式", "本人手机号", "助理员手机号码", "常用手机号", "联系电话（手机）"]
)
def test_whose_a_telephone_is_may_stand_before_it(header: str) -> None:
    assert field_of(header_key(header)) == "phone"


@pytest.mark.parametrize("header", ["原警务助理姓名", "前任警务助理", "接替警务助理", "分管辅警"])
def test_who_is_assistant_no_more_is_not_the_person_of_the_row(header: str) -> None:
    assert field_of(header_key(header)) is None


@pytest.mark.parametrize(
    ("header", "field"), [("身份证号2", "id_no"), ("联系电话三", "phone"), ("性别①", "sex"), ("2", None), ("一", None)]
)
def test_words_may_be_numbered_for_the_second_person_of_a_row(header: str, field: str | None) -> None:
    assert field_of(header_key(header)) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("警务助理身份证号", "id_no"),
        ("辅警性别", "sex"),
        ("拟聘警务助理学历", "education"),
        ("基本情况姓名", "name"),
        ("警务助理基本信息联系电话", "phone"),
        ("任职情况时间", "start_date"),
        ("任职情况止", "end_date"),
        ("所属乡（镇）", "township"),
        ("归属派出所", "station"),
        ("候选人姓名", "name"),
        ("推荐人姓名", None),
        ("警务助理家庭人口", None),
        ("任职情况", "post"),
        ("所在", None),
    ],
)
def test_whose_a_word_is_and_the_heading_of_its_group_may_stand_before_it(header: str, field: str | None) -> None:
    assert field_of(header_key(header)) == field
