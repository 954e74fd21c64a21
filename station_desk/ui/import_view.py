"""The preview of a roster from a workbook: every row with its mark and reason, and nothing written before 写入 (UX 4.3).

It stands inside the roster page. Numbers are shown whole, because they are repaired here; the look is recorded.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_desk.domain.intake import HELD, Proposal
from station_desk.domain.progress import Progress
from station_desk.services import intake
from station_desk.services.intake import Applied
from station_desk.ui.fields import Field
from station_desk.ui.import_choose import ChooseWorkbook
from station_desk.ui.import_rows import (
    PARTS,
    ImportLine,
    Part,
    belongs,
    import_cells,
    import_columns,
    import_lines,
    shown_value,
)
from station_desk.ui.import_words import field_of, sentence
from station_desk.ui.kit import Banner, Button, button, card, chip, clear, column, flat, foot, key_cap, label, row
from station_desk.ui.lists import ListModel, ListView
from station_desk.ui.marks import Mark
from station_desk.ui.page import Workplace
from station_desk.ui.person_words import FIELD_WORDS, listed
from station_desk.ui.theme import theme
from station_desk.wording import t, tn


class ImportView(QWidget):
    """`changed` tells that head and primary act say something new, `closed` that the roster comes back."""

    changed = Signal()
    closed = Signal()
    held_opened = Signal(object)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName("import-view")
        self.place = place
        self.proposal: Proposal | None = None
        self.part: Part = "all"
        self._lines: list[ImportLine] = []
        self._key: tuple[str, int] | None = None
        self._busy = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().px(12))
        self._build_table()
        self._build_panel()
        self.choose = ChooseWorkbook(place)
        self.choose.picked.connect(self.read)
        self.choose.held_opened.connect(self.held_opened)
        self._layout.addWidget(self.choose, 1)
        for widget in (self._chip_row, self._banners_room, self._table_box, self._panel):
            widget.hide()

    # ----------------------------------------------------------------------------------------------- building
    def _build_table(self) -> None:
        self._chips: dict[Part, Button] = {}
        for part, _word in PARTS:
            made = chip("", name=f"import-{part}", on=part == "all")
            made.clicked.connect(lambda _on=False, part=part: self.show_part(part))
            self._chips[part] = made
        self._note = label("", "second")
        self._chip_row = row(*self._chips.values(), None, self._note)
        self._banners_room = column(gap=8)
        self._model: ListModel[ImportLine] = ListModel(import_columns(), import_cells)
        self.list: ListView[ImportLine] = ListView(self._model, row=28)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _line: self._begin_mending())
        foot_row, self._count, _keys = foot("", t("↑↓ 走   F8 下一个问题   Enter 改   Alt+H 暂缓"))
        self._table_box = flat((self.list, 1), foot_row)
        for widget in (self._chip_row, self._banners_room):
            self._layout.addWidget(widget)
        self._layout.addWidget(self._table_box, 1)

    def _build_panel(self) -> None:
        self._mark = Mark("tick", 16)
        self._title = label("", "head")
        self._said = label("", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        left = column(row(self._mark, (self._title, 1), gap=10), (self._said, 1), gap=6)
        self._was = label("", "second", wrap=True)
        self.mend_field = Field("mend")
        self.mend_field.went_on.connect(lambda way: self._mend() if way > 0 else None)
        self._mend_button = button(t("改"), self._mend, name="mend-now")
        self._mend_row = row(label(t("改成")), (self.mend_field, 1), self._mend_button, key_cap("Enter"))
        self._hold_button = button(t("这一行先暂缓"), self.hold, name="hold-row")
        self._problem_count = label("", "second")
        acts = row(self._hold_button, key_cap("Alt+H"), None, self._problem_count, key_cap("F8"))
        right = column(self._was, self._mend_row, None, acts, gap=8)
        self._panel = card(margins=(18, 12, 18, 12), name="card")
        across = QHBoxLayout()
        across.setSpacing(theme().px(24))
        across.addWidget(left, 1)
        across.addWidget(right, 1)
        self._panel.body.addLayout(across)
        self._panel.setFixedHeight(theme().px(148))
        self._layout.addWidget(self._panel)

    # ------------------------------------------------------------------------------------------------ reading
    def begin(self) -> None:
        """Ask which workbook; the newest one stands first."""
        self.choose.begin()

    def ask(self) -> None:
        """Alt+O: any workbook."""
        self.choose.ask()

    def read(self, file: Path) -> None:
        """Read a workbook in the background and show what it would do."""
        desk = self.place.desk

        def propose(progress: Progress) -> Proposal:
            proposal = intake.propose(desk, file, waiting=lambda: _tick(progress))
            intake.look(desk, proposal)
            return proposal

        self._busy = True
        self.place.work.run(propose, self._came, self._failed, label=t("正在读 {file}", file=file.name), owner=self)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.place.messages.error(error)
        if self.proposal is None:
            self.choose.begin()

    def _came(self, proposal: Proposal) -> None:
        first = self.proposal is None
        self._busy = False
        self.proposal = proposal
        self._lines = import_lines(proposal)
        if first:
            self.choose.hide()
            for widget in (self._chip_row, self._table_box, self._panel):
                widget.show()
            self._show_banners(proposal)
        counts = self._counts()
        for part, word in PARTS:
            self._chips[part].set_text(t(word, n=counts[part]))
            self._chips[part].setVisible(part == "all" or counts[part] > 0 or part == self.part)
        self._note.setText(t("{n} 行暂缓不会写入，改好后随时可以再写", n=counts["held"]) if counts["held"] else "")
        self.show_part(self.part)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if first:
            self.find_problem(1, from_start=True)
        self.changed.emit()

    def _counts(self) -> dict[Part, int]:
        return {part: sum(belongs(line, part) for line in self._lines) for part, _word in PARTS}

    def _show_banners(self, proposal: Proposal) -> None:
        layout = self._banners_room.layout()
        assert isinstance(layout, QVBoxLayout)
        clear(layout)
        refused = [name for sheet in proposal.sheets for name in sheet.refused.values()]
        if refused:
            said = t("这一列（{names}）是群众信息，本程序不收，已整列略过。", names=listed(refused))
            layout.addWidget(Banner("info", said))
        if proposal.sheets_skipped:
            names = listed(one.sheet for one in proposal.sheets_skipped)
            layout.addWidget(Banner("info", t("没有读的工作表：{names}", names=names)))
        self._banners_room.setVisible(bool(layout.count()))

    # ------------------------------------------------------------------------------------------------ showing
    def title(self) -> tuple[str, str]:
        """Title and facts of the page head."""
        if self.proposal is None:
            return t("导入花名册"), t("先看，再写")
        sheets = listed(sheet.name for sheet in self.proposal.sheets)
        return t("导入花名册"), t("{file}，工作表“{sheets}”", file=Path(self.proposal.file).name, sheets=sheets)

    def writable(self) -> int:
        """How many people 写入 would touch."""
        if self.proposal is None or self._busy:
            return 0
        return sum(line.row is not None and line.row.change in ("new", "changed") for line in self._lines)

    def primary_words(self) -> str:
        """What the big button says."""
        n = self.writable()
        return tn("写入 {n} 人", "写入 {n} 人", n) if n else t("没有要写的")

    def show_part(self, part: Part) -> None:
        """Filter by a chip."""
        self.part = part
        for other, made in self._chips.items():
            made.setChecked(other == part)
        lines = [line for line in self._lines if belongs(line, part)]
        key = self._key
        self._model.set_rows(lines)
        at = next((n for n, line in enumerate(lines) if (line.sheet, line.number) == key), 0)
        self.list.choose(at if lines else -1)
        self._count.setText(tn("{n} 行·按原表的顺序", "{n} 行·按原表的顺序", len(lines)))

    def _choose(self, line: ImportLine | None) -> None:
        self._key = (line.sheet, line.number) if line else self._key
        source = line.row if line else None
        self._mend_row.setVisible(bool(self._mended_field(line)))
        self._hold_button.setEnabled(source is not None)
        self._problem_count.setText(self._problem_words(line))
        self.mend_field.clear()
        if line is None or source is None:
            self._mark.set_kind("skip")
            self._title.setText(t("这一行不是人") if line else "")
            self._said.setText("")
            self._was.setText("")
            return
        codes = source.reasons or source.warnings
        self._mark.set_kind("bad" if source.reasons else "warn" if source.warnings else "tick")
        self._title.setText(t("第 {n} 行 {name}", n=line.number, name=source.values.name))
        self._said.setText("\n".join(sentence(code) for code in codes) or t("这一行没有问题。"))
        self._hold_button.set_text(t("不暂缓了") if HELD in source.reasons else t("这一行先暂缓"))
        field = self._mended_field(line)
        words = t(FIELD_WORDS.get(field, field)) if field else ""
        text = shown_value(source, field) if field else ""
        self._was.setText(t("{field}，原来的格子：{text}", field=words, text=text or "—") if field else "")

    def _mended_field(self, line: ImportLine | None) -> str:
        """The cell of the row that wants mending first."""
        if line is None or line.row is None:
            return ""
        fields = (field_of(code) for code in (*line.row.reasons, *line.row.warnings))
        return next((field for field in fields if field), "")

    def _problems(self) -> list[int]:
        rows = self._model.rows()
        return [at for at, line in enumerate(rows) if line.row is not None and line.row.outcome == "reject"]

    def _problem_words(self, line: ImportLine | None) -> str:
        problems, at = self._problems(), self.list.currentIndex().row()
        if not problems:
            return t("没有暂缓的行")
        place = problems.index(at) + 1 if at in problems else 0
        return t("问题 {at} / {n}", at=place, n=len(problems)) if place else t("问题 {n} 个", n=len(problems))

    def find_problem(self, way: int, *, from_start: bool = False) -> bool:
        """F8: the next row that is held back."""
        problems, now = self._problems(), -1 if from_start else self.list.currentIndex().row()
        beyond = [at for at in problems if (at > now if way > 0 else at < now)]
        if not beyond:
            return False
        self.list.choose(beyond[0] if way > 0 else beyond[-1])
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # ------------------------------------------------------------------------------------------------- mending
    def _begin_mending(self) -> None:
        if self._mend_row.isVisible():
            self.mend_field.setFocus(Qt.FocusReason.TabFocusReason)

    def _mend(self) -> None:
        line, text = self.list.current(), self.mend_field.text().strip()
        field = self._mended_field(line)
        if self.proposal is None or line is None or line.row is None or not field or not text or self._busy:
            return
        proposal, key = self.proposal, line.row.key
        self._judge(lambda: intake.amend(proposal, key, {field: text}))

    def hold(self) -> None:
        """Alt+H: hold the row back, or let it go again."""
        line = self.list.current()
        if self.proposal is None or line is None or line.row is None or self._busy:
            return
        proposal, key = self.proposal, line.row.key
        self._judge(lambda: intake.hold(proposal, key, key not in proposal.held))

    def _judge(self, change: Callable[[], Proposal]) -> None:
        self._busy = True
        self.place.work.run(lambda _progress: change(), self._came, self._failed, owner=self)

    # ------------------------------------------------------------------------------------------------- writing
    def write(self) -> None:
        """Write the accepted rows in one run; nothing is half-written."""
        if self.proposal is None or not self.writable():
            return
        desk, proposal = self.place.desk, self.proposal
        self._busy = True
        self.changed.emit()
        self.place.work.run(
            lambda _progress: intake.apply(desk, proposal), self._written, self._failed, label=t("正在写入"), owner=self
        )

    def _written(self, applied: Applied) -> None:
        if applied.held:
            said = t("已写入 {n} 人，{held} 行留着（撤回 Ctrl+Z）", n=applied.written, held=applied.held)
        else:
            said = t("已写入 {n} 人（撤回 Ctrl+Z）", n=applied.written)
        self.place.messages.done(said)
        self.closed.emit()

    def areas(self) -> list[QWidget]:
        """What F6 walks through."""
        return [self.list, self.mend_field] if self.proposal else [self.choose.list]

    def step_back(self) -> bool:
        """Esc: from the field to the list; False when the preview is to be left."""
        if self.mend_field.hasFocus():
            self.mend_field.clear()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False


def _tick(progress: Progress) -> None:
    """Let the person stop the reading; how far it is nobody knows."""
    progress(0, 1)
