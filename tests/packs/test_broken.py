"""Packs broken in forty ways: each is told with its line, its key and how to mend it, in both languages."""

import re
from pathlib import Path

import pytest

from station_desk import wording
from station_desk.packs.load import check_pack
from station_desk.packs.reading import parse_pack
from station_desk.wording.pack_faults import _FAULTS, fault_words
from tests.packs.broken import BROKEN, Broken
from tests.support.pack_texts import pack_text

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "resources" / "packs"
IDS = [one.name for one in BROKEN]


def written(tmp_path: Path, one: Broken) -> tuple[Path, str]:
    text = pack_text(one.pack)
    assert one.old in text
    file = tmp_path / f"{one.pack}.toml"
    file.write_text(text.replace(one.old, one.new, 1), encoding="utf-8")
    return file, file.read_text(encoding="utf-8")


@pytest.mark.parametrize("one", BROKEN, ids=IDS)
def test_what_is_broken_is_named_with_its_line(tmp_path: Path, one: Broken) -> None:
    file, text = written(tmp_path, one)
    faults = check_pack(file, PACKS).faults
    assert [(fault.key, fault.reason) for fault in faults] == [(one.key, one.reason)]
    line = faults[0].line
    assert line <= len(text.splitlines())
    if not line:  # what is missing as a whole stands nowhere
        assert one.reason == "missing"
        return
    near = "\n".join(text.splitlines()[max(line - 8, 0) : line + 60])
    last = re.sub(r"\[\d+\]", "", one.key.split(".")[-1])
    assert last in near or one.reason.startswith(("toml", "wrong_kind", "unknown_word", "empty", "out_of_bounds"))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("one", BROKEN, ids=IDS)
def test_every_fault_says_what_is_wrong_and_how_to_mend_it(tmp_path: Path, one: Broken, language: str) -> None:
    file, _text = written(tmp_path, one)
    wording.use_language(language)
    (fault,) = check_pack(file, PACKS).faults
    said = fault_words(fault.key, fault.reason, fault.meant)
    if language == "en":
        assert len(re.findall(r"[.:;](?: |$)", re.sub(r'"[^"]*"', "", said))) >= 2, said
        assert not re.search(r"[一-鿿]{5,}", re.sub(r"[“\"].*?[”\"]|: .*", "", said)), said
    else:
        assert said.count("。") + said.count("词：") >= 2, said


def test_there_are_more_than_forty_kinds_and_every_reason_has_its_sentence() -> None:
    assert len({(one.key, one.reason, one.name) for one in BROKEN}) > 40
    source = "".join(
        (ROOT / "station_desk" / name).read_text(encoding="utf-8")
        for name in (
            *("packs/folders.py", "packs/reading.py", "packs/checks.py", "packs/load.py", "packs/sheet_in.py"),
            *("domain/metric_sets.py", "domain/policy_sense.py", "domain/policy_values.py"),
        )
    )
    assert [reason for reason in _FAULTS if f'"{reason.removeprefix("refused_")}"' not in source] == []


def test_a_pack_of_which_nothing_is_right_is_read_without_an_end(tmp_path: Path) -> None:
    for text in ("", "\x00", "[", "= =", '"' * 999, "id = 1\n" * 3, "[[tests]]\n" * 50, "[unset]\nkeys = 3\n"):
        assert parse_pack("x.toml", text).faults
    file = tmp_path / "cn.x.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert [one.reason for one in check_pack(file, PACKS).faults] == ["unreadable"]
