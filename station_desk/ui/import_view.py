"""The preview of a roster from a workbook: every row with its mark and reason, and nothing written before 写入 (UX 4.3).

It stands inside the roster page. Numbers are shown whole, because they are repaired here; the look is recorded.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from station_desk.domain.intake import Proposal, ProposedRow
from station_desk.domain.progress import Progress
from station_desk.services import intake, intake_preview
from station_desk.services.intake import Applied
from station_desk.ui import import_cell, import_questions
from station_desk.ui.import_ask import ask_group, show_original
from station_desk.ui.import_banners import banners_of, facts_of
from station_desk.ui.import_cell import CellChoice
from station_desk.ui.import_choose import ChooseWorkbook
from station_desk.ui.import_panel import CellPanel
from station_desk.ui.import_rows import (
    PARTS,
    ImportLine,
    Part,
    Preview,
    belongs,
    codes_of,
    look_at,
    needs_person,
    problem_field,
)
from station_desk.ui.import_sheet import SheetView
from station_desk.ui.import_words import short
from station_desk.ui.kit import Button, CutLabel, chip, chips, clear, column, fill, flat, foot, row, turn_on
from station_desk.ui.page import Workplace
from station_desk.ui.person_words import listed
from station_desk.ui.theme import theme
from station_desk.wording import N, t, tn

Again = Callable[[Proposal], Proposal]
_TYPED = ("id_no", "name")
"""A problem here wants typing: F8 goes straight into the field."""


class ImportView(QWidget):
    """`changed` tells that head and primary act say something new, `closed` that the roster comes back."""

    changed = Signal()
    closed = Signal()
    held_opened = Signal(object)

    KEYS = (
        ("Alt+H", N("导入时：这一行先暂缓"), "hold"),
        ("Alt+A", N("导入时：重新接受这一行"), "accept"),
        ("Alt+O", N("导入时：看原表；还没有读时：选别的文件"), "original"),
        ("Alt+S", N("导入时：同样处理其余的格子"), "same"),
        ("Alt+G", N("导入时：按问题看"), "groups"),
        ("Alt+C", N("导入时：对列"), "columns"),
        ("Alt+W", N("导入时：读哪张工作表"), "sheets"),
        ("Alt+M", N("导入时：记住的写法"), "spellings"),
    )
    """The keys of the preview, what they do, and the methods that do it."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName("import-view")
        self.place = place
        self.preview: Preview | None = None
        self.part: Part = "all"
        self.group = ""
        self._at: tuple[str, int, str] | None = None
        self.busy = False
        self._same: tuple[Again, int] | None = None
        self._after: tuple[Again, int] | None = None
        self._problems: list[int] = []
        self._township_asked = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().px(12))
        self._build_table()
        self.choose = ChooseWorkbook(place)
        self.choose.picked.connect(self.read)
        self.choose.looked.connect(self.changed)
        self.choose.held_opened.connect(self.held_opened)
        self.choose.spellings_asked.connect(self.spellings)
        self._layout.addWidget(self.choose, 1)
        self._show_parts(shown=False)

    @property
    def proposal(self) -> Proposal | None:
        """What is shown, None while a workbook is chosen or read."""
        return self.preview.proposal if self.preview else None

    # ----------------------------------------------------------------------------------------------- building
    def _build_table(self) -> None:
        self._chips = chips("import", (part for part, _word in PARTS), "all", self.show_part)
        self._group_chip = chip("", name="import-group")
        self._group_chip.clicked.connect(lambda: self.show_part("all"))
        self._note = CutLabel("", "second")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._chip_row = row(*self._chips.values(), self._group_chip, (self._note, 1), gap=6)
        self._banners_room = column(gap=8)
        self.list, self.panel = SheetView(), CellPanel(self._judge_typed)
        self.list.stood_on.connect(self._stand)
        self.list.opened.connect(lambda _line: self.panel.begin())
        self.list.digit.connect(self.pick)
        foot_row, self._count, _keys = foot("", t("↑↓←→ 走   F8 下一个问题   Enter 改   Alt+G 按问题看   Alt+C 对列"))
        self._table_box = flat((self.list, 1), foot_row)
        self.mend_field = self.panel.field
        self.panel.mended.connect(self._mend)
        self.panel.picked.connect(self._take_choice)
        self.panel.walked.connect(self._walk)
        self.panel.hold_asked.connect(self.hold)
        self.panel.accept_asked.connect(self.accept)
        self.panel.original_asked.connect(self.original)
        self.panel.next_asked.connect(lambda: self.find_problem(1))
        self.panel.same_asked.connect(self.same)
        fill(self._layout, self._chip_row, self._banners_room, (self._table_box, 1), self.panel)

    def _show_parts(self, *, shown: bool) -> None:
        for widget in (self._chip_row, self._banners_room, self._table_box, self.panel):
            widget.setVisible(shown)
        self.choose.setVisible(not shown)

    # ------------------------------------------------------------------------------------------------ reading
    def begin(self) -> None:
        """Ask which workbook; the newest one stands first."""
        self.choose.begin()

    def ask(self) -> None:
        """Any workbook."""
        if self.preview is None:
            self.choose.ask()

    def read(self, file: Path, sheet: str | None = None, township: str | None = None) -> None:
        """Read a workbook in the background and show what it would do; what was corrected before stays."""
        desk, before = self.place.desk, self.proposal

        def propose(progress: Progress) -> Preview:
            proposal = intake.propose(
                desk, file, sheet=sheet, township=township, even_empty=True, waiting=lambda: progress(0, 1)
            )
            proposal = intake_preview.carried(proposal, before)
            if proposal.rows:
                intake.look(desk, proposal)
            return look_at(proposal)

        self.busy = True
        self.place.work.run(propose, self._came, self.failed, label=t("正在读 {file}", file=file.name), owner=self)

    def failed(self, error: Exception) -> None:
        self.busy = False
        self.place.messages.error(error)
        if self.preview is None:
            self.choose.begin()
        self.changed.emit()

    def _came(self, preview: Preview) -> None:
        first, self.busy = self.preview is None, False
        if not preview.proposal.sheets:
            import_questions.unknown(self, preview.proposal)
            return
        if not self._township_asked and intake_preview.township_open(preview.proposal):
            self._township_asked = True
            import_questions.township(self, preview.proposal)
        self.preview = preview
        self._same, self._after = self._after, None
        if first:
            self._show_parts(shown=True)
        self._fill(preview)
        if first or not isinstance(QApplication.focusWidget(), Button):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
        if first and intake_preview.guessed(preview.proposal):
            self.columns()

    def _fill(self, preview: Preview) -> None:
        names = (line.row.values.name for line in preview.lines if line.row is not None)
        self.list.show_fields(tuple(preview.fields), names)
        for part, word in PARTS:
            self._chips[part].set_text(t(word, n=preview.counts[part]))
            self._chips[part].setVisible(part == "all" or preview.counts[part] > 0 or part == self.part)
        held = preview.counts["held"]
        self._note.set_text(t("{n} 行暂缓不会写入，改好后随时可以再写", n=held) if held else "")
        self._show_banners(preview)
        self._filter()

    def sheets(self) -> None:
        """Alt+W: read one sheet only, or all of them."""
        if self.proposal is not None and not self.busy:
            import_questions.sheets(self, self.proposal)

    def spellings(self) -> None:
        """Alt+M: what villages are called in files, as it is remembered."""
        if not self.busy:
            import_questions.spellings(self, self.proposal)

    def columns(self) -> None:
        """Alt+C: say what the columns of the sheet are."""
        proposal = self.proposal
        if proposal is None or self.busy:
            return
        line = self.list.current()
        guessed = intake_preview.guessed(proposal)
        sheet = guessed or (line.sheet if line and line.sheet else proposal.sheets[0].name)
        import_questions.columns(self, proposal, sheet)

    def _show_banners(self, preview: Preview) -> None:
        layout = self._banners_room.layout()
        assert isinstance(layout, QVBoxLayout)
        clear(layout)
        fill(layout, *banners_of(preview, self.columns, self.sheets, self.spellings, self.closed.emit))
        self._banners_room.setVisible(bool(layout.count()))

    # ------------------------------------------------------------------------------------------------ showing
    def title(self) -> tuple[str, str]:
        """Title and facts of the page head."""
        return t("导入花名册"), facts_of(self.preview)

    def writable(self) -> int:
        """How many people 写入 would touch."""
        return 0 if self.preview is None or self.busy else self.preview.writable

    def primary_words(self) -> str:
        """What the big button says."""
        if self.proposal is not None and intake_preview.guessed(self.proposal):
            return t("先看各列猜得对不对")
        n = self.writable()
        return tn("写入 {n} 人", "写入 {n} 人", n) if n else t("没有要写的")

    def show_part(self, part: Part, group: str = "") -> None:
        """Filter by a chip, or by one kind of problem."""
        self.part, self.group = part, group
        self._filter()

    def _filter(self) -> None:
        if self.preview is None:
            return
        turn_on(self._chips, None if self.group else self.part)
        self._group_chip.set_text(short(self.group))
        self._group_chip.setChecked(True)
        self._group_chip.setVisible(bool(self.group))
        lines = [line for line in self.preview.lines if belongs(line, self.part)]
        if self.group:
            lines = [line for line in lines if self.group in codes_of(line)]
        self._problems = [at for at, line in enumerate(lines) if needs_person(line, self.preview.proposal)]
        self.list.sheet.set_rows(lines)
        first = next((n for n, line in enumerate(lines) if line.row is not None), 0)
        self.list.stand_on(next((n for n, line in enumerate(lines) if line.key == self._at), first))
        self._count.setText(tn("{n} 行·按原表的顺序", "{n} 行·按原表的顺序", len(lines)))

    def _stand(self, line: ImportLine | None, field: str) -> None:
        if self.preview is None:
            return
        self._at = line.key if line else self._at
        told = import_cell.story(self.preview, line, field)
        source = line.row if line else None
        held = source is not None and source.key in self.preview.proposal.held
        self.panel.show_story(told, person=source is not None, held=held)
        self.panel.show_same(self._same[1] if self._same else 0)
        self.panel.show_problem(self._problem_words())

    def _problem_words(self) -> str:
        at, n = self.list.currentIndex().row(), len(self._problems)
        if not n:
            return t("没有要看的了")
        if at in self._problems:
            return t("问题 {at} / {n}", at=self._problems.index(at) + 1, n=n)
        return t("问题 {n} 个", n=n)

    def find_problem(self, way: int) -> bool:
        """F8: the next row that needs a person, at its cell; a number goes straight into the field."""
        now, line = self.list.currentIndex().row(), self.list.current()
        here = line is not None and line.row is not None and self.list.field() != problem_field(line.row)
        beyond = [at for at in self._problems if (at - now) * way > 0 or (at == now and here)]
        if not beyond:
            return False
        at = beyond[0] if way > 0 else beyond[-1]
        self._same, found = None, self.list.sheet.row_at(at)
        field = problem_field(found.row) if found and found.row else ""
        self.list.stand_on(at, field)
        if field not in _TYPED or not self.panel.begin():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def groups(self) -> None:
        """Alt+G: the kinds of problems with their counts; Enter shows the rows of one."""
        if self.preview is not None and self.preview.groups:
            groups = self.preview.groups
            ask_group(self.place, groups, lambda code: self.show_part("all", code), lambda: self.show_part("all"))

    def original(self) -> None:
        """Alt+O: the row as the file has it; while no file is read, any workbook."""
        line, proposal = self.list.current(), self.proposal
        if proposal is None:
            self.ask()
        elif line is not None and line.sheet:
            show_original(self.place, proposal, line.sheet, line.number)

    # ------------------------------------------------------------------------------------------------- mending
    def _here(self) -> tuple[ProposedRow, str] | None:
        """The row and the field that can be changed just now."""
        line = self.list.current()
        if self.preview is None or line is None or line.row is None or self.busy:
            return None
        return line.row, self.panel.story.field

    def _judge_typed(self, text: str) -> tuple[str, str]:
        here = self._here()
        if here is None or self.proposal is None or not text:
            return "", ""
        reading = intake_preview.check(self.proposal, here[0].key, here[1], text)
        return import_cell.typed_words(reading, here[1], text)

    def _mend(self, text: str) -> None:
        here = self._here()
        if here is None or self.proposal is None or not here[1]:
            return
        source, field = here
        said = import_cell.said_in(source, field)
        alike = import_cell.same_cells(self.proposal, source, field)
        self._offer(alike, lambda now: intake.recheck_all(now, field, said, text))
        self.judge(lambda now: intake.recheck(now, source.key, field, text))

    def pick(self, n: int) -> None:
        """A digit in the table, Alt+digit anywhere: the choice of that number."""
        if self.preview is not None and not self.busy:
            self.panel.pick(n)

    def _take_choice(self, choice: CellChoice) -> None:
        here, proposal = self._here(), self.proposal
        if here is None or proposal is None:
            return
        source, field = here
        keep = choice.keep
        if keep is not None:
            name = "village_ids" if field == "village" else field
            count = sum(name in r.conflicts and (r.key, name) not in proposal.decided for r in proposal.rows) - 1
            self._offer(count, lambda now: intake_preview.decide_all(now, name, keep))
            self.judge(lambda now: intake.decide(now, source.key, name, keep))
        elif choice.code:
            count = sum(choice.code in other.cells.get(field, ()) for other in proposal.rows) - 1
            self._offer(count, lambda now: intake_preview.clear_all(now, field, choice.code))
            self.judge(lambda now: intake.recheck(now, source.key, field, ""))
        else:
            self._mend(choice.text or "")

    def _offer(self, n: int, act: Again) -> None:
        self._after = (act, n) if n > 0 else None

    def same(self) -> None:
        """Alt+S: what was just done, for all other cells like it."""
        if self._same is not None and not self.busy:
            act, self._same = self._same[0], None
            self.judge(act)

    def hold(self) -> None:
        """Alt+H: hold the row back; the next ones with the same reason can follow."""
        here, proposal = self._here(), self.proposal
        if here is None or proposal is None or here[0].key in proposal.held:
            return
        key, reasons = here[0].key, here[0].reasons
        alike = [
            other.key
            for other in proposal.rows
            if reasons and reasons[0] in other.reasons and other.key not in proposal.held and other.key != key
        ]
        self._offer(len(alike), lambda now: intake.hold(now, alike))
        self.judge(lambda now: intake.hold(now, key))

    def accept(self) -> None:
        """Alt+A: take the row again; where something else is wrong with it, that is said."""
        here, proposal = self._here(), self.proposal
        if here is None or proposal is None:
            return
        if here[0].key in proposal.held:
            self.judge(lambda now: intake.hold(now, here[0].key, held=False))
        elif here[0].reasons:
            self.place.messages.done(t("这一行还不能接受：{why}", why=short(here[0].reasons[0])))

    def judge(self, change: Again, proposal: Proposal | None = None) -> None:
        now = proposal or self.proposal
        if now is None or self.busy:
            return
        self.busy = True
        self.place.work.run(lambda _progress: look_at(change(now)), self._came, self.failed, owner=self)

    def _walk(self, key: int) -> None:
        """Arrow keys in the field belong to the table."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.sendEvent(self.list, QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))

    # ------------------------------------------------------------------------------------------------- writing
    def write(self) -> None:
        """Write the accepted rows in one run; nothing is half-written."""
        proposal, desk = self.proposal, self.place.desk
        if proposal is None or not self.writable():
            return
        if intake_preview.guessed(proposal):
            self.columns()
            return
        self.busy = True
        self.changed.emit()
        self.place.work.run(
            lambda _progress: intake.apply(desk, proposal), self._written, self.failed, label=t("正在写入"), owner=self
        )

    def _written(self, applied: Applied) -> None:
        if applied.learned:
            parts = [t("已写入 {n} 人", n=applied.written), t("记住 {n} 个村名的写法", n=applied.learned)]
            parts += [t("{held} 行留着", held=applied.held)] if applied.held else []
            said = t("{what}（撤回 Ctrl+Z）", what=listed(parts))
        elif applied.held:
            said = t("已写入 {n} 人，{held} 行留着（撤回 Ctrl+Z）", n=applied.written, held=applied.held)
        else:
            said = t("已写入 {n} 人（撤回 Ctrl+Z）", n=applied.written)
        self.place.messages.done(said)
        self.closed.emit()

    def areas(self) -> list[QWidget]:
        """What F6 walks through."""
        return [self.list, self.mend_field, self._chips["all"]] if self.preview else [self.choose.list]

    def step_back(self) -> bool:
        """Esc: from the field to the list, from one kind to all; False when the preview is to be left."""
        if self.mend_field.hasFocus():
            self.mend_field.clear()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.group or self.part != "all":
            self.show_part("all")
        else:
            return False
        return True
