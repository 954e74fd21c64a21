"""An office's forms: the bundled ones, those that the county sent, and the office's own (DESIGN 2, `forms/`).

A later one takes the earlier's place. Nothing is ever deleted: an own form that is put away goes into a folder beside.
"""

import difflib
from collections.abc import Sequence
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.paper import FormLayer, FormPlaces, FormProblem, SentForm
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.machine import files, folders
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.store.form_files import AGREEMENT, load_form_files

PUT_AWAY = "停用"
"""Folder of the own forms that were put away."""


def form_places(desk: Desk) -> FormPlaces:
    """Where this office's forms come from. A county's own forms lie in its folder; what it sent is for the stations."""
    with desk.store.read() as conn:
        found = load_form_files(conn)
    sent = tuple(one.form for one in found if one.office != desk.office.code and one.code != AGREEMENT)
    return FormPlaces(folders.forms_dir(), own_forms(desk), sent)


def own_forms(desk: Desk) -> Path:
    """Where the office keeps its own forms."""
    return desk.home.path / "forms"


def begin_own(desk: Desk, form: str) -> Path:
    """Copy the form that is in use into the folder of the own forms, to be changed there; the file.

    Troubles: form_unknown, form_own_exists(file), read_only, those of a full or read-only disk.
    """
    layer = _layers(desk, form)[0]
    if layer.origin == "own":
        raise Trouble("form_own_exists", file=layer.file.name)
    file = own_forms(desk) / layer.file.name
    _write(desk, file, layer.text)
    return file


def compare(desk: Desk, form: str) -> list[str]:
    """How the own form differs from the one whose place it takes: lines that begin with " ", "-" or "+".

    Trouble form_not_own(form) where there is no own one, or nothing to compare it with.
    """
    layers = _layers(desk, form)
    if layers[0].origin != "own" or len(layers) < 2:
        raise Trouble("form_not_own", form=form)
    old, new = layers[1].text.splitlines(), layers[0].text.splitlines()
    return [line for line in difflib.unified_diff(old, new, lineterm="", n=2) if not line.startswith(("---", "+++"))]


def return_to_original(desk: Desk, form: str) -> Path:
    """Put the own form away, so that the one beneath is in use again; where it lies now. Trouble form_not_own(form)."""
    if desk.read_only:
        raise Trouble("read_only")
    layer = _layers(desk, form)[0]
    if layer.origin != "own":
        raise Trouble("form_not_own", form=form)
    stamp = desk.clock.now_iso().replace(":", "").replace("-", "")[:15]
    away = own_forms(desk) / PUT_AWAY / f"{layer.file.stem} {stamp}.xml"
    try:
        away.parent.mkdir(parents=True, exist_ok=True)
        layer.file.rename(away)
    except OSError as error:
        raise files.storage_trouble(error, away.parent, len(layer.text)) from error
    return away


def publish(desk: Desk, form: str) -> str:
    """The county's own version of a form goes to every station with the next bundle; the form's code.

    Troubles: county_sends_forms, form_not_own(form), form_broken(file, line, count), form_unknown, read_only.
    """
    _as_county(desk)
    layer = _layers(desk, form)[0]
    if layer.origin != "own":
        raise Trouble("form_not_own", form=form)
    sent = SentForm(layer.file.name, layer.text)
    faults = check(sent)
    if faults:
        raise Trouble("form_broken", file=layer.file.name, line=faults[0].line, count=len(faults))
    return send(desk, layer.code, sent)


def send(desk: Desk, code: str, sent: SentForm) -> str:
    """A text goes to every station with the next bundle under `code`, in the place of what went before.

    Troubles: county_sends_forms, read_only.
    """
    _as_county(desk)
    with desk.store.read() as conn:
        known = [one for one in load_form_files(conn) if one.office == desk.office.code and one.code == code]
    fields = {"code": code, "file": sent.file, "body": sent.body}
    with desk.store.write(desk.account.id, "form_publish", scope=SCOPE_ALL) as work:
        if known:
            work.update("form_file", known[-1].id, fields)
        else:
            work.create("form_file", new_id(desk.clock.wall_ms()), fields)
    return code


def withdraw(desk: Desk, code: str) -> None:
    """The stations go back to their bundled form with the next bundle. Trouble form_not_sent(form)."""
    with desk.store.read() as conn:
        mine = [one for one in load_form_files(conn) if one.office == desk.office.code and one.code == code.upper()]
    if not mine:
        raise Trouble("form_not_sent", form=code)
    with desk.store.write(desk.account.id, "form_withdraw", scope=SCOPE_ALL) as work:
        for one in mine:
            work.delete("form_file", one.id)


def published(desk: Desk) -> list[str]:
    """Codes of the forms that this office has sent out."""
    with desk.store.read() as conn:
        return sorted({one.code for one in load_form_files(conn) if one.office == desk.office.code})


def check(form: SentForm) -> Sequence[FormProblem]:
    """What is wrong in the text of a form."""
    return door.check_text(form)


def _as_county(desk: Desk) -> None:
    if desk.office.kind is not OfficeKind.COUNTY:
        raise Trouble("county_sends_forms")


def _layers(desk: Desk, form: str) -> list[FormLayer]:
    return door.form_layers(form_places(desk), form)


def _write(desk: Desk, file: Path, text: str) -> None:
    if desk.read_only:
        raise Trouble("read_only")
    content = text.encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomic(file, content)
    except OSError as error:
        raise files.storage_trouble(error, file.parent, len(content)) from error
