"""The rules of the house that no single room can check."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.wording import troubles, use_language

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "station_desk").rglob("*.py"))
TOP = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    "LICENSE",
    "README.md",
    "forms",
    "packaging",
    "pyproject.toml",
    "resources",
    "station_desk",
    "tests",
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name]


ADDED_ABOVE = {
    "bundle_": {"file", "office", "sender", "to", "needs", "number", "missing", "days"},
    "sheet": {"file"},
    "scan_": {"file"},
    "photo_": {"file"},
    "document_": {"file"},
}
"""Facts that one caller adds to every trouble whose code begins so: `exchange_in` (refused, gap), `sheets.reading` and
`printing.foreign`."""


def raised_codes() -> dict[str, tuple[str, set[str]]]:
    """Every trouble raised in the code: {code: (place, facts)}."""
    found: dict[str, tuple[str, set[str]]] = {}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Trouble":
                code = node.args[0] if node.args else None
                spread = any(keyword.arg is None for keyword in node.keywords)
                if isinstance(code, ast.Constant) and isinstance(code.value, str) and not spread:
                    facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                    facts |= {f for start, more in ADDED_ABOVE.items() if code.value.startswith(start) for f in more}
                    place = f"{file.relative_to(ROOT)}:{node.lineno}"
                    found[f"{place} {code.value}"] = (code.value, facts)
    return found


def test_every_trouble_has_its_three_sentences_with_the_facts_it_is_given() -> None:
    wanted = re.compile(r"\{(\w+)")
    for place, (code, facts) in raised_codes().items():
        assert code in troubles.SENTENCES, f"{place}: no wording"
        sentences = troubles.SENTENCES[code]
        for text in (sentences.what, sentences.safe, sentences.next):
            assert text, f"{place}: an empty sentence"
            assert set(wanted.findall(text)) <= facts, f"{place}: {text!r} names facts that are not given"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_trouble_is_told_in_both_languages(language: str) -> None:
    use_language(language)
    told = troubles.tell(Trouble("check_failed", count=3))
    assert "3" in told.what
    assert (language == "en") == told.what.isascii()


def test_nothing_tracked_names_a_registry_or_a_folder_of_one_machine() -> None:
    forbidden = re.compile(
        r"(?i)https?://\S*(/simple\b|\.whl\b|\.tgz\b)|--(extra-)?index-url|(?<![\w.~$}])/(ro"
        + r"ot|wo"
        + r"rk|fa"
        + r"rm)/"
    )
    for file in tracked():
        if file.suffix in {".py", ".toml", ".sh", ".md", ".txt", ".xml", ".po", ".json", ".in"} or file.name == "run":
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                assert not forbidden.search(line), f"{file.relative_to(ROOT)}:{number}"


def test_the_top_level_is_as_the_design_fixes_it() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in tracked()} <= TOP


def test_files_and_functions_keep_their_measure() -> None:
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        assert text.count("\n") <= 450, f"{file.relative_to(ROOT)} is too long for one matter"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                assert lines <= 70, f"{file.relative_to(ROOT)}:{node.lineno} {node.name} has {lines} lines"


def test_no_pattern_has_a_quantifier_that_an_f_string_reads_as_a_pair_of_numbers() -> None:
    """rf"x{1,2}" is the text x(1, 2): such a pattern never matches what it was written for."""
    slips = [
        f"{file.relative_to(ROOT)}:{part.lineno}"
        for file in SOURCES
        for part in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(part, ast.FormattedValue) and isinstance(part.value, (ast.Tuple, ast.Constant))
    ]
    assert slips == []


def test_the_fonts_together_stay_within_their_measure() -> None:
    assert sum(file.stat().st_size for file in (ROOT / "resources" / "fonts").glob("*.ttf")) <= 100_000_000
