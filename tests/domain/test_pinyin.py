"""Readings: usual ones, surnames of their own, every other that people type."""

import pytest

from station_desk.domain.pinyin import begins, fuzzy_forms, parse_readings, pinyin_order, typed_forms
from tests.support.tables import readings

# python-pinyin issue 297: the surname and how it is read.
SURNAMES = """
万俟 mo qi;尉迟 yu chi;单于 chan yu;重 chong;秘 bi;冼 xian;华 hua;过 guo;纪 ji;燕 yan;种 chong;繁 po;幺 yao;覃 qin;冯 feng;
石 shi;缪 miao;瞿 qu;曾 zeng;解 xie;折 she;那 na;佴 nai;难 nan;粘 nian;藏 zang;扎 za;翟 zhai;都 du;六 lu;薄 bo;贾 jia;的 de;
哈 ha;居 ju;盖 ge;查 zha;盛 sheng;塔 ta;和 he;柏 bai;朴 piao;蓝 lan;牟 mou;殷 yin;陆 lu;乜 nie;乐 yue;阚 kan;叶 ye;强 qiang;
不 fou;丁 ding;阿 a;汤 tang;万 wan;车 che;称 cheng;沈 shen;区 ou;仇 qiu;宿 su;南 nan;单 shan;卜 bu;鸟 niao;思 si;殳 shu;寻 xun;
於 yu;烟 yan;余 yu;浅 qian;艾 ai;浣 wan;无 wu;信 xin;许 xu;齐 qi;俞 yu;若 ruo;贠 yun;貟 yun;么 yao
"""
ISSUE_297 = [(e.split()[0], e.split()[1:]) for e in SURNAMES.replace("\n", "").split(";")]


@pytest.mark.parametrize(("surname", "said"), ISSUE_297, ids=[surname for surname, _ in ISSUE_297])
def test_every_surname_of_the_list_has_its_right_reading_first(surname: str, said: list[str]) -> None:
    name = readings().of_name(surname + "伟")
    assert [sound.right[0] for sound in name if sound] == [*said, "wei"]


def test_a_surname_keeps_its_usual_reading_as_another_one() -> None:
    shan = readings().of_name("单曾")
    assert shan[0]
    assert (shan[0].right, set(shan[0].other)) == (("shan",), {"dan", "chan"})
    assert shan[1]
    assert (shan[1].right, shan[1].other) == (("ceng",), ("zeng",))


@pytest.mark.parametrize("name", ["令狐冲", "澹台明", "欧阳辉", "上官云", "诸葛亮", "长孙明", "鲜于文"])
def test_compound_surnames_are_read_as_such(name: str) -> None:
    said = [sound.right[0] for sound in readings().of_name(name) if sound]
    assert (
        said[:2]
        == {
            "令狐冲": ["ling", "hu"],
            "澹台明": ["tan", "tai"],
            "欧阳辉": ["ou", "yang"],
            "上官云": ["shang", "guan"],
            "诸葛亮": ["zhu", "ge"],
            "长孙明": ["zhang", "sun"],
            "鲜于文": ["xian", "yu"],
        }[name]
    )


def test_a_compound_surname_alone_or_cut_does_not_break() -> None:
    assert [s.right[0] for s in readings().of_name("万") if s] == ["wan"]
    assert [s.right[0] for s in readings().of_name("万俟") if s] == ["mo", "qi"]
    assert readings().of_name("") == []


def test_given_names_are_read_as_usual() -> None:
    name = readings().of_name("王乐")
    assert name[1]
    assert name[1].right == ("le",)
    assert "yue" in name[1].other


def test_dots_have_no_reading_and_rare_characters_have_one() -> None:
    name = readings().of_name("买·崔䶮𬀩")
    assert name[1] is None
    assert [s.right for s in name if s] == [("mai",), ("cui",), ("yan",), ("wei",)]


def test_private_use_characters_are_there_without_a_reading() -> None:
    name = readings().of_name("高\ue170")
    assert name[1]
    assert (name[1].char, name[1].right) == ("\ue170", ())


def test_every_character_of_the_sample_villages_can_be_typed() -> None:
    from tests.support.tables import RESOURCES

    for file in sorted((RESOURCES / "villages").glob("*.csv")):
        for line in file.read_text(encoding="utf-8-sig").splitlines()[1:]:
            name = line.split(",")[1]
            silent = [s.char for s in readings().of_text(name) if s and not s.right and not s.char.isdigit()]
            assert all("\ue000" <= c <= "\uf8ff" for c in silent), name


def test_names_are_ordered_by_their_reading() -> None:
    names = sorted(["张三", "安七", "曾五", "\ue170六", "白四"], key=lambda n: pinyin_order(readings().of_name(n)))
    assert names == ["安七", "白四", "曾五", "张三", "\ue170六"]


def test_lv_is_typed_with_v_or_u() -> None:
    assert typed_forms("lv") == ("lv", "lu")
    assert typed_forms("nve") == ("nve", "nue")
    assert typed_forms("lu") == ("lu",)


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhang", "zan"), ("chen", "cheng"), ("si", "shi"), ("nan", "lang"), ("hui", "fui"), ("xin", "xing")],
)
def test_sounds_that_are_mixed_up_are_told(one: str, other: str) -> None:
    assert other in fuzzy_forms(one)
    assert one in fuzzy_forms(other)


def test_fuzzy_sounds_are_only_heard_when_asked() -> None:
    assert not begins("zhang", "zan")
    assert begins("zhang", "zan", fuzzy=True)
    assert begins("lv", "lu")
    assert not begins("zhang", "ang")


def test_a_table_is_read_from_its_lines() -> None:
    table = parse_readings(["# remark", "[first]", "dan 单", "[also]", "shan 单"], ["# remark", "单 shan"])
    assert table.of_char("单") == ("单", ("dan",), ("shan",))
    name = table.of_name("单")
    assert name[0] == ("单", ("shan",), ("dan",))
