"""What makes a print last: PDF/A-2b (ISO 19005-2). Every face is embedded, colours are told by a profile, and the file says of itself what it is.

The same data give the same bytes: the dates in the file are always the same, since the paper bears its own.
"""

from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

_VERSION = (1, 7)
_CONDITION = "sRGB IEC61966-2.1"
_DAY = "2000-01-01T00:00:00+00:00"
"""What reportlab writes as the day of making into a PDF that shall not differ."""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{day}</xmp:CreateDate>
<xmp:ModifyDate>{day}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


_as_reportlab_writes = PDFStream.format


def _with_line_end(stream: PDFStream, document: PDFDocument) -> bytes:
    """A stream whose last word stands on a line of its own (ISO 19005-2, 6.1.7.1), which reportlab does not see to."""
    return bytes(_as_reportlab_writes(stream, document)).removesuffix(b"endstream\n") + b"\nendstream\n"


PDFStream.format = _with_line_end


@cache
def _profile(file: Path) -> bytes:
    return file.read_bytes()


def make_lasting(canvas: Canvas, title: str, creator: str, profile: Path) -> None:
    """Give a canvas that has drawn nothing yet what PDF/A-2b asks for; `profile` is the colour profile's file."""
    document = canvas._doc
    document._pdfVersion = _VERSION
    canvas.setTitle(title)
    canvas.setCreator(creator)
    canvas.setAuthor("")
    canvas.setSubject("")
    catalog = document.Catalog
    catalog.Lang = PDFString("zh-CN")
    catalog.Metadata = _metadata(title, creator, document.info.producer)
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray([document.Reference(_intent(canvas, profile))])


def _metadata(title: str, creator: str, producer: str) -> PDFStream:
    packet = _PACKET.format(title=escape(title), creator=escape(creator), producer=escape(producer), day=_DAY)
    stream = PDFStream(PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), packet.encode())
    stream.filters = []
    return stream


def _intent(canvas: Canvas, profile: Path) -> PDFDictionary:
    stream = PDFStream(PDFDictionary({"N": 3, "Alternate": PDFName("DeviceRGB")}), _profile(profile))
    stream.filters = []
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(_CONDITION),
            "Info": PDFString(_CONDITION),
            "DestOutputProfile": canvas._doc.Reference(stream),
        }
    )
