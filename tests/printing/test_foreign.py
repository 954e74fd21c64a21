"""Foreign pictures and PDFs: what is kept of them, and the hostile ones, which are refused without harm."""

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image

from station_desk.domain.attachments import PHOTO_BYTES
from station_desk.domain.trouble import Trouble
from station_desk.machine.children import run_capped
from station_desk.printing import documents, photos
from station_desk.printing.foreign import check_document, portrait
from tests.support.pictures import PRIVATE, noise, pdf, picture, png_of, stream

RED = (220, 30, 30)


def opened(made: bytes) -> Image.Image:
    return Image.open(io.BytesIO(made))


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) < 30 for a, b in zip(found, wanted, strict=True))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        act()
    assert caught.value.facts["file"] == "照片"
    return caught.value.code


# --- pictures --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP"])
def test_a_picture_becomes_a_portrait_of_35_by_45_without_metadata(kind: str) -> None:
    made = portrait(picture(1600, 1200, kind), "照片")
    assert opened(made).format == "JPEG"
    assert opened(made).size == (413, 531)
    assert len(made) <= PHOTO_BYTES
    assert PRIVATE not in made
    assert not opened(made).getexif()
    assert {"exif", "icc_profile", "comment"}.isdisjoint(opened(made).info)


@pytest.mark.parametrize(
    ("turned", "corner"), [(1, "left above"), (6, "right above"), (3, "right below"), (8, "left below")]
)
def test_it_stands_as_its_exif_says(turned: int, corner: str) -> None:
    made = opened(portrait(picture(900, 900, turned=turned), "照片"))
    places = {"left above": (20, 20), "right above": (390, 20), "right below": (390, 510), "left below": (20, 510)}
    assert [name for name, at in places.items() if near(made.getpixel(at), RED)] == [corner]


def test_a_tall_picture_loses_more_below_than_above() -> None:
    image = Image.new("RGB", (400, 2000), "white")
    image.paste("black", (0, 300, 400, 700))  # where the face of a standing person is
    out = io.BytesIO()
    image.save(out, "PNG")
    made = opened(portrait(out.getvalue(), "照片")).convert("L")
    assert made.crop((0, 0, made.width, made.height // 2)).getextrema()[0] < 40


def test_a_small_picture_is_not_made_larger() -> None:
    assert opened(portrait(picture(200, 300), "照片")).size == (200, 257)


def test_the_most_restless_picture_keeps_within_the_limit() -> None:
    assert len(portrait(noise(1200, 1500), "照片")) <= PHOTO_BYTES


def test_what_is_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (400, 500), (0, 0, 0, 0)).save(out, "PNG")
    assert near(opened(portrait(out.getvalue(), "照片")).getpixel((50, 50)), (255, 255, 255))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (png_of(30_000, 30_000), "photo_too_many_pixels"),
        (png_of(6_000, 6_000, b"x"), "photo_unreadable"),
        (picture()[:-500], "photo_unreadable"),
        (picture(40, 60), "photo_too_small"),
        (b"", "photo_unreadable"),
        (b"GIF89a" + bytes(200), "photo_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_unreadable"),
        (pdf(), "photo_unreadable"),
    ],
    ids=["a flood of pixels", "no data", "cut off", "tiny", "empty", "another format", "a program", "a PDF"],
)
def test_a_hostile_picture_is_refused(source: bytes, code: str) -> None:
    assert code_of(lambda: portrait(source, "照片")) == code


def test_nothing_of_a_polyglot_but_its_picture_is_kept() -> None:
    made = portrait(picture() + b"PK\x03\x04 <script>" + pdf(b"/OpenAction<</S/JavaScript/JS(x)>>"), "照片")
    assert opened(made).size == (413, 531)
    assert b"script" not in made.lower()


def test_of_two_hundred_damaged_pictures_each_is_a_photo_or_a_known_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one child's stead: the function that the child runs, on pictures with random bytes changed."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    chance = random.Random(20261122)
    whole = [picture(160, 200, kind, seed=i) for i, kind in enumerate(("JPEG", "PNG", "BMP"))]
    made = refused = 0
    codes: set[str] = set()
    for i in range(200):
        data = bytearray(whole[i % 3])
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            found = photos.portrait(bytes(data))
        except Trouble as trouble:
            codes.add(trouble.code)
            refused += 1
        else:
            assert len(found) <= PHOTO_BYTES
            assert PRIVATE not in found
            made += 1
    assert codes <= {"photo_unreadable", "photo_too_many_pixels", "photo_too_small"}
    assert made > 20
    assert refused > 20


def test_forty_megapixels_fit_into_the_childs_memory() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8_000, 5_000), (1, 2, 3, 200)).save(out, "PNG", compress_level=1)
    assert opened(run_capped("station_desk.printing.photos:portrait", out.getvalue(), 60, 1024)).size == (413, 531)


# --- documents -------------------------------------------------------------------------------------------------------
def test_a_plain_pdf_is_taken_and_its_pages_counted() -> None:
    assert check_document(pdf(pages=3), "照片") == 3
    linked = pdf(b"/OpenAction[3 0 R/Fit]", stream(b"/Type/Metadata", b"<x>call JavaScripts</x>"))
    assert documents.check(linked) == 1


ACTION = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
HOSTILE = {
    "a script on opening": (pdf(b"/OpenAction" + ACTION), "document_active"),
    "a script by another spelling": (pdf(b"/OpenAction<</S/J#61vaScript/JS(x)>>"), "document_active"),
    "a script in an object stream": (
        pdf(b"/OpenAction 20 0 R", stream(b"/Type/ObjStm/N 1/First 5", b"20 0 " + ACTION)),
        "document_active",
    ),
    "an object stream that hides its type": (
        pdf(b"/OpenAction 20 0 R", stream(b"/Type/X", b"20 0 " + ACTION)),
        "document_active",
    ),
    "an object stream in a roundabout filter": (
        pdf(b"", b"<</Type/ObjStm/N 1/First 5/Filter[/ASCIIHexDecode]/Length 4>>\nstream\n3230\nendstream"),
        "document_active",
    ),
    "an object stream that unpacks without end": (
        pdf(b"", stream(b"/Type/ObjStm/N 1/First 5", b"20 0 " + bytes(80 * 1024 * 1024))),
        "document_active",
    ),
    "a program to start": (pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "document_active"),
    "a file inside": (pdf(b"/Names<</EmbeddedFiles<</Names[]>>>>"), "document_active"),
    "a form of scripts": (pdf(b"/AcroForm<</XFA[]/Fields[]>>"), "document_active"),
    "a password": (pdf(trailer=b"/Encrypt<</Filter/Standard/V 1>>"), "document_locked"),
    "no pages": (pdf(pages=0), "document_no_pdf"),
    "cut off": (pdf(pages=40)[:-700], "document_no_pdf"),
    "another kind of file": (b"PK\x03\x04" + bytes(400), "document_no_pdf"),
    "something before it": (b"MZ" + pdf(), "document_no_pdf"),
    "something long after it": (pdf() + bytes(5000), "document_no_pdf"),
    "only the name of one": (b"%PDF-1.7\n" + bytes(3000) + b"%%EOF", "document_no_pdf"),
    "too heavy": (b"%PDF-" + bytes(5 * 1024 * 1024), "document_too_heavy"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused(name: str) -> None:
    source, code = HOSTILE[name]
    assert code_of(lambda: check_document(source, "照片")) == code
