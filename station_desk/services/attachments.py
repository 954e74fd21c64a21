"""Attachments: a photo of a person, documents of the county for its stations.

A foreign picture or PDF is judged and, as a picture, made anew in a capped child process before anything is stored. A
photo stays here unless somebody chooses that it travels; choosing that it stays again takes it back from the other office.
Removing is for ever: the record is erased and the content goes with it, here at once and there with the next bundle.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from station_desk.domain.attachments import DOCUMENT, JPEG, PDF, PHOTO, Attachment
from station_desk.domain.ids import new_id
from station_desk.domain.journal import Value
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.printing import foreign
from station_desk.services.desk import Desk
from station_desk.store.blobs import ENT, drop_content, is_whole, load_attachments, put_content, read_content
from station_desk.store.people import load_person
from station_desk.store.selection import candidates_of

MOST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Photo:
    """The photo of a person: its record, and the JPEG where it lies here."""

    attachment: Attachment
    content: bytes | None


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page of a document as PNG, and how many pages the document has."""

    png: bytes
    pages: int


def attachments(desk: Desk, about_id: str | None = None) -> list[Attachment]:
    """All attachments, or those about one record, in the order in which they were made."""
    with desk.store.read() as conn:
        return load_attachments(conn, about_id)


def documents(desk: Desk) -> list[Attachment]:
    """The county's documents, the newest first."""
    with desk.store.read() as conn:
        return load_attachments(conn, kind=DOCUMENT)[::-1]


def photo_of(desk: Desk, person_id: str) -> Photo | None:
    """The newest photo of a person or a candidate, ready to be shown; a person without one has that of the candidate who
    was appointed. None where nobody has added one. A damaged one counts as not here.
    """
    with desk.store.read() as conn:
        found = load_attachments(conn, person_id, PHOTO)
        for candidate in candidates_of(conn, person_id) if not found else ():
            found = found or load_attachments(conn, candidate, PHOTO)
    if not found:
        return None
    try:
        return Photo(found[-1], content(desk, found[-1].id)[1])
    except Trouble as trouble:
        if trouble.code not in {"attachment_waits", "attachment_damaged", "photo_unreadable"}:
            raise
        return Photo(found[-1], None)


def add_photo(
    desk: Desk,
    person_id: str,
    source: Path | bytes,
    *,
    travels: bool = False,
    about: Literal["person", "candidate"] = "person",
) -> str:
    """Keep a picture as the photo of a person or a candidate, in the place of the one before; the record's id.

    `source`: a file, or the bytes of a picture from the clipboard. Troubles station_only, person_missing,
    attachment_unreadable(file), those of `foreign.portrait`, of `Store.write`.
    """
    _may_write(desk, OfficeKind.STATION)
    if about == "person":
        with desk.store.read() as conn:
            person = load_person(conn, person_id)
        if person is None or person.scope != desk.office.code:
            raise Trouble("person_missing")
    name = source.name if isinstance(source, Path) else ""
    made = foreign.portrait(_read(source, foreign.SOURCE_BYTES), name)
    rid = new_id(desk.clock.wall_ms())
    with desk.store.write(desk.account.id, "photo_add") as work:
        for old in load_attachments(work.conn, person_id, PHOTO):
            if old.office == desk.office.code:
                work.erase(ENT, old.id)
        sha256 = put_content(work.conn, made, desk.clock.now_iso())
        whose: dict[str, Value] = {"about_ent": about, "about_id": person_id, "kind": PHOTO, "media": JPEG}
        work.create(ENT, rid, whose | _names(sha256, len(made), travels=travels))
    return rid


def add_document(desk: Desk, file: Path, title: str = "") -> str:
    """Keep a PDF of the county, which travels to every station; the record's id. `title`: by default the file's name.

    Troubles documents_county_only, attachment_unreadable(file), those of `foreign.check_document`, of `Store.write`.
    """
    _may_write(desk, OfficeKind.COUNTY)
    source = _read(file, foreign.DOCUMENT_BYTES)
    foreign.check_document(source, file.name)
    rid = new_id(desk.clock.wall_ms())
    with desk.store.write(desk.account.id, "document_add", scope=SCOPE_ALL) as work:
        sha256 = put_content(work.conn, source, desk.clock.now_iso())
        about: dict[str, Value] = {
            "about_ent": "office",
            "about_id": desk.office.id,
            "kind": DOCUMENT,
            "media": PDF,
            "title": (title.strip() or file.stem)[:MOST_TITLE],
        }
        work.create(ENT, rid, about | _names(sha256, len(source), travels=True))
    return rid


def content(desk: Desk, attachment_id: str) -> tuple[Attachment, bytes]:
    """The record and its content. What another office has sent is judged again before anything of ours opens it.

    Troubles attachment_missing, attachment_waits(title), attachment_damaged(title), those of `foreign`. A damaged
    content is let go of, so that the next bundle asks for it.
    """
    found = _found(desk, attachment_id)
    sha256 = bytes.fromhex(found.sha256) if found.sha256 else b""
    with desk.store.read() as conn:
        data = read_content(conn, sha256)
    if data is None:
        raise Trouble("attachment_waits", title=found.title)
    if not is_whole(data, sha256):
        if not desk.read_only:
            with desk.store.transaction() as conn:
                drop_content(conn, sha256)
                desk.store.tell((ENT,))
        raise Trouble("attachment_damaged", title=found.title)
    if found.office != desk.office.code:
        if found.media == JPEG:
            return found, foreign.portrait(data, found.title)
        foreign.check_document(data, found.title)
    return found, data


def document_page(desk: Desk, attachment_id: str, page: int, width_px: int) -> DrawnPage:
    """A page (from 1) of a document, drawn in the capped child. Troubles as `content`."""
    found, data = content(desk, attachment_id)
    return DrawnPage(*foreign.draw_page(data, page, width_px, found.title))


def save(desk: Desk, attachment_id: str, file: Path) -> Path:
    """Write the content to `file`, which is replaced. Troubles as `content`, and stick_full, stick_gone, stick_read_only.

    That it left the program is recorded.
    """
    found, data = content(desk, attachment_id)
    if not desk.read_only:
        desk.store.access(desk.account.id, "attachment_save", found.id, file.name if found.kind == DOCUMENT else PHOTO)
    try:
        write_atomic(file, data)
    except OSError as error:
        raise storage_trouble(error, file.parent, len(data)) from error
    return file


def let_travel(desk: Desk, attachment_id: str, travels: bool) -> None:
    """Choose whether a photo goes to the county too. Troubles attachment_missing, attachment_waits(title), not_ours."""
    found = _found(desk, attachment_id)
    if found.travels == travels:
        return
    if not found.here or found.sha256 is None:
        raise Trouble("attachment_waits", title=found.title)
    with desk.store.write(desk.account.id, "photo_travel" if travels else "photo_stay", scope=found.scope) as work:
        length = len(read_content(work.conn, bytes.fromhex(found.sha256)) or b"")
        work.update(ENT, found.id, _names(found.sha256, length, travels=travels))


def remove(desk: Desk, attachment_id: str) -> None:
    """Erase an attachment for ever, record and content. Troubles attachment_missing, not_ours."""
    found = _found(desk, attachment_id)
    with desk.store.write(desk.account.id, f"{found.kind}_remove", scope=found.scope) as work:
        work.erase(ENT, found.id)


def _names(sha256: str, size: int, *, travels: bool) -> dict[str, Value]:
    """How a record names its content: openly where it travels; where it stays, in a local field alone."""
    if travels:
        return {"travels": 1, "sha256": sha256, "size": size, "home_sha256": None}
    return {"travels": 0, "sha256": None, "size": None, "home_sha256": sha256}


def _found(desk: Desk, attachment_id: str) -> Attachment:
    with desk.store.read() as conn:
        found = load_attachments(conn, rid=attachment_id)
    if not found:
        raise Trouble("attachment_missing")
    return found[0]


def _may_write(desk: Desk, kind: OfficeKind) -> None:
    if desk.read_only:
        raise Trouble("read_only")
    if desk.office.kind is not kind:
        raise Trouble(
            "station_only" if kind is OfficeKind.STATION else "documents_county_only", office=desk.office.name
        )


def _read(source: Path | bytes, most: int) -> bytes:
    """The bytes of a file, one more than allowed where it is too long."""
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise Trouble("attachment_unreadable", file=source.name) from error
