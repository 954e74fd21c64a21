"""What each bundled form is tried with: the data of an ordinary day, the worst that an office has, nothing at all."""

from collections.abc import Callable, Mapping
from typing import Any

from station_desk.domain.charts import Chart, Series
from station_desk.domain.paper import Subject
from station_desk.domain.paper_fields import FIELDS, Scope, blank_scope
from station_desk.domain.paper_people import Amounts, LetterTerm, RosterData, RosterGroup, RosterLine, list_heads
from station_desk.domain.rubric_paper import sheet_scope
from station_desk.domain.slips import Fingerprints, HandedBundle, HandOver, Receipt, TakenBundle
from station_desk.services import packs, rubrics
from station_desk.services.paper_policy import policy_fields
from tests.support import selection_samples as selection
from tests.support.paper import letter

LONG = (
    "滨州市滨城区梁才街道办事处大高家庄子村",
    "滨州市滨城区梁才街道办事处西北大高家庄子新型农村社区",
    "滨州市滨城区梁才街道办事处南北镇店子街子村",
    "滨州市滨城区梁才街道办事处东西南北中街子村",
)
NAMES = ("阿卜杜热合曼·麦麦提敏江·吐尔逊", "𠮷𬭎䶮", "王芳", "欧阳娜娜", "𠅤䶮")
STATION, COUNTY = "梁才派出所", "滨州市公安局滨城分局"
LONG_STATION = "滨州市公安局滨城分局梁才街道派出所梁才南社区警务站"
TERMS = (
    LetterTerm("2020-01-01", "2022-12-31", "东牛王村", "已期满", "梁聘〔2020〕3号"),
    LetterTerm("2023-01-01", "2025-12-31", "东牛王村、西牛王村", "在聘", "梁聘〔2023〕3号"),
)
PRINTS = ("9F3A-2C71-55D0-8E42-B6A9", "17CE-904B-3A3D-66F1-0D58")
DAY = "2026-11-22"


# --- one person ----------------------------------------------------------------------------------------------------
def person(name: str = "王芳", **more: Any) -> Scope:
    """A letter about one person."""
    given: dict[str, Any] = {
        "number": "梁聘〔2026〕1号",
        "period": "2026-11",
        "id_no": "371***********1234",
        "phone": "138****1234",
        "education": "高中",
        "political": "群众",
        "officer": "周民警",
        "room": "梁才第二警务室",
        "area": "南片",
        "terms": TERMS,
        "programme": "一村一警务助理",
        "results": selection.RESULTS,
    }
    return letter(name, **(given | more))


def _worst_people() -> list[Scope]:
    long: dict[str, Any] = {"villages": LONG, "station": LONG_STATION, "township": "梁才街道办事处经济技术开发区"}
    long |= {"officer": "阿卜杜热合曼·麦麦提敏", "room": "梁才街道南社区中心警务室", "area": "南北片区一组"}
    long |= {"post": "村委会委员、治保主任、网格员", "terms": TERMS * 4, "title": selection.LONG_TITLE}
    return [person(name, **long) for name in NAMES]


# --- lists of people -----------------------------------------------------------------------------------------------
def _line(at: int, name: str, village: str, amounts: Amounts | None) -> RosterLine:
    return RosterLine(
        *(
            name,
            "女" if at % 2 else "男",
            "1986-05",
            village,
            "梁才街道",
            STATION,
            "网格员",
            "2023-12-01",
            "2026-11-30",
        ),
        *("371***********1234", "138****1234", "高中", "群众", "在聘"),
        villages=(f"v{at % 7}",),
        id_tail="1234",
        card_tail="9876",
        amounts=amounts,
    )


def people(names: tuple[str, ...] = ("王芳", "李伟", "欧阳娜娜"), *, long: bool = False) -> Scope:
    """A roster with amounts of a month."""
    allowance = (10_000, 5_000, 0)
    lines = tuple(
        _line(
            at,
            name,
            "、".join(LONG) if long and at % 7 == 0 else f"{'东西南北'[at % 4]}牛王村",
            Amounts(
                30_000, allowance[at % 3], -1_550 * (at % 5 == 4), 30_000 + allowance[at % 3] - 1_550 * (at % 5 == 4)
            ),
        )
        for at, name in enumerate(names)
    )
    return RosterData(STATION, DAY, (RosterGroup("", lines),), "2026-11", units=74, vacant=3).scope()


# --- what goes with a stick, and what came wrong -------------------------------------------------------------------
def handover(count: int = 2, name: str = STATION) -> Scope:
    """A hand-over slip."""
    kinds = {"person": 6, "term": 12, "village": 3, "sheet": 71, "attachment": 4, "remark": 1}
    bundles = tuple(
        HandedBundle(7 + i, f"5B0E-{19 + i}", DAY, "李四", 47_000 + i, 96, kinds, again=i == 1) for i in range(count)
    )
    return HandOver("371602009", name, "371602", COUNTY, DAY, bundles, Fingerprints(*PRINTS), "").scope()


def receipt(count: int = 2, name: str = STATION) -> Scope:
    """A stamped receipt."""
    bundles = tuple(
        TakenBundle(
            9 + i, f"5B0E-{19 + i}", DAY, DAY, "周五", "gap" if i % 3 else "applied", 96, (7, 8) if i % 3 else ()
        )
        for i in range(count)
    )
    signed = {"head": "9f3a2c71", "signature": "55d08e42", "signed_at": DAY}
    receipt = Receipt("371602", COUNTY, "371602009", name, DAY, bundles, 9, 214, (7, 8), **signed)
    return receipt.scope()


def corrections(count: int = 3, *, long: bool = False) -> Scope:
    """Rows that an import held back."""
    rows = tuple(
        {
            "序号": i + 1,
            "行号": i + 4,
            "姓名": NAMES[i % len(NAMES)],
            "村": LONG[i % 4] if long else "东牛王村",
            "身份证号": "371***********123X",
            "电话": "138****1234",
            "问题": "身份证校验位不对、出生年月与身份证不一致、电话少一位" if i % 2 else "没有填村",
        }
        for i in range(count)
    )
    file = "2026年秋季一村一警务助理花名册（梁才街道各村汇总报表第二次修改）.xls" if long else "花名册.xls"
    return {"单位": STATION, "制表日期": DAY, "文件": file, "工作表": "Sheet1", "行数": count, "行": rows}


# --- reports -------------------------------------------------------------------------------------------------------
def report(names: tuple[str, ...] = ("王芳", "李伟", "欧阳娜娜"), *, long: bool = False) -> Scope:
    """A report with everything its forms can show; `long`: the longest names stand for metrics too."""
    metrics = names if long else ("走访", "协助处理户籍问题", "发放警民联系卡")
    lines = tuple(
        {
            "序号": at,
            "项目": name,
            "计量": "人次",
            "本期": str(2_600_826 - at),
            "上期": str(at),
            "去年同期": "305",
            "同比": "-26.2%",
        }
        for at, name in enumerate(metrics, 1)
    )
    numbers = {f"数{at}": str(at * 1000) for at in range(1, 13)}
    more = LONG if long else ("东牛王村",)
    people = tuple({"名称": name, "补充": more[at % len(more)], **numbers} for at, name in enumerate(names))
    places = tuple(
        {"名次": at, "名称": name, "补充": more[at % len(more)], "数量": "24"} for at, name in enumerate(names, 1)
    )
    return {
        **blank_scope("report"),
        **{f"列{at}": "登记场所、特业、重点单位、部位（处）" if long else "走访（户）" for at in range(1, 13)},
        **{f"总{at}": "999999" for at in range(1, 13)},
        "单位": LONG_STATION if long else STATION,
        "制表日期": DAY,
        "题名": "一村一警工作情况统计表",
        "期间": "2025年12月26日—2026年12月25日" if long else "2026年9月26日—10月25日",
        "说明": "1. 只登记到月的数记在那个月的最后一天；2. 工作月起止文件没有写明，按26日到25日算（示例值）",
        "没有报的": "、".join(("排查治安隐患", "消防宣传", "交通安全讲座") * (9 if long else 1)),
        "比率": "破案率：76.9%（173 ÷ 225）；隐患整改率：96%（432 ÷ 450）",
        "分项": "按责任民警",
        "图": Chart("bars", "本期", "户", ("走访", "好事"), (Series("本期", (2347, 98)),)),
        "组": ({"组名": "治安", "行": lines}, {"组名": "", "行": lines}),
        "明细": people,
        "排名": ({"项目": "X01　走访（户）", "名次行": places},),
    }


# --- by subject ----------------------------------------------------------------------------------------------------
_FILLED: Mapping[Subject, Callable[[], Scope]] = {
    "person": person,
    "roster": people,
    "handover": handover,
    "receipt": receipt,
    "corrections": corrections,
    "report": report,
    "batch": selection.batch,
    "notice": selection.notice,
    "candidate": selection.candidate,
    "vote": selection.vote,
    "room": selection.room,
    "circular": selection.circular,
    "policy": lambda: policy("cn.nanan"),
}
_WORST: Mapping[Subject, Callable[[], list[Scope]]] = {
    "person": _worst_people,
    "roster": lambda: [people(NAMES * 40, long=True)],
    "handover": lambda: [handover(8, LONG_STATION)],
    "receipt": lambda: [receipt(8, LONG_STATION)],
    "corrections": lambda: [corrections(60, long=True)],
    "report": lambda: [report(NAMES * 40, long=True)],
    "batch": lambda: [selection.batch(long=True)],
    "notice": lambda: [selection.notice(long=True)],
    "candidate": selection.candidates_worst,
    "vote": lambda: [selection.vote(long=True)],
    "room": lambda: [selection.room(long=True)],
    "circular": lambda: [selection.circular(long=True)],
    "policy": lambda: [policy("cn.weihai")],
}


def policy(pack: str) -> Scope:
    """A bundled pack on its sheet; Weihai's is the longest."""
    return {"单位": STATION, "制表日期": "2026-11-22", **policy_fields(packs.read(pack))}


def filled(subject: Subject) -> Scope:
    """An ordinary day."""
    return _FILLED[subject]()


def worst(subject: Subject) -> list[Scope]:
    """The longest names, the most rows."""
    return _WORST[subject]()


def blank(subject: Subject) -> Scope:
    """Nothing but what every form knows: the office, and the heads of its lists."""
    known: dict[str, Any] = {"派出所": STATION} if subject == "person" else {}
    if subject == "roster":
        known |= list_heads(None, "")
    if subject in ("person", "room"):
        known |= sheet_scope(rubrics.example(subject).rubric, {})
    names = {f.name for f in FIELDS[subject]}
    return blank_scope(subject, 单位=STATION, **{name: value for name, value in known.items() if name in names})
