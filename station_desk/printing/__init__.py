"""Paper: form files -> checked and compiled forms -> PDF bytes; PDF pages -> pictures.

A form is an XML file with Chinese element names (`forms/README.md`). It is data: values are put in as they are and
never evaluated, nothing is fetched. Drawing goes straight to reportlab's canvas, with a line breaking of our own.

The doors of this room are `printing.door` and, for foreign pictures and PDFs, `printing.foreign`: services import them
and nothing else. `door` brings in reportlab, lxml, zxing-cpp and pypdfium2 with the first form that is read or the first page that is shown, so that the window opens fast.
"""
