"""Acts on the month grid in a small panel: the officer's check, giving back, a correction after the close."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.month_grid import GridRow
from station_desk.domain.roster import Undone
from station_desk.domain.work_log import LONGEST_WORDS, REASONS, RETURN_REASONS, EntryState, Step
from station_desk.services import log_months, roster, work_log
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import field_row, fill, label
from station_desk.ui.messages import Question
from station_desk.ui.month_words import column_word
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.work_log import CORRECTION_REASONS
from station_desk.wording.work_log import RETURN_REASONS as RETURN_WORDS

if TYPE_CHECKING:
    from station_desk.ui.month_page import MonthPage


def check_rows(page: "MonthPage", rows: Sequence[GridRow | None]) -> None:
    """The officer has looked at these rows: what is entered in them is checked."""
    page.save()
    book, desk = page.book, page.place.desk
    if book is None or book.is_closed or desk.read_only:
        return
    ids = [
        rid
        for one in rows
        if one is not None
        for cell in one.cells.values()
        if cell.state is EntryState.ENTERED
        for rid in cell.ids
    ]
    if not ids or book.sending:
        page.place.messages.done(t("没有要核对的（刚录的数写入以后再核）"))
        return
    page.place.work.run(
        lambda _progress: work_log.check_entries(desk, "check", ids),
        lambda _run: page.place.messages.done(t("已核对 {n} 格（撤回 Ctrl+Z）", n=len(ids))),
        owner=page,
    )


class ReasonForm(QWidget):
    """Why a value is given back."""

    def __init__(self) -> None:
        super().__init__()
        self.reason = Choice("return-reason", [(t(RETURN_WORDS[one]), one) for one in RETURN_REASONS])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        said = label(t("退回：请内勤改好再录；作废：不算数，留着看得到。"), "second", wrap=True)
        fill(layout, said, field_row(t("原因"), (self.reason, 1)))


def ask_return(page: "MonthPage") -> None:
    """Give the current cell back, or strike it out."""
    page.save()
    book, row, code, desk = page.book, page.table.row(), page.table.code(), page.place.desk
    cell = row.cells.get(code) if row is not None else None
    if book is None or row is None or cell is None or book.is_closed or desk.read_only:
        page.place.messages.done(t("这一格没有可以退回的数"))
        return
    form = ReasonForm()
    panels: list[QFrame] = []

    def do(step: Step) -> None:
        reason, ids = str(form.reason.value()), cell.ids
        page.place.messages.close_panel(panels[0])
        done = t("已退回（撤回 Ctrl+Z）") if step == "give_back" else t("已作废（撤回 Ctrl+Z）")
        page.place.work.run(
            lambda _progress: work_log.check_entries(desk, step, ids, reason),
            lambda _run: page.place.messages.done(done),
            owner=page,
        )

    form.reason.went_on.connect(lambda _way: do("give_back"))
    column = next(one for one in book.columns if one.code == code)
    title = f"{row.name}·{column_word(column)}：{cell.count}"
    acts = [(t("作废"), lambda: do("void")), (t("退回"), lambda: do("give_back"))]
    panels.append(page.place.messages.panel(title, form, acts, focus=form.reason, leave=t("先不退回")))


class CorrectionForm(QWidget):
    """A correction of a closed month: how many more or fewer, why, a few words."""

    def __init__(self) -> None:
        super().__init__()
        self.difference = Field("correction-difference", latin=True, hint=t("加 3 写 3，减 2 写 -2"))
        self.reason = Choice("correction-reason", [(t(CORRECTION_REASONS[one]), one) for one in REASONS])
        self.words = Field("correction-words", hint=t("可以不写；只留在本机"))
        self.words.setMaxLength(LONGEST_WORDS)
        self.problem = under()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        fill(
            layout,
            label(t("更正记在现在的月份里，和原来的数连在一起，两个月里都看得到。"), "second", wrap=True),
            field_row(t("加减"), (self.difference, 1)),
            field_row(t("原因"), (self.reason, 1)),
            field_row(t("说明"), (self.words, 1)),
            self.problem,
        )

    def count(self) -> int | None:
        """How many more (or fewer); None for no number."""
        try:
            return int(self.difference.text().strip().replace("−", "-").replace("+", ""))
        except ValueError:
            return None


def ask_correction(page: "MonthPage") -> None:
    """Put the current cell of a closed month right."""
    book, row, code, desk = page.book, page.table.row(), page.table.code(), page.place.desk
    if book is None or row is None or not code or desk.read_only:
        return
    form = CorrectionForm()
    panels: list[QFrame] = []
    person, month = row.person_id, book.grid.month

    def write() -> None:
        difference = form.count()
        if not difference:
            say_under(form.problem, t("写加几或者减几，例如 3 或 -2。"))
            form.difference.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        reason, words = str(form.reason.value()), form.words.text()

        def made(_rid: str) -> None:
            page.place.messages.close_panel(panels[0])
            page.place.messages.done(t("更正已记下（撤回 Ctrl+Z）"))

        page.place.work.run(
            lambda _progress: log_months.correct_place(desk, person, code, month, difference, reason, words),
            made,
            owner=page,
        )

    chain([form.difference, form.reason, form.words], write)
    column = next(one for one in book.columns if one.code == code)
    value = book.value(row, code)
    now = t("空白") if value is None else value.count
    title = t("更正 {month} {name} {column}：{now}", month=month, name=row.name, column=column_word(column), now=now)
    panels.append(
        page.place.messages.panel(title, form, [(t("记更正"), write)], focus=form.difference, leave=t("先不更正"))
    )


def ask_close(page: "MonthPage") -> None:
    """Ask, then close the month: it cannot be taken back."""
    book, desk = page.book, page.place.desk
    if book is None or book.is_closed or desk.read_only:
        return
    if book.to_send() or book.sending or page.table.typing is not None:
        page.save()
        page.tell(t("刚录的数先写入，写好再结账。"))
        return
    month, todo, outside = book.grid.month, book.count("todo"), book.count("outside")
    left = [
        *([t("还有 {n} 人没有录", n=todo)] if todo else []),
        *([t("{n} 人的表没有交回", n=outside)] if outside else []),
    ]
    what = t("{month} 的数目从此不再改动，考核和统计按它算。", month=month)
    question = Question(
        t("结 {month} 的账？", month=month),
        t("{left}。{what}", left="，".join(left), what=what) if left else what,
        t("不能。以后发现录错了，记一条更正，两个月里都看得到。"),
        t("结账"),
        t("先不结"),
    )

    def closed(done: log_months.Closed) -> None:
        said = t("{month} 已结账：{people} 人，{entries} 条。", month=month, people=done.people, entries=done.entries)
        page.place.messages.done(said)

    def close() -> None:
        page.place.work.run(lambda _progress: log_months.close_month(desk, month), closed, owner=page)

    page.place.messages.ask(question, close)


def take_back(page: "MonthPage", *, redo: bool) -> None:
    """Take the last act back or do it again; what is typed and not written yet goes first."""
    if page.table.cancel() or page.over.view is not None:
        return
    if page.drop_typed(redo=redo):
        return
    desk, act = page.place.desk, roster.redo_last if redo else roster.undo_last

    def said(undone: Undone | None) -> None:
        if undone is None:
            page.place.messages.done(t("没有可以重做的") if redo else t("没有可以撤回的"))
        elif redo:
            page.place.messages.done(t("已重做，{n} 条记录", n=undone.records))
        else:
            page.place.messages.done(t("已撤回，{n} 条记录（重做 Ctrl+Y）", n=undone.records))

    page.place.work.run(lambda _progress: act(desk), said, owner=page)
