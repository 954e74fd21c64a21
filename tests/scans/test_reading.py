"""Scans as files: kinds, bad pages, hostile files; each in a capped child."""

from pathlib import Path

import pytest
from PIL import Image

from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.scans import images, limits, reading


def _page(shade: int) -> Image.Image:
    return Image.new("L", (300, 420), shade)


@pytest.mark.parametrize("kind", ["png", "jpg", "tif", "pdf"])
def test_pages_of_every_kind_are_counted_and_shown(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"扫描.{kind}"
    many = kind in ("tif", "pdf")
    _page(200).save(file, **({"save_all": True, "append_images": [_page(90)]} if many else {}))
    assert images.count(file) == (2 if many else 1)
    last = images.load(file, 2 if many else 1)
    assert abs(float(last.mean()) - (90 if many else 200)) < 4


def test_a_file_that_is_no_scan_is_told_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"no scan at all")
    with pytest.raises(Trouble) as told:
        reading.count_pages(file)
    assert (told.value.code, told.value.facts["file"]) == ("scan_kind", "a.pdf")
    file.write_bytes(b"%PDF-1.7 cut off")
    with pytest.raises(Trouble) as told:
        reading.count_pages(file)
    assert told.value.code == "scan_damaged"
    with pytest.raises(Trouble) as told:
        reading.count_pages(tmp_path / "nothing.pdf")
    assert told.value.code == "scan_missing"


def test_a_bad_page_is_told_alone_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "pile.tif"
    _page(245).save(file, save_all=True, append_images=[_page(245)])
    seen = list(reading.read_pages(file, (1, 7, 2), {}))
    assert [(page.page, page.fault) for page in seen] == [(1, "blank"), (7, "damaged"), (2, "blank")]


def test_a_page_of_too_many_pixels_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PIXELS", 1000)
    file = tmp_path / "large.png"
    _page(200).save(file)
    with pytest.raises(Trouble) as told:
        images.load(file, 1)
    assert told.value.code == "scan_page_large"


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    _page(200).save(file)

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        list(reading.read_pages(file, (1,), {}, stop))
