"""The toolbar of the month grid: which rows, in which order, whose pile, which way Enter goes, which columns."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from station_desk.ui.fields import Choice
from station_desk.ui.kit import Item, button, chip, label
from station_desk.ui.month_book import Chip, MonthBook, Order
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_CHIPS: dict[Chip, str] = {
    "all": N("全部 {n}"),
    "todo": N("待录 {n}"),
    "outside": N("未交表 {n}"),
    "asked": N("有提醒 {n}"),
}
_ORDERS: dict[Order, str] = {"village": N("按村"), "officer": N("按民警"), "room": N("按警务室")}


class MonthTools(QObject):
    """The row of controls. `rows_asked` tells that other rows are wanted, `enter_asked` which way Enter shall go."""

    rows_asked = Signal()
    enter_asked = Signal(bool)
    paste_asked = Signal()
    import_asked = Signal()
    columns_asked = Signal()
    day_asked = Signal()
    month_asked = Signal(int)

    def __init__(self, *, metrics: bool) -> None:
        super().__init__()
        self.chip: Chip = "all"
        self.order: Order = "village"
        self.pile = ""
        self.chips = {
            name: chip(t(text, n=0), partial(self._chosen, name), on=name == "all", name=f"chip-{name}")
            for name, text in _CHIPS.items()
        }
        self.piles = Choice("pile", [(t("按村"), ("village", ""))])
        self.piles.setMinimumWidth(theme().px(96))
        self.piles.activated.connect(lambda _at: self._pile_chosen())
        self.down = chip(t("向下"), partial(self._way, False), on=True, name="enter-down")
        self.right = chip(t("向右"), partial(self._way, True), name="enter-right")
        self.columns = button(t("本方案项目"), self.columns_asked.emit, icon="columns", name="columns")
        self._metrics = metrics
        self.day = button(t("按天"), self.day_asked.emit, icon="calendar-stats", name="by-day")
        self.paste = button(t("粘贴文字"), self.paste_asked.emit, icon="message", name="paste-text")
        self.book = button(t("导入表格"), self.import_asked.emit, icon="file-import", name="import-log")
        self.earlier = button("‹", partial(self.month_asked.emit, -1), name="month-before")
        self.later = button("›", partial(self.month_asked.emit, 1), name="month-after")
        for one in (self.earlier, self.later):
            one.setFixedWidth(theme().px(30))

    def items(self) -> Sequence[Item]:
        """What stands in the toolbar row."""
        extra: list[Item] = [self.columns] if self._metrics else []
        return (
            *self.chips.values(),
            self.piles,
            None,
            label(t("回车"), "second"),
            self.down,
            self.right,
            *extra,
            self.day,
            self.paste,
            self.book,
            self.earlier,
            self.later,
        )

    def show_book(self, book: MonthBook) -> None:
        """Counts on the chips, officers and rooms in the list."""
        for name, made in self.chips.items():
            made.set_text(t(_CHIPS[name], n=book.count(name)))
        entries: list[tuple[str, object]] = [(t("按村"), ("village", ""))]
        for order in ("officer", "room"):
            piles = book.piles(order)
            if piles:
                entries.append((t(_ORDERS[order]), (order, "")))
                entries += [(t("{name}（{n}）", name=name, n=n), (order, name)) for name, n in piles]
        if [self.piles.itemData(at) for at in range(self.piles.count())] != [value for _, value in entries]:
            self.piles.set_entries(entries)
            self.piles.set_value((self.order, self.pile))
        self.piles.setVisible(len(entries) > 1)

    def show_way(self, *, to_right: bool) -> None:
        """Which way Enter goes."""
        for made, on in ((self.down, not to_right), (self.right, to_right)):
            made.blockSignals(True)
            made.setChecked(on)
            made.blockSignals(False)

    def select(self, name: Chip) -> None:
        """Show the rows of a chip."""
        self.chip = name
        for other, made in self.chips.items():
            made.blockSignals(True)
            made.setChecked(other == name)
            made.blockSignals(False)
        self.rows_asked.emit()

    def _chosen(self, name: Chip, on: bool) -> None:
        self.select(name if on else "all")

    def _way(self, right: bool, on: bool) -> None:
        to_right = right if on else not right
        self.show_way(to_right=to_right)
        self.enter_asked.emit(to_right)

    def _pile_chosen(self) -> None:
        value = self.piles.value()
        if isinstance(value, tuple):
            self.order, self.pile = value
            self.rows_asked.emit()
