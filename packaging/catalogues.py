"""Catalogues: `check` compares the texts in the code with the English fragments, `compile` writes the .mo files.

python packaging/catalogues.py check
python packaging/catalogues.py compile
"""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "resources" / "catalogues"
KEYWORDS = {"t": None, "N": None, "tn": (1, 2)}
FACT = re.compile(r"\{(\w+)[^{}]*\}")


def texts() -> dict[str, str]:
    """Every text marked in the code: {Chinese: first place}."""
    found: dict[str, str] = {}
    rooms = extract_from_dir(str(ROOT / "station_desk"), method_map=[("**.py", "python")], keywords=KEYWORDS)
    for file, line, message, _comments, _context in rooms:
        for text in message if isinstance(message, tuple) else (message,):
            if text:
                found.setdefault(text, f"{file}:{line}")
    return found


def fragments() -> list[tuple[Path, Catalog]]:
    """The English fragments as they stand."""
    loaded = []
    for file in sorted((CATALOGUES / "en").glob("*.po")):
        with file.open("rb") as stream:
            loaded.append((file, read_po(stream, locale="en")))
    return loaded


def english() -> dict[str, tuple[str, ...]]:
    """What the fragments say: {Chinese: English forms}."""
    said: dict[str, tuple[str, ...]] = {}
    for _file, catalogue in fragments():
        for message in catalogue:
            if message.id:
                key = message.id[0] if isinstance(message.id, tuple) else message.id
                forms = message.string if isinstance(message.string, tuple) else (message.string,)
                if all(forms):
                    said[str(key)] = tuple(str(form) for form in forms)
    return said


def contradictions() -> list[str]:
    """Texts that two fragments put into different English: the later fragment would win, unseen."""
    said: dict[str, tuple[str, str]] = {}
    problems = []
    for file, catalogue in fragments():
        for message in catalogue:
            if message.id and isinstance(message.id, str):
                before = said.setdefault(message.id, (file.name, str(message.string)))
                if before[1] != message.string:
                    problems.append(f"{message.id!r}: {before[0]} says {before[1]!r}, {file.name} {message.string!r}")
    return problems


def check() -> list[str]:
    """What is wrong: texts without English, facts that differ, English that nobody asks for."""
    said, asked = english(), texts()
    problems = [f"{place}: no English for {text!r}" for text, place in asked.items() if text not in said]
    for text, forms in said.items():
        if text not in asked:
            problems.append(f"English for a text that the code no longer has: {text!r}")
        problems += [
            f"the facts of {text!r} differ from those of {form!r}"
            for form in forms
            if set(FACT.findall(form)) - set(FACT.findall(text))
        ]
    return problems + contradictions()


def compile_all() -> None:
    """Write `<fragment>.mo` beside each `<fragment>.po`."""
    for file, catalogue in fragments():
        with file.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)


def main() -> int:
    """Run `check` or `compile`."""
    if sys.argv[1:] == ["compile"]:
        compile_all()
        return 0
    problems = check()
    print("\n".join(problems) if problems else "catalogues complete")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
