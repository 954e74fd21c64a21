"""Where the boxes of forms lie: from `forms/geometry` for the bundled forms, from the form itself where it is another's
or follows a rubric."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from station_desk.domain.paper import Box, FormInfo, PageDetail, Place, SheetMark
from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_paper import SCORE_FORMS, sheet_scope
from station_desk.domain.scanned import Geometry
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import forms_dir
from station_desk.services import paper_press, paperwork, rubrics
from station_desk.services.desk import Desk
from station_desk.services.paper_orders import order_for
from station_desk.store.assessments import load_assessments
from station_desk.store.paper import load_sheets

_MOST_RUBRICS = 6
"""So many rubrics back a sheet may still come in."""

_ASIDE = SheetMark("0", "SD1:0")
"""What stands on a page that is drawn to see where its boxes lie."""

Found = dict[str, tuple[Geometry, ...]]


def geometries(desk: Desk) -> Found:
    """The geometries by `form/page`: of the office's own or the county's form first, then the bundled ones.

    A form that follows a rubric has one for each rubric, the one in use first; by `serial/page` stand the sheets of
    months that were opened by another one.
    """
    found: Found = {key: (one,) for key, one in _bundled(forms_dir() / "geometry").items()}
    for form in paperwork.list_forms(desk):
        if form.code in SCORE_FORMS:
            found |= _by_rubric(desk, form, found)
        elif form.origin != "bundled" and f"{form.code}/1" in found:
            try:
                details = paperwork.preview(desk, form.code, blank=1, boxes=True).pages_detail
            except Trouble:
                continue  # a form that cannot be drawn has no sheets of its own either
            _put_first(found, form.code, details)
    return found


@cache
def _bundled(folder: Path) -> dict[str, Geometry]:
    """The geometry files by `form/page`: of each form its first page, by the example where it follows a rubric."""
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


def _put_first(found: Found, code: str, details: tuple[PageDetail, ...]) -> None:
    """Pages that were drawn, before those that are known of the form."""
    for number, detail in enumerate(details, 1):
        if detail.qr is not None and detail.boxes:
            key = f"{code}/{number}"
            found[key] = (_of_page(code, detail), *found.get(key, ()))


def _of_page(form: str, detail: PageDetail) -> Geometry:
    """The geometry of a page that was drawn; its size is that of A4, as the sheets of all forms with marks are."""
    codes = tuple(code for code in (detail.qr, detail.qr_low) if code is not None)
    return Geometry(form, "own", 210.0, 297.0, codes, detail.marks, detail.boxes)


# --- sheets by a rubric --------------------------------------------------------------------------------------------
def _by_rubric(desk: Desk, form: FormInfo, known: Found) -> Found:
    """The pages of the score sheet by each rubric that this office scored by lately; the example's are known."""
    kind = SCORE_FORMS[form.code]
    example = rubrics.example(kind)
    used = {example.hash: example.rubric}
    for one in [file for file in rubrics.versions(desk) if file.kind == kind][:_MOST_RUBRICS]:
        used |= rubrics.by_hash(desk, {one.sha256})
    in_use = rubrics.in_use(desk, kind).hash
    drawn: dict[str, Found] = {}
    for hash_, rubric in used.items():
        if hash_ == example.hash and form.origin == "bundled":
            drawn[hash_] = {key: pages for key, pages in known.items() if key == f"{form.code}/1"}
        else:
            drawn[hash_] = _drawn(desk, form, rubric)
    found = _ordered(drawn, in_use, form.code)
    for serial, page, hash_ in _sheets_of_others(desk, form.code, in_use):
        mine = _ordered(drawn, hash_, form.code).get(f"{form.code}/{page}")
        if mine is not None:
            found[f"{serial}/{page}"] = mine
    return found


def _ordered(drawn: Mapping[str, Found], first: str, code: str) -> Found:
    """All pages by all rubrics, those of one rubric first."""
    found: Found = {}
    for hash_ in sorted(drawn, key=lambda one: one != first):
        for key, pages in drawn[hash_].items():
            found[key] = (*found.get(key, ()), *pages)
    return {key: pages for key, pages in found.items() if key.startswith(f"{code}/")}


def _drawn(desk: Desk, form: FormInfo, rubric: Rubric) -> Found:
    """The pages of a sheet by one rubric; none where the form cannot be drawn."""
    found: Found = {}
    try:
        job = paper_press.prepare(desk, order_for(desk, form.code, blank=1))
        lines = sheet_scope(rubric, {})
        known = [{name: lines.get(name, value) for name, value in one.items()} for one in job.material.documents]
        job.material.documents[:] = known
        pages = paper_press.drawn(replace(job, key=None), lambda _index, _page: _ASIDE).pages
    except Trouble:
        return found
    _put_first(found, form.code, tuple(page.detail for page in pages))
    return found


def _sheets_of_others(desk: Desk, code: str, in_use: str) -> list[tuple[str, int, str]]:
    """(serial, page, rubric) of the sheets in months that were opened by another rubric than the one in use."""
    with desk.store.read() as conn:
        sheets = [one for one in load_sheets(conn, desk.office.scope) if one.form == code and one.person_id]
        opened = [
            one
            for period in {one.period for one in sheets}
            for one in load_assessments(conn, desk.office.scope, period)
        ]
    by = {(one.period, one.subject_id): one.rubric_hash for one in opened if one.rubric_hash != in_use}
    return [
        (one.serial, one.page, by[one.period, one.person_id or ""])
        for one in sheets
        if (one.period, one.person_id or "") in by
    ]
