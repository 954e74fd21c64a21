"""Which rubric an office scores by: the one that it put in use, else the example that lies beside the program."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import cast

from station_desk.domain.dates import is_date
from station_desk.domain.ids import new_id
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_read import read_rubric
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import resources_dir
from station_desk.packs.toml_text import Plain, toml_text
from station_desk.services.desk import Desk
from station_desk.store.assessments import RubricFile as RubricFile
from station_desk.store.assessments import load_rubrics

MOST_BYTES = 100_000
ADOPT = "rubric_adopt"


@dataclass(frozen=True, slots=True)
class RubricInUse:
    """A rubric, the hash of its text, and who decided it ("" for an example)."""

    rubric: Rubric
    hash: str
    body: str
    decided_by: str = ""
    doc_no: str = ""
    decided_on: str = ""


def read_file(file: Path) -> RubricInUse:
    """A rubric out of a TOML file. Troubles fact_file_missing, table_unreadable, toml_wrong (file, reason), those of
    `read_rubric`.
    """
    if not file.is_file():
        raise Trouble("fact_file_missing", file=file.name)
    if file.stat().st_size > MOST_BYTES:
        raise Trouble("table_unreadable", file=file.name)
    try:
        return _read(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Trouble("table_unreadable", file=file.name) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Trouble("toml_wrong", file=file.name, reason=str(error)) from error


def adopt(desk: Desk, file: Path, decided_by: str, doc_no: str, decided_on: str) -> RubricInUse:
    """Put a rubric in use: from now on sheets are opened by it; the county's goes to its stations by bundle.

    Troubles those of `read_file`, `rubric_example`, `rubric_source` (who, number and day are asked for).
    """
    return adopt_text(desk, read_file(file).body, decided_by, doc_no, decided_on)


def adopt_text(desk: Desk, body: str, decided_by: str, doc_no: str, decided_on: str) -> RubricInUse:
    """The same with the text of a file. Troubles those of `read_rubric`, `rubric_example`, `rubric_source`."""
    found = _read(body)
    if found.rubric.example:
        raise Trouble("rubric_example")
    if not (decided_by.strip() and doc_no.strip() and is_date(decided_on)):
        raise Trouble("rubric_source")
    scope = desk.office.code if desk.office.kind is OfficeKind.STATION else SCOPE_ALL
    version = 1 + sum(one.kind == found.rubric.kind for one in versions(desk))
    with desk.store.write(desk.account.id, ADOPT, scope=scope) as work:
        work.create(
            "rubric_file",
            new_id(),
            {
                "rubric": found.rubric.kind,
                "version": str(version),
                "sha256": found.hash,
                "body": found.body,
                "state": "in_use",
                "decided_by": decided_by.strip(),
                "doc_no": doc_no.strip(),
                "decided_on": decided_on,
            },
        )
    return found


def versions(desk: Desk) -> list[RubricFile]:
    """Every rubric that was ever put in use, the newest first; closed months keep the one that they were scored by."""
    with desk.store.read() as conn:
        return load_rubrics(conn)


def ever(desk: Desk, kind: str) -> list[Rubric]:
    """Every rubric of persons or rooms by which a sheet may have been opened: those put in use, and the example."""
    return [*(_read(one.body).rubric for one in versions(desk) if one.kind == kind), example(kind).rubric]


def text_of(document: Mapping[str, object]) -> str:
    """A rubric as the text of its file, with a table for each section and item. The document is that of `read_rubric`."""
    head = {key: value for key, value in document.items() if not isinstance(value, Mapping)}
    tables: dict[str, Mapping[str, Plain]] = {}
    for key, table in document.items():
        if key in ("sections", "items") and isinstance(table, Mapping):
            tables |= {f"{key}.{code}": line for code, line in table.items()}
        elif isinstance(table, Mapping) and table:
            tables[key] = table
    return toml_text(cast("Mapping[str, Plain]", head), tables, {})


def in_use(desk: Desk, kind: str) -> RubricInUse:
    """The rubric for persons or rooms that was put in use last, else the example."""
    for one in versions(desk):
        if one.kind == kind:
            found = _read(one.body)
            return RubricInUse(found.rubric, found.hash, found.body, one.decided_by, one.doc_no, one.decided_on)
    return example(kind)


def by_hash(desk: Desk, hashes: set[str]) -> Mapping[str, Rubric]:
    """The rubrics by which sheets were opened. Trouble rubric_gone where the text of one is nowhere."""
    known = {one.hash: one.rubric for one in (example("person"), example("room"))}
    if hashes - known.keys():
        known |= {one.sha256: _read(one.body).rubric for one in versions(desk) if one.sha256 in hashes}
    if hashes - known.keys():
        raise Trouble("rubric_gone")
    return {one: known[one] for one in hashes}


def example(kind: str) -> RubricInUse:
    """The bundled example: every number in it is an example value. Trouble program_incomplete."""
    return _example(resources_dir() / "rubrics" / f"{kind}.toml")


@lru_cache(maxsize=4)
def _example(file: Path) -> RubricInUse:
    try:
        return _read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("program_incomplete", folder="rubrics") from error


@lru_cache(maxsize=16)
def _read(body: str) -> RubricInUse:
    return RubricInUse(read_rubric(tomllib.loads(body)), sha256(body.encode()).hexdigest(), body)
