"""The right side of the roster: shows the current line, turns into the form, saves, reveals, keeps drafts (UX 4.2).

Reading one card is a matter of milliseconds and happens at once; everything that writes runs in the background.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.records import OfficeKind
from station_desk.domain.roster import DraftNote, PersonCard, PersonDraft, SensitiveField, Vacancy
from station_desk.services import remarks, roster
from station_desk.services.find import Finder
from station_desk.ui.erase_panel import ask_erase
from station_desk.ui.kit import Box, label, named
from station_desk.ui.page import Workplace
from station_desk.ui.person_card import PersonCardView, VacancyView
from station_desk.ui.person_form import PersonForm
from station_desk.ui.person_pick import Option
from station_desk.ui.person_suggest import village_options, word_options
from station_desk.ui.person_words import card_text
from station_desk.ui.photo_acts import PhotoActs
from station_desk.ui.remark_form import ask_remark
from station_desk.ui.roster_lines import RosterLine
from station_desk.ui.theme import theme
from station_desk.wording import t

ADDING = "add"
"""The key of the draft of a person who is not yet in the roster; other drafts are kept by the person's id."""


SOON_MS = 30
"""While somebody types a search, the card follows the list after so many milliseconds."""


class PersonPanel(Box):
    """Card, vacancy or form. `saved` names the person written and whether new; `form_changed`: it came or went."""

    saved = Signal(str, bool)
    form_changed = Signal()
    typed = Signal()
    print_asked = Signal(str)

    def __init__(self, place: Workplace, finder: Finder) -> None:
        super().__init__(gap=0, margins=(0, 0, 0, 0))
        named(self, "card")
        self.place, self.finder = place, finder
        self.as_of: date | None = None
        self.line: RosterLine | None = None
        self.form: PersonForm | None = None
        self.editing = ""
        self._kept: dict[str, dict[str, Any]] = {}
        self._edit_soon = ""
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._show_now)
        self.view = PersonCardView(county=place.desk.office.kind == OfficeKind.COUNTY)
        self.vacancy = VacancyView()
        self._nobody = label("", "second")
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for widget in (self.view, self.vacancy, self._nobody):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack)
        self.setFixedWidth(theme().size("card_roster"))
        self.photos = PhotoActs(self, place, self.view.photo)
        self.view.reveal_asked.connect(lambda field: self.reveal(cast("SensitiveField", field)))
        self.view.edit_asked.connect(lambda: self.edit())
        self.view.copy_asked.connect(self.copy)
        self.view.erase_asked.connect(self.erase)
        self.view.print_asked.connect(self._print)
        self.view.remark_asked.connect(self.add_remark)
        self.view.remarks.answered.connect(self._answer)
        self.view.remarks.closing.connect(self._settle)
        self.view.remarks.jump.connect(self.edit)
        self.vacancy.add_asked.connect(lambda _village: self.add())

    @property
    def writable(self) -> bool:
        """Whether anything may be changed here and now."""
        return (
            self.as_of is None and not self.place.desk.read_only and self.place.desk.office.kind == OfficeKind.STATION
        )

    @property
    def today(self) -> date:
        return self.as_of or self.place.desk.clock.today()

    # ------------------------------------------------------------------------------------------------ showing
    def show_line(self, line: RosterLine | None, *, soon: bool = False) -> None:
        """Show the current line; an open form stays in front until it is left.

        `soon` (while somebody types a search) lets the list be painted first; an act on the card does not wait.
        """
        self.line = line
        self.view.hide_numbers()
        if soon:
            self._soon.start()
            return
        self._show_now()

    def _show_now(self) -> None:
        self._soon.stop()
        line = self.line
        if self.form is None:
            self._show_line()
        if line is not None and line.key == self._edit_soon:
            self._edit_soon = ""
            self.edit()

    def edit_when_shown(self, person_id: str) -> None:
        """Turn the card into fields as soon as the list has brought this person (a draft comes back)."""
        self._edit_soon = person_id

    def first(self) -> QWidget:
        """Where F6 lands on the card."""
        if self.line is not None and self.line.vacancy is not None:
            return self.vacancy.add_button
        return self.view.edit_button if self.view.edit_button.isEnabled() else self.view.copy_button

    def _show_line(self) -> None:
        if self.line is None:
            self.view.card = None
            self._stack.setCurrentIndex(2)
        elif self.line.vacancy is not None:
            self.vacancy.set_vacancy(self.line.vacancy, writable=self.writable)
            self._stack.setCurrentIndex(1)
        else:
            found = roster.card(self.place.desk, self.line.key, as_of=self.as_of)
            self.view.set_card(found, self.today, writable=self.writable, past=self.as_of is not None)
            self.photos.follow(found, writable=self.writable)
            self._show_remarks(found)
            self._stack.setCurrentIndex(0)

    def person(self) -> PersonCard | None:
        """The person on the card."""
        if self._soon.isActive():
            self._show_now()
        return self.view.card if self.line is not None and self.line.person is not None else None

    # ---------------------------------------------------------------------------------------------- revealing
    def reveal(self, field: SensitiveField | None = None) -> None:
        """Show one number, or (None) ID and phone, for 30 seconds; each look is recorded first."""
        shown = self.person()
        if shown is None or self.form is not None:
            return
        masks = {"id_no": shown.id_no_masked, "phone": shown.phone_masked}
        fields: list[SensitiveField] = (
            [field] if field else [cast("SensitiveField", one) for one in masks if masks[one]]
        )
        person_id, desk = shown.id, self.place.desk

        def look(_progress: object) -> dict[SensitiveField, str | None]:
            return {one: roster.reveal(desk, person_id, one) for one in fields}

        def show(numbers: Mapping[SensitiveField, str | None]) -> None:
            now = self.person()
            if now is not None and now.id == person_id and self.form is None:
                for one, number in numbers.items():
                    self.view.reveal(one, number or "")
                self.place.messages.done(t("显示 30 秒，这次查看已记下"))

        self.place.work.run(look, show, owner=self)

    def open_photo(self) -> None:
        """The photo of who is on the card, with its acts."""
        if self.person() is not None and self.form is None:
            self.photos.open()

    def erase(self) -> None:
        """Erase the person for ever, after what goes was told and the name typed."""
        shown = self.person()
        if shown is not None and self.form is None and self.writable and shown.ours:
            ask_erase(self, self.place, shown.id)

    def copy(self) -> None:
        """The card as plain text, numbers masked, for a chat or a document."""
        shown = self.person()
        if shown is not None:
            QGuiApplication.clipboard().setText(card_text(shown))
            self.place.messages.done(t("已复制（号码是遮住的）"))

    def _print(self) -> None:
        shown = self.person()
        if shown is not None:
            self.print_asked.emit(shown.id)

    # ------------------------------------------------------------------------------------------------ remarks
    def _show_remarks(self, shown: PersonCard) -> None:
        """The county's word on this person; a past day has none."""
        desk, now = self.place.desk, self.as_of is None
        found = remarks.list_remarks(desk, person_id=shown.id, scope=shown.scope) if now else []
        self.view.remarks.set_remarks(found, self.today, writable=not desk.read_only)
        self.view.remark_button.setEnabled(now and not desk.read_only)

    def remark(self) -> None:
        """Alt+Y: to the first remark that waits for this side; at a county without one, a new one."""
        first = self.view.remarks.first_act() if self.person() is not None and self.form is None else None
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add_remark()

    def add_remark(self) -> None:
        """The county says something about this person."""
        shown = self.person()
        if shown is None or not self.view.remark_button.isEnabled() or self.place.desk.office.kind != OfficeKind.COUNTY:
            return
        ask_remark(self, self.place, shown.id, shown.name, self._show_line)

    def _answer(self, remark_id: str, code: str) -> None:
        desk = self.place.desk
        said = t("答复记下了，下一个包带给县局")
        self._remark_act(lambda _progress: remarks.answer(desk, remark_id, code), said)

    def _settle(self, remark_id: str, close: bool) -> None:
        desk, act = self.place.desk, remarks.close if close else remarks.reopen
        said = t("意见已关闭") if close else t("又提了一次，下一个包带给派出所")
        self._remark_act(lambda _progress: act(desk, remark_id), said)

    def _remark_act(self, act: Callable[[object], str], said: str) -> None:
        def done(_record: str) -> None:
            self.place.messages.done(said)
            if self.form is None:
                self._show_line()

        self.place.work.run(act, done, owner=self)

    # --------------------------------------------------------------------------------------------------- form
    def edit(self, field: str = "") -> None:
        """Turn the card into fields; the cursor lands on `field`, else on the phone."""
        shown = self.person()
        if shown is None or not self.writable or not shown.ours or self.form is not None:
            return
        form = self._open_form(shown.id, adding=False)
        form.set_card(shown)
        self._bring_back(form, shown.id, field if field in form.controls else "phone")

    def add(self, known: Mapping[str, str] | None = None) -> None:
        """An empty form, the ID number first; on a vacant village with that village, or with what is `known`."""
        if not self.writable or self.form is not None:
            return
        gap: Vacancy | None = self.line.vacancy if self.line else None
        form = self._open_form(ADDING, adding=True)
        if known is not None:
            self._kept.pop(ADDING, None)
        if ADDING not in self._kept:
            form.begin_with(known or {}, Option(gap.village_id, gap.village) if gap and gap.village_id else None)
        self._bring_back(form, ADDING, "id_no")

    def _open_form(self, key: str, *, adding: bool) -> PersonForm:
        self.view.hide_numbers()
        self.editing = key
        form = PersonForm(village_options(self.finder), word_options(), self._check, self.today, adding=adding)
        form.save_asked.connect(self.save)
        form.leave_asked.connect(self.leave)
        form.typed.connect(self.typed)
        self.form = form
        self._stack.setCurrentIndex(self._stack.addWidget(form))
        self.form_changed.emit()
        return form

    def _bring_back(self, form: PersonForm, key: str, first: str) -> None:
        kept = self._kept.get(key)
        if kept is not None:
            form.restore(kept)
            self.place.messages.done(t("接着上次没保存的草稿"))
        else:
            form.focus_on(first)

    def _check(self, draft: PersonDraft) -> list[DraftNote]:
        return roster.check_draft(self.place.desk, draft, None if self.editing == ADDING else self.editing)

    def leave(self) -> bool:
        """Close the form; what was typed is kept as a draft. False when there was no form."""
        if self.form is None:
            return False
        self._keep()
        self._close_form()
        self.typed.emit()
        return True

    def _keep(self) -> None:
        if self.form is not None:
            if self.form.dirty():
                self._kept[self.editing] = self.form.body()
            else:
                self._kept.pop(self.editing, None)

    def _close_form(self) -> None:
        form = self.form
        if form is None:
            return
        self.form, self.editing = None, ""
        self._show_line()
        self._stack.removeWidget(form)
        form.deleteLater()
        self.form_changed.emit()

    def save(self) -> None:
        """Write what stands in the form; what stops it is said beside its field."""
        form, key, desk = self.form, self.editing, self.place.desk
        if form is None or not form.ready():
            return
        if key != ADDING and not form.changes():
            self._kept.pop(key, None)
            self._close_form()
            self.place.messages.done(t("没有改动"))
            return
        draft, changes = form.person(), form.changes()

        def write(_progress: object) -> str:
            if key == ADDING:
                return roster.add_person(desk, draft)
            roster.edit_person(desk, key, changes)
            return key

        form.setEnabled(False)
        self.place.work.run(write, lambda person: self._written(key, person), self._refused, owner=self)

    def _written(self, key: str, person_id: str) -> None:
        self._kept.pop(key, None)
        self._close_form()
        clock = self.place.desk.clock.now().astimezone()
        self.place.messages.done(t("已保存 {time}（撤回 Ctrl+Z）", time=clock.strftime("%H:%M")))
        self.typed.emit()
        self.saved.emit(person_id, key == ADDING)

    def _refused(self, error: Exception) -> None:
        if self.form is not None:
            self.form.setEnabled(True)
        self.place.messages.error(error)

    # ------------------------------------------------------------------------------------------------- drafts
    def draft(self) -> dict[str, Any] | None:
        """What is typed and not saved: every kept form and which one is open."""
        self._keep()
        if not self._kept:
            return None
        return {"open": self.editing, "kept": dict(self._kept)}

    def restore(self, draft: Mapping[str, Any]) -> str:
        """Take kept forms back; the key of the one that was open, "" for none."""
        self._kept = {str(key): dict(body) for key, body in dict(draft.get("kept", {})).items()}
        return str(draft.get("open", ""))
