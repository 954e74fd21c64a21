"""讲评通报: problems, next steps and how the circular lists, entered over the assessment; then on to the paper (F29)."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.debrief import CLASS, MOST_WORDS, RANK, Debrief
from station_desk.services import debrief
from station_desk.ui.fields import Choice, Field, chain, under
from station_desk.ui.kit import field_row, fill, label
from station_desk.ui.page import Page, Target, Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.theme import theme
from station_desk.wording import t

_LINES = 4
"""Lines for problems, and as many for next steps."""


class DebriefForm(QWidget):
    """The fields; a line that is left empty is left out."""

    def __init__(self, month: str, known: Debrief) -> None:
        super().__init__()
        self.listing = Choice("debrief-list", [(t("排名次"), RANK), (t("只按等次列名单"), CLASS)])
        self.listing.set_value(known.listing)
        self.doc = _field("debrief-doc", known.doc_no, t("文号，没有就空着"))
        self.to = _field("debrief-to", known.to, t("各警务室、各村（社区）"))
        self.problems = _lines("problem", known.problems)
        self.next = _lines("next", known.next)
        self.wrong = under()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(4))
        fill(
            layout,
            label(
                t("{month}。每条最多 {n} 个字，留在本机，印在通报上。", month=month, n=MOST_WORDS), "second", wrap=True
            ),
            field_row(t("列法"), (self.listing, 1)),
            field_row(t("文号"), (self.doc, 1)),
            field_row(t("发给"), (self.to, 1)),
            *(field_row(t("主要问题") if not at else "", (one, 1)) for at, one in enumerate(self.problems)),
            *(field_row(t("下一步要求") if not at else "", (one, 1)) for at, one in enumerate(self.next)),
            self.wrong,
        )

    def controls(self) -> list[QWidget]:
        """In the order in which Enter walks."""
        return [self.listing, self.doc, self.to, *self.problems, *self.next]

    def given(self) -> Debrief:
        """What was typed."""
        problems, following = (tuple(one.text() for one in part) for part in (self.problems, self.next))
        return Debrief(problems, following, self.doc.text(), self.to.text(), str(self.listing.value()))


def _field(name: str, text: str, hint: str = "") -> Field:
    made = Field(name, hint=hint)
    made.setMaxLength(MOST_WORDS)
    made.setText(text)
    return made


def _lines(name: str, known: tuple[str, ...]) -> list[Field]:
    return [
        _field(f"debrief-{name}-{at}", known[at - 1] if at <= len(known) else "")
        for at in range(1, max(_LINES, len(known)) + 1)
    ]


def ask_debrief(owner: Page, place: Workplace, month: str) -> None:
    """Enter the clerk's part of a month's circular, and look at it on paper."""
    desk = place.desk

    def show(known: Debrief) -> None:
        form = DebriefForm(month, known)
        panels: list[QFrame] = []

        def keep() -> None:
            given = form.given()
            act_or_say(owner, place, lambda: debrief.keep(desk, month, given), form.wrong, kept)

        def kept() -> None:
            place.messages.close_panel(panels[0])
            place.messages.done(t("存下了讲评，印通报的时候带上"))
            place.go(Target("print", "form", f"F29@{month}"))

        chain(form.controls(), keep)
        acts = [(t("存下，看通报"), keep)]
        panels.append(place.messages.panel(t("讲评通报"), form, acts, focus=form.problems[0], width=680))

    place.work.run(lambda _progress: debrief.look(desk, month), show, owner=owner)
