"""The form files of a desk: the bundled ones, and the office's own, which take the place of those with the same code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from station_desk.domain.paper import FormInfo, FormPlaces, FormProblem, Origin, SentForm
from station_desk.domain.trouble import Trouble
from station_desk.printing.check import read_checked
from station_desk.printing.compiling import compile_form
from station_desk.printing.model import Form

_FIELD = re.compile(r"\{\{([^}:]+)")
_CODE_IN_NAME = re.compile(r"[A-Z][0-9]{2}[A-Z]?(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form file as it was read: the form when it is without fault, else what is wrong with it.

    `code` is what the file says, or the beginning of its name when it cannot be read. `content` is the file's bytes.
    """

    file: Path
    code: str
    form: Form | None
    problems: tuple[FormProblem, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Shelved:
    """A form file on the shelf: whose it is, and the files with the same code that it takes the place of."""

    read: FormFile
    origin: Origin
    under: "Shelved | None" = None


_read: dict[Path, tuple[tuple[int, int], FormFile]] = {}


def read_form(file: Path) -> FormFile:
    """One file, checked and compiled; remembered while it does not change. Trouble form_file_missing(file)."""
    try:
        stat = file.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        known = _read.get(file)
        if known is None or known[0] != stamp:
            known = _read[file] = (stamp, _fresh(file, file.read_bytes()))
    except OSError as error:
        raise Trouble("form_file_missing", file=file.name) from error
    return known[1]


def _fresh(file: Path, content: bytes) -> FormFile:
    root, problems = read_checked(file, content)
    named = _CODE_IN_NAME.match(file.name)
    code = (root.get("编号") if root is not None else None) or (named[0] if named else "")
    form = compile_form(root) if root is not None and not problems else None
    return FormFile(file, code, form, tuple(problems), content)


def files_in(folder: Path) -> list[Path]:
    """The form files of a folder, by name; none where there is no folder."""
    return sorted(folder.glob("*.xml")) if folder.is_dir() else []


def check_files(files: Sequence[Path]) -> list[FormProblem]:
    """What is wrong in these files; two files of one folder with the same code are told at the second."""
    problems: list[FormProblem] = []
    seen: dict[tuple[Path, str], str] = {}
    for file in files:
        read = read_form(file)
        problems += read.problems
        first = seen.setdefault((file.parent, read.code), file.name)
        if read.code and first != file.name:
            problems.append(FormProblem(file, 1, "code_taken", {"code": read.code, "other": first}))
    return problems


def shelved(places: FormPlaces, wanted: str = "") -> dict[str, Shelved]:
    """The forms by code; faulty files are among them. The county's take the bundled ones' place, the own ones anybody's.

    `wanted`: only this form is asked for; where it is the code of a bundled file the others of its folder are not read.
    """
    found: dict[str, Shelved] = {}
    layers: tuple[tuple[Origin, Iterator[FormFile]], ...] = (
        ("bundled", _all(places.bundled, wanted)),
        ("county", (_sent(one) for one in places.sent)),
        ("own", _all(places.own)),
    )
    for origin, files in layers:
        for read in files:
            found[read.code] = Shelved(read, origin, found.get(read.code))
    return dict(sorted(found.items()))


def _all(folder: Path, wanted: str = "") -> Iterator[FormFile]:
    files = files_in(folder)
    code = wanted.strip().upper()
    named = [file for file in files if file.name.partition(" ")[0] == code] if _CODE_IN_NAME.fullmatch(code) else []
    return (read_form(file) for file in named or files)


@lru_cache(maxsize=64)
def _sent(form: SentForm) -> FormFile:
    return _fresh(Path(form.file), form.body.encode())


def check_sent(form: SentForm) -> tuple[FormProblem, ...]:
    """What is wrong in a form that is not in a folder."""
    return _sent(form).problems


def info(one: Shelved) -> FormInfo | None:
    """What a list of forms says of a file; None when it is faulty."""
    read = one.read
    if read.form is None:
        return None
    replaces: list[Origin] = []
    under = one.under
    while under is not None:
        replaces.append(under.origin)
        under = under.under
    fields = frozenset(_FIELD.findall(read.content.decode("utf-8", "replace")))
    return FormInfo(read.code, read.form.name, read.file, read.form.subject, one.origin, tuple(replaces), fields)


def find(forms: dict[str, Shelved], wanted: str) -> Shelved:
    """A form file by its code, its name or its file name. Trouble form_unknown(form, known)."""
    plain = wanted.strip()
    for code, one in forms.items():
        read = one.read
        names = {code, read.file.name, read.file.stem, read.form.name if read.form else code}
        if plain in names or plain.upper() == code:
            return one
    raise Trouble("form_unknown", form=wanted, known=[code for code in forms if code])


def find_form(forms: dict[str, Shelved], wanted: str) -> Form:
    """The form by its code, its name or its file name. Troubles form_unknown(form, known), form_broken(file, line)."""
    read = find(forms, wanted).read
    if read.form is None:
        first = read.problems[0]
        raise Trouble("form_broken", file=read.file.name, line=first.line, count=len(read.problems))
    return read.form
