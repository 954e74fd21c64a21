"""`log paste`: proposals by the contract's keys, and nothing stored."""

from pathlib import Path

import pytest

from tests.cli.test_contract import ROWS, Terminal, environment, station

__all__ = ["environment", "station"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chat_becomes_counts_for_people_of_the_roster(station: Terminal, tmp_path: Path, encoding: str) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text(ROWS, encoding="utf-8")
    station("roster", "import", sheet, "--apply", "--as-of", "2026-11-22")
    before = station("audit", "verify")
    chat = tmp_path / "chat.txt"
    chat.write_text("张俊 昨天 18:20\n走访十二户，调解1起\n王某 18:21\n走访20多户\n", encoding=encoding)
    first, second = station("log", "paste", chat, "--today", "2026-11-22")["messages"]
    assert first == {
        "index": 0,
        "lines": [
            {"person": "张俊", "date": "2026-11-21", "code": "L02", "count": 12},
            {"person": "张俊", "date": "2026-11-21", "code": "L03", "count": 1},
        ],
        "doubts": [],
    }
    assert second == {"index": 1, "lines": [], "doubts": [{"text": "走访20多户", "why": "about"}]}
    assert station("audit", "verify") == before


def test_a_picture_is_no_chat(station: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "chat.txt"
    file.write_bytes(b"\x89PNG\0\xff")
    assert station("log", "paste", file, status=2)["trouble"]["code"] == "chat_unreadable"
