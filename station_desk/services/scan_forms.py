"""Where the boxes of forms lie: from `forms/geometry` for the bundled forms, from the form itself where it is another's."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from station_desk.domain.paper import Box, PageDetail, Place
from station_desk.domain.scanned import Geometry
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import forms_dir
from station_desk.services import paperwork
from station_desk.services.desk import Desk


def geometries(desk: Desk) -> dict[str, tuple[Geometry, ...]]:
    """The geometries by `form/page`: of the office's own or the county's form first, then the bundled ones."""
    found: dict[str, tuple[Geometry, ...]] = {key: (one,) for key, one in _bundled(forms_dir() / "geometry").items()}
    for form in paperwork.list_forms(desk):
        if form.origin == "bundled" or f"{form.code}/1" not in found:
            continue
        try:
            details = paperwork.preview(desk, form.code, blank=1, boxes=True).pages_detail
        except Trouble:
            continue  # a form that cannot be drawn has no sheets of its own either
        for number, detail in enumerate(details, 1):
            if detail.qr is not None and detail.boxes:
                key = f"{form.code}/{number}"
                found[key] = (_of_page(form.code, detail), *found.get(key, ()))
    return found


@cache
def _bundled(folder: Path) -> dict[str, Geometry]:
    """The geometry files by `form/page`; a form that is read from scans has one page."""
    read = [_from_json(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))]
    return {f"{one.form}/1": one for one in read}


def _from_json(told: Mapping[str, Any]) -> Geometry:
    codes = tuple(Place(**told[name]) for name in ("qr", "qr_low") if told.get(name))
    return Geometry(
        form=told["form"],
        version=told["version"],
        width_mm=float(told["width_mm"]),
        height_mm=float(told["height_mm"]),
        codes=codes,
        marks=tuple(Place(**mark) for mark in told["marks"]),
        boxes=tuple(Box(**box) for box in told["boxes"]),
    )


def _of_page(form: str, detail: PageDetail) -> Geometry:
    """The geometry of a page that was drawn; its size is that of A4, as the sheets of all forms with marks are."""
    codes = tuple(code for code in (detail.qr, detail.qr_low) if code is not None)
    return Geometry(form, "own", 210.0, 297.0, codes, detail.marks, detail.boxes)
