"""Panels of the selection: what is typed for a stage, for one candidate or for many at once (UX 4.6)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from station_desk.domain.eligibility import Case as EligibilityCase
from station_desk.domain.eligibility import ExclusionCheck
from station_desk.domain.policy import NotStated, Policy, Rule
from station_desk.domain.selection import Kind, kind_of, sides
from station_desk.services import selection, selection_appoint, selection_publicity, selection_vote
from station_desk.services.desk import Desk
from station_desk.services.selection_board import Board, Case, rules_of
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import column, field_row, fill, label, scrolled
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.theme import theme
from station_desk.wording import language, t
from station_desk.wording.selection import reasons, short_side

BETWEEN = re.compile(r"[、，,;；\s]+")
"""What stands between names in a field of names."""
_MOST_ROWS, _ROW = 14, 40
"""So many rows stand at once on the smallest screen, each so many pixels high."""
_LONG = 30
"""A text so long is shown from its beginning."""


@dataclass(slots=True)
class Form:
    """A small form: fields by name in their order, and what is done with them."""

    owner: QWidget
    place: Workplace
    title: str
    go: str
    rows: list[QWidget] = field(default_factory=list)
    fields: dict[str, Field | Choice] = field(default_factory=dict)
    first: str = ""

    def begin_at(self, name: str) -> None:
        """The field that has the cursor first, where there is one of this name."""
        self.first = name if name in self.fields else ""

    def line(self, name: str, words: str, text: str = "", *, latin: bool = False, hint: str = "") -> Field:
        """One more line of text."""
        made = Field(f"selection-{name}", latin=latin, hint=hint)
        made.setText(text)
        made.setCursorPosition(0 if len(text) > _LONG else len(text))
        self.fields[name] = made
        self.rows.append(field_row(words, (made, 1), width=_label_width()))
        return made

    def choice(self, name: str, words: str, entries: Sequence[tuple[str, object]]) -> Choice:
        """One more choice among a few."""
        made = Choice(f"selection-{name}", entries)
        self.fields[name] = made
        self.rows.append(field_row(words, (made, 1), width=_label_width()))
        return made

    def say(self, words: str) -> None:
        """A line that is only read."""
        self.rows.append(label(words, "second", wrap=True))

    def text(self, name: str) -> str:
        """What was typed."""
        made = self.fields[name]
        return made.text().strip() if isinstance(made, Field) else str(made.value() or "")

    def number(self, name: str) -> int:
        """A typed count; -1 for what is none, which the services refuse."""
        typed = self.text(name)
        return int(typed) if typed.isascii() and typed.isdecimal() else -1

    def show(
        self, act: Callable[[Desk], object], done: Callable[[], object] | None = None, *, says: bool = True
    ) -> None:
        """Show the form; `act` runs in the background. Where it is refused the form stays as it was typed; `says`: that
        it was done is told.
        """
        wrong, body = under(), QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        fill(layout, self._lines(), wrong)
        panels: list[QFrame] = []
        desk = self.place.desk

        def finished() -> None:
            self.place.messages.close_panel(panels[0])
            if says:
                self.place.messages.done(self.title)
            if done is not None:
                done()

        def take() -> None:
            say_under(wrong, "")
            act_or_say(self.owner, self.place, lambda: act(desk), wrong, finished)

        controls = list(self.fields.values())
        chain(controls, take)
        focus = self.fields.get(self.first) or next(iter(controls), None)
        panels.append(self.place.messages.panel(self.title, body, [(self.go, take)], focus=focus, width=560))

    def _lines(self) -> QWidget:
        """The rows; where they do not fit on a small screen they scroll, and the field in use is always seen."""
        inner = column(*self.rows)
        if len(self.rows) <= _MOST_ROWS:
            return inner
        for line in self.rows:
            line.setMinimumHeight(theme().px(_ROW) - 8)
        area = scrolled(inner)
        area.setFixedHeight(theme().px(_MOST_ROWS * _ROW))
        follower = _Follower(area)
        for made in self.fields.values():
            made.installEventFilter(follower)
        return area


class _Follower(QObject):
    """Scrolls to the field that gets the focus."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            top = watched.mapTo(self._area.widget(), QPoint(0, 0)).y()
            for edge in (top + watched.height(), top):  # the whole field, not only its cursor
                self._area.ensureVisible(0, edge, 0, theme().px(_ROW) // 4)
        return False


def _label_width() -> int:
    """Room for the longest condition of a pack, or for English words."""
    return 150 if language() == "zh_CN" else 190


def ask_stage(owner: QWidget, place: Workplace, found: Board, cases: Sequence[Case]) -> None:
    """The stage that these candidates wait for; the first one says which."""
    stage = found.stages[cases[0].standing.at]
    kind, names = kind_of(stage), [one.id for one in cases]
    if kind == "vote":
        desk = place.desk
        place.work.run(
            lambda _progress: rules_of(desk, found).rules[selection_vote.RULE],
            lambda rule: ask_vote(owner, place, found, cases[0], rule),
            owner=owner,
        )
        return
    if kind == "appoint":
        ask_appoint(owner, place, found, cases)
        return
    if kind == "publicity" and cases[0].shown_until is None:
        ask_show(owner, place, found, cases)
        return
    form = Form(owner, place, _title(stage.name, cases), t("记下"))
    today = found.today.isoformat()
    form.line("day", t("日期"), today, latin=True)
    number = _number_word(kind)
    if number:
        form.line("doc", number)
    who = sides(stage)
    if len(who) == 2:
        done = cases[0].standing.done[cases[0].standing.at] if len(cases) == 1 else None
        there = (done.by_name, done.second_by) if done else ("", "")
        for name, side, signed in zip(("by", "second"), who, there, strict=True):
            form.line(name, t("{side}签字人", side=short_side(side)), signed, hint=t("还没有签就空着"))
    if kind == "merit":
        form.line("prefer", t("同分时在先"), hint=t("按方案优先的人的姓名，没有同分就空着"))
    if kind == "test":
        for one in cases:
            form.line(f"score-{one.id}", one.name, latin=True, hint=t("分数，例如 85.5"))
        form.line("line", t("合格线"), latin=True, hint=t("没有就空着"))

    def act(desk: Desk) -> object:
        if kind == "merit":
            preferred = [name for name in BETWEEN.split(form.text("prefer")) if name]
            return selection_appoint.choose_by_merit(desk, found.batch.id, form.text("day"), preferred=preferred)
        scores = {one.id: _tenths(form.text(f"score-{one.id}")) for one in cases} if kind == "test" else {}
        line = form.text("line") if kind == "test" else ""
        doing = selection.Doing(
            stage.code,
            "passed",
            form.text("day"),
            form.text("by") if len(who) == 2 else "",
            form.text("second") if len(who) == 2 else "",
            form.text("doc") if number else "",
            "",
            {key: score for key, score in scores.items() if score is not None},
            _tenths(line) if line else None,
        )
        return selection.advance(desk, found.batch.id, names, doing)

    form.show(act)


def _number_word(kind: Kind) -> str:
    """What the number of a stage's paper is called, "" for a stage without one."""
    return {
        "recommend": t("会议记录编号"),
        "approve": t("批复文号"),
        "pre_approve": t("文号"),
        "contract": t("合同编号"),
        "plan": t("文号"),
        "recruit": t("文号"),
    }.get(kind, "")


def ask_show(owner: QWidget, place: Workplace, found: Board, cases: Sequence[Case]) -> None:
    """Hang out the notice."""
    form = Form(owner, place, t("贴出公示：{n} 人", n=len(cases)), t("贴出"))
    form.line("day", t("贴出日期"), found.today.isoformat(), latin=True)
    form.choice("kind", t("天数按"), [(t("工作日"), "work"), (t("自然日"), "calendar")])
    form.line("place", t("贴在哪里"), t("村公开栏"))
    names = [one.id for one in cases]

    def act(desk: Desk) -> object:
        kind = "work" if form.text("kind") == "work" else "calendar"
        where, day = form.text("place"), form.text("day")
        return selection_publicity.show(desk, found.batch.id, names, day, kind, where)  # type: ignore[arg-type]

    form.show(act)


def ask_appoint(owner: QWidget, place: Workplace, found: Board, cases: Sequence[Case]) -> None:
    """Terms and numbers of the letters."""
    form = Form(owner, place, t("聘任：{n} 人", n=len(cases)), t("聘任"))
    form.line("start", t("聘期从"), found.today.isoformat(), latin=True)
    form.line("end", t("聘期到"), latin=True, hint=t("空着：按方案的任期；方案没有写明就不填"))
    form.line("number", t("第一份聘书编号"), hint=t("例如 〔2026〕001号，后面的往下排"))
    names = [one.id for one in cases]

    def act(desk: Desk) -> object:
        terms = selection_appoint.Appointing(form.text("start"), form.text("end"), form.text("number"))
        return selection_appoint.appoint(desk, found.batch.id, names, terms)

    form.show(act)


def ask_vote(owner: QWidget, place: Workplace, found: Board, one: Case, rule: Rule[object]) -> None:
    """The figures of a village's vote, as they stand on the tally sheet; nothing of the rule is proposed, `rule` is what
    was decided of it.
    """
    cases = [
        it for it in found.cases if it.post == one.post and it.standing.going and it.standing.at == one.standing.at
    ]
    form = Form(owner, place, t("{village}：投票结果", village=one.village), t("记下"))
    decided = t("缺，请县局先定") if isinstance(rule, NotStated) else str(rule.value)
    form.say(t("当选的规定：{rule}", rule=decided))
    form.line("day", t("日期"), found.today.isoformat(), latin=True)
    for name, words in (
        ("due", t("应到")),
        ("present", t("实到")),
        ("issued", t("发出选票")),
        ("returned", t("收回选票")),
        ("invalid", t("废票")),
    ):
        form.line(name, words, latin=True)
    parts = [("2/3", "2/3"), ("1/2", "1/2"), ("1/3", "1/3")]
    form.choice("quorum", t("到会要有"), [(t("没有规定"), ""), *parts])
    form.choice("majority", t("当选要超过"), [(t("照规定选"), ""), *parts])
    bases = ((t("收回的票"), "returned"), (t("有效票"), "valid"), (t("应到人数"), "due"), (t("实到人数"), "present"))
    form.choice("of", t("算在"), bases)
    form.choice("second", t("再选最少"), [(t("没有规定"), ""), *parts])
    form.choice("ballot", t("选票"), [(t("逐人同意、不同意、弃权"), "each"), (t("只选名字"), "choose")])
    for it in cases:
        form.line(f"votes-{it.id}", it.name, latin=True, hint=t("同意 不同意 弃权，用空格分开；只选名字的写得票"))
    form.line("abstain", t("整张弃权"), latin=True, hint=t("只选名字的选票才有，没有就空着"))

    def act(desk: Desk) -> object:
        document: dict[str, object] = {
            "params": {
                "quorum": form.text("quorum") or None,
                "majority": form.text("majority") or None,
                "majority_of": form.text("of"),
                "runoff_min": form.text("second") or None,
            },
            "ballot": form.text("ballot"),
            "abstain": form.number("abstain") if form.text("abstain") else 0,
            "candidates": [_counted(it.name, form.text(f"votes-{it.id}")) for it in cases],
            **{name: form.number(name) for name in ("due", "present", "issued", "returned", "invalid")},
        }
        return selection_vote.record_vote(desk, found.batch.id, one.post.id, form.text("day"), document)

    form.show(act)


def ask_check(owner: QWidget, place: Workplace, found: Board, one: Case, policy: Policy) -> None:
    """The check of a candidate: each condition that is asked, and one result for all grounds that exclude."""
    form = Form(owner, place, t("资格审查：{name}", name=one.name), t("记下"))
    conditions = policy.lists["conditions"]
    asked = [] if isinstance(conditions, NotStated) else [it.value for it in conditions]
    codes = [str(getattr(it, "code", "")) for it in asked if getattr(it, "check", "") == "asked"]
    names = {str(getattr(it, "code", "")): str(getattr(it, "name", "")) for it in asked}
    for code in codes:
        form.choice(f"met-{code}", names[code], [(t("符合"), "1"), (t("不符合"), "0"), (t("待核"), "")])
    form.choice(
        "result",
        t("不得聘用的情形"),
        [(t("经核查没有"), "none"), (t("有，不能聘"), "not_eligible"), (t("待核"), "open")],
    )
    form.line("checker", t("谁查的"))
    form.line("day", t("哪天查的"), found.today.isoformat(), latin=True)
    form.line("doc", t("审查表编号"))

    def act(desk: Desk) -> object:
        answers = {code: form.text(f"met-{code}") == "1" for code in codes if form.text(f"met-{code}")}
        result = form.text("result")
        exclusion = ExclusionCheck(result, form.text("checker"), form.text("day"), form.text("doc"))  # type: ignore[arg-type]
        case = EligibilityCase(date.min, answers=answers, exclusion=exclusion)
        return selection.check_candidate(desk, found.batch.id, one.id, case)

    form.show(act)


def ask_aside(owner: QWidget, place: Workplace, found: Board, cases: Sequence[Case], result: str, title: str) -> None:
    """Somebody leaves, is refused, comes back or moves up: a day and a reason."""
    form = Form(owner, place, _title(title, cases), t("记下"))
    form.choice("reason", t("原因"), [(words, code) for code, words in reasons().items()])
    form.line("day", t("日期"), found.today.isoformat(), latin=True)
    stage = found.stages[cases[0].standing.at] if result == "failed" else None
    number = _number_word(kind_of(stage)) if stage else ""
    if number:
        form.line("doc", number, hint=t("没有就空着"))

    def act(desk: Desk) -> object:
        doc_no = form.text("doc") if number else ""
        code = stage.code if stage else ""
        doing = selection.Doing(code, result, form.text("day"), doc_no=doc_no, reason=form.text("reason"))
        return selection.advance(desk, found.batch.id, [one.id for one in cases], doing)

    form.show(act)


def ask_objection(owner: QWidget, place: Workplace, found: Board, one: Case) -> None:
    """An objection came in, or the open one is answered."""
    if one.facts.objected:
        form = Form(owner, place, t("答复异议：{name}", name=one.name), t("记下"))
        form.choice("result", t("查下来"), [(t("异议不成立，公示接着算"), ""), (t("异议成立"), "1")])
        form.line("day", t("日期"), found.today.isoformat(), latin=True)
        form.show(
            lambda desk: selection_publicity.answer(
                desk, found.batch.id, one.id, form.text("day"), upheld=bool(form.text("result"))
            )
        )
        return
    form = Form(owner, place, t("登记异议：{name}", name=one.name), t("记下"))
    form.say(t("内容只写在异议登记表上，这里只记编号和日期；从这一天起公示停算。"))
    form.line("doc", t("登记表编号"))
    form.line("day", t("收到日期"), found.today.isoformat(), latin=True)
    form.show(
        lambda desk: selection_publicity.object_to(desk, found.batch.id, one.id, form.text("day"), form.text("doc"))
    )


def _title(words: str, cases: Sequence[Case]) -> str:
    if len(cases) == 1:
        return t("{stage}：{name}", stage=words, name=cases[0].name)
    return t("{stage}：{n} 人", stage=words, n=len(cases))


def _tenths(text: str) -> int | None:
    """Points with at most one decimal, in tenths; None for nothing."""
    whole, _, part = text.partition(".")
    if not text:
        return None
    if not (whole.isdecimal() and (not part or (part.isdecimal() and len(part) == 1))):
        return None
    return int(whole) * 10 + int(part or 0)


def _counted(name: str, typed: str) -> dict[str, object]:
    """15 5 3 as yes, no and abstain."""
    parts = [int(part) if part.isascii() and part.isdecimal() else -1 for part in typed.split()]
    yes, no, abstain = [*parts, 0, 0, 0][:3] if parts else (-1, 0, 0)
    return {"name": name, "for": yes, "against": no, "abstain": abstain}
