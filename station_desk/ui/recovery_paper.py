"""The recovery code: shown once, to be copied out, and asked back in part before the first start ends (UX 4.12)."""

import html

from PySide6.QtCore import QMarginsF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station_desk.ui.fields import Field, chain, say_under, under
from station_desk.ui.files import ask_save
from station_desk.ui.kit import Banner, button, fill, label, named, row
from station_desk.ui.theme import theme
from station_desk.wording import t

ASKED = (2, 5)
"""The groups that are asked back, counted from 1."""


class RecoveryPaper(QWidget):
    """The code in its groups; `done` is sent when groups 2 and 5 were typed back."""

    done = Signal()

    def __init__(self, code: str, office: str) -> None:
        super().__init__()
        self._code, self._office = code, office
        self._groups = code.split("-")
        warning = Banner("warn", t("请把恢复码抄下来，锁进保险柜。"), t("丢了它又忘了口令，数据谁也打不开。"))
        self.fields = [Field(f"recovery-group-{n}", latin=True) for n in ASKED]
        for field in self.fields:
            field.setMaxLength(8)
            field.setFixedWidth(theme().px(96))
        self.wrong = under()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(10))
        copy = button(t("复制"), self._copy, icon="copy", name="copy-recovery-code")
        save = button(t("存为 PDF 打印"), self._save, icon="printer", name="save-recovery-code")
        fill(
            layout,
            warning,
            self._grid(),
            row(copy, save, None),
            4,
            label(t("写好了吗？请照纸上输入第 2 组和第 5 组："), "second"),
            row(self.fields[0], self.fields[1], None),
            self.wrong,
            None,
        )
        chain(self.fields, self.send)

    def send(self) -> None:
        """End, once both groups fit; say so otherwise."""
        for field, n in zip(self.fields, ASKED, strict=True):
            if field.text().strip().upper() != self._groups[n - 1].upper():
                say_under(self.wrong, t("第 {n} 组对不上，请再看看纸上。", n=n))
                field.setFocus()
                field.selectAll()
                return
        self.done.emit()

    def enter(self) -> None:
        """The focus is on the first asked group."""
        self.fields[0].setFocus()

    def _grid(self) -> QWidget:
        made = named(QWidget(), "recovery-code")
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme().px(8))
        for at, group in enumerate(self._groups):
            said = label(group, "figure", copy=True)
            said.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(row(label(str(at + 1), "hint"), (said, 1), gap=4), at // 4, at % 4)
        return made

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)

    def _save(self) -> None:
        ask_save(self, t("存恢复码"), "recovery-code.pdf", "PDF (*.pdf)", lambda file: self.write_pdf(str(file)))

    def write_pdf(self, file: str) -> None:
        """One sheet A4 with the office, the code in its groups and what it is for."""
        writer = QPdfWriter(file)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
        paper = QTextDocument()
        paper.setDefaultFont(theme().font())
        paper.setHtml(self._html())
        paper.print_(writer)

    def _html(self) -> str:
        head, safe = t("恢复码"), t("锁进保险柜。丢了它又忘了口令，数据谁也打不开。")
        lines = [f"<h2>{html.escape(self._office)}</h2>", f"<h3>{head}</h3>", "<table cellspacing='12'>"]
        for start in range(0, len(self._groups), 4):
            cells = "".join(
                f"<td><small>{start + n + 1}</small> <b style='font-size:18pt'>{group}</b></td>"
                for n, group in enumerate(self._groups[start : start + 4])
            )
            lines.append(f"<tr>{cells}</tr>")
        return "".join([*lines, f"</table><p>{safe}</p>"])
