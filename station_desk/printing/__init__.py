"""Forms to PDF, PDF to pictures. reportlab and pypdfium2 are imported late, at `printing.pdf` and `printing.preview`."""
