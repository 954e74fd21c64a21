"""What is wrong with a pack file, over the page: each fault with its line or cell and how to mend it."""

from PySide6.QtWidgets import QWidget

from station_desk.packs.load import CheckedPack
from station_desk.ui.kit import Item, column, label, scrolled
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.pack_faults import fault_words

_HEIGHT = 320


def show_faults(place: Workplace, name: str, checked: object) -> None:
    """The faults of a checked pack; nothing was taken in."""
    assert isinstance(checked, CheckedPack)
    items: list[Item] = []
    for fault in checked.faults:
        where = fault.place or (t("第 {n} 行", n=fault.line) if fault.line else t("整个文件"))
        items += [label(where, "medium"), label(fault_words(fault.key, fault.reason, fault.meant), wrap=True), 6]
    inner: QWidget = column(*items, None, gap=2)
    area = scrolled(inner)
    area.setFixedHeight(theme().px(_HEIGHT))
    title = t("{file} 有 {n} 处要改，没有收", file=name, n=len(checked.faults))
    place.messages.panel(title, area, [], width=620)
