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
