"""`attach` on two homes: a photo and a document, added, listed, carried over, saved, removed."""

import json
from pathlib import Path

import pytest

from station_desk.app import main
from tests.services.exchange_desks import person
from tests.support.homes import PASS_PHRASE, make_home
from tests.support.pictures import pdf, picture


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATION_DESK_PASSPHRASE", PASS_PHRASE)
    monkeypatch.setenv("STATION_DESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("STATION_DESK_USER", raising=False)


def test_a_photo_and_a_document_go_both_ways(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    homes, of = dict[str, Path](), ""
    for name in ("station", "county"):
        desk = make_home(tmp_path, name, 3 if name == "station" else 0, folder=name)
        homes[name] = desk.home.path
        of = of or person(desk, "张俊")
        desk.close()
    (tmp_path / "甲.jpg").write_bytes(picture())
    (tmp_path / "通知.pdf").write_bytes(pdf(pages=2))
    (tmp_path / "out").mkdir()

    def run(home: str, *words: object, status: int = 0) -> dict[str, list[dict[str, object]]]:
        capsys.readouterr()
        ended = main(["--home", str(homes[home]), "--json", *map(str, words)])
        printed = capsys.readouterr()
        assert ended == status, printed.err
        answer: dict[str, list[dict[str, object]]] = json.loads(printed.out)
        return answer

    for one, other in (("station", "county"), ("county", "station")):
        run(one, "key", "export", tmp_path / f"{one}.sdk")
        run(other, "office", "trust", tmp_path / f"{one}.sdk")
    photo = run("station", "attach", "add", tmp_path / "甲.jpg", "--person", of)["attachments"][0]
    assert (photo["kind"], photo["travels"], photo["here"], photo["about_id"]) == ("photo", False, True, of)
    assert run("station", "attach", "travel", photo["id"])["attachments"][0]["travels"] is True
    run("county", "attach", "add", tmp_path / "通知.pdf", "--title", "关于报送的通知")
    assert run("county", "attach", "add", tmp_path / "甲.jpg", status=2)["trouble"]["code"] == "document_no_pdf"  # type: ignore[call-overload]

    up = run("station", "bundle", "export", "--to", tmp_path / "out")["bundles"][0]
    assert (up["files"], up["files_waiting"]) == (1, 0)
    answer = run("county", "bundle", "import", up["file"])
    assert answer["bundles"][0]["files"] == 1
    run("station", "bundle", "import", *answer["receipts"])
    listed = run("station", "attach", "list")["attachments"]
    assert [(one["kind"], one["title"], one["here"]) for one in listed] == [
        ("photo", "", True),
        ("document", "关于报送的通知", True),
    ]
    saved = tmp_path / "收到.pdf"
    run("station", "attach", "save", listed[1]["id"], "--out", saved)
    assert saved.read_bytes() == pdf(pages=2)
    assert run("station", "attach", "remove", listed[1]["id"], status=2)["trouble"]["code"] == "not_ours"  # type: ignore[call-overload]
    left = run("station", "attach", "remove", photo["id"])["attachments"]
    assert [one["kind"] for one in left] == ["document"]
