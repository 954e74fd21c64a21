"""Pictures and PDFs for tests, good ones and such as mean harm; all made here."""

import io
import random
import struct
import zlib

from PIL import Image

PRIVATE = b"GPS-35.6N-114.6E"
"""Stands in the EXIF of a picture: nothing that is kept may hold it."""


def picture(width: int = 800, height: int = 1000, kind: str = "JPEG", *, turned: int = 1, seed: int = 0) -> bytes:
    """A picture with a red upper left quarter, and EXIF that tells a place and how it is turned."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), (40, 90, chance.randrange(256)))
    image.paste((220, 30, 30), (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = PRIVATE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, kind, **({"exif": exif} if kind != "BMP" else {}))
    return out.getvalue()


def noise(width: int, height: int) -> bytes:
    """A picture that does not compress."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 120).convert("RGB").save(out, "PNG")
    return out.getvalue()


def png_of(width: int, height: int, packed: bytes = b"") -> bytes:
    """A PNG that says it is so large, with whatever data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf(catalog: bytes = b"", *objects: bytes, pages: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of empty pages; `catalog` stands in its root, `objects` are numbered from 10."""
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(pages))
    made = {
        1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        2: b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
        **{3 + i: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>" for i in range(pages)},
        **{10 + i: body for i, body in enumerate(objects)},
    }
    data, places = b"%PDF-1.7\n", dict[int, int]()
    for number, body in made.items():
        places[number] = len(data)
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(data)
    last = max(made)
    lines = [
        b"%010d %05d %c \n" % (places.get(i, 0), 0 if i in places else 65535, b"n" if i in places else b"f")
        for i in range(last + 1)
    ]
    data += b"xref\n0 %d\n" % (last + 1) + b"".join(lines)
    return data + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, trailer, start)


def stream(head: bytes, text: bytes) -> bytes:
    """A stream object, compressed."""
    packed = zlib.compress(text)
    return b"<<" + head + b"/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream"
