"""The data of the papers of a selection, each as the values that a form names (DOMAIN 2.1–2.2, 3).

Dates are ISO text, "" where they are not known; numbers None where they are left to the hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from station_desk.domain.paper_kinds import BLANK, Scope, Value


@dataclass(frozen=True, slots=True)
class SelectionHead:
    """What all papers of a batch begin with. `title`: what an assistant is called; `programme`, "" where not stated."""

    issuer: str
    title: str
    programme: str
    batch: str
    issued: str

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses."""
        return {
            "单位": self.issuer or BLANK,
            "称谓": self.title,
            "工作名称": self.programme or BLANK,
            "批次名": self.batch or BLANK,
            "签发日期": self.issued or BLANK,
        }


@dataclass(frozen=True, slots=True)
class Clauses:
    """What the pack asks for, word for word: conditions, grounds that exclude, who goes first."""

    conditions: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses."""
        return {
            name: tuple({"序号": at, "内容": text} for at, text in enumerate(texts, 1))
            for name, texts in (("条件", self.conditions), ("不得情形", self.excluded), ("优先", self.preferred))
        }


@dataclass(frozen=True, slots=True)
class Post:
    """Posts of a village that are open in a batch."""

    village: str
    township: str
    seats: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate on a list. `birth` as ISO month: a list and a notice show no day."""

    name: str
    sex: str
    birth: str
    village: str
    post: str
    township: str = ""
    education: str = ""
    political: str = ""

    def public(self, number: int) -> dict[str, Value]:
        """What may stand on a public notice."""
        return {
            "序号": number,
            "姓名": self.name,
            "性别": self.sex,
            "出生年月": self.birth[:7],
            "村": self.village,
            "职务": self.post,
        }

    def scope(self, number: int) -> dict[str, Value]:
        """The values by the names that a form uses."""
        more = {"乡镇": self.township, "文化程度": self.education, "政治面貌": self.political}
        return {**self.public(number), **more}


@dataclass(frozen=True, slots=True)
class Publicity:
    """When candidates are made public; `days` in the pack's words, "" where it does not say."""

    first: str = ""
    last: str = ""
    days: str = ""

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses."""
        return {"公示起": self.first or BLANK, "公示止": self.last or BLANK, "公示天数": self.days or BLANK}


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """The data of a paper about a whole batch."""

    head: SelectionHead
    approver: str = ""
    stages: tuple[str, ...] = ()
    opens: str = ""
    closes: str = ""
    deadline: str = ""
    reference_day: str = ""
    posts: tuple[Post, ...] = ()
    clauses: Clauses = Clauses()
    chosen: tuple[Chosen, ...] = ()
    publicity: Publicity = Publicity()
    reply_number: str = ""
    reply_day: str = ""

    def scope(self) -> Scope:
        """The values by the names that a form uses."""
        return {
            **self.head.scope(),
            **self.clauses.scope(),
            **self.publicity.scope(),
            "审批机关": self.approver or BLANK,
            "程序": "、".join(self.stages) or BLANK,
            "开始日期": self.opens or BLANK,
            "截止日期": self.closes or BLANK,
            "上报期限": self.deadline or BLANK,
            "基准日": self.reference_day or BLANK,
            "名额": sum(post.seats for post in self.posts) or BLANK,
            "人数": len(self.chosen) or BLANK,
            "首位": self.chosen[0].name if self.chosen else BLANK,
            "批复文号": self.reply_number or BLANK,
            "批复日期": self.reply_day or BLANK,
            "岗位": tuple(
                {"序号": at, "村": post.village, "乡镇": post.township, "名额": post.seats}
                for at, post in enumerate(self.posts, 1)
            ),
            "人选": tuple(one.scope(at) for at, one in enumerate(self.chosen, 1)),
        }


def notice_scope(head: SelectionHead, publicity: Publicity, chosen: Sequence[Chosen]) -> Scope:
    """The data of a public notice: name, sex, month of birth, village, present post, and nothing else of a person."""
    return {
        **head.scope(),
        **publicity.scope(),
        "人数": len(chosen) or BLANK,
        "人选": tuple(one.public(at) for at, one in enumerate(chosen, 1)),
    }


@dataclass(frozen=True, slots=True)
class StagePassed:
    """What one stage brought for a candidate; its result in words."""

    name: str
    result: str
    day: str = ""
    by: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CandidatePaper:
    """The data of a paper about one candidate; `id_no` and `phone` as they shall be read there (masked by default).

    `photo` is a JPEG, empty where there is none.
    """

    head: SelectionHead
    person: Chosen
    station: str = ""
    approver: str = ""
    id_no: str = ""
    phone: str = ""
    age: int | None = None
    photo: bytes = b""
    reference_day: str = ""
    clauses: Clauses = Clauses()
    stages: tuple[StagePassed, ...] = ()

    def scope(self) -> Scope:
        """The values by the names that a form uses. What is not known of the candidate is left to the hand."""
        person = {name: value or BLANK for name, value in self.person.scope(1).items() if name != "序号"}
        return {
            **self.head.scope(),
            **person,
            **self.clauses.scope(),
            "派出所": self.station or BLANK,
            "审批机关": self.approver or BLANK,
            "身份证号": self.id_no or BLANK,
            "电话": self.phone or BLANK,
            "年龄": BLANK if self.age is None else str(self.age),
            "照片": self.photo,
            "基准日": self.reference_day or BLANK,
            "环节": tuple(
                {
                    "序号": at,
                    "名称": stage.name,
                    "结果": stage.result,
                    "日期": stage.day,
                    "经办人": stage.by,
                    "文号": stage.number,
                }
                for at, stage in enumerate(self.stages, 1)
            ),
        }


@dataclass(frozen=True, slots=True)
class Runner:
    """A name on a ballot with its votes, None where they are not counted yet."""

    name: str
    sex: str = ""
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    result: str = ""

    def scope(self, number: int) -> dict[str, Value]:
        """The values by the names that a form uses."""
        votes = {"同意": self.yes, "反对": self.no, "弃权": self.abstain}
        return {
            "序号": number,
            "姓名": self.name,
            "性别": self.sex,
            **{name: BLANK if count is None else count for name, count in votes.items()},
            "结果": self.result or BLANK,
        }


@dataclass(frozen=True, slots=True)
class VotePaper:
    """The data of a vote in one village; `runners` in the order in which they stand on the ballot.

    `due` … `invalid`: representatives due and present, ballots issued, returned and invalid; None until counted.
    """

    head: SelectionHead
    village: str
    township: str = ""
    station: str = ""
    seats: int | None = None
    round: int = 1
    day: str = ""
    due: int | None = None
    present: int | None = None
    issued: int | None = None
    returned: int | None = None
    invalid: int | None = None
    verdict: str = ""
    elected: tuple[str, ...] = ()
    runners: tuple[Runner, ...] = ()

    def scope(self) -> Scope:
        """The values by the names that a form uses."""
        known = self.returned is not None and self.invalid is not None
        valid = (self.returned or 0) - (self.invalid or 0) if known else None
        numbers = {
            "名额": self.seats,
            "应到": self.due,
            "实到": self.present,
            "发出": self.issued,
            "收回": self.returned,
            "有效": valid,
            "无效": self.invalid,
        }
        return {
            **self.head.scope(),
            **{name: BLANK if number is None else number for name, number in numbers.items()},
            "村": self.village or BLANK,
            "乡镇": self.township or BLANK,
            "派出所": self.station or BLANK,
            "轮次": "一二三四五六七八九"[self.round - 1] if 0 < self.round < 10 else str(self.round),
            "投票日期": self.day or BLANK,
            "结论": self.verdict or BLANK,
            "当选": "、".join(self.elected) or BLANK,
            "候选": tuple(one.scope(at) for at, one in enumerate(self.runners, 1)),
        }
