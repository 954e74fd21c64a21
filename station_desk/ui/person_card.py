"""The card at the right of the roster: one person, or one vacant village, shown at once without a click (UX 4.2).

Built once and filled anew for each person. Numbers are masked until the clerk asks; the page fetches the whole number
(recorded) and the card hides it again after 30 seconds.
"""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from station_desk.domain.roster import PersonCard, SensitiveField, Vacancy
from station_desk.ui.kit import Button, button, column, fill, key_cap, label, named, row, rule, scrolled
from station_desk.ui.marks import Mark, Tag
from station_desk.ui.person_history import HistoryView
from station_desk.ui.person_term_bar import TermBarView
from station_desk.ui.person_typing import grouped
from station_desk.ui.person_words import facts_line, joined, state_tone, state_word, term_line, value_word
from station_desk.ui.photo_place import PhotoPlace
from station_desk.ui.remark_box import RemarkBox
from station_desk.ui.theme import theme
from station_desk.wording import language, t, tn

REVEAL_MS = 30_000
"""So long a revealed number stays (UX 4.2)."""

_NUMBERS: tuple[SensitiveField, ...] = ("id_no", "phone", "phone2", "bank_card")


class SecretLine(QWidget):
    """A masked number with its own 显示."""

    def __init__(self, field: SensitiveField, word: str) -> None:
        super().__init__()
        self.field: SensitiveField = field
        self.value = named(label("", copy=True), f"value-{field}")
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_button = button(t("显示全号"), kind="quiet", icon="eye", name=f"reveal-{field}")
        self.show_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._masked = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        name = label(word, "second")
        name.setFixedWidth(theme().px(_word_width()))
        layout.addWidget(row(name, self.value, self.show_button, None))
        self.setFixedHeight(theme().px(32))

    def set_masked(self, masked: str) -> None:
        """Show the masked number; nothing known hides the button."""
        self._masked = grouped(self.field, masked)
        self.value.setText(self._masked or "—")
        self.show_button.setVisible(bool(masked))

    def set_whole(self, whole: str | None) -> None:
        """Show the whole number, or the mask again for None."""
        self.value.setText(self._masked or "—" if whole is None else grouped(self.field, whole))
        self.show_button.setVisible(whole is None and bool(self._masked))


def _word_width() -> int:
    return 70 if language() == "zh_CN" else 96


class PersonCardView(QWidget):
    """One person. `reveal_asked` names a field; the page answers with `reveal`."""

    reveal_asked = Signal(str)
    edit_asked = Signal()
    print_asked = Signal()
    copy_asked = Signal()
    erase_asked = Signal()
    remark_asked = Signal()

    def __init__(self, *, county: bool = False) -> None:
        super().__init__()
        self._county = county
        self.card: PersonCard | None = None
        self._hide = QTimer(self, interval=REVEAL_MS, singleShot=True)
        self._hide.timeout.connect(self.hide_numbers)
        self._build_head()
        self._secrets = {
            "id_no": SecretLine("id_no", t("身份证")),
            "phone": SecretLine("phone", t("电话")),
            "phone2": SecretLine("phone2", t("第二电话")),
            "bank_card": SecretLine("bank_card", t("银行卡")),
        }
        for line in self._secrets.values():
            line.show_button.clicked.connect(lambda _on=False, field=line.field: self.reveal_asked.emit(field))
        self._plain: dict[str, tuple[QWidget, QLabel]] = {
            "education": self._plain_line(t("文化程度"), "education"),
            "political": self._plain_line(t("政治面貌"), "political"),
            "covered": self._plain_line(t("片区"), "covered"),
        }
        self.terms = TermBarView()
        self._term_line = named(label("", "small"), "term-line")
        self.remarks = RemarkBox(county=county)
        self.history = HistoryView()
        self._assemble()

    def _build_head(self) -> None:
        self.photo = PhotoPlace()
        self._name = named(label("", "figure", wrap=True), "person-name")
        self._tag = named(Tag("", "none"), "person-state")
        self._facts = named(label("", "second", wrap=True), "person-facts")
        self._number = named(label("", "hint"), "person-number")

    def _plain_line(self, word: str, name: str) -> tuple[QWidget, QLabel]:
        first, value = label(word, "second"), named(label("", wrap=True), f"value-{name}")
        first.setFixedWidth(theme().px(_word_width()))
        made = row(first, (value, 1))
        made.setMinimumHeight(theme().px(30))
        return made, value

    def _assemble(self) -> None:
        name = row((self._name, 1), self._tag, gap=10)
        head = row(self.photo, (column(name, self._facts, self._number, gap=2), 1), gap=14)
        identity = column(*self._secrets.values(), *(made for made, _value in self._plain.values()), gap=0)
        term = column(row(label(t("聘期"), "strong"), None, self._term_line), self.terms, gap=2)
        inner = column(
            head,
            4,
            rule(),
            self.remarks,
            identity,
            rule(),
            term,
            rule(),
            self.history,
            self._build_erase(),
            None,
            gap=8,
            margins=(18, 16, 18, 8),
        )
        inner.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self._area = scrolled(inner)
        fill(layout, (self._area, 1), self._acts())

    def _build_erase(self) -> QWidget:
        word = t("删除个人信息…")
        self.erase_button = button(word, self.erase_asked.emit, kind="quiet", icon="trash", name="erase-person")
        self._erase_row = row(None, self.erase_button, key_cap("Alt+D"), gap=6)
        return self._erase_row

    def _acts(self) -> QWidget:
        self.edit_button = button(t("修改"), self.edit_asked.emit, icon="pencil", name="edit-person")
        self.print_button = button(t("打印聘书"), self.print_asked.emit, icon="printer", name="print-letter")
        self.copy_button = button(t("复制"), self.copy_asked.emit, icon="copy", name="copy-person")
        self.remark_button = button(t("向派出所提意见…"), self.remark_asked.emit, icon="pencil", name="add-remark")
        for made, key in ((self.edit_button, "F2"), (self.print_button, "Ctrl+P"), (self.copy_button, "Ctrl+Shift+C")):
            made.setToolTip(key)
        if self._county:  # a county reads; its stations write and print
            self.edit_button.hide()
            self.print_button.hide()
            return row(self.remark_button, key_cap("Alt+Y"), None, self.copy_button, margins=(18, 6, 18, 14), gap=6)
        self.remark_button.setParent(self)
        self.remark_button.hide()
        return row(
            self.edit_button,
            key_cap("F2"),
            4,
            self.print_button,
            self.copy_button,
            None,
            margins=(18, 6, 18, 14),
            gap=6,
        )

    def set_card(self, card: PersonCard, today: date, *, writable: bool, past: bool = False) -> None:
        """Show `card` as of `today`; the acts that write are off unless `writable` (and the person is ours)."""
        self._hide.stop()
        same = self.card is not None and self.card.id == card.id
        self.card = card
        self._name.setText(card.name)
        self._tag.set_tag(state_word(card.status), state_tone(card.status))  # type: ignore[arg-type]
        self._facts.setText(facts_line(card))
        self._number.setText(joined((t("编号 {number}", number=card.number) if card.number else "", card.station)))
        masks: Mapping[str, str] = {
            "id_no": card.id_no_masked,
            "phone": card.phone_masked,
            "phone2": card.phone2_masked,
            "bank_card": card.bank_card_masked,
        }
        for field, line in self._secrets.items():
            line.set_masked(masks[field])
            line.setVisible(bool(masks[field]) or field in ("id_no", "phone"))
        self._set_plain("education", value_word(card.education) or "—")
        self._set_plain("political", value_word(card.political))
        self._set_plain("covered", joined((card.area, card.room, card.officer)))
        self._term_line.setText(term_line(card.terms, today))
        self.terms.set_terms(card.terms, today, t("那天") if past else "")
        self.history.set_history(card.history, today)
        self.edit_button.setEnabled(writable and card.ours)
        self._erase_row.setVisible(writable and card.ours)
        self.print_button.setEnabled(not past)
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def _set_plain(self, name: str, text: str) -> None:
        made, value = self._plain[name]
        value.setText(text)
        made.setVisible(bool(text))

    def reveal(self, field: SensitiveField, whole: str) -> None:
        """Show the whole number for 30 seconds."""
        self._secrets[field].set_whole(whole)
        self._hide.start()

    def hide_numbers(self) -> None:
        """Mask every number again: after 30 seconds, on another person, on the lock."""
        self._hide.stop()
        for line in self._secrets.values():
            line.set_whole(None)

    def revealed(self) -> bool:
        """Whether a whole number is on the screen."""
        return self._hide.isActive()


class VacancyView(QWidget):
    """A village without an assistant."""

    add_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._village_id = ""
        self._name = named(label("", "figure", wrap=True), "vacancy-village")
        self._since = label("", wrap=True)
        self.add_button: Button = button(
            t("给这个村添加人员"), lambda: self.add_asked.emit(self._village_id), icon="user-plus", name="add-here"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme().px(n) for n in (18, 16, 18, 14)))
        head = row(Mark("warn", 16), (self._since, 1), gap=8)
        fill(layout, self._name, head, 8, row(self.add_button, key_cap("Ctrl+N"), None), None)

    def set_vacancy(self, gap: Vacancy, *, writable: bool) -> None:
        """Show `gap`."""
        self._village_id = gap.village_id
        self._name.setText(gap.village)
        self._since.setText(vacancy_words(gap))
        self.add_button.setEnabled(writable)


def vacancy_words(gap: Vacancy) -> str:
    """`空缺 42 天`."""
    return t("空缺，还没有聘过人") if gap.days is None else tn("空缺 {n} 天", "空缺 {n} 天", gap.days)
