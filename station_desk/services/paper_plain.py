"""Paper that is no sheet of the journal: slips and lists whose number says what they are about.

They come out of the office's forms like all paper, but no serial is given out for them and nothing is recorded.
"""

from collections.abc import Sequence

from station_desk.domain.paper import Numbering, Printed
from station_desk.domain.paper_fields import Scope
from station_desk.machine import folders
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.services.form_places import form_places


def print_plain(desk: Desk, code: str, documents: Sequence[Scope], numbering: Numbering) -> Printed:
    """The form `code` once for each document, with the marks that `numbering` gives.

    Troubles form_unknown(form, known), form_broken, glyph_missing, glyph_missing_text, form_overflow, font_missing,
    font_unusable.
    """
    form = door.get_form(form_places(desk), code)
    fonts, extra = folders.resources_dir() / "fonts", desk.home.path / "fonts" / "extra"
    pressed = door.print_form(form, fonts, extra, documents, numbering)
    return Printed(
        form=code,
        pdf=pressed.pdf,
        pages=len(pressed.pages),
        serials=tuple(page.detail.serial for page in pressed.pages),
        warnings=pressed.warnings,
        pages_detail=tuple(page.detail for page in pressed.pages),
    )
