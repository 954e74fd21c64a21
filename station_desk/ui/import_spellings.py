"""记住的写法: what villages are called in files. New ones of this import, and those kept from before; Enter takes one back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.intake import Proposal
from station_desk.domain.intake_spellings import new_spellings
from station_desk.services import village_spellings
from station_desk.services.village_spellings import RememberedSpelling
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import fill, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t, tn

_ROWS = 12


@dataclass(frozen=True, slots=True)
class SpellingLine:
    """A spelling and its village; `record` is "" for one of this import, which `learned` tells to be kept or not."""

    text: str
    village: str
    township: str
    rows: int = 0
    record: str = ""
    learned: bool = True


def spelling_lines(proposal: Proposal | None, kept: Sequence[RememberedSpelling]) -> list[SpellingLine]:
    """Those of this import first, then those kept from before."""
    fresh = new_spellings(proposal) if proposal else ()
    unlearned = proposal.unlearned if proposal else frozenset()
    lines = [
        SpellingLine(one.text, one.village.name, one.village.township, one.rows, learned=one.text not in unlearned)
        for one in fresh
    ]
    return lines + [SpellingLine(one.text, one.village, one.township, record=one.id) for one in kept]


class Spellings(QWidget):
    """The list; `switched` gets a line of this import, `forgotten` one kept from before."""

    def __init__(
        self,
        place: Workplace,
        proposal: Proposal | None,
        switched: Callable[[SpellingLine], object],
        forgotten: Callable[[], object],
    ) -> None:
        super().__init__()
        self.place = place
        self._proposal = proposal
        self._switched, self._forgotten = switched, forgotten
        columns = [Column(t("表里的写法"), 0), Column(t("就是"), 170), Column(t("乡镇、街道"), 150), Column("", 150)]
        self._model: ListModel[SpellingLine] = ListModel(columns, _cells)
        self.list: ListView[SpellingLine] = ListView(self._model, "spellings", row=28)
        self.list.opened.connect(self._take_back)
        self.list.fix_height(_ROWS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        said = t("在导入里改对的村名，写入时记住，以后的表照样认。不要哪一个，站上去按回车。")
        self._count = label("", "second")
        fill(layout, label(said, "second", wrap=True), self.list, self._count)
        self._load()

    def _load(self) -> None:
        desk = self.place.desk
        self.place.work.run(lambda _progress: village_spellings.remembered(desk), self._came, owner=self)

    def _came(self, kept: Sequence[RememberedSpelling]) -> None:
        lines = spelling_lines(self._proposal, kept)
        self._model.set_rows(lines)
        self._count.setText(tn("{n} 个写法", "{n} 个写法", len(lines)) if lines else t("还没有记住的写法。"))
        self.list.choose(0)

    def _take_back(self, line: SpellingLine) -> None:
        desk, place = self.place.desk, self.place
        if not line.record:
            self._switched(line)
            return

        def done(_count: int) -> None:
            place.messages.done(t("已忘掉“{spelling}”。", spelling=line.text))
            self._forgotten()
            self._load()

        place.work.run(lambda _progress: village_spellings.forget(desk, line.record), done, owner=self)


def show_spellings(
    place: Workplace,
    proposal: Proposal | None,
    switched: Callable[[SpellingLine], object],
    forgotten: Callable[[], object],
) -> Spellings:
    """The list in a panel; it is closed where a spelling of this import is switched, and the import told anew."""

    def switch(line: SpellingLine) -> None:
        place.messages.close_panel(panel)
        switched(line)

    view = Spellings(place, proposal, switch, forgotten)
    panel = place.messages.panel(t("记住的写法"), view, [], focus=view.list, leave=t("看好了"), width=640)
    return view


def _cells(line: SpellingLine) -> Sequence[Cell]:
    if line.record:
        state = Cell(t("记着"), ink="text2")
    elif line.learned:
        state = Cell(tn("写入时记住，{n} 行", "写入时记住，{n} 行", line.rows), sign="changed", ground="tint")
    else:
        state = Cell(t("不记"), mark="skip", ink="text2")
    return (Cell(line.text, weight="medium"), Cell(line.village), Cell(line.township, ink="text2"), state)
