"""Paper: the serial of a sheet, what its code says, what a form may be wrong in, and the results of printing (DOMAIN 2.8).

Each printed page has a serial of its own, so that a typed serial names one sheet and nothing else. Neither the serial
nor the code holds anything about a person.
"""

import base64
import hashlib
import hmac
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from station_desk.domain.trouble import Trouble

CODE_PREFIX = "SD1"
"""First word of every code: Station Desk, grammar 1."""

NO_MAC = "-" * 8
"""Stands for the MAC in a preview of a home that is open for reading only and has no key yet."""

_SERIAL = re.compile(r"([0-9A-Z]{1,6})-([A-Z][0-9]{2}[A-Z]?)-([0-9]{4})-([A-Z]{0,3})([0-9]{4,7})-([0-9])")
_CODE = re.compile(rf"{CODE_PREFIX}:([0-9A-Z-]+):([1-9][0-9]{{0,3}}):([A-Z2-7]{{8}}|-{{8}})")
_LIFE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DAMM = tuple(
    tuple(map(int, row))
    for row in (
        *("0317598642", "7092154863", "4206871359", "1750983426", "6123045978"),
        *("3674209581", "5869720134", "8945362017", "9438617205", "2581436790"),
    )
)
_DIGITS_OF = {mark: tuple(map(int, str(int(mark, 36)))) for mark in string.ascii_letters + string.digits}


def check_digit(text: str) -> str:
    """The Damm check digit over the digits of `text`; a letter counts as two digits (A = 10), other marks do not count.

    Finds every single wrong digit and every swap of two neighbours.
    """
    row = 0
    for mark in text:
        for digit in _DIGITS_OF.get(mark, ()):
            row = _DAMM[row][digit]
    return str(row)


@dataclass(frozen=True, slots=True)
class Serial:
    """The serial of one sheet: office tail, form, year, running number of office, form and year.

    `life` is empty in the first life of a home; a restored home gets three letters of its own, so that its numbers
    never meet those that were printed after the backup was made.
    """

    office: str
    form: str
    year: int
    running: int
    life: str = ""

    def __str__(self) -> str:
        text = f"{self.office}-{self.form}-{self.year}-{self.life}{self.running:04d}"
        return f"{text}-{check_digit(text)}"


def read_serial(text: str) -> Serial:
    """The serial as typed or read; case, blanks and full-width marks do not matter. Trouble serial_wrong(text)."""
    plain = text.strip().upper().translate(_HALF_WIDTH).replace(" ", "")
    match = _SERIAL.fullmatch(plain)
    if match is None or check_digit(plain[:-2]) != plain[-1]:
        raise Trouble("serial_wrong", text=text.strip()[:40])
    office, form, year, life, running, _ = match.groups()
    return Serial(office, form, int(year), int(running), life)


_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: " ", 0x2014: "-", 0x2013: "-", 0x2212: "-"}


def office_tail(code: str) -> str:
    """The short name of an office in its serials: the last four digits of its code, township zeros left out."""
    plain = "".join(mark for mark in code.upper() if mark.isascii() and mark.isalnum())
    if len(plain) == 12 and plain.endswith("000"):
        plain = plain[:-3]
    return plain[-4:] or "0"


def life_letters(rep: int) -> str:
    """Three letters that name a restored home, from its installation number `rep`."""
    number = int.from_bytes(hashlib.sha256(f"paper life {rep}".encode()).digest()[:4], "big")
    letters = ""
    for _ in range(3):
        number, place = divmod(number, len(_LIFE_LETTERS))
        letters += _LIFE_LETTERS[place]
    return letters


@dataclass(frozen=True, slots=True)
class SheetMark:
    """What a sheet is printed with: its serial and the content of its code."""

    serial: str
    content: str


Numbering = Callable[[int, int], SheetMark]
"""Called with (index of the page in the whole PDF from 0, page inside its print from 1)."""


@dataclass(frozen=True, slots=True)
class SheetCode:
    """What the code on a sheet says: the serial and the page inside its print. `mac` is eight base-32 characters."""

    serial: str
    page: int
    mac: str


def code_text(serial: str, page: int, key: bytes | None) -> str:
    """The content of the code: `SD1:serial:page:mac`, all in the QR's alphanumeric set. `key`: the home's paper key."""
    head = f"{CODE_PREFIX}:{serial}:{page}"
    return f"{head}:{_mac(head, key) if key else NO_MAC}"


def read_code(text: str) -> SheetCode:
    """The content of a code taken apart, its serial checked. Trouble code_foreign when it is none of ours."""
    match = _CODE.fullmatch(text)
    if match is None:
        raise Trouble("code_foreign")
    serial, page, mac = match.groups()
    return SheetCode(str(read_serial(serial)), int(page), mac)


def is_ours(code: SheetCode, key: bytes) -> bool:
    """Whether this home printed the sheet: the MAC fits its paper key."""
    return hmac.compare_digest(code.mac, _mac(f"{CODE_PREFIX}:{code.serial}:{code.page}", key))


def _mac(head: str, key: bytes) -> str:
    return base64.b32encode(hmac.new(key, head.encode(), hashlib.sha256).digest()[:5]).decode()


# --- what is wrong in a form ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FormProblem:
    """One fault of a form file: where, which (`code`, facts), and what was probably meant ("" when nobody can tell)."""

    file: Path
    line: int
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    meant: str = ""


# --- what printing gives back --------------------------------------------------------------------------------------
Subject = Literal[
    "person",
    "roster",
    "handover",
    "receipt",
    "corrections",
    "report",
    "batch",
    "notice",
    "candidate",
    "vote",
    "room",
    "circular",
    "policy",
    "blank",
]
"""What a form is about: one person (a new page for each), a list of people, nobody."""


Origin = Literal["bundled", "county", "own"]
"""Whose form it is: the program's, one that the county sent, the office's own. A later one takes the earlier's place."""


@dataclass(frozen=True, slots=True)
class FormInfo:
    """A form that can be printed; `replaces` lists the origins of the forms with the same code that it takes the place of.

    `fields` are the names of the fields that the form names: whether it has a month, whole numbers. `called` is its name
    in the words of the office's programme (农村辅警花名册).
    """

    code: str
    name: str
    file: Path
    subject: Subject
    origin: Origin = "bundled"
    replaces: tuple[Origin, ...] = ()
    fields: frozenset[str] = frozenset()
    called: str = ""

    @property
    def slip(self) -> bool:
        """Whether it is about bundles: the exchange page prints it."""
        return self.subject in ("handover", "receipt")

    @property
    def about_people(self) -> bool:
        """Whether it is about people of the roster, one by one or on a list."""
        return self.subject in ("person", "roster")

    @property
    def monthly(self) -> bool:
        """Whether the form is for a month, or for the year to a month."""
        return "月份" in self.fields or self.yearly

    @property
    def yearly(self) -> bool:
        """Whether the form is for a year."""
        return "年度" in self.fields

    @property
    def numbers(self) -> bool:
        """Whether ID numbers or phones stand on it, whole or masked."""
        return not self.fields.isdisjoint(("身份证号", "电话"))

    @property
    def own(self) -> bool:
        """Whether the office's own file takes the place of another."""
        return self.origin == "own"


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form that came by bundle: its file name and its text."""

    file: str
    body: str


@dataclass(frozen=True, slots=True)
class FormLayer:
    """One of the files with a form's code: whose it is, and its text."""

    code: str
    origin: Origin
    file: Path
    text: str


@dataclass(frozen=True, slots=True)
class FormPlaces:
    """Where an office's forms come from."""

    bundled: Path
    own: Path
    sent: tuple[SentForm, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintWarning:
    """Something the clerk should look at before printing: a code (shrunk, condensed, date_missing ...) and its facts."""

    code: str
    page: int
    facts: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the page in millimetres from the top left corner of the paper."""

    x_mm: float
    y_mm: float
    w_mm: float
    h_mm: float


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be filled in by hand and read back: a tick or digits. Ticks of one `group` exclude each other."""

    id: str
    kind: Literal["tick", "digits"]
    group: str | None
    x_mm: float
    y_mm: float
    w_mm: float
    h_mm: float


@dataclass(frozen=True, slots=True)
class PageDetail:
    """Where codes, boxes and registration marks lie on one page; `page` counts from 1 through the whole PDF.

    Small pages that share a sheet have the same `page`. The last mark, bottom right, is the hollow one. `qr_low` is the
    second code of a sheet that is read from scans: it says the same as the first.
    """

    page: int
    serial: str
    qr: Place | None
    boxes: tuple[Box, ...] = ()
    marks: tuple[Place, ...] = ()
    qr_low: Place | None = None

    def as_dict(self) -> dict[str, object]:
        """As the command line answers it (DESIGN 6, `forms print --boxes`)."""
        return asdict(self) | {
            "boxes": [asdict(box) for box in self.boxes],
            "marks": [asdict(mark) for mark in self.marks],
        }


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished print: the very bytes that preview, printer and file get.

    `serials` has one entry a page, in page order; of small pages that share a sheet each has its own. `names` counts the people whose names can be printed in full.
    `pages_detail` is empty unless it was asked for. `faces`: which faces of this computer an official letter was set in,
    by role; none where the bundled ones were used.
    """

    form: str
    pdf: bytes
    pages: int
    serials: tuple[str, ...]
    warnings: tuple[PrintWarning, ...] = ()
    names: int = 0
    pages_detail: tuple[PageDetail, ...] = ()
    faces: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: width and height in pixels, four bytes (RGBA) a pixel, row by row."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer of this computer's spooler; `ready` is False when it is stopped or rejects jobs."""

    name: str
    default: bool
    ready: bool
