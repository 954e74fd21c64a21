"""The card below the stage board: the current cell in a sentence, who has signed, the clause, the one act (UX 4.6)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal

from station_desk.domain.records import OfficeKind
from station_desk.domain.remarks import RemarkView
from station_desk.services import remarks
from station_desk.services.attachments import Photo, add_photo, photo_of
from station_desk.services.selection_board import Board, Case
from station_desk.ui import files
from station_desk.ui.kit import Box, button, column, label, named, row
from station_desk.ui.page import Workplace
from station_desk.ui.photo_place import PhotoPlace
from station_desk.ui.remark_box import RemarkBox
from station_desk.ui.remark_form import ask_remark
from station_desk.ui.selection_words import act_words, cell_sentence, signed
from station_desk.wording import t


class CandidateCard(Box):
    """The candidate of the current row, at the stage of the current cell. `mend_asked` names the field to put right."""

    act_asked = Signal()
    mend_asked = Signal(str)

    def __init__(self, place: Workplace) -> None:
        super().__init__(gap=8, margins=(16, 14, 16, 14))
        named(self, "card")
        self.place = place
        self._station = place.desk.office.kind is OfficeKind.STATION
        self._case: Case | None = None
        self._line, self._clause = label("", "head", wrap=True), label("", "strong")
        self._sides, self._quote = label("", wrap=True), label("", "second", wrap=True)
        self._act = button("", self.act_asked.emit, name="next-act")
        self._photo = PhotoPlace()
        self._photo.clicked.connect(self.photo)
        self._photo.given.connect(self._keep_photo)
        self._remarks = RemarkBox(county=not self._station)
        self._remarks.answered.connect(self._answer)
        self._remarks.closing.connect(self._settle)
        self._remarks.jump.connect(self.mend_asked)
        head = row((self._line, 1), self._act)
        told = column(head, self._remarks, self._sides, self._clause, self._quote, None)
        whole = row(self._photo, (told, 1), gap=14)
        layout = whole.layout()
        assert layout is not None
        layout.setAlignment(self._photo, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(whole)

    def show_nobody(self, *, may_add: bool) -> None:
        """A village for which nobody stands."""
        self._case = None
        self._line.setText(t("这个村还没有人报名"))
        for empty in (self._sides, self._clause, self._quote, self._remarks, self._photo):
            empty.hide()
        self._act.setText(t("加候选人"))
        self._act.setVisible(may_add)

    def show_case(self, found: Board, one: Case, at: int) -> None:
        """A candidate at a stage: the one that comes next, or one that was passed, or one to come."""
        other = self._case is None or self._case.id != one.id
        self._case = one
        self._line.setText(cell_sentence(found, one, at))
        self._sides.setText("\n".join(f"{side}　{said}" for side, said in signed(found, one, at)))
        clause, quote = found.basis.get(found.stages[at].code, ("", ""))
        self._clause.setText(t("依据：{clause}", clause=clause) if clause else "")
        self._quote.setText(f"“{quote}”" if quote else "")
        for line in (self._sides, self._clause, self._quote):
            line.setVisible(bool(line.text()))
        words = act_words(found, one)
        self._act.setText(words)
        self._act.setVisible(bool(words))
        if other:
            self._remarks.hide()
            self._show_photo(one)
        self._read_remarks(one)

    # ------------------------------------------------------------------------------------------------- the photo
    def photo(self) -> None:
        """Keep a photo of the candidate."""
        if self._case is not None and self._station:
            files.ask_open(self, t("候选人照片"), t("图片 (*.jpg *.jpeg *.png)"), self._keep_photo)

    def _keep_photo(self, source: Path | bytes) -> None:
        one, desk = self._case, self.place.desk
        if one is None:
            return

        def kept(_record: str) -> None:
            self.place.messages.done(t("{name}：照片已存", name=one.name))
            self._show_photo(one)

        self.place.work.run(lambda _progress: add_photo(desk, one.id, source, about="candidate"), kept, owner=self)

    def _show_photo(self, one: Case) -> None:
        """The photo, once it is read; until then the first character of the name."""
        self._photo.show()
        self._photo.set_person(one.name, t("照片") if self._station else "", takes=self._station)
        desk = self.place.desk

        def read(found: Photo | None) -> None:
            if found is not None and found.content and self._is_still(one):
                self._photo.set_photo(found.content)

        self.place.work.run(lambda _progress: photo_of(desk, one.id), read, owner=self)

    # --------------------------------------------------------------------------------------------------- remarks
    def ask_remark(self) -> None:
        """The county says something about the candidate: a comment, or what the station has to correct."""
        one = self._case
        if one is not None:
            ask_remark(self, self.place, one.id, one.name, lambda: self._read_remarks(one))

    def to_remark(self) -> None:
        """To the first remark that waits for this side."""
        first = self._remarks.first_act()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_remarks(self, one: Case) -> None:
        desk, writable = self.place.desk, not self.place.desk.read_only

        def show(found: list[RemarkView]) -> None:
            if self._is_still(one):
                self._remarks.set_remarks(found, desk.clock.today(), writable=writable)

        scope = one.candidate.scope
        self.place.work.run(
            lambda _progress: remarks.list_remarks(desk, person_id=one.id, scope=scope), show, owner=self
        )

    def _answer(self, remark_id: str, code: str) -> None:
        said = t("答复记下了，下一个包带给县局")
        self._remark_act(partial(remarks.answer, self.place.desk, remark_id, code), said)

    def _settle(self, remark_id: str, close: bool) -> None:
        act, said = (remarks.close, t("意见已关闭")) if close else (remarks.reopen, t("又提了一次，下一个包带给派出所"))
        self._remark_act(partial(act, self.place.desk, remark_id), said)

    def _remark_act(self, act: Callable[[], str], said: str) -> None:
        one = self._case

        def done(_record: str) -> None:
            self.place.messages.done(said)
            if one is not None:
                self._read_remarks(one)

        self.place.work.run(lambda _progress: act(), done, owner=self)

    def _is_still(self, one: Case) -> bool:
        return self._case is not None and self._case.id == one.id
