"""Confirming the sheets of a pile, one after another: what was read stands beside its cut-outs, and is entered as it is left."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.points import points_text
from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.services import assessment, scan_enter
from station_desk.services.desk import Desk
from station_desk.services.scan_enter import Kept
from station_desk.services.scan_log import LogPaper, Values
from station_desk.services.scan_read import SheetMarks
from station_desk.services.scan_scores import ScorePaper
from station_desk.ui.assess_words import state_word
from station_desk.ui.door import tell
from station_desk.ui.fields import chain, say_under, under
from station_desk.ui.kit import Box, button, clear, key_cap, label, named, row, scrolled
from station_desk.ui.page import Workplace
from station_desk.ui.scan_log_form import LogForm
from station_desk.ui.scan_score_form import ScoreForm
from station_desk.wording import N, t

_HINTS = {
    LogForm: N("空着：没填。/：本月无。琥珀色：拿不准，请看着纸填。回车到下一格。"),
    ScoreForm: N("空着：不改。8.5 也可以写 085。琥珀色：拿不准，请看着纸填。回车到下一格。"),
}


class ConfirmCard(Box):
    """The card of the sheet that is being confirmed; `kept` when one was. Cut-outs live in memory only."""

    kept = Signal()

    def __init__(self, place: Workplace) -> None:
        self._title, self._where = label("", "head"), label("", "second")
        self._hint = label("", "hint", wrap=True)
        self._stop, self._wrong = under(), under()
        self._open = button(t("开出这个月的考核表"), self.open_sheets, name="open-assessment")
        self._frame = QWidget()
        self._inner = QVBoxLayout(self._frame)
        self._inner.setContentsMargins(0, 0, 0, 0)
        skip = button(t("先不存这张"), self.skip, name="skip-sheet")
        super().__init__(
            row(self._title, None, self._where),
            self._hint,
            row((self._stop, 1), self._open),
            (scrolled(self._frame), 1),
            self._wrong,
            row(skip, key_cap("Alt+N"), None, label(t("Ctrl+Enter 存下这一张"), "hint")),
        )
        named(self, "confirm")
        self.place = place
        self.waiting: list[SheetMarks] = []
        self.form: LogForm | ScoreForm | None = None
        self._names: dict[str, str] = {}
        self._at = 0
        self._open.hide()

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is being confirmed."""
        return self.waiting[self._at].sheet if self._at < len(self.waiting) else None

    def take_up(self, fresh: Sequence[SheetMarks], names: dict[str, str]) -> None:
        """Sheets that were read just now come first; those that waited before come after them."""
        again = {one.sheet.id for one in fresh}
        self.waiting = [*fresh, *(one for one in self.waiting if one.sheet.id not in again)]
        self._names, self._at = names, 0
        self.show_sheet()

    def show_sheet(self, before: LogForm | ScoreForm | None = None, wrong: str = "") -> None:
        """The sheet that is next, beside what is entered by now; with what was typed into it `before`, and why it was not
        kept."""
        typed = before.typed() if before is not None else {}
        self._put(None)
        sheet = self.sheet
        if sheet is None:
            self._title.setText(t("没有要核对的数"))
            self._where.setText("")
            return
        where = {"month": sheet.period, "serial": sheet.serial, "at": self._at + 1, "n": len(self.waiting)}
        self._title.setText(self._name_of(sheet))
        self._where.setText(t("{month} · {serial} · 第 {at} / {n} 张", **where))
        desk, one = self.place.desk, self.waiting[self._at]
        self.place.work.run(
            lambda _progress: scan_enter.paper(desk, one), lambda paper: self._shown(paper, typed, wrong), owner=self
        )

    def _shown(self, paper: LogPaper | ScorePaper, typed: Mapping[str, str], wrong: str) -> None:
        if self.sheet is None or paper.sheet.id != self.sheet.id:
            return
        form = LogForm(paper) if isinstance(paper, LogPaper) else ScoreForm(paper)
        form.put_back(typed)
        chain(form.controls, self.keep)
        self._put(form)
        self._hint.setText(t(_HINTS[type(form)]))
        say_under(self._stop, stop_told(paper))
        say_under(self._wrong, wrong)
        self._open.setVisible(isinstance(paper, ScorePaper) and paper.view is None and not paper.elsewhere)
        if form.controls:
            form.controls[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _name_of(self, sheet: Sheet) -> str:
        """Whose sheet it is; its serial where nobody knows."""
        return self._names.get(sheet.person_id or "", sheet.room or sheet.serial)

    def _put(self, form: LogForm | ScoreForm | None) -> None:
        """Another form in the frame, or none."""
        clear(self._inner)
        self.form = form
        for line in (self._stop, self._wrong):
            say_under(line, "")
        self._open.hide()
        self._hint.clear()
        if form is not None:
            self._inner.addWidget(form)
            self._inner.addStretch(1)

    def open_sheets(self) -> None:
        """Open the month's assessment sheets, so that the scores have a place."""
        sheet, desk = self.sheet, self.place.desk
        if sheet is not None:
            month = sheet.period
            self.place.work.run(
                lambda _progress: assessment.open_month(desk, month), lambda _sheets: self.show_sheet(), owner=self
            )

    def toggle_days(self) -> None:
        """Whether the lines of the days are entered too."""
        if isinstance(self.form, LogForm):
            self.form.days_too.setChecked(not self.form.days_too.isChecked())

    # ------------------------------------------------------------------------------------------------------ entering
    def keep(self) -> None:
        """Enter what the fields say; the next sheet comes up."""
        form = self.form
        values = form.values() if form is not None else None
        if form is None or values is None:
            return
        desk = self.place.desk
        self.place.work.run(
            lambda _progress: _keep(desk, form, values),
            self._kept,
            lambda error: self._not_kept(error, form),
            owner=self,
        )

    def _not_kept(self, error: Exception, form: LogForm | ScoreForm) -> None:
        """A known trouble stands below the fields; where somebody else was faster, the sheet is shown anew."""
        if not isinstance(error, Trouble):
            self.place.messages.error(error)
            return
        told = tell(error)
        wrong = t("{first}{then}", first=told.what, then=told.next)
        if error.code == "mark_meanwhile":
            self.show_sheet(form, wrong)
        else:
            say_under(self._wrong, wrong)

    def _kept(self, kept: Kept) -> None:
        sheet = kept.sheet
        self.place.messages.done(kept_told(self._name_of(sheet), kept))
        self.waiting = [one for one in self.waiting if one.sheet.id != sheet.id]
        self._at = min(self._at, max(len(self.waiting) - 1, 0))
        self.show_sheet()
        self.kept.emit()

    def skip(self) -> None:
        """The next sheet; this one waits and comes round again."""
        if self.waiting:
            self._at = (self._at + 1) % len(self.waiting)
            self.show_sheet()


def _keep(desk: Desk, form: LogForm | ScoreForm, values: Values) -> Kept:
    """What a form holds goes to its place."""
    if isinstance(form, LogForm):
        return scan_enter.keep_log(desk, form.paper.sheet, values, form.paper.stands)
    return scan_enter.keep_scores(desk, form.paper.sheet, values, form.paper.seen)


def stop_told(paper: LogPaper | ScorePaper) -> str:
    """Why a sheet cannot be entered now, or not whole; "" where it can."""
    if isinstance(paper, LogPaper):
        return t("{month} 已经封账，数不能再录；要改，出更正。", month=paper.sheet.period) if paper.closed else ""
    room = bool(paper.sheet.room)
    if paper.elsewhere:
        return (
            t("这里考核的是个人，不是警务室，这张表上的分不录。")
            if room
            else t("这里考核的是警务室，不是个人，这张表上的分不录。")
        )
    if paper.view is None and room:
        return t("{month} 还没有这个警务室的考核表，开出来以后再存。", month=paper.sheet.period)
    if paper.view is None:
        return t("{month} 还没有这个人的考核表，开出来以后再存。", month=paper.sheet.period)
    if not paper.open:
        state = state_word(paper.view.standing.state)
        return t("这张表已经到“{state}”这一步，分数不能再改。", state=state)
    return t("考核办法里没有的格，不录：{boxes}", boxes=" ".join(paper.strange)) if paper.strange else ""


def kept_told(name: str, kept: Kept) -> str:
    """What was entered, in one line."""
    if kept.scored is None:
        return t("{name}：记了 {n} 项", name=name, n=kept.entered)
    total = "—" if kept.scored.total is None else points_text(kept.scored.total)
    told = {"name": name, "n": kept.entered, "total": total, "grade": kept.scored.grade}
    return t("{name}：记了 {n} 个分，合计 {total} {grade}", **told)
