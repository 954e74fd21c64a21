"""The door of this room: the heavy libraries come in here, with the first form, the first print, the first picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from station_desk.domain.paper import FormInfo, FormLayer, FormPlaces, FormProblem, Numbering, Picture, SentForm
from station_desk.domain.paper_fields import Scope
from station_desk.domain.paper_grid import Grid
from station_desk.domain.progress import Progress, silent

if TYPE_CHECKING:
    from station_desk.printing.model import Form
    from station_desk.printing.pressed import Pressed


def list_forms(places: FormPlaces) -> list[FormInfo]:
    """The forms without fault, by code; the office's own take the place of the county's, those of the bundled ones."""
    from station_desk.printing import library

    infos = (library.info(one) for one in library.shelved(places).values())
    return [found for found in infos if found]


def get_form(places: FormPlaces, wanted: str) -> "Form":
    """A form by code, name or file name. Troubles form_unknown(form, known), form_broken(file, line, count)."""
    from station_desk.printing import library

    return library.find_form(library.shelved(places, wanted), wanted)


def form_layers(places: FormPlaces, wanted: str) -> list[FormLayer]:
    """The files of one form, the one in use first, then those whose place it takes. Trouble form_unknown(form, known)."""
    from station_desk.printing import library

    one: library.Shelved | None = library.find(library.shelved(places), wanted)
    layers = []
    while one is not None:
        read = one.read
        layers.append(FormLayer(read.code, one.origin, read.file, read.content.decode("utf-8-sig", "replace")))
        one = one.under
    return layers


def check_text(form: SentForm) -> list[FormProblem]:
    """What is wrong in the text of a form."""
    from station_desk.printing import library

    return list(library.check_sent(form))


def check_files(files: Sequence[Path]) -> list[FormProblem]:
    """What is wrong in these form files. Trouble form_file_missing(file)."""
    from station_desk.printing import library

    return library.check_files(files)


def check_folders(folders: Sequence[Path]) -> list[FormProblem]:
    """What is wrong in the form files of these folders; a folder that is not there has none."""
    from station_desk.printing import library

    return library.check_files([file for folder in folders for file in library.files_in(folder)])


def print_form(
    form: "Form",
    fonts: Path,
    extra: Path,
    documents: Sequence[Scope],
    numbering: Numbering,
    *,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    only: int | None = None,
    installed: Sequence[Path] = (),
    progress: Progress = silent,
) -> "Pressed":
    """The PDF of `form` for these documents; `fonts` is the bundled folder, `extra` the office's own faces, `offset_mm`
    moves everything right and down; `only` this page of each document comes onto paper. `installed`: folders with
    faces of this computer, in which an official letter is then set.

    Troubles glyph_missing(person, char, point), glyph_missing_text(char, point), form_overflow(form, what, line),
    font_missing(file), font_unusable(file).
    """
    from station_desk.printing.fonts import shelf
    from station_desk.printing.press import press

    faces = shelf(fonts, extra, installed if form.letter else ())
    return press(form, faces, documents, numbering, offset_mm=offset_mm, only=only, progress=progress)


def form_grid(form: "Form", document: Scope) -> Grid | None:
    """The table of a form with its words above, as cells; None where it has no table."""
    from station_desk.printing import grid

    return grid.grid_of(form, document)


def letter_faces(fonts: Path, installed: Sequence[Path]) -> dict[str, str]:
    """The families of this computer that would be used for official letters, by role."""
    from station_desk.printing.fonts import shelf

    return {role: face.family for role, face in shelf(fonts, None, installed).installed.items()}


def page_picture(pdf: bytes, page: int, width_px: int) -> Picture:
    """A page (from 1) of a PDF as a picture `width_px` pixels wide."""
    from station_desk.printing import preview

    return preview.page_picture(pdf, page, width_px)


def two_up(pdf: bytes) -> bytes:
    """The pages of a finished print two by two, side by side on a sheet of twice the size."""
    from station_desk.printing import preview

    return preview.two_up(pdf)


def one_after_another(pdfs: Sequence[bytes]) -> bytes:
    """Several finished prints as one, each page at its own size."""
    from station_desk.printing import preview

    return preview.one_after_another(pdfs)


def key_paper(
    fonts: Path, extra: Path, *, office: str, code: str, digits: str, fingerprint: str, content: str, day: str
) -> bytes:
    """The key paper of an office as PDF; see `printing.key_paper`."""
    from station_desk.printing.key_paper import KeyPaper, draw

    return draw(KeyPaper(office, code, digits, fingerprint, content, day), fonts, extra)
