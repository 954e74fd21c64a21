"""`guard check`: without a home, and with one whose roster's own numbers pass."""

import json
from pathlib import Path

import pytest

from tests.cli.test_contract import ROWS, Terminal, environment, station

__all__ = ["environment", "station"]

TEXTS = [
    {"id": "own", "text": "张俊 371602198503159977，电话138 0000 1234"},
    {"id": 2, "text": "群众电话13900005678"},
    {"id": "count", "text": "张俊：走访12户，调解婚姻纠纷1起"},
    {"id": "name", "text": "王秀英因上访被劝返"},
]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    file = tmp_path / "texts.json"
    file.write_text(json.dumps(TEXTS, ensure_ascii=False), encoding="utf-8")
    return file


def test_the_rosters_own_numbers_pass_and_residents_do_not(station: Terminal, texts: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text(ROWS, encoding="utf-8")
    station("roster", "import", sheet, "--apply")
    assert station("guard", "check", texts)["results"] == [
        {"id": "own", "verdict": "pass", "kinds": []},
        {"id": 2, "verdict": "warn", "kinds": ["phone"]},
        {"id": "count", "verdict": "pass", "kinds": []},
        {"id": "name", "verdict": "warn", "kinds": ["name"]},
    ]


def test_without_a_home_no_number_is_known_as_the_offices_own(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = Terminal(tmp_path / "nowhere", capsys)
    kinds = {one["id"]: one["kinds"] for one in nowhere("guard", "check", texts)["results"]}
    assert kinds == {"own": ["id_no", "phone"], 2: ["phone"], "count": [], "name": ["name"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [("{", "json_unreadable"), ("{}", "guard_file_shape"), ('[{"id":1}]', "guard_file_shape")],
)
def test_a_file_of_another_shape_is_refused(
    content: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.json"
    file.write_text(content, encoding="utf-8")
    assert Terminal(tmp_path / "nowhere", capsys)("guard", "check", file, status=2)["trouble"]["code"] == code
