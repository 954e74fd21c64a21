"""What the preview of an import asks before or beside it: the columns, the sheet, the township, perhaps a list of villages."""

from pathlib import Path
from typing import TYPE_CHECKING

from station_desk.domain.intake import Proposal
from station_desk.domain.trouble import Trouble
from station_desk.services import intake, intake_preview
from station_desk.ui.import_ask import ask_sheet, ask_township
from station_desk.ui.import_columns import Told, ask_columns
from station_desk.ui.import_spellings import SpellingLine, show_spellings
from station_desk.ui.import_villages import offer_villages

if TYPE_CHECKING:
    from station_desk.ui.import_view import ImportView


def unknown(view: "ImportView", proposal: Proposal) -> None:
    """No people: perhaps a list of villages; else the person says what the columns are, or picks another file."""
    file, again = Path(proposal.file), view.choose.begin
    offer_villages(view, view.place, file, view.closed.emit, again, lambda: _unknown_columns(view, proposal))


def _unknown_columns(view: "ImportView", proposal: Proposal) -> None:
    known, desk = intake_preview.mappable(proposal), view.place.desk
    if not known:
        view.failed(Trouble("sheet_no_people", file=Path(proposal.file).name))
        return
    sheet = known[0].sheet

    def told(said: Told) -> None:
        view.judge(lambda _now: intake.remap(desk, proposal, sheet, said), proposal)

    ask_columns(view.place, sheet, intake_preview.columns_of(proposal, sheet), told, view.choose.begin)


def columns(view: "ImportView", proposal: Proposal, sheet: str) -> None:
    """What the columns of a sheet are; those that were guessed are agreed to by taking them."""
    desk = view.place.desk

    def told(said: Told) -> None:
        view.judge(lambda now: intake.remap(desk, now, sheet, said))

    ask_columns(view.place, sheet, intake_preview.columns_of(proposal, sheet), told)


def township(view: "ImportView", proposal: Proposal) -> None:
    """Which township is meant where several have a village of the name."""
    file, sheet = Path(proposal.file), proposal.basis.chosen
    ask_township(view.place, proposal, lambda code: view.read(file, sheet, code))


def spellings(view: "ImportView", proposal: Proposal | None) -> None:
    """The spellings of villages: those of this import, and those kept from before."""

    def switched(line: SpellingLine) -> None:
        view.judge(lambda now: intake_preview.learn(now, line.text, not line.learned))

    def forgotten() -> None:
        if proposal is not None:
            view.read(Path(proposal.file), proposal.basis.chosen, proposal.basis.rules.township)

    show_spellings(view.place, proposal, switched, forgotten)


def sheets(view: "ImportView", proposal: Proposal) -> None:
    """Read one sheet only, or all of them."""
    file, stated = Path(proposal.file), proposal.basis.rules.township
    ask_sheet(view.place, proposal, lambda name: view.read(file, name, stated))
