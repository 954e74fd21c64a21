"""The style sheet: small, by properties, colours and sizes filled in from the theme (UX 2.8).

Labels carry `role` and `tone`, buttons `kind`, boxes `box`, banners `banner`. Sizes are pixels at ordinary type.
"""

import re
from collections.abc import Callable, Mapping

_SIZE = re.compile(r"(?<![\w#.])(\d+)u\b")
_COLOUR = re.compile(r"@(\w+)")

_SHEET = """
QWidget[ground="canvas"] { background: @canvas; }
QWidget[ground="nav"] { background: @nav; }
QWidget[ground="surface"] { background: @surface; }
QWidget#navigation { border-right: 1px solid @line; }
QWidget#status { border-top: 1px solid @line; }
QLabel { background: transparent; color: @text; }
QLabel[role="title"] { font-size: 20u; font-weight: 700; }
QLabel[role="head"] { font-size: 16u; font-weight: 700; }
QLabel[role="figure"] { font-size: 24u; font-weight: 500; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="medium"] { font-weight: 500; }
QLabel[role="second"] { color: @text2; }
QLabel[role="small"] { font-size: 12u; color: @text2; }
QLabel[role="hint"] { font-size: 12u; color: @hint; }
QLabel[tone="ok"] { color: @ok; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="bad"] { color: @bad; }
QLabel[tone="accent"] { color: @accent; }
QLabel[role="key"] { font-size: 12u; color: @hint; background: @raised; border: 1px solid @line_strong;
  border-radius: 4u; padding: 0 5u; }
QLabel[role="seal"] { font-size: 16u; font-weight: 700; color: @on_accent; background: @accent; border-radius: 6u; }
QFrame[box="card"] { background: @surface; border: 1px solid @line; border-radius: 8u; }
QFrame[box="inset"] { background: @raised; border: 1px solid @line; border-radius: 6u; }
QFrame[box="popup"] { background: @surface; border: 1px solid @line_strong; border-radius: 8u; }
QFrame[box="dialog"] { background: @surface; border: 1px solid @line_strong; border-radius: 10u; }
QFrame[box="rule"] { background: @line; border: none; }
QFrame[box="rule_strong"] { background: @line_strong; border: none; }
QFrame[banner="bad"] { background: @bad_tint; border: none; border-left: 4px solid @bad; border-radius: 4u; }
QFrame[banner="warn"] { background: @warn_tint; border: none; border-left: 4px solid @warn; border-radius: 4u; }
QFrame[banner="ok"] { background: @ok_tint; border: none; border-left: 4px solid @ok; border-radius: 4u; }
QFrame[banner="info"] { background: @tint; border: none; border-left: 4px solid @accent; border-radius: 4u; }
QLineEdit, QPlainTextEdit { background: @surface; border: 1px solid @field_edge; border-radius: 6u; padding: 0 9u;
  min-height: 30u; color: @text; selection-background-color: @tint2; selection-color: @text; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid @accent; padding: 0 8u; min-height: 28u; }
QLineEdit:disabled { color: @hint; border-color: @line_strong; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { border: 1px solid transparent; background: transparent; }
QLineEdit[readOnly="true"]:focus { border: 2px solid @accent; }
QLineEdit[state="bad"] { border: 1px solid @bad; border-left: 3px solid @bad; padding-left: 7u; }
QLineEdit[state="bad"]:focus { border: 2px solid @bad; border-left: 3px solid @bad; padding-left: 7u; }
QLineEdit[state="warn"] { border: 1px dashed @warn; }
QLineEdit[state="warn"]:focus { border: 2px dashed @warn; }
QLineEdit[small="true"] { min-height: 24u; padding: 0 6u; }
QLineEdit[small="true"]:focus { min-height: 22u; padding: 0 5u; }
QLineEdit[big="true"] { font-size: 24u; min-height: 50u; padding: 0 14u; }
QLineEdit[big="true"]:focus { min-height: 48u; padding: 0 13u; }
QComboBox { background: @surface; border: 1px solid @field_edge; border-radius: 6u; padding: 0 9u; min-height: 30u;
  color: @text; }
QComboBox:focus { border: 2px solid @accent; padding: 0 8u; min-height: 28u; }
QComboBox:disabled { color: @hint; border-color: @line_strong; }
QComboBox::drop-down { border: none; width: 30u; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @line_strong; color: @text;
  selection-background-color: @tint2; selection-color: @text; outline: none; padding: 4u; }
QComboBox QAbstractItemView::item { min-height: 30u; }
QPushButton { background: @surface; border: 1px solid @line_strong; border-radius: 6u; padding: 0 12u;
  min-height: 30u; color: @text; }
QPushButton:hover { background: @tint; }
QPushButton:pressed { background: @tint2; }
QPushButton:disabled { color: @hint; background: transparent; border-color: @line; }
QPushButton:focus { border: 2px solid @accent; padding: 0 11u; min-height: 28u; }
QPushButton[kind="primary"] { background: @accent; border: 1px solid @accent; color: @on_accent; font-weight: 500; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: @accent_hover; }
QPushButton[kind="primary"]:disabled { background: @line_strong; border-color: @line_strong; color: @surface; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 0 8u; }
QPushButton[kind="quiet"]:hover { background: @tint; }
QPushButton[kind="quiet"]:disabled { color: @hint; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; padding: 0 7u; }
QPushButton[kind="chip"] { background: transparent; border: 1px solid @line_strong; border-radius: 13u;
  min-height: 26u; max-height: 26u; padding: 0 12u; color: @text2; }
QPushButton[kind="chip"]:hover { background: @tint; }
QPushButton[kind="chip"]:focus { border: 2px solid @accent; min-height: 24u; max-height: 24u; padding: 0 11u; }
QPushButton[kind="chip"][on="true"] { background: @tint2; border: @chip_edge solid @accent; color: @text;
  font-weight: 500; }
QPushButton[kind="chip"][on="true"]:focus { border: 2px solid @text; }
QPushButton[kind="link"] { background: transparent; border: none; border-radius: 4u; padding: 0 2u; min-height: 20u;
  color: @text2; font-size: 12u; text-align: left; }
QPushButton[kind="link"]:hover { color: @accent; }
QPushButton[kind="link"]:focus { border: 2px solid @accent; padding: 0; min-height: 16u; }
QPushButton[kind="choice"] { text-align: left; min-height: 38u; }
QPushButton[kind="choice"]:focus { min-height: 36u; }
QPushButton[kind="choice"][on="true"] { background: @tint; border: 2px solid @accent; padding: 0 11u; min-height: 36u; }
QPushButton[tight="true"] { padding: 0 5u; }
QPushButton[tight="true"]:focus { padding: 0 4u; }
QTableView, QListView { background: @surface; border: none; color: @text; outline: 0; gridline-color: @line;
  selection-background-color: @tint; selection-color: @text; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; border: none; border-bottom: 1px solid @line_strong; padding: 0 8u;
  font-size: 12u; }
#month-grid QHeaderView::section { padding: 0 6u 0 1u; }
QTableCornerButton::section { background: @surface; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget[ground="clear"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 1px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 1px; }
QScrollBar::handle { background: @line_strong; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @line; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QCheckBox, QRadioButton { spacing: 8u; min-height: 24u; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid @accent; border-radius: 4u; }
QToolTip { background: @raised; color: @text; border: 1px solid @line_strong; padding: 3px 6px; }
"""


def sheet(colours: Mapping[str, str], px: Callable[[float], int], look: str) -> str:
    """The style sheet with `colours` by role and every size `<n>u` in the pixels that `px` gives for it."""
    values = {**colours, "chip_edge": "2px" if look.startswith("contrast") else "1px"}
    text = _COLOUR.sub(lambda found: values[found[1]], _SHEET)
    return _SIZE.sub(lambda found: f"{px(int(found[1]))}px", text)
