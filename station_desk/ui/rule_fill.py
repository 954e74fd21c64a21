"""填上 one value that the documents leave open: the value, who decided it, the number of the document, the day."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.intake_words import EDUCATION
from station_desk.domain.policy_keys import KEYS, LEVELS, PARTIAL
from station_desk.domain.records import OfficeKind
from station_desk.services import pack_fill
from station_desk.ui.fields import Choice, Field, chain, under
from station_desk.ui.kit import field_row, fill, label
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.rule_lines import RuleLine
from station_desk.ui.theme import theme
from station_desk.wording import N, language, t
from station_desk.wording.policy import level_word, partial_word

_UNITS = {
    "person.term_months": N("个月"),
    "selection.publicity_days": N("天"),
    "quota.large_households": N("户"),
    "assess.consecutive_times": N("次"),
    "assess.failed_times": N("次"),
}


class FillForm(QWidget):
    """The form; `wrong` says what was not taken."""

    def __init__(self, line: RuleLine, county: bool, today: str) -> None:
        super().__init__()
        self.key = line.key
        kind = KEYS[line.key]
        self.value: Field | Choice
        match kind.kind:
            case "flag":
                self.value = Choice("fill-value", [(t("是"), "是"), (t("不是"), "不是")])
            case "level":
                self.value = Choice("fill-value", [(level_word(one), one) for one in LEVELS])
            case "partial":
                self.value = Choice("fill-value", [(partial_word(one), one) for one in PARTIAL])
            case "education":
                self.value = Choice("fill-value", [(one, one) for one in EDUCATION])
            case _:
                many = kind.kind in ("texts", "wholes")
                self.value = Field("fill-value", hint=t("几个用“、”隔开") if many else "")
        self.by = Field("fill-by", hint=t("例如 县公安局"))
        self.number = Field("fill-number", hint=t("文件的编号"))
        self.on = Field("fill-on", latin=True, hint="2026-03-01")
        self.on.setText(today)
        self.wrong = under()
        unit = t("元") if kind.fen else t(_UNITS.get(line.key, N(" "))).strip()
        width = 72 if language() == "zh_CN" else 104
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        told = t("县局填的对各所都算，下次导出时带去。") if county else t("县局填了同一项，以县局的为准。")
        fill(
            layout,
            label(t("文件没有写明，由{who}定。", who=line.ask) if line.ask else line.source, "second", wrap=True),
            field_row(line.what, (self.value, 1), *([label(unit, "second")] if unit else []), width=width + 40),
            field_row(t("谁定"), (self.by, 1), width=width + 40),
            field_row(t("文号"), (self.number, 1), width=width + 40),
            field_row(t("哪天定的"), (self.on, 1), width=width + 40),
            self.wrong,
            label(t("填的值写在文件的值旁边，不改文件的值；还没有定就先不填。") + told, "small", wrap=True),
        )

    def text(self) -> str:
        """The value as `pack_fill` reads it; a bare amount is in yuan."""
        if isinstance(self.value, Choice):
            return str(self.value.value())
        typed = self.value.text().strip()
        return f"{typed}元" if KEYS[self.key].fen and typed.replace(".", "", 1).isdecimal() else typed


def ask_fill(owner: QWidget, place: Workplace, line: RuleLine, done: Callable[[], object]) -> None:
    """Ask for the value of a rule; `done` when it is kept."""
    desk = place.desk
    county = desk.office.kind is OfficeKind.COUNTY
    form = FillForm(line, county, desk.clock.today().isoformat())
    panels: list[QFrame] = []

    def keep() -> None:
        text, by, number, on = form.text(), form.by.text(), form.number.text(), form.on.text().strip()

        def fill() -> object:
            return pack_fill.fill(desk, "", line.key, text, by, number, on)

        act_or_say(owner, place, fill, form.wrong, kept)

    def kept() -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("填上了：{what}", what=line.what))
        done()

    def take_back() -> None:
        def write(_progress: object) -> int:
            return pack_fill.unfill(desk, "", line.key)

        def gone(_count: int) -> None:
            place.messages.close_panel(panels[0])
            place.messages.done(t("收回了：{what}又是“未写明”", what=line.what))
            done()

        place.work.run(write, gone, owner=owner)

    chain([form.value, form.by, form.number, form.on], keep)
    acts: list[tuple[str, Callable[[], object]]] = [(t("收回"), take_back)] if line.filled else []
    panels.append(
        place.messages.panel(line.what, form, [*acts, (t("填上"), keep)], leave=t("先不填"), focus=form.value)
    )
