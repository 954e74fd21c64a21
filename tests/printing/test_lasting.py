"""What PDF/A-2b (ISO 19005-2) asks for, looked for in the bytes of a print."""

import io
import re
import xml.etree.ElementTree as ET

from PIL import ImageCms

from tests.printing.test_sheets import CARD, jpeg
from tests.support.paper import bundled, form_of, letter, run

NAMESPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def printed() -> bytes:
    return run(bundled("F17"), [letter("𠮷𬭎䶮") | {"照片": jpeg((9, 9, 9))}]).pdf


def objects(pdf: bytes) -> dict[int, bytes]:
    return {int(n): body for n, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)}


def test_a_print_says_of_itself_that_it_lasts() -> None:
    pdf = printed()
    assert re.match(rb"%PDF-1\.7\n%[\x80-\xff]{4}", pdf)
    assert re.search(rb"/ID\s*\n?\[<[0-9a-f]{32}><[0-9a-f]{32}>\]", pdf)
    assert pdf.rstrip().endswith(b"%%EOF")
    packet = pdf[pdf.index(b"<x:xmpmeta") : pdf.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")]
    told = ET.fromstring(packet)
    assert told.findtext(".//pdfaid:part", namespaces=NAMESPACES) == "2"
    assert told.findtext(".//pdfaid:conformance", namespaces=NAMESPACES) == "B"
    assert told.findtext(".//dc:title//rdf:li", namespaces=NAMESPACES) == "工作证"


def test_every_stream_ends_on_a_line_of_its_own_and_is_as_long_as_it_says() -> None:
    pdf = printed()
    for body in objects(pdf).values():
        found = re.search(rb"/Length (\d+).*?\nstream\n(.*)\nendstream$", body, re.DOTALL)
        if found:
            assert len(found[2]) == int(found[1])
    assert pdf.count(b"endstream") == pdf.count(b"\nendstream\n")


def test_colours_are_told_by_an_embedded_profile() -> None:
    pdf = printed()
    catalog = next(body for body in objects(pdf).values() if b"/Type /Catalog" in body)
    intent = objects(pdf)[int(re.search(rb"/OutputIntents \[ (\d+) 0 R", catalog)[1])]  # type: ignore[index]
    assert b"/S /GTS_PDFA1" in intent
    stream = objects(pdf)[int(re.search(rb"/DestOutputProfile (\d+) 0 R", intent)[1])]  # type: ignore[index]
    profile = re.search(rb"stream\r?\n(.*)\r?\nendstream", stream, re.DOTALL)
    assert profile is not None
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile[1]))).startswith("sRGB")


def test_every_face_is_embedded_and_symbolic_without_an_encoding() -> None:
    for pdf in (printed(), run(bundled("F25"), [letter()]).pdf, run(form_of(CARD.format(cut="线")), [letter()]).pdf):
        known = objects(pdf)
        fonts = [body for body in known.values() if re.search(rb"/Type /Font\b(?!D)", body)]
        assert fonts
        for font in fonts:
            assert b"/Encoding" not in font
            assert b"/ToUnicode" in font
            described = known[int(re.search(rb"/FontDescriptor (\d+) 0 R", font)[1])]  # type: ignore[index]
            assert b"/FontFile2" in described
            assert int(re.search(rb"/Flags (\d+)", described)[1]) & 4  # type: ignore[index]


def test_nothing_is_in_it_that_may_change_or_vanish() -> None:
    pdf = printed()
    for forbidden in (b"/SMask", b"/JavaScript", b"/Encrypt", b"/EmbeddedFile", b"/Launch", b"/URI", b"/LZWDecode"):
        assert forbidden not in pdf
    assert not re.search(rb"/(CA|ca) 0?\.\d", pdf), "no transparency"
