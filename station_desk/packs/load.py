"""Packs from TOML: checked key by key, the parent filled in, as frozen domain objects. A damaged pack names its place.

Each rule is a table with `value`, `doc`, `clause` and `quote`, or with `unset` (who may fill it in). A rule that a pack
does not name comes from its parent; a pack without a parent names every rule.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from station_desk.domain.policy import AgeLimits, Document, MonthPeriod, NotStated, Policy, Quota, Rule, Stated, Terms
from station_desk.domain.trouble import Trouble
from station_desk.packs.schema import WrittenPack, WrittenRule

T = TypeVar("T")
_ID = re.compile(r"[a-z]{2}\.[a-z0-9_]{2,30}")
_LINE = re.compile(r"line (\d+)")
_PATH = re.compile(r"`\$\.?([^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class _Source:
    """One pack file with its text, for naming places in it."""

    file: Path
    text: str
    pack: WrittenPack

    def damaged(self, key: str, reason: str) -> Trouble:
        return _damaged(self.file, self.text, key, reason)


def pack_ids(folder: Path) -> list[str]:
    """The packs that lie in `folder`, by id."""
    return sorted(file.stem for file in folder.glob("*.toml") if _ID.fullmatch(file.stem))


def load_pack(folder: Path, pack_id: str) -> Policy:
    """The pack `pack_id` of `folder` with its parents' values.

    Troubles: `pack_missing` (pack), `pack_damaged` (file, line, key, reason).
    """
    chain: list[_Source] = []
    wanted = pack_id
    while wanted or not chain:
        source = _read(folder, wanted)
        if source.pack.id != wanted:
            raise source.damaged("id", "id")
        chain.append(source)
        if len(chain) > _DEEPEST:
            raise source.damaged("parent", "parents")
        wanted = source.pack.parent
    return _policy(chain)


def _read(folder: Path, pack_id: str) -> _Source:
    file = folder / f"{pack_id}.toml"
    if not _ID.fullmatch(pack_id) or not file.is_file():
        raise Trouble("pack_missing", pack=pack_id)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("pack_damaged", file=file.name, line=0, key="", reason="unreadable") from error
    return _Source(file, text, _decode(file, text))


def _decode(file: Path, text: str) -> WrittenPack:
    try:
        return msgspec.convert(tomllib.loads(text), WrittenPack)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise Trouble("pack_damaged", file=file.name, line=line, key="", reason="toml") from error
    except msgspec.ValidationError as error:
        place, unknown = _PATH.search(str(error)), _UNKNOWN.search(str(error))
        key = ".".join(filter(None, [place[1] if place else "", unknown[1] if unknown else ""]))
        raise _damaged(file, text, key, str(error).partition(" - ")[0]) from error


def _damaged(file: Path, text: str, key: str, reason: str) -> Trouble:
    return Trouble("pack_damaged", file=file.name, line=line_of(text, key), key=key, reason=reason)


def line_of(text: str, key: str) -> int:
    """The line (from 1) on which `key` (quota.per_unit.value) or the nearest table above it stands; 0 for none."""
    lines = text.splitlines()
    parts = re.sub(r"\[.*?\]", "", key).split(".")
    for length in range(len(parts), 0, -1):
        table, rest = ".".join(parts[:length]), parts[length:]
        for number, line in enumerate(lines, 1):
            if line.partition("#")[0].strip() == f"[{table}]":
                return next((n for n in _table(lines, number) if rest and _sets(lines[n - 1], rest[0])), number)
    return next((number for number, line in enumerate(lines, 1) if _sets(line, parts[0])), 0)


def _table(lines: list[str], head: int) -> range:
    """The numbers of the lines of the table whose head stands on line `head`."""
    end = next((n for n, line in enumerate(lines[head:], head + 1) if line.startswith("[")), len(lines) + 1)
    return range(head + 1, end)


def _sets(line: str, key: str) -> bool:
    return re.match(rf"\s*{re.escape(key)}\s*=", line) is not None


class _Rules:
    """The rules of a pack and its parents, nearest first. `own` collects the keys that the pack says itself."""

    def __init__(self, chain: list[_Source]) -> None:
        self._chain = chain
        self.own: set[str] = set()

    def find(self, key: str, get: Callable[[WrittenPack], WrittenRule[T] | None]) -> Rule[T]:
        """The rule of the nearest pack that names it. Trouble `pack_damaged` where none does or it is not whole."""
        for depth, source in enumerate(self._chain):
            written = get(source.pack)
            if written is not None:
                if depth == 0:
                    self.own.add(key)
                return _whole(source, key, written)
        raise self._chain[-1].damaged(key, "missing")

    def documents(self) -> dict[str, Document]:
        """The sources of the pack and its parents."""
        return {
            key: Document(key, written.title, written.number, written.date, written.text)
            for source in reversed(self._chain)
            for key, written in source.pack.documents.items()
        }


def _whole(source: _Source, key: str, written: WrittenRule[T]) -> Rule[T]:
    """A rule that is either stated with its words or plainly not stated."""
    if isinstance(written.value, msgspec.UnsetType):
        if not written.unset or written.doc or written.quote:
            raise source.damaged(key, "neither_value_nor_unset")
        return NotStated(written.unset)
    if written.unset:
        raise source.damaged(key, "both_value_and_unset")
    if written.doc not in source.pack.documents:
        raise source.damaged(f"{key}.doc", "unknown_document")
    if not written.clause or not written.quote:
        raise source.damaged(key, "no_quotation")
    return Stated(written.value, written.doc, written.clause, written.quote)


def _policy(chain: list[_Source]) -> Policy:
    rules, pack = _Rules(chain), chain[0].pack
    return Policy(
        id=pack.id,
        title=pack.title,
        version=pack.version,
        effective_from=pack.effective_from,
        parent=pack.parent,
        documents=rules.documents(),
        terms=_terms(rules),
        quota=_quota(rules),
        age=_age(rules),
        political_purpose=rules.find("person.political_purpose", lambda p: p.person.political_purpose),
        education=rules.find("person.education", lambda p: p.person.education),
        term_months=rules.find("person.term_months", lambda p: p.person.term_months),
        month=MonthPeriod(
            from_day=rules.find("month.from_day", lambda p: p.month.from_day),
            to_day=rules.find("month.to_day", lambda p: p.month.to_day),
            due_day=rules.find("month.due_day", lambda p: p.month.due_day),
        ),
        own=frozenset(rules.own),
    )


def _terms(rules: _Rules) -> Terms:
    return Terms(
        person=rules.find("terms.person", lambda p: p.terms.person),
        programme=rules.find("terms.programme", lambda p: p.terms.programme),
        post=rules.find("terms.post", lambda p: p.terms.post),
        approver=rules.find("terms.approver", lambda p: p.terms.approver),
    )


def _quota(rules: _Rules) -> Quota:
    return Quota(
        unit=rules.find("quota.unit", lambda p: p.quota.unit),
        per_unit=rules.find("quota.per_unit", lambda p: p.quota.per_unit),
        at_least=rules.find("quota.at_least", lambda p: p.quota.at_least),
        large_households=rules.find("quota.large_households", lambda p: p.quota.large_households),
        large_bonus=rules.find("quota.large_bonus", lambda p: p.quota.large_bonus),
        covered_by=rules.find("quota.covered_by", lambda p: p.quota.covered_by),
    )


def _age(rules: _Rules) -> AgeLimits:
    return AgeLimits(
        minimum=rules.find("age.minimum", lambda p: p.age.minimum),
        maximum=rules.find("age.maximum", lambda p: p.age.maximum),
        level=rules.find("age.level", lambda p: p.age.level),
        applies_to=rules.find("age.applies_to", lambda p: p.age.applies_to),
        relaxed_max=rules.find("age.relaxed_max", lambda p: p.age.relaxed_max),
        relaxed_for=rules.find("age.relaxed_for", lambda p: p.age.relaxed_for),
    )
