"""The paper beside the stick: what a hand-over slip and a receipt slip say, and the code that finds a bundle again.

The code on a slip (`SDB1:sender:receiver:number.code:…`) names bundles and no person. What is typed or scanned is read
without regard to case, blanks, hyphens and full-width signs; a short code also with O for 0 and I or l for 1.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from station_desk.domain.exchange import Result
from station_desk.domain.paper_fields import Scope, Value, date_text

PREFIX = "SDB1"
"""First word of every code on a slip: Station Desk bundle, grammar 1."""

MOST_LINES = 8
"""So many bundles stand on one slip; more need more slips."""

KINDS: Mapping[str, str] = {
    "person": "人员",
    "term": "聘期",
    "term_village": "任职的村",
    "village": "村",
    "sheet": "印过的表",
    "account": "操作人",
    "office": "单位",
    "attachment": "附件",
    "remark": "意见",
    "settlement": "选定的版本",
    "village_alias": "村的别名",
    "form_file": "表单",
    "month_state": "月份",
    "target": "指标要求",
    "metric": "指标",
    "figure": "全所数字",
    "pack_file": "方案",
    "pack_value": "方案里补填的值",
    "pack_use": "用过的方案",
    "unit": "警务室、工作站",
    "unit_village": "警务室、工作站管的村",
    "post": "岗位",
    "eligibility_check": "资格审查结果",
    "batch": "选聘批次",
    "batch_post": "选聘的岗位",
    "candidate": "人选",
    "stage_result": "选聘各步结果",
    "ballot": "投票",
    "ballot_count": "得票",
    "publicity": "公示",
    "objection": "异议",
    "transfer": "调动",
    "holiday": "节假日",
    "rubric_file": "评分标准",
    "assessment": "考核表",
    "assessment_item": "考核得分",
    "assessment_step": "考核各步",
    "stipend_run": "补助月份",
    "stipend_line": "补助明细",
    "stipend_adjust": "补助调整",
    "stipend_step": "补助各步",
}
"""Kinds of records as the paper calls them."""

RESULTS: Mapping[Result, str] = {
    "applied": "已收下",
    "fork": "已收下（对方用过旧副本）",
    "duplicate": "以前收过",
    "gap": "前面缺包，未收",
    "corrupt": "未通过核对，未收",
    "wrong_recipient": "不是给本单位的，未收",
    "unknown_sender": "不认识的单位，未收",
    "newer_format": "来自更新的版本，未收",
    "rejected": "内容不合规矩，未收",
}
"""What became of a file, as the receipt slip says it."""

_HALF = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    0x3000: " ",
    **dict.fromkeys((0x2010, 0x2013, 0x2014, 0x2212), "-"),
}
_CODE = re.compile(r"[0-9A-F]{6}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_QR = re.compile(rf"{PREFIX}:([0-9A-Z]{{1,32}}):([0-9A-Z]{{1,32}})((?::[0-9]{{1,9}}\.[0-9A-F]{{6}})+)")
_FILE = re.compile(r"([0-9A-Z]+)_([0-9]{8})_([0-9]{1,9})_([0-9A-F]{6})(?:\.SDB)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed or scanned: short codes (`5B0E-19`) and numbers it may mean; sender and receiver where it tells."""

    codes: tuple[str, ...] = ()
    number: int | None = None
    sender: str | None = None
    receiver: str | None = None


def qr_text(sender: str, receiver: str, bundles: Sequence[tuple[int, str]]) -> str:
    """The content of the code on a slip, in the QR's alphanumeric set."""
    listed = ":".join(f"{number}.{code.replace('-', '')}" for number, code in bundles)
    return f"{PREFIX}:{sender}:{receiver}:{listed}".upper()


def read_asked(text: str) -> Asked | None:
    """What a person typed or a scanner sent: a code, a number, a file's name or the text of a slip's QR.

    None when it can be none of these. Six digits may be a code as well as a number; both are given.
    """
    plain = text.translate(_HALF).strip().upper()
    told = _QR.search(plain.replace(" ", ""))
    if told:
        sender, receiver, listed = told.groups()
        pairs = [one.split(".") for one in listed.strip(":").split(":")]
        only = int(pairs[0][0]) if len(pairs) == 1 else None
        return Asked(tuple(dashed(code) for _number, code in pairs), only, sender, receiver)
    named = _FILE.search(plain)
    if named:
        return Asked((dashed(named[4]),), int(named[3]), named[1])
    bare = re.sub(r"[\s\-_.]", "", plain)
    number = re.fullmatch(r"第?([0-9]{1,9})(?:号?包|号)?", bare)
    code = bare.replace("O", "0").replace("I", "1").replace("L", "1")
    codes = (dashed(code),) if _CODE.fullmatch(code) else ()
    if not codes and number is None:
        return None
    return Asked(codes, int(number[1]) if number else None)


def dashed(code: str) -> str:
    """`5B0E19` as it is printed: `5B0E-19`."""
    return f"{code[:4]}-{code[4:]}"


def kinds_text(kinds: Mapping[str, int]) -> str:
    """`人员 6、聘期 12`; nothing for nothing."""
    return "、".join(f"{KINDS.get(kind, kind)} {count}" for kind, count in kinds.items() if count)


def size_text(count: int) -> str:
    """`46 KB`, `12.4 MB`, `3.5 GB`."""
    if count < 1024**2:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024**2:.1f} MB" if count < 1024**3 else f"{count / 1024**3:.1f} GB"


# --- the slips -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class HandedBundle:
    """One line of a hand-over slip. `day` is the local ISO day on which it was made; `by` the person who made it."""

    number: int
    code: str
    day: str
    by: str
    bytes: int
    changes: int
    kinds: Mapping[str, int] = field(default_factory=dict)
    again: bool = False

    def scope(self, place: int) -> dict[str, Value]:
        """The values by the names that a form uses."""
        return {
            "序号": place,
            "包号": self.number,
            "短码": self.code,
            "导出日期": self.day,
            "经手人": self.by,
            "大小": size_text(self.bytes),
            "改动": self.changes,
            "内容": ("补发：" if self.again else "") + (kinds_text(self.kinds) or "只有回执，没有新的改动"),
        }


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Both fingerprints, to be read out when an office gets its first slip."""

    own: str
    theirs: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over slip: what is carried from one office to another on one day. `confirmed`: the other side's signature."""

    sender: str
    sender_name: str
    receiver: str
    receiver_name: str
    day: str
    bundles: tuple[HandedBundle, ...]
    first: Fingerprints | None = None
    confirmed: str = ""

    def scope(self) -> Scope:
        """The values by the names that a form uses."""
        numbers = "、".join(str(one.number) for one in self.bundles)
        return {
            "单位": self.sender_name,
            "制表日期": self.day,
            "交出单位": self.sender_name,
            "收件单位": self.receiver_name,
            "包数": len(self.bundles),
            "包号列": numbers,
            "短码列": "、".join(one.code for one in self.bundles),
            "改动总数": sum(one.changes for one in self.bundles),
            "总大小": size_text(sum(one.bytes for one in self.bundles)),
            "包": tuple(one.scope(place) for place, one in enumerate(self.bundles, 1)),
            "交出单位指纹": self.first.own if self.first else "",
            "收件单位指纹": self.first.theirs if self.first else "",
            "对方确认": self.confirmed,
        }

    @property
    def content(self) -> str:
        """What the code says."""
        return qr_text(self.sender, self.receiver, [(one.number, one.code) for one in self.bundles])


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """One line of a receipt slip. `number` is None where the file did not tell."""

    number: int | None
    code: str
    made: str
    taken: str
    by: str
    result: Result
    changes: int
    missing: tuple[int, ...] = ()

    def scope(self, place: int) -> dict[str, Value]:
        """The values by the names that a form uses."""
        lacks = f"，缺第 {'、'.join(map(str, self.missing))} 包" if self.missing else ""
        return {
            "序号": place,
            "包号": self.number if self.number is not None else "",
            "短码": self.code,
            "导出日期": self.made,
            "收件日期": self.taken,
            "经手人": self.by,
            "改动": self.changes,
            "结论": RESULTS[self.result] + lacks,
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """A stamped receipt: what an office took from another, up to where it holds the other's records, and what it lacks.

    `head` and `signature` are the short forms of what it signed; `first` as on a hand-over slip.
    """

    receiver: str
    receiver_name: str
    sender: str
    sender_name: str
    day: str
    bundles: tuple[TakenBundle, ...]
    upto: int = 0
    transactions: int = 0
    missing: tuple[int, ...] = ()
    head: str = ""
    signature: str = ""
    signed_at: str = ""
    first: Fingerprints | None = None

    def scope(self) -> Scope:
        """The values by the names that a form uses."""
        lacks = f"第 {'、'.join(map(str, self.missing))} 包" if self.missing else "不缺"
        return {
            "单位": self.receiver_name,
            "制表日期": self.day,
            "交出单位": self.sender_name,
            "收件单位": self.receiver_name,
            "包数": len(self.bundles),
            "包": tuple(one.scope(place) for place, one in enumerate(self.bundles, 1)),
            "收到包号": self.upto or "",
            "收到笔数": self.transactions,
            "缺包": lacks,
            "记录头": self.head,
            "签名短码": self.signature,
            "签名日期": self.signed_at,
            "交出单位指纹": self.first.theirs if self.first else "",
            "收件单位指纹": self.first.own if self.first else "",
        }

    @property
    def content(self) -> str:
        """What the code says: the bundles as on the slip that came with them."""
        pairs = [(one.number or 0, one.code) for one in self.bundles if one.code]
        return qr_text(self.sender, self.receiver, pairs)


@dataclass(frozen=True, slots=True)
class Countersigned:
    """What another office has signed of a scope's records, as far as it was heard here.

    `gone`: of those behind, how many the office has lost since, as its newest bundle tells (it went back to an old copy).
    `heads` are short forms (eight hex digits), `signature` the short form of the signed statement. `behind` of our
    transactions are covered, `after` are not yet (`changes_after` changes). `number`: the newest of our bundles that
    is covered. `valid`: signed by a key that we trust for this office.
    """

    office: str
    name: str
    at: str
    heads: tuple[str, ...]
    signature: str
    behind: int
    after: int
    changes_after: int
    number: int | None
    valid: bool
    gone: int = 0

    def line(self, day: str) -> str:
        """One line for paper; `day` is the local ISO day of `at`."""
        upto = f"第 {self.number} 号包、" if self.number else ""
        proof = f"签名 {self.signature} 有效" if self.valid else "签名无效，请核对"
        rest = f"，其后 {self.after} 笔还没有确认" if self.after else ""
        return f"{self.name} {date_text(day, '年月日')}确认到{upto}第 {self.behind} 笔（{proof}）{rest}"

    def foot(self, day: str) -> str:
        """`line` with the short codes of the records that were signed: what is on paper cannot be made otherwise later."""
        return f"{self.line(day)}；记录头 {'、'.join(self.heads)}" if self.heads else self.line(day)
