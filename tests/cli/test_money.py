"""`money words` needs no home."""

from pathlib import Path

import pytest

from tests.cli.test_contract import Terminal, environment

__all__ = ["environment"]


@pytest.fixture
def nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "nowhere", capsys)


def test_amounts_are_told_in_order_negative_ones_too(nowhere: Terminal) -> None:
    assert nowhere("money", "words", "--", 140950, -500, 0)["amounts"] == [
        {"fen": 140950, "words": "壹仟肆佰零玖元伍角"},
        {"fen": -500, "words": "负伍元整"},
        {"fen": 0, "words": "零元整"},
    ]


@pytest.mark.parametrize(
    ("text", "code"), [("3.5", "amount_wrong"), ("", "amount_wrong"), ("9" * 30, "amount_too_large")]
)
def test_what_is_no_amount_is_told(nowhere: Terminal, text: str, code: str) -> None:
    assert nowhere("money", "words", "--", text, status=2)["trouble"]["code"] == code
