"""`selection tally` needs no home and answers by the contract's keys."""

import json
from pathlib import Path

import pytest

from tests.cli.test_contract import Terminal, environment
from tests.domain.test_vote import EXAMPLE

__all__ = ["environment"]


@pytest.fixture
def nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "nowhere", capsys)


def test_a_vote_is_judged_without_a_home(nowhere: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "vote.json"
    file.write_text(json.dumps(EXAMPLE, ensure_ascii=False), encoding="utf-8")
    assert nowhere("selection", "tally", file) == {
        "verdict": "elected",
        "elected": ["甲"],
        "runoff": [],
        "problems": [],
    }
    file.write_text(json.dumps({**EXAMPLE, "due": 60}), encoding="utf-8")
    assert nowhere("selection", "tally", file)["problems"] == ["quorum_not_met"]
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(("content", "code"), [("[]", "vote_shape"), ("{", "json_unreadable")])
def test_another_file_is_told(nowhere: Terminal, tmp_path: Path, content: str, code: str) -> None:
    file = tmp_path / "vote.json"
    file.write_text(content, encoding="utf-8")
    assert nowhere("selection", "tally", file, status=2)["trouble"]["code"] == code
