"""A sheet to be confirmed beside its cut-outs: the pieces that the forms of all sheets are made of."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from station_desk.domain.scanned import Cutout, MarkRead
from station_desk.ui.fields import Field
from station_desk.ui.kit import label
from station_desk.ui.theme import theme
from station_desk.wording import t

_CUT_HIGH = 25


def picture(cutout: Cutout, high: int) -> QPixmap:
    """A piece of a scan, `high` pixels high."""
    image = QImage(cutout.grey, cutout.width, cutout.height, cutout.width, QImage.Format.Format_Grayscale8).copy()
    return QPixmap.fromImage(image).scaledToHeight(high, Qt.TransformationMode.SmoothTransformation)


def cut_of(mark: MarkRead | None) -> QLabel:
    """The cut-out of a box, empty where there is none."""
    shown = QLabel()
    if mark is not None and mark.cutout is not None:
        shown.setPixmap(picture(mark.cutout, theme().px(_CUT_HIGH)))
    return shown


class SheetForm(QWidget):
    """The fields of one sheet; `fields` by their box, `controls` in the order in which Enter walks through them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.controls: list[QWidget] = []

    def typed(self) -> dict[str, str]:
        """The texts of the fields, by box."""
        return {box: field.text() for box, field in self.fields.items()}

    def put_back(self, texts: Mapping[str, str]) -> None:
        """Texts that were typed before the sheet was read anew."""
        for box, text in texts.items():
            if box in self.fields:
                self.fields[box].setText(text)

    def _field(self, box: str, name: str, wide: int, *, latin: bool = True) -> Field:
        field = Field(name, latin=latin)
        field.setProperty("small", True)
        if wide:
            field.setFixedWidth(theme().px(wide))
        self.fields[box] = field
        self.controls.append(field)
        return field

    def _proposed(self, box: str, name: str, text: str, told: str, wide: int = 84) -> tuple[Field, QLabel]:
        """A field with what is proposed, and the note beside it; a `told` reason marks it as in doubt."""
        field = self._field(box, name, wide)
        field.setText(text)
        field.set_state("warn" if told else "")
        note = label(told, "small", "warn" if told else "")
        field.textEdited.connect(lambda _text: _settle(field, note))
        return field, note

    def _refuse(self, box: str) -> None:
        """A field that holds what it cannot hold."""
        self.fields[box].set_state("bad")
        self.fields[box].setFocus(Qt.FocusReason.OtherFocusReason)


def _settle(field: Field, note: QLabel) -> None:
    """Whoever types has decided."""
    field.set_state("")
    note.clear()


def doubt_of(*marks: MarkRead | None) -> str:
    """The word for a doubt in any of these marks, "" where all are sure."""
    return "" if all(mark is None or mark.sure for mark in marks) else t("拿不准")


def grid_of(host: QWidget) -> QGridLayout:
    """A grid of narrow rows in `host`."""
    made = QGridLayout(host)
    made.setContentsMargins(0, 0, 8, 0)
    made.setVerticalSpacing(theme().px(3))
    made.setHorizontalSpacing(theme().px(8))
    return made


def set_widths(grid: QGridLayout, widths: Sequence[int], first: int = 0) -> None:
    """Columns from `first` on are at least so wide; 0 takes what is left."""
    for at, wide in enumerate(widths, first):
        grid.setColumnMinimumWidth(at, theme().px(wide))
        grid.setColumnStretch(at, 0 if wide else 1)
