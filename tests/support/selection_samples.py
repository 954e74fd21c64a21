"""What the forms of a selection and of an assessment are tried with: an ordinary day, the worst that an office has."""

from dataclasses import replace

from station_desk.domain.assessment import Entry
from station_desk.domain.paper_fields import Scope
from station_desk.domain.paper_results import (
    Adjustment,
    Circular,
    PersonResults,
    Ranked,
    Result,
    RoomPaper,
)
from station_desk.domain.paper_selection import (
    BatchPaper,
    CandidatePaper,
    Chosen,
    Clauses,
    Post,
    Publicity,
    Runner,
    SelectionHead,
    StagePassed,
    VotePaper,
    notice_scope,
)
from station_desk.domain.rubric_paper import sheet_scope
from station_desk.services import rubrics

STATION, COUNTY, DAY = "梁才派出所", "滨州市公安局滨城分局", "2026-11-22"
LONG_VILLAGES = (
    "滨州市滨城区梁才街道办事处大高家庄子村",
    "滨州市滨城区梁才街道办事处西北大高家庄子新型农村社区",
    "滨州市滨城区梁才街道办事处南北镇店子街子村",
    "滨州市滨城区梁才街道办事处东西南北中街子村",
)
LONG_NAMES = ("阿卜杜热合曼·麦麦提敏江·吐尔逊", "𠮷𬭎䶮", "王芳", "欧阳娜娜", "𠅤䶮")
LONG_STATION = "滨州市公安局滨城分局梁才街道派出所梁才南社区警务站"
LONG_TITLE = "社区驻村辅警"
HEAD = SelectionHead(STATION, "警务助理", "一村一警务助理", "2026年秋季选聘", DAY)
LONG_HEAD = SelectionHead(LONG_STATION, LONG_TITLE, "一村一警", "2026年第三批补充选聘（梁才、彭李、市中）", DAY)
CLAUSES = Clauses(
    (
        "常驻本村，对本村人熟、地熟、情况熟，有一定的群众基础",
        "一般应具有高中及以上学历",
        "无重大身心疾病、无重大生理缺陷，能正常开展工作",
    ),
    (
        "本人受过刑事处罚的",
        "正被纪检监察部门立案调查、司法机关立案侦查的",
        "曾被开除公职或受党内警告、严重警告处分不满2年，受撤销党内职务、留党察看以上处分不满3年的",
    ),
    ("治保主任、综治协管员",),
)
LONG_CLAUSES = Clauses(CLAUSES.conditions * 3, CLAUSES.excluded * 4, CLAUSES.preferred * 2)
PUBLIC = Publicity("2026-11-23", "2026-11-29", "7天")
CHOSEN = (
    Chosen("王芳", "女", "1986-05", "东牛王村", "网格员", "梁才街道", "高中", "中共党员"),
    Chosen("李伟", "男", "1990-11", "西牛王村", "治保主任", "梁才街道", "大专", "群众"),
)


def _many(count: int) -> tuple[Chosen, ...]:
    return tuple(
        replace(
            CHOSEN[at % 2], name=LONG_NAMES[at % 5], village=LONG_VILLAGES[at % 4], post="村委会委员、治保主任、网格员"
        )
        for at in range(count)
    )


# --- selection -----------------------------------------------------------------------------------------------------
def batch(*, long: bool = False) -> Scope:
    """A batch with its posts, clauses, candidates."""
    posts = tuple(Post(v, "梁才街道", 1) for v in (LONG_VILLAGES * 20 if long else ("东牛王村", "西牛王村")))
    return BatchPaper(
        head=LONG_HEAD if long else HEAD,
        approver=COUNTY,
        stages=("个人自荐", "组织推荐", "联合考察", "审核确定"),
        opens="2026-11-23",
        closes="2026-12-02",
        deadline="2026-12-10",
        reference_day="2026-12-02",
        posts=posts,
        clauses=LONG_CLAUSES if long else CLAUSES,
        chosen=_many(80) if long else CHOSEN,
        publicity=PUBLIC,
        reply_number="滨公滨城〔2026〕18号",
        reply_day="2026-12-08",
    ).scope()


def notice(*, long: bool = False) -> Scope:
    """A public notice."""
    return notice_scope(LONG_HEAD if long else HEAD, PUBLIC, _many(60) if long else CHOSEN)


def candidate(name: str = "王芳", *, long: bool = False) -> Scope:
    """One candidate."""
    stages = tuple(
        StagePassed(stage, "通过", f"2026-11-{12 + at}", "周民警", f"梁选〔2026〕{at + 1}号")
        for at, stage in enumerate(("个人自荐", "组织推荐", "联合考察"))
    )
    person = replace(CHOSEN[0], name=name)
    if long:
        person = replace(
            _many(1)[0], name=name, village="、".join(LONG_VILLAGES), township="梁才街道办事处经济技术开发区"
        )
    return CandidatePaper(
        head=LONG_HEAD if long else HEAD,
        person=person,
        station=LONG_STATION if long else STATION,
        approver=COUNTY,
        id_no="371***********1234",
        phone="138****1234",
        age=40,
        reference_day="2026-12-02",
        clauses=LONG_CLAUSES if long else CLAUSES,
        stages=stages * (3 if long else 1),
    ).scope()


def candidates_worst() -> list[Scope]:
    """The longest names."""
    return [candidate(name, long=True) for name in LONG_NAMES]


def vote(*, long: bool = False) -> Scope:
    """A vote that was counted."""
    runners = (Runner("王芳", "女", 31, 8, 2, "当选"), Runner("李伟", "男", 12, 27, 2, "未当选"))
    if long:
        runners = tuple(Runner(name, "男", 999, 888, 777, "进入第二轮") for name in LONG_NAMES)
    return VotePaper(
        head=LONG_HEAD if long else HEAD,
        village=LONG_VILLAGES[1] if long else "东牛王村",
        township="梁才街道办事处经济技术开发区" if long else "梁才街道",
        station=LONG_STATION if long else STATION,
        seats=1,
        day="2026-11-28",
        due=45,
        present=43,
        issued=43,
        returned=42,
        invalid=1,
        verdict="进入第二轮投票" if long else "选出",
        elected=LONG_NAMES[:3] if long else ("王芳",),
        runners=runners,
    ).scope()


# --- assessment ----------------------------------------------------------------------------------------------------
SCORED = {
    "A1": Entry("1", "A1", 50),
    "B1": Entry("2", "B1", machine=60, evidence='{"returned": true, "days_late": 0}'),
    "C1": Entry("3", "C1", 90, 80, evidence='{"metric": "L02", "count": 26, "target": "30"}', words="补报四次走访" * 9),
    "P3": Entry("4", "P3", count=1),
}
RESULTS = PersonResults(
    month=Result(945, "优秀", points={"A1": 50, "B2": 35, "E1": 60, "加": 20, "减": 0}),
    year="2026",
    sheet=sheet_scope(rubrics.example("person").rubric, SCORED, "优秀"),
    months={month: Result(900 + 5 * month, "合格" if month % 3 else "优秀") for month in range(1, 11)},
    whole_year=Result(None, "优秀"),
    adjustments=(Adjustment("2026-09", -1_550, "当月 12 日离任后多发", "赵所长", DAY),),
)


def circular(*, long: bool = False) -> Scope:
    """The results of a month."""
    people = ("王芳", "李伟", "欧阳娜娜") if not long else LONG_NAMES * 40
    lines = tuple(
        Ranked(
            at + 1,
            name,
            LONG_VILLAGES[at % 4] if long else "东牛王村",
            LONG_STATION if long else STATION,
            Result(960 - at, "优秀" if at < 1 else "合格"),
            "任职不满一个月，折算" if long else "",
        )
        for at, name in enumerate(people)
    )
    return Circular(LONG_STATION if long else STATION, "警务助理", DAY, "2026-11", "警务助理", lines).scope()


def room(*, long: bool = False) -> Scope:
    """The sheet of a room."""
    rubric = rubrics.example("room").rubric
    entries = {item.code: Entry(item.code, item.code, item.most - 5) for item in rubric.items}
    return RoomPaper(
        issuer=LONG_STATION if long else STATION,
        title=LONG_TITLE if long else "辅警",
        issued=DAY,
        period="2026-11",
        room="梁才街道南社区中心警务室" if long else "第二警务室",
        station=LONG_STATION if long else STATION,
        officer="阿卜杜热合曼·麦麦提敏" if long else "周民警",
        people=LONG_NAMES if long else ("王芳", "李伟"),
        villages=LONG_VILLAGES if long else ("东牛王村", "西牛王村"),
        sheet=sheet_scope(rubric, entries, "一类"),
        result=Result(920, "一类"),
    ).scope()
