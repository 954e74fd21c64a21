"""Which module holds which command. A module is read when its command is called, and not before.

A module of commands has `register(app)`, which puts its commands and groups on `app`, or adds to a group of a module
above it in the same line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from station_desk.machine import start


@dataclass(frozen=True, slots=True)
class Entry:
    """A word behind `station-desk`: what `--help` says of it, and the modules of `cli` that it needs, in their order."""

    name: str
    says: str
    modules: tuple[str, ...]


ENTRIES = (
    Entry("init", "Create the home of a station or a county office.", ("office",)),
    Entry("check", "Is the database whole? Answers the trouble `restored_copy` with --accept-restored.", ("safety",)),
    Entry("backup", "A dated copy, opened and verified, thinned by day, week and month.", ("safety",)),
    Entry("restore", "Restore a backup into a new folder beside the home, never over it.", ("safety",)),
    Entry(
        "demo",
        "Build a sample station and county with invented people in real villages and do the whole main round.",
        ("demo",),
    ),
    Entry(
        "practice",
        "Open the window on the sample station 梁才 (made at the first call), apart from every real home.",
        ("demo",),
    ),
    Entry("key", "the office's public identity", ("office", "keys")),
    Entry("office", "other offices", ("office",)),
    Entry("move", "the whole desk to another computer", ("keys",)),
    Entry("villages", "villages with quota, posts and vacancy", ("villages", "posts")),
    Entry("packs", "the policy packs", ("packs", "packs_own")),
    Entry("eligibility", "whether somebody may be chosen", ("eligibility",)),
    Entry("roster", "the village police assistants", ("roster",)),
    Entry("attach", "photos of people, documents of the county", ("attach",)),
    Entry("forms", "the paper forms", ("paper", "print_centre")),
    Entry("paper", "printed sheets and where they are", ("print_centre", "paper_read")),
    Entry("bundle", "the exchange by file", ("bundle",)),
    Entry("conflict", "what two copies wrote against each other", ("conflict",)),
    Entry("remark", "the county's word on a record, and the answer", ("remark",)),
    Entry("audit", "the access log", ("safety",)),
    Entry("journal", "the journal: every act since the beginning", ("journal",)),
    Entry("person", "the people who unlock this desk", ("people",)),
    Entry("guard", "the guard against residents' data in free words", ("guard",)),
    Entry("log", "the log of the assistants' work", ("log", "log_import", "log_month")),
    Entry("money", "amounts of money", ("money",)),
    Entry("selection", "the selection of assistants", ("selection",)),
    Entry("metric", "what is counted", ("metric",)),
    Entry("figure", "numbers of the station for a month", ("metric",)),
    Entry("target", "what is expected of a village in a month", ("metric",)),
    Entry("report", "statistics", ("report",)),
    Entry("assess", "the month's assessment", ("assess",)),
    Entry("stipend", "the month's stipend", ("stipend",)),
)
"""In the order of `--help`; each line says what the command or the group says of itself."""


class Desk(TyperGroup):
    """All commands by name; the one that is called is read then."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The name of the command that `args` begin with, the command, and the words behind its name."""
        name, named, rest = super().resolve_command(ctx, args)
        command = read(name) if name else named
        start.begun()
        return name, command, rest


def all_named() -> typer.Typer:
    """An app that knows every command by name and by what `--help` says of it."""
    app = _app(cls=Desk)
    for entry in ENTRIES:
        app.command(entry.name, help=entry.says)(_named)
    return app


def whole(modules: Iterable[str]) -> TyperGroup:
    """The commands of these modules of `cli`, read at once."""
    app = _app()
    for module in modules:
        import_module(f"{__package__}.{module}").register(app)
    return get_group(app)


@cache
def read(name: str) -> TyperCommand | TyperGroup:
    """The command or group `name` with all that is in it."""
    found = whole(next(entry.modules for entry in ENTRIES if entry.name == name)).commands[name]
    assert isinstance(found, TyperCommand | TyperGroup)
    return found


def _app(cls: type[TyperGroup] = TyperGroup) -> typer.Typer:
    return typer.Typer(cls=cls, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def _named() -> None:
    """Stands for a command until it is called."""
