"""The commands are read when they are called, and say the same as if all were read at once."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup

from station_desk import cli
from station_desk.cli import rooms
from station_desk.cli.main import run

HEAVY = {"sqlalchemy", "alembic", "rich", "openpyxl", "numpy", "reportlab", "PIL", "lxml", "cryptography", "msgspec"}


def modules_with_commands() -> Iterator[str]:
    """The modules of `cli` that put commands on the program itself."""
    for file in sorted(Path(cli.__path__[0]).glob("*.py")):
        functions = (
            node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
        )
        if any(one.name == "register" and one.args.args[0].arg.lstrip("_") == "app" for one in functions):
            yield file.stem


def test_every_module_with_commands_is_read_by_some_command() -> None:
    assert {module for entry in rooms.ENTRIES for module in entry.modules} == {*modules_with_commands()}


def test_the_commands_read_one_by_one_are_those_of_all_modules_and_say_what_the_list_says() -> None:
    everything = rooms.whole(dict.fromkeys(module for entry in rooms.ENTRIES for module in entry.modules))
    assert {*everything.commands} == {entry.name for entry in rooms.ENTRIES}
    for entry in rooms.ENTRIES:
        alone, among_all = rooms.read(entry.name), everything.commands[entry.name]
        assert alone.help == among_all.help == entry.says
        assert isinstance(alone, TyperGroup) == isinstance(among_all, TyperGroup)
        if isinstance(alone, TyperGroup) and isinstance(among_all, TyperGroup):
            assert [*alone.commands] == [*among_all.commands]


def test_a_command_that_is_not_there_is_refused_with_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["form", "list"]).status == 2
    assert "No such command 'form'. Did you mean 'forms'?" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["--json", "money", "words", "--", "500"]])
def test_what_a_command_does_not_need_is_not_read(words: list[str]) -> None:
    told = "import sys; from station_desk.app import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    ended = subprocess.run([sys.executable, "-c", told, *words], capture_output=True, text=True, check=True)
    assert not HEAVY & {*ended.stderr.split()}
