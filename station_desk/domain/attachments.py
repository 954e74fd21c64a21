"""Attachments: a photo of a person, a document of the county. The record names its content by SHA-256.

Whoever holds a record need not hold the content: it comes with a later bundle, or stays where it was made. The hash of a
photo that stays is a local field (DESIGN 4, decision 3): the other office learns that there is a photo, not which.
"""

from dataclasses import dataclass

PHOTO, DOCUMENT = "photo", "document"
JPEG, PDF = "image/jpeg", "application/pdf"

PHOTO_BYTES = 40_000
"""Of a photo at most, as it is kept."""

DOCUMENT_BYTES = 5 * 1024 * 1024
"""Of a document at most."""

_MOST = {JPEG: PHOTO_BYTES, PDF: DOCUMENT_BYTES}
_BEGINS = {JPEG: b"\xff\xd8\xff", PDF: b"%PDF-"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """One record. `sha256` (hex) and `size` (bytes) are None where the content stays with the office that made it.

    `here`: the content lies in this database. `travels`: it goes to the other office too.
    """

    scope: str
    id: str
    about_ent: str
    about_id: str
    kind: str
    title: str
    media: str
    sha256: str | None
    size: int | None
    travels: bool
    office: str
    here: bool

    def as_dict(self) -> dict[str, object]:
        """The entry of `attach list`."""
        return {
            "id": self.id,
            "about": self.about_ent,
            "about_id": self.about_id,
            "kind": self.kind,
            "title": self.title,
            "media": self.media,
            "bytes": self.size,
            "travels": self.travels,
            "here": self.here,
            "office": self.office,
            "sha256": self.sha256,
        }


def may_weigh(media: str, size: int) -> bool:
    """Whether a content of this kind may have so many bytes."""
    return 0 < size <= _MOST.get(media, 0)


def looks_like(media: str, content: bytes) -> bool:
    """Whether a content begins like what its record says it is, and is no longer than such a thing may be."""
    return may_weigh(media, len(content)) and content.startswith(_BEGINS[media])
