"""选聘: the stage board. Candidates by village down, the pack's stages across; below, the one that is current (UX 4.6)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.policy import Policy
from station_desk.domain.records import OfficeKind
from station_desk.domain.selection import kind_of
from station_desk.services import selection
from station_desk.services.pack_use import policy_then
from station_desk.services.selection_board import Board, Case, list_boards
from station_desk.ui import selection_forms, selection_new
from station_desk.ui.buttons import chip
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import Item, button, column, empty_state, flat, foot, label, put_over
from station_desk.ui.lists import Column
from station_desk.ui.page import Act, Draft, Page, Target, Workplace
from station_desk.ui.reading import Reading
from station_desk.ui.selection_card import CandidateCard
from station_desk.ui.selection_rows import Row, days_line, rows_of
from station_desk.ui.selection_view import BoardModel, BoardView
from station_desk.ui.selection_words import act_words, conditions, needs_check, stage_cell
from station_desk.wording import N, t
from station_desk.wording.selection import batch_words

_KINDS = frozenset(
    {
        *("batch", "batch_post", "candidate", "stage_result", "ballot", "publicity", "objection", "remark"),
        *("eligibility_check", "term", "pack_value", "holiday"),
    }
)
_MANY_STAGES = 6
_NAME_LEAST, _NAME_A_CHARACTER, _NAME_MOST = 136, 15, 236
"""Pixels of the column of names at ordinary type."""


class SelectionPage(Page):
    """The batches of a station; at the county those of all its stations."""

    NAME = "selection"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("开始一批选聘"), "xuanpin tuixuan zhaopin xp 推选", Target("selection", "new"), "user-plus", "Ctrl+N"),
        Act(N("录县局批复"), "pifu shending pf", Target("selection"), "check"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.boards: list[Board] = []
        self.vacant: dict[str, tuple[str, int]] = {}
        self.wanted = ""
        self.reading = Reading(self, self._ask, self._loaded)
        self._station = place.desk.office.kind is OfficeKind.STATION
        self._folded = 0
        self._wanted_case = ""
        self._build()
        self._say_keys()
        self._dress()

    def _build(self) -> None:
        self._model = BoardModel([Column(t("村"), 0)], lambda _row: [])
        self.list = BoardView(self._model, lambda line: line.case.standing.at if line.case else 0)
        self.list.moved.connect(self._show_current)
        self.list.opened.connect(lambda _row: self.do_next())
        self.list.selectionModel().selectionChanged.connect(lambda _on, _off: self._say_primary())
        self._card = CandidateCard(self.place)
        self._card.act_asked.connect(self.do_next)
        self._card.mend_asked.connect(self.mend)
        says = t("Enter 办下一步   空格 选几行   Ctrl+A 同一步的都选上   Alt+K 审查   Alt+W 退出")
        if not self._station:
            says = t("Enter 办下一步   空格 选几行   Ctrl+A 同一步的都选上   Alt+N 不批准   Alt+M 提意见")
        foot_row, self._foot, _keys = foot("", says)
        whole = column((flat((self.list, 1), foot_row), 1), self._card, gap=12)
        self._whole, self._room = whole, QStackedWidget()
        self._room.addWidget(whole)
        self.body.addWidget(self._room, 1)

    def _say_keys(self) -> None:
        if self._station:
            self.on_key("Ctrl+N", self.new, t("开始一批"))
            self.on_key("Alt+C", self.add, t("加候选人"))
            self.on_key("F2", self.mend, t("更正候选人的内容"))
            self.on_key("Alt+K", self.check, t("资格审查"))
            self.on_key("Alt+Y", self.objection, t("登记或答复异议"))
            self.on_key("Alt+W", lambda: self.aside("withdrawn", t("退出")), t("候选人退出"))
            self.on_key("Alt+O", lambda: self.aside("reopened", t("重新开始")), t("重新开始，写明原因"))
            self.on_key("Alt+U", lambda: self.aside("promoted", t("递补")), t("候补递补"))
            self.on_key("Alt+E", self.end, t("归档或取消这一批"))
            self.on_key("Alt+F", self._card.photo, t("候选人照片"))
            self.on_key("Alt+M", self._card.to_remark, t("答复县局的意见"))
        else:
            self.on_key("Alt+M", self._card.ask_remark, t("向派出所提意见，退回更正"))
        self.on_key("Alt+N", lambda: self.aside("failed", t("未通过")), t("这一步没有通过"))
        self.on_key("Ctrl+P", self.print_set, t("打印成套"))
        self.tell_key("←  →", t("看这个人别的步骤"))
        self.tell_key("Space", t("选上这一行，再按取消"))
        self.tell_key("Ctrl+A", t("同一步的都选上"))
        self.on_key("Ctrl+A", self.select_waiting, "")

    # ------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reading.need()

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self.reading.changed()

    def _ask(self) -> Callable[[], tuple[list[Board], dict[str, tuple[str, int]]]]:
        desk, station = self.place.desk, self._station

        def read() -> tuple[list[Board], dict[str, tuple[str, int]]]:
            return list_boards(desk), selection.vacant_names(desk) if station else {}

        return read

    def _loaded(self, read: tuple[list[Board], dict[str, tuple[str, int]]]) -> None:
        self.boards, self.vacant = read
        self._dress()

    # ------------------------------------------------------------------------------------------------ showing
    def board(self) -> Board | None:
        """The batch that is shown: the one chosen, else the newest under way, else the newest."""
        going = [one for one in self.boards if one.state not in ("archived", "cancelled", "done")]
        chosen = [one for one in self.boards if one.batch.id == self.wanted]
        return next(iter(chosen or going or self.boards), None)

    def _dress(self) -> None:
        if self._wanted_case and self.boards:
            held = (board.batch.id for board in self.boards for case in board.cases if case.id == self._wanted_case)
            self.wanted = next(held, self.wanted)
        found = self.board()
        self._say_tools(found)
        if found is None:
            self.set_head(t("选聘"), "")
            self._show_empty()
            return
        seats = sum(post.seats for post in found.posts)
        waiting = sum(one.standing.state.value == "approved" for one in found.cases)
        self.set_head(t("选聘"), t("{n} 个岗位，{m} 名候选人，{k} 人待聘", n=seats, m=len(found.cases), k=waiting))
        columns, cells = self._layout(found)
        current = self.list.current()
        kept = self._wanted_case or (current.case.id if current and current.case else "")
        self._wanted_case = ""
        self._model.set_columns(columns, cells)
        self.list.set_stages(len(columns) - len(found.stages) + self._folded, self._folded)
        self.list.lay_columns()
        rows = rows_of(found)
        self._model.set_rows(rows)
        at = next((n for n, one in enumerate(rows) if one.case and one.case.id == kept), 0)
        self.list.choose(at if rows else -1)
        self._foot.setText(batch_words(found.state))
        self._room.setCurrentWidget(self._whole)
        self._show_current()

    def _say_tools(self, found: Board | None) -> None:
        self.clear_tools()
        chips: list[Item] = []
        for one in self.boards[:4]:
            told = one.batch.name if self._station else t("{station} {name}", station=one.station, name=one.batch.name)
            chips.append(chip(told, partial(self._chip, one.batch.id), on=one is found, name=f"batch-{one.batch.id}"))
        tools: list[Item] = [*chips, None]
        if found is not None:
            tools.append(label(days_line(found), "second"))
            tools.append(button(t("打印成套"), self.print_set, icon="printer", name="print-set"))
            if self._station and found.state == "open":
                tools.append(button(t("加候选人"), self.add, icon="user-plus", name="add-candidate"))
        if self._station and self.boards:
            tools.append(button(t("开始一批"), self.new, icon="circle-plus", name="new-batch"))
        self.add_tools(*tools)

    def _layout(self, found: Board) -> tuple[list[Column], Callable[[Row], Sequence[Cell]]]:
        """The columns; where there are many stages, those that everybody has passed fold into one."""
        stages = list(enumerate(found.stages))
        passed = min((one.standing.at for one in found.cases), default=0)
        folded = passed if len(stages) > _MANY_STAGES and passed > 1 else 0
        self._folded, shown = folded, stages[folded:]
        name = _name_width(found)
        width = 94 if len(shown) > 6 else 108 if len(shown) == 6 or folded else 126 if name == _NAME_LEAST else 106
        heads = [Column(t("{n} {stage}", n=at + 1, stage=stage.name), width) for at, stage in shown]
        fold = [Column(t("前 {n} 步", n=folded), 70)] if folded else []
        columns = [
            *(
                Column(t("村"), 0),
                Column(t("空缺"), 72),
                Column(t("候选人"), name),
                Column(t("条件"), 112),
            ),
            *fold,
            *heads,
        ]

        def cells(line: Row) -> list[Cell]:
            days = found.days_open.get(line.post.village_id)
            gap = t("{n} 天", n=days) if days is not None else t("{n} 名", n=line.post.seats)
            made = [
                Cell(found.village_of(line.post) if line.first else "", weight="medium"),
                Cell(gap if line.first else "", ink="warn" if (days or 0) > 30 else "text2"),
            ]
            if line.case is None:
                return [*made, Cell(t("（还没有人报名）"), ink="text2"), *(Cell("–", ink="text2") for _ in columns[3:])]
            one = line.case
            made += [Cell(one.name, weight="medium"), conditions(one)]
            made += [Cell("✓", ink="text2")] if folded else []
            return [*made, *(stage_cell(found, one, at) for at, _stage in shown)]

        return columns, cells

    def _show_current(self) -> None:
        found, line = self.board(), self.list.current()
        self._say_primary()
        one = line.case if line else None
        if found is None or one is None:
            self._card.show_nobody(may_add=self._station and found is not None and found.state == "open")
        else:
            self._card.show_case(found, one, min(self.list.stage(), len(found.stages) - 1))

    def _say_primary(self) -> None:
        """The big act: the next stage of all the selected rows that wait for the same one."""
        found, cases = self.board(), self.selected()
        if found is None:
            return  # the empty page says its own act
        words = act_words(found, cases[0]) if cases else ""
        if not words:
            self.no_primary()
            return
        text = words if len(cases) == 1 else t("{act}（{n} 人）", act=words, n=len(cases))
        self.set_primary(text, self.do_next, icon="check")

    def _show_empty(self) -> None:
        self.no_primary()
        if not self._station:
            made = empty_state(t("没有正在进行的选聘。"), t("派出所开始一批以后，随数据包送来。"))
        elif self.vacant:
            act = self.primary_inside(t("开始一批"), self.new, icon="user-plus", name="empty-new-batch", key="Ctrl+N")
            names = t("、").join(name for name, _seats in list(self.vacant.values())[:5])
            made = empty_state(t("没有正在进行的选聘。{n} 个村空缺，还没有人选。", n=len(self.vacant)), names, act)
        else:
            made = empty_state(t("没有正在进行的选聘，也没有空缺的村。"), t("有村空缺时，从这里开始一批。"))
        put_over(self._room, made)

    # ---------------------------------------------------------------------------------------------------- acts
    def show_batch(self, batch_id: str) -> None:
        """Another batch."""
        self.wanted = batch_id
        self._dress()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, batch_id: str, _on: bool) -> None:
        self.show_batch(batch_id)

    def selected(self) -> list[Case]:
        """The marked candidates that wait for the same thing as the first of them; the current one where none is marked."""
        line, found = self.list.current(), self.board()
        if line is None or found is None:
            return []
        marked = [one.case for one in self.list.marked() if one.case is not None]
        mine = line.case if line.case in marked or not marked else marked[0]
        if mine is None:
            return []
        return [mine, *(one for one in marked if one is not mine and _alike(found, one, mine))]

    def select_waiting(self) -> None:
        """Select everybody who waits for the same as the current one."""
        found, line = self.board(), self.list.current()
        if found is None or line is None or line.case is None:
            return
        picked, mine = self.list.selectionModel(), line.case
        for at, one in enumerate(self._model.rows()):
            if one.case is not None and _alike(found, one.case, mine):
                picked.select(self._model.index(at, 0), picked.SelectionFlag.Select | picked.SelectionFlag.Rows)

    def do_next(self) -> None:
        """Open the form of what comes next for the selected candidates."""
        found, cases = self.board(), self.selected()
        if found is None:
            return
        if not cases:
            if self._station and found.state == "open":
                self.add()
            return
        if not act_words(found, cases[0]):
            return
        if cases[0].facts.objected:
            self.objection()
        elif needs_check(cases[0]) and self._station:
            self.check()
        else:
            at, chosen = cases[0].standing.at, {one.id for one in cases}
            everybody = kind_of(found.stages[at]) == "merit"  # who is best is told of all who were tested
            in_order = [
                one
                for one in found.cases
                if one.id in chosen or (everybody and one.standing.going and one.standing.at == at)
            ]
            selection_forms.ask_stage(self, self.place, found, in_order)

    def new(self) -> None:
        """Open a batch."""
        selection_new.ask_batch(self, self.place, self.vacant)

    def end(self) -> None:
        """Put the batch away, or cancel it."""
        found = self.board()
        if found is not None:
            selection_new.ask_end(self, self.place, found)

    def add(self) -> None:
        """Take up a candidate for the village of the current row."""
        found, line = self.board(), self.list.current()
        if found is None or not found.posts:
            return
        at = found.posts.index(line.post) if line else 0
        self._with_policy(found, lambda policy: selection_new.ask_candidate(self, self.place, found, policy, at))

    def check(self) -> None:
        """Enter the check of the current candidate."""
        found, cases = self.board(), self.selected()
        if found is not None and cases:
            one = cases[0]
            self._with_policy(found, lambda policy: selection_forms.ask_check(self, self.place, found, one, policy))

    def mend(self, field: str = "") -> None:
        """Put right what was typed of the current candidate."""
        found, cases = self.board(), self.selected()
        if found is not None and cases and self._station:
            one = cases[0]
            ask = partial(selection_new.ask_mend, self, self.place, found, one, field=field)
            self._with_policy(found, lambda policy: ask(policy=policy))

    def _with_policy(self, found: Board, then: Callable[[Policy], None]) -> None:
        desk = self.place.desk
        self.place.work.run(lambda _progress: policy_then(desk, found.batch.pack_hash), then, owner=self)

    def objection(self) -> None:
        """An objection against the current candidate, or its answer."""
        found, cases = self.board(), self.selected()
        if found is not None and cases:
            selection_forms.ask_objection(self, self.place, found, cases[0])

    def aside(self, result: str, title: str) -> None:
        """Refuse, leave, open again, move up."""
        found, cases = self.board(), self.selected()
        if found is not None and cases:
            selection_forms.ask_aside(self, self.place, found, cases, result, title)

    def print_set(self) -> None:
        """The papers of the day."""
        found = self.board()
        if found is not None:
            after = found.state in ("decided", "done", "archived")
            self.place.go(Target("print", "form", "appointment" if after else "selection-day"))

    # ------------------------------------------------------------------------------------------------- the frame
    def arrive(self, target: Target) -> None:
        if target.act == "new" and self._station:
            self.new()
        elif target.act == "open":
            self.show_batch(target.subject)
        elif target.act == "candidate":
            self._wanted_case = target.subject
            self._dress()

    def areas(self) -> Sequence[QWidget]:
        return (self.list, self._card)

    def find_next_problem(self, way: int = 1) -> bool:
        rows = self._model.rows()
        start = self.list.currentIndex().row()
        for step in range(1, len(rows) + 1):
            at = (start + way * step) % len(rows)
            one = rows[at].case
            if one is not None and (one.lacks or one.facts.objected):
                self.list.choose(at)
                return True
        return False

    def place_in(self) -> Draft:
        return {"batch": self.wanted, "row": self.list.currentIndex().row()}

    def return_to(self, place: Draft) -> None:
        self.wanted = str(place.get("batch", ""))


def _alike(found: Board, one: Case, other: Case) -> bool:
    """Whether the same act comes next for both."""
    return one.standing.at == other.standing.at and act_words(found, one) == act_words(found, other)


def _name_width(found: Board) -> int:
    """Room for the longest name of the batch: a name is not cut, up to what leaves the village its place."""
    longest = max((len(one.name) for one in found.cases), default=0)
    return min(max(_NAME_LEAST, _NAME_A_CHARACTER * longest + 24), _NAME_MOST)
