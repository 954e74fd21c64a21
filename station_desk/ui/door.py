"""The one door from the window to everything heavy: services, the pages that use them, and the first start.

Importing them reads SQLAlchemy and more, which takes longer than showing the window. So the window stands first,
`read_services` reads what lies below in the background, `read_pages` the rest piece by piece, and every call that needs
them goes through here (DESIGN 2: late imports at a named door).
"""

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from station_desk.domain.progress import Progress
from station_desk.domain.trouble import Trouble
from station_desk.machine.home_card import HomeCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from station_desk.domain.villages import VillageRow
    from station_desk.services.desk import Desk
    from station_desk.services.find import Finder
    from station_desk.services.first_start import Created
    from station_desk.services.safety import Restored
    from station_desk.services.villages import TownshipFinder
    from station_desk.ui.first_start import FirstStartPage
    from station_desk.ui.frame import Frame
    from station_desk.ui.idle import IdleWatch
    from station_desk.ui.later_steps import LaterSteps
    from station_desk.ui.lock import LockPage
    from station_desk.ui.messages import Messages
    from station_desk.ui.office_form import OfficeForm
    from station_desk.ui.preferences import Preferences
    from station_desk.ui.recovery_paper import RecoveryPaper
    from station_desk.ui.tools import Tools
    from station_desk.ui.unlock import UnlockPage
    from station_desk.ui.unlock_ways import UnlockWays
    from station_desk.ui.window import DeskWindow
    from station_desk.ui.work import Work
    from station_desk.wording.sentences import Told

PRACTICE_PASS_PHRASE = "practice-2026"  # noqa: S105 - the sample station holds invented people and says so everywhere


def tell(trouble: Trouble) -> "Told":
    """The three sentences of a trouble; most windows open without one."""
    from station_desk.wording.troubles import tell

    return tell(trouble)


def read_services() -> None:
    """Read everything below the pages; it knows nothing of Qt and may run in the background."""
    from station_desk import services

    for module in pkgutil.iter_modules(services.__path__):
        import_module(f"{services.__name__}.{module.name}")


def read_pages() -> Iterator[str]:
    """Read the modules of the pages, one a step, and name each.

    Only for the GUI's own thread: PySide's table of types has no lock, and Qt reads it at any moment, so that a class of
    Qt made beside it can end the program.
    """
    from station_desk import ui

    for module in pkgutil.iter_modules(ui.__path__):
        import_module(f"{ui.__name__}.{module.name}")
        yield module.name


def open_desk(folder: Path, person: str | None, pass_phrase: str, *, write: bool = True) -> "Desk":
    """Unlock a home. Troubles as `services.desk.open_desk`."""
    from station_desk.services import desk

    return desk.open_desk(folder, person, pass_phrase, write=write)


def person_word(desk: "Desk") -> Callable[[], str]:
    """What the desk's programme calls its people, looked up each time: the pack may change under an open window."""
    from station_desk.services import pack_words

    return lambda: pack_words.person_word(desk)


def lock_desk(desk: "Desk") -> None:
    """Record the lock."""
    from station_desk.services import desk as desks

    desks.lock_desk(desk)


def unlock_again(desk: "Desk", pass_phrase: str) -> None:
    """The same person again. Troubles wrong_pass_phrase, must_wait."""
    from station_desk.services import desk as desks

    desks.unlock_again(desk, pass_phrase)


def accept_restored(folder: Path, person: str | None, pass_phrase: str) -> None:
    """Go on from an older copy, as a branch of its own (answers the trouble restored_copy)."""
    from station_desk.services import safety

    safety.accept_restored(folder, person, pass_phrase)


def restore(file: Path, folder: Path, person: str | None, pass_phrase: str) -> "Restored":
    """Restore a backup into a new folder beside `folder`, never over it."""
    from station_desk.services import safety

    return safety.restore(file, folder, person, pass_phrase)


def move_in(file: Path, folder: Path, pass_phrase: str) -> "Desk":
    """Take a desk over from its move file, and open it as its first person."""
    from station_desk.services import desk, move

    return desk.open_desk(move.move_in(file, folder, None, pass_phrase).home, None, pass_phrase)


def recover(folder: Path, code: str, person: str, pass_phrase: str) -> "Desk":
    """Open with the recovery code and give `person` a new pass phrase."""
    from station_desk.services import accounts

    return accounts.recover(folder, code, person, pass_phrase)


def first_start_page(
    folder: Path, practice: Path, work: "Work", messages: "Callable[[], Messages]"
) -> "FirstStartPage":
    """The five steps of a new home; most starts never need them."""
    from station_desk.ui.first_start import FirstStartPage

    return FirstStartPage(folder, practice, work, messages)


def ask_move_file(owner: "QWidget", messages: "Messages", chosen: Callable[[Path, str], object]) -> None:
    """Ask for the move file of the old computer and the pass phrase of there."""
    from station_desk.ui.move_in import ask_move_file

    ask_move_file(owner, messages, chosen)


def later_steps(form: "OfficeForm", work: "Work", messages: "Messages") -> "LaterSteps":
    """Steps 3 to 5 of the first start."""
    from station_desk.ui.later_steps import make_later_steps

    return make_later_steps(form, work, messages)


def recovery_paper(code: str, office: str) -> "RecoveryPaper":
    """The recovery code to copy out."""
    from station_desk.ui.recovery_paper import RecoveryPaper

    return RecoveryPaper(code, office)


def unlock_ways(page: "UnlockPage", work: "Work", messages: "Messages") -> "UnlockWays":
    """The ways around a home that does not open."""
    from station_desk.ui.unlock_ways import UnlockWays

    return UnlockWays(page, work, messages)


def make_messages(window: "DeskWindow", below: "QWidget") -> "Messages":
    """The one door for messages, with the overlay on which they stand."""
    from station_desk.ui.messages import Messages
    from station_desk.ui.overlay import Overlay

    return Messages(Overlay(window, below), window.keep_drafts, window.log_file)


def make_idle_watch(window: "DeskWindow", minutes: int) -> "IdleWatch":
    """What asks for the lock after `minutes` of silence."""
    from station_desk.ui.idle import IdleWatch

    return IdleWatch(minutes, window)


def make_lock_page(desk: "Desk") -> "LockPage":
    """What covers the window while it is locked."""
    from station_desk.ui.lock import LockPage

    office = desk.office
    home = HomeCard(office.kind.value, office.name, office.code, desk.practice)
    return LockPage(home, desk.account.name, desk.clock.now().astimezone())


def close_dialogs() -> None:
    """Close every file dialog that is open."""
    from station_desk.ui import files

    files.close_all()


def make_tools(
    desk: "Desk", finder: "Finder", work: "Work", messages: "Messages", preferences: "Preferences"
) -> "Tools":
    """What the frame is made of."""
    from station_desk.ui.tools import Tools

    return Tools(desk, finder, work, messages, preferences)


def townships() -> "TownshipFinder":
    """The townships of the bundled lists. Trouble `program_incomplete`."""
    from station_desk.services import villages

    return villages.TownshipFinder()


def township_villages(code: str) -> "Sequence[VillageRow]":
    """The villages of a bundled township."""
    from station_desk.services import villages

    return villages.sample_villages(code)


def file_villages(file: Path) -> "Sequence[VillageRow]":
    """The villages in a CSV file or a workbook. Troubles as `services.villages.read_village_file`."""
    from station_desk.services import villages

    return villages.read_village_file(file)


def create(folder: Path, form: "OfficeForm") -> "Created":
    """Make a new home. Troubles home_exists, pass_phrase_weak, …"""
    from station_desk.services import first_start

    new = first_start.NewOffice(
        kind=form.kind,
        name=form.name,
        code=form.code,
        pack=form.pack,
        villages=form.villages,
        person=form.person,
        pass_phrase=form.pass_phrase,
        key_paper=form.key_paper or None,
    )
    return first_start.create_office(folder, new)


def build_sample(folder: Path, progress: Progress) -> None:
    """Make the practice desk: the sample station with invented people."""
    from station_desk.services import sample

    created = sample.build_sample(folder, "station", pass_phrase=PRACTICE_PASS_PHRASE, progress=progress)
    created.desk.close()


def make_finder(desk: "Desk") -> "Finder":
    """The one finder over people and villages; takes a moment with thousands of people."""
    from station_desk.services import find

    return find.Finder(desk)


def make_frame(tools: "Tools") -> "Frame":
    """The frame with the pages of this kind of office."""
    from station_desk.ui import pages

    return pages.make_frame(tools)
