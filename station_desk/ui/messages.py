"""The one door for what the program says (UX 2.7): done, banner, known trouble, question, bug.

messages.done(t("已写入 {n} 人（撤回 Ctrl+Z）", n=71))        # status strip; never a dialog for success
page.set_banners(Banner("bad", title, text, button, "Alt+R"))  # true of the page as long as it is shown
messages.trouble(trouble, again=(t("换一个文件"), self._choose))
messages.ask(Question(title, what_happens, can_it_be_undone, yes=t("撤回导入"), no=t("先不撤回")), self._undo)
messages.panel(title, body, [(t("存表格"), self._save)], focus=field)   # a small form of a page's own
messages.error(error)                                         # sorts: stopped, trouble, bug
"""

import datetime
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from station_desk import __version__
from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.ui import door
from station_desk.ui.icons import IconLabel
from station_desk.ui.kit import Box, Button, Item, button, column, label, row, rule
from station_desk.ui.marks import Mark
from station_desk.ui.overlay import Overlay, dialog_name
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.sentences import Told

log = logging.getLogger(__name__)

LOG_LIMIT = 256 * 1024
"""The log of bugs starts anew at this size; the old one is kept beside it."""

_TITLE = 24
"""A first sentence of at most so many characters becomes the title of a trouble."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Both answers are verbs; `no` changes nothing, has the focus and answers Esc."""

    title: str
    what: str
    undo: str
    yes: str
    no: str


class Messages(QObject):
    """The door. `overlay` shows the dialogs, `keep_drafts` is called before a bug is told of."""

    said = Signal(str)

    def __init__(
        self,
        overlay: Overlay,
        keep_drafts: Callable[[], object] | None = None,
        log_file: Callable[[], Path | None] = lambda: None,
    ) -> None:
        """`log_file` says where bugs are logged just now (None: nowhere)."""
        super().__init__()
        self.overlay = overlay
        self.keep_drafts = keep_drafts
        self.log_file = log_file

    # ------------------------------------------------------------------------------------------------------ saying
    def done(self, text: str) -> None:
        """Say at the right end of the status strip that something was done; it stays until the next one."""
        self.said.emit(text)

    def trouble(
        self,
        trouble: Trouble,
        again: tuple[str, Callable[[], object]] | None = None,
        closed: Callable[[], object] | None = None,
    ) -> None:
        """Tell of a known trouble in three labelled rows. `again` is a second way out: its verb and what it does."""
        told = door.tell(trouble)
        title, what = headline(told)
        self._three(title, Told(told.code, what, told.safe, told.next), told, again, closed)

    def bug(self, error: BaseException) -> None:
        """Tell of a bug: log it without personal data, keep the drafts, say so."""
        file = self.log_file()
        write_bug(file, error)
        if self.keep_drafts is not None:
            try:
                self.keep_drafts()
            except Exception as second:  # noqa: BLE001 - the first bug must be told whatever the second is
                write_bug(file, second)
        told = Told(
            "bug",
            t("程序出了错，已记下（不含人员信息）。"),
            t("您输入的内容已保存为草稿，存过的记录没有动。"),
            t(
                "请重新打开这一页。再出现就把日志文件交给县局：{file}",
                file=file.name if file else "—",
            ),
        )
        self._three(t("程序出了错"), told, told, None, None)

    def error(self, error: Exception) -> None:
        """Sort an error: stopped by the person, a known trouble, or a bug."""
        if isinstance(error, Cancelled):
            self.done(t("已停止，什么都没有改"))
        elif isinstance(error, Trouble):
            self.trouble(error)
        else:
            self.bug(error)

    def ask(self, question: Question, yes: Callable[[], object], no: Callable[[], object] | None = None) -> None:
        """Ask; `yes` or `no` is called after the dialog is gone."""
        panel = dialog_name(Box(kind="dialog", gap=14, margins=(26, 24, 26, 18)))

        def answer(act: Callable[[], object] | None) -> None:
            self.overlay.dismiss(panel)
            if act is not None:
                act()

        first = button(question.yes, lambda: answer(yes), name="answer-yes")
        harmless = button(question.no, lambda: answer(no), kind="primary", name="answer-no")
        rows = ((t("会怎么样"), question.what), (t("能反悔吗"), question.undo))
        foot: list[Item] = [label(t("Esc {verb}", verb=question.no), "hint"), None, first, harmless]
        _fill(panel, IconLabel("help-circle", "accent", 24), question.title, rows, foot, 466)
        self.overlay.present(panel, harmless, lambda: answer(no))

    def panel(
        self,
        title: str,
        body: QWidget,
        acts: Sequence[tuple[str, Callable[[], object]]],
        *,
        focus: QWidget | None = None,
        leave: str = "",
        width: int = 466,
        left: Callable[[], object] | None = None,
    ) -> QFrame:
        """A small form of a page's own over the dimmed page. The last act is the primary one; close with `close_panel`."""
        panel = dialog_name(Box(kind="dialog", gap=14, margins=(26, 22, 26, 18)))

        def go_away() -> None:
            self.overlay.dismiss(panel)
            if left is not None:
                left()

        buttons: list[Button] = [button(leave or t("关上"), go_away, name="panel-close")]
        for at, (text, act) in enumerate(acts):
            last = at == len(acts) - 1
            buttons.append(button(text, act, kind="primary" if last else "plain", name=f"panel-act-{at + 1}"))
        body.setFixedWidth(theme().px(width))
        assert isinstance(panel, Box)
        panel.body.addWidget(label(title, "title"))
        panel.body.addWidget(body, 1)
        panel.body.addWidget(rule())
        panel.body.addWidget(row(None, *buttons))
        self.overlay.present(panel, focus or buttons[-1], go_away)
        return panel

    def close_panel(self, panel: QFrame) -> None:
        """Take a panel away."""
        self.overlay.dismiss(panel)

    # --------------------------------------------------------------------------------------------------- the parts
    def _three(
        self,
        title: str,
        shown: Told,
        copied: Told,
        again: tuple[str, Callable[[], object]] | None,
        closed: Callable[[], object] | None,
    ) -> None:
        panel = dialog_name(Box(kind="dialog", gap=14, margins=(26, 24, 26, 18)))

        def answer(act: Callable[[], object] | None) -> None:
            self.overlay.dismiss(panel)
            if act is not None:
                act()

        known = button(t("知道了"), lambda: answer(closed), kind="primary", name="answer-known")
        copy = button(t("复制说明"), lambda: _copy(copied), kind="quiet", icon="copy", name="copy-message")
        foot: list[Item] = [copy, label(shown.code, "hint"), None]
        if again is not None:
            foot.append(button(again[0], lambda: answer(again[1]), name="answer-again"))
        rows = (
            (t("出了什么事"), shown.what),
            (t("数据安全吗"), shown.safe),
            (t("下一步做什么"), shown.next),
        )
        _fill(panel, Mark("bad", 24), title, rows, [*foot, known], 506)
        self.overlay.present(panel, known, lambda: answer(closed))


def headline(told: Told) -> tuple[str, str]:
    """The title of a trouble and the rest of what happened: a short first sentence, else a general title."""
    for stop in ("。", ". "):
        first, found, rest = told.what.partition(stop)
        if found and rest.strip() and len(first) <= _TITLE * (1 if stop == "。" else 2):
            return first, rest.strip()
    return t("这件事没有办成"), told.what


def _fill(
    panel: QFrame, mark: QWidget, title: str, rows: Sequence[tuple[str, str]], foot: list[Item], width: int
) -> None:
    assert isinstance(panel, Box)
    said = label(title, "title", wrap=True)
    said.setFixedWidth(theme().px(width - 38))
    panel.body.addWidget(row(mark, said, None, gap=12))
    names = [label(name, "second") for name, _text in rows]
    left = max(name.sizeHint().width() for name in names) + theme().px(10)
    for name, (_name, text) in zip(names, rows, strict=True):
        name.setFixedWidth(left)
        panel.body.addWidget(_labelled(name, text, theme().px(width) - left))
    panel.body.addWidget(rule())
    panel.body.addWidget(row(*foot))


def _labelled(name: QLabel, text: str, width: int) -> QWidget:
    said = label(text, wrap=True, copy=True)
    said.setFixedWidth(width)
    said.setMinimumHeight(said.heightForWidth(width))
    return row(column(name, None, gap=0), said, None, gap=0)


def _copy(told: Told) -> None:
    lines = (
        f"{t('出了什么事')}：{told.what}",
        f"{t('数据安全吗')}：{told.safe}",
        f"{t('下一步做什么')}：{told.next}",
        told.code,
    )
    QGuiApplication.clipboard().setText("\n".join(lines))


def write_bug(file: Path | None, error: BaseException) -> None:
    """Log where a bug happened: kinds of errors and lines of code, never a message or a value (they may name people)."""
    lines = [f"{datetime.datetime.now(datetime.UTC).isoformat(timespec='seconds')} station-desk {__version__}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(type(cause).__name__)
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    text = "\n".join(lines) + "\n"
    log.error("bug: %s", " < ".join(line.strip() for line in lines[1:]))
    if file is None:
        return
    try:
        if file.exists() and file.stat().st_size > LOG_LIMIT:
            file.replace(file.with_suffix(".old.log"))
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError:
        log.error("the log of bugs could not be written")
