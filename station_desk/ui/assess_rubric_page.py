"""评分标准: the rubric as a list of its lines, the fields of the current one beside it, sums while one types, the sheet
as it will print, a try on a month, a new version with who decided it (UX 4.7). The old version stays what closed months
used.
"""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.points import points_text
from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_draft import Kind, Line, RubricDraft, document_of, draft_of, faults_of, sums
from station_desk.domain.rubric_edit import added, moved, removed, typed
from station_desk.domain.rubric_read import Fault
from station_desk.services import assess_try_stored, rubrics
from station_desk.ui.assess_rubric import ask_adopt, ask_file, save_file, show_tried, show_versions
from station_desk.ui.assess_rubric_form import LineForm, belongs
from station_desk.ui.assess_rubric_words import number_of, part_word, title_of, told_of
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import ENTER
from station_desk.ui.kit import Banner, button, flat, foot, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Act, Draft, Page, Target, Workplace
from station_desk.ui.print_preview import Preview
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_PARTS = ("adds", "deducts", "vetoes", "rule")
_HEAD = "#"
"""A row of the list is the key of a line, or this sign and the kind whose head stands above its lines."""


class RubricPage(Page):
    """The editor of the rubric."""

    NAME = "rubric"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("看、改评分标准"), "pingfenbiaozhun pfbz 考核标准 分值", Target("rubric"), "list-check"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.used: rubrics.RubricInUse | None = None
        self.rubric: RubricDraft | None = None
        self.faults: Sequence[Fault] = ()
        self.changed = False
        self._build_tools()
        self._build_body()
        self._say_keys()
        self.set_head(t("考核评分标准"))

    # ----------------------------------------------------------------------------------------------- building
    def _build_tools(self) -> None:
        self.add_tools(
            button(t("加项目"), lambda: self.add("items"), icon="circle-plus", name="add-item"),
            button(t("加一部分"), lambda: self.add("sections"), name="add-section"),
            button(t("加分"), lambda: self.add("adds"), kind="quiet", name="add-bonus"),
            button(t("减分"), lambda: self.add("deducts"), kind="quiet", name="add-deduct"),
            button(t("否决"), lambda: self.add("vetoes"), kind="quiet", name="add-veto"),
            None,
            button(t("印出来的样子"), self.look, icon="printer", name="look"),
            button(t("按上月试算"), self.try_month, icon="refresh", name="try"),
            button(t("各版、文件"), self.show_versions, kind="quiet", name="versions"),
        )

    def _build_body(self) -> None:
        columns = [Column(t("考核项目"), 0), Column(t("怎么评"), 150), Column(t("分值"), 96, "right")]
        self.form: LineForm = LineForm()
        self._model: ListModel[str] = ListModel(columns, self._cells, lambda row: not row.startswith(_HEAD))
        self.list: ListView[str] = ListView(self._model, row=26)
        self.list.chosen.connect(lambda _row: self._show_line())
        self.list.opened.connect(lambda _row: self.form.enter())
        self.list.installEventFilter(self)
        self.form.typed.connect(self._typed)
        self.form.left.connect(self._next_line)
        self.preview = Preview(self.place)
        self._room = QStackedWidget()
        self._room.addWidget(self.form)
        self._room.addWidget(self.preview)
        self._room.setFixedWidth(theme().px(490))
        foot_row, self._foot, _keys = foot("", t("Enter 改   数字 改分值   F8 下一处要改的"))
        self.body.addWidget(row((flat((self.list, 1), foot_row), 1), self._room, gap=14), 1)

    def _say_keys(self) -> None:
        self.on_key("Ctrl+N", lambda: self.add("items"), t("加项目"))
        self.on_key("Alt+S", lambda: self.add("sections"), t("加一部分"))
        self.on_key("Alt+J", lambda: self.add("adds"), t("加一条加分"))
        self.on_key("Alt+K", lambda: self.add("deducts"), t("加一条减分"))
        self.on_key("Alt+F", lambda: self.add("vetoes"), t("加一条一票否决"))
        self.on_key("Alt+Up", lambda: self.shift(-1), t("上移"))
        self.on_key("Alt+Down", lambda: self.shift(1), t("下移"))
        self.on_key("Ctrl+P", self.look, t("看印出来的样子，再按一次回来"))
        self.on_key("Alt+T", self.try_month, t("按上月试算"))
        self.on_key("Alt+V", self.show_versions, t("各版、文件"))
        self.on_key("Alt+E", self.save_file, t("存成文件"))
        self.on_key("Alt+O", self.from_file, t("从文件"))
        self.tell_key("Delete", t("删这一行"))
        self.tell_key("PgUp, PgDn", t("翻页（看样子时）"))

    # ------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        if self.rubric is None:
            self._load()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, kinds: frozenset[str]) -> None:
        if "rubric_file" in kinds and not self.changed:
            self._load()

    def _load(self) -> None:
        self.used = assess_try_stored.in_force(self.place.desk)
        self.changed = False
        self._set(self._draft_of(self.used.rubric), "items." + self.used.rubric.items[0].code)

    def _draft_of(self, rubric: Rubric) -> RubricDraft:
        return draft_of(rubric, rubrics.ever(self.place.desk, rubric.kind))

    def _set(self, draft: RubricDraft, key: str) -> None:
        """Show a draft with the line `key` current."""
        self.rubric, self.faults = draft, faults_of(draft)
        self._model.set_rows(_rows(draft))
        self._choose(key)
        self._say()

    def _choose(self, key: str) -> None:
        rows = self._model.rows()
        self.list.choose(rows.index(key) if key in rows else 0)

    # ------------------------------------------------------------------------------------------------ showing
    def _say(self) -> None:
        draft, used = self.rubric, self.used
        if draft is None or used is None:
            return
        _sections, whole = sums(draft)
        told = t("{n} 项，合计 {points} 分", n=len(draft.of("items")), points=points_text(whole))
        if self.faults:
            told += t("，{n} 处要改", n=len(self.faults))
        self.set_head(t("考核评分标准"), told)
        self.set_primary(t("存为新版"), self.save, icon="check")
        self._foot.setText(t("改过，还没有存") if self.changed else self._source())
        if used.rubric.example:
            self.set_banners(
                Banner("warn", t("这是样例，没有人定过。"), t("改成县局定的，按 Ctrl+Enter 存为新版，写上谁定的。"))
            )
        else:
            self.set_banners()

    def _source(self) -> str:
        used = self.used
        if used is None or used.rubric.example:
            return t("样例")
        return f"{used.doc_no}　{used.decided_on}"

    def _cells(self, row: str) -> list[Cell]:
        draft = self.rubric
        line = draft.line(row) if draft is not None else None
        if draft is None or line is None:
            word = part_word(row.removeprefix(_HEAD)) if row.startswith(_HEAD) else ""
            return [Cell(word, weight="bold", ground="raised"), Cell(ground="raised"), Cell(ground="raised")]
        wrong = self._wrong(row)
        strong = line.kind in ("head", "sections")
        number = number_of(line, draft)
        return [
            Cell(title_of(line), mark="bad" if wrong else "", weight="bold" if strong else "regular"),
            Cell(told_of(line), small=True, ink="text2"),
            Cell(number, weight="bold" if strong else "medium", sign="bad" if wrong else ""),
        ]

    def _wrong(self, row: str) -> bool:
        """Whether something is wrong at a line."""
        line = self.rubric.line(row) if self.rubric is not None else None
        return line is not None and any(belongs(fault, line) for fault in self.faults)

    def _line(self) -> Line | None:
        """The current line as it is now."""
        row = self.list.current()
        return self.rubric.line(row) if row is not None and self.rubric is not None else None

    def _show_line(self) -> None:
        line = self._line()
        if line is not None:
            self._room.setCurrentWidget(self.form)
            self.form.show_line(line, self.faults)

    # ------------------------------------------------------------------------------------------------- editing
    def _typed(self, name: str, text: str) -> None:
        line = self._line()
        if line is None or self.rubric is None:
            return
        self._change(typed(self.rubric, line.key, name, text), line.key)

    def _change(self, draft: RubricDraft, key: str) -> None:
        """Take a changed draft; the list keeps its place, the fields keep what is being typed."""
        self.rubric, self.faults, self.changed = draft, faults_of(draft), True
        if _rows(draft) == list(self._model.rows()):
            self._model.repaint_rows()
            self._show_line()
        else:
            self._model.set_rows(_rows(draft))
            self._choose(key)
        self._say()
        self.typed.emit()

    def add(self, kind: Kind) -> None:
        """One more line; an item goes into the section of the current line."""
        line, draft = self._line(), self.rubric
        if draft is None:
            return
        sections = draft.of("sections")
        section = line.section if line and line.kind in ("items", "sections") else sections[-1].code if sections else ""
        if kind == "items" and not section:
            self.place.messages.done(t("先加一部分"))
            return
        made, key = added(draft, kind, section)
        self._change(made, key)
        self.form.enter()

    def remove(self) -> None:
        """Take the current line out; a section with its items."""
        line = self._line()
        if line is None or self.rubric is None:
            return
        rows = self._model.rows()
        at = self.list.currentIndex().row()
        near = next((row for row in reversed(rows[:at]) if not row.startswith(_HEAD)), "head")
        made = removed(self.rubric, line.key)
        if made == self.rubric:
            self.place.messages.done(t("这一行不能删"))
            return
        self._change(made, near)

    def shift(self, way: int) -> None:
        """The current line up or down."""
        line = self._line()
        if line is not None and self.rubric is not None:
            self._change(moved(self.rubric, line.key, way), line.key)

    def _next_line(self) -> None:
        """Past the last field: the next line of the list."""
        rows = self._model.rows()
        at = self.list.currentIndex().row() + 1
        while at < len(rows) and rows[at].startswith(_HEAD):
            at += 1
        if at < len(rows):
            self.list.choose(at)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if event.key() == Qt.Key.Key_Delete:
            self.remove()
            return True
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and self._room.currentWidget() is self.preview:
            self.preview.turn(-1 if event.key() == Qt.Key.Key_PageUp else 1)
            return True
        if event.key() not in ENTER and event.text() and event.text() in "0123456789":
            self.form.enter(event.text())
            return True
        return False

    # ------------------------------------------------------------------------------------------------- acts
    def look(self) -> None:
        """The sheet as it will print; the same key again goes back to the fields."""
        if self._room.currentWidget() is self.preview:
            self._show_line()
            return
        document = self._whole()
        if document is None:
            return
        desk = self.place.desk
        self.preview.say(t("正在排版"))
        self._room.setCurrentWidget(self.preview)
        self.place.work.run(
            lambda _progress: assess_try_stored.preview(desk, document), self.preview.show_print, owner=self
        )

    def try_month(self) -> None:
        """What the rubric would make of last month."""
        document = self._whole()
        if document is not None:
            show_tried(self, self.place, document)

    def save(self) -> None:
        """Ask who decided it, and put it in use as a new version."""
        document = self._whole()
        if document is not None:
            ask_adopt(self, self.place, rubrics.text_of(document), self._saved)

    def _saved(self) -> None:
        self.changed = False
        self._load()

    def _whole(self) -> dict[str, object] | None:
        """The document; None while something is wrong, and the first fault is gone to."""
        if self.rubric is None:
            return None
        if self.faults:
            self.place.messages.done(t("还有 {n} 处要改，已经到第一处", n=len(self.faults)))
            self.find_next_problem(0)
            return None
        return document_of(self.rubric)

    def show_versions(self) -> None:
        """Every version with who decided it, and the ways to a file and from one."""
        kind = assess_try_stored.in_force(self.place.desk).rubric.kind
        show_versions(self.place, kind, (t("存成文件"), self.save_file), (t("从文件"), self.from_file))

    def save_file(self) -> None:
        """The rubric as a file."""
        if self.rubric is not None:
            save_file(self, self.place, rubrics.text_of(document_of(self.rubric)))

    def from_file(self) -> None:
        """Take the lines of a file to look at, to change and to save."""
        ask_file(self, self.place, self._opened)

    def _opened(self, found: rubrics.RubricInUse) -> None:
        self.changed = True
        self._set(self._draft_of(found.rubric), "head")
        self.typed.emit()

    # ----------------------------------------------------------------------------------------- what the frame asks
    def find_next_problem(self, way: int = 1) -> bool:
        rows, at = self._model.rows(), self.list.currentIndex().row()
        wrong = [n for n, row in enumerate(rows) if self._wrong(row)]
        after = (
            [n for n in wrong if n > at] if way > 0 else [n for n in reversed(wrong) if n < at] if way < 0 else wrong
        )
        if not (after or wrong):
            return False
        self.list.choose((after or wrong)[0])
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def step_back(self) -> bool:
        if self._room.currentWidget() is self.preview:
            self._show_line()
            return True
        if self.form.has_focus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        self.place.go(Target("assess"))
        return True

    def areas(self) -> Sequence[QWidget]:
        return (self.list, *self.form.controls()[:1])

    def draft(self) -> Draft | None:
        if not self.changed or self.rubric is None:
            return None
        lines = [[line.kind, line.code, dict(line.values), line.key] for line in self.rubric.lines]
        return {"kind": self.rubric.kind, "lines": lines, "gone": sorted(self.rubric.gone)}

    def restore(self, draft: Draft) -> None:
        self.used = self.used or assess_try_stored.in_force(self.place.desk)
        lines = tuple(Line(kind, code, dict(values), key) for kind, code, values, key in draft["lines"])
        self.changed = True
        self._set(RubricDraft(str(draft["kind"]), lines, frozenset(draft.get("gone", ()))), "head")

    def place_in(self) -> Draft:
        line = self._line()
        return {"line": line.key if line else ""}

    def return_to(self, place: Draft) -> None:
        if self.rubric is None:
            self._load()
        self._choose(str(place["line"]))


def _rows(draft: RubricDraft) -> list[str]:
    """The keys of the lines with a head above each part that is no section."""
    found = [line.key for line in draft.lines if line.kind in ("head", "sections", "items")]
    for part in _PARTS:
        keys = [line.key for line in draft.lines if line.kind == part]
        if keys:
            found += [_HEAD + part, *keys]
    return found
