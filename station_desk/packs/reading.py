"""One pack file read and checked key by key, without its parent: what is wrong, on which line, what was meant."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from station_desk.domain import policy_entries as entries
from station_desk.domain.metric_sets import pack_faults
from station_desk.domain.policy import Decided, Document, Listing, NotStated, Rule, Stated
from station_desk.domain.policy_keys import KEYS, LATER, LISTS, SECTIONS, Key
from station_desk.domain.policy_values import RESIDENTS, value_fault
from station_desk.packs import schema
from station_desk.packs.folders import (
    HEAD_FILE,
    PACK_ID,
    Part,
    Unreadable,
    part_line,
    parts_of,
    whole_place,
    whole_text,
)
from station_desk.packs.places import cell_of, line_of, probably_meant

T = TypeVar("T")
_TABLE = re.compile(r"^\[", re.MULTILINE)
_LINE = re.compile(r"line (\d+)")
_PATH = re.compile(r"`\$\.?([^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")
_MISSING = re.compile(r"required field `([^`]+)`")
_SHAPES: dict[str, Any] = {
    "text": schema.WrittenRule[str],
    "texts": schema.WrittenRule[tuple[str, ...]],
    "whole": schema.WrittenRule[int],
    "wholes": schema.WrittenRule[tuple[int, ...]],
    "flag": schema.WrittenRule[bool],
    "level": schema.WrittenRule[str],
    "partial": schema.WrittenRule[str],
    "education": schema.WrittenRule[str],
}
_PLAIN_KINDS = {
    **dict.fromkeys(("effective_from", "date"), "day"),
    **dict.fromkeys(("version", "posts", "tier", "number_there", "age"), "whole"),
    **dict.fromkeys(("doc", "clause", "quote", "decided_by", "number", "id", "title", "summary", "parent"), "text"),
}
"""What is meant by fields that every pack has, whatever rule they stand in."""
_ASKS_FOR_PEOPLE = re.compile(r"姓名|住址|名单|照片")
_MOST_MONTHS = 600
_NEEDED = ("id", "title", "version", "effective_from", "summary", "parent")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a pack file: line (0: the file as a whole), key, reason (a code) and what was probably meant.

    `place` is the sheet and the cell where the pack came out of a workbook, the file and its line where it is a folder.
    """

    line: int
    key: str
    reason: str
    meant: str = ""
    place: str = ""


@dataclass(slots=True)
class PackFile:
    """A file as read. `rules` and `lists` hold what the file itself says, also plainly not stated."""

    name: str
    text: str
    digest: str = ""
    head: schema.WrittenHead = field(default_factory=lambda: schema.WrittenHead("", "", 0, ""))
    documents: dict[str, Document] = field(default_factory=dict)
    rules: dict[str, Rule[object]] = field(default_factory=dict)
    lists: dict[str, Listing[object]] = field(default_factory=dict)
    tests: tuple[schema.WrittenTest, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    unset: schema.WrittenUnset = field(default_factory=schema.WrittenUnset)
    places: Mapping[str, str] = field(default_factory=dict)
    parts: Sequence[Part] = ()

    def told(self, fault: Fault) -> Fault:
        """A fault of a folder with the file it is in: the line of that file, and both as the place."""
        name, line = part_line(self.parts, fault.line)
        return replace(fault, line=line, place=f"{name}:{line}") if name and not fault.place else fault

    def fault(self, key: str, reason: str, meant: str = "") -> None:
        """Note a fault at the line of `key`, or at its cell."""
        if self.places:
            self.faults.append(Fault(0, key, reason, meant, cell_of(self.places, key)))
        else:
            self.faults.append(Fault(line_of(self.text, key), key, reason, meant))


def read_pack(place: Path) -> PackFile:
    """The pack in a file or a folder (`folders`); everything wrong with it is in `faults` by the line of the whole text,
    and what is right is there all the same.
    """
    place = whole_place(place)
    try:
        parts = parts_of(place)
    except Unreadable as error:
        return PackFile(place.name, "", faults=[Fault(0, "", error.reason, "", error.name)])
    if len(parts) == 1:
        return parse_pack(place.name, parts[0].text)
    text = whole_text(parts)
    faults = [fault for part in parts for fault in _part_faults(part)]
    if faults:
        return PackFile(place.name, text, text_digest(text), faults=faults, parts=parts)
    found = parse_pack(place.name, text)
    found.parts = parts
    return found


def _part_faults(part: Part) -> Iterator[Fault]:
    """What is wrong with one file of a folder by itself: its syntax, and a head that belongs into pack.toml."""
    tables = _tables(part.text)
    if isinstance(tables, Fault):
        yield replace(tables, line=tables.line + part.first - 1)
    elif part.name != HEAD_FILE:
        for name, value in tables.items():
            if not isinstance(value, dict | list):
                yield Fault(part.first - 1 + line_of(part.text, name), name, "not_here", HEAD_FILE)


def _tables(text: str) -> dict[str, Any] | Fault:
    """The tables of a TOML text, or what is wrong with its syntax."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told, at = str(error), _LINE.search(str(error))
        reason = "toml_twice" if re.search("twice|overwrite|Cannot (?:declare|mutate)", told) else "toml"
        return Fault(int(at[1]) if at else len(text.splitlines()), "", reason)
    except (RecursionError, ValueError):  # brackets in brackets without end; a number of thousands of digits
        lines = text.splitlines()
        return Fault(lines.index(max(lines, key=len)) + 1, "", "toml")


def text_digest(text: str) -> str:
    """The SHA-256 of a pack's text, whatever its ends of lines (hex)."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def parse_pack(name: str, text: str, places: Mapping[str, str] | None = None) -> PackFile:
    """The text of a pack; `name` is what it is called in troubles, `places` the cell of each key where the text was made
    out of a workbook. Faults as `read_pack`.
    """
    found = PackFile(name, text, text_digest(text), places=places or {})
    tables = _tables(text)
    if isinstance(tables, Fault):
        found.faults.append(tables)
        return found
    _unknown_tables(found, tables)
    _read_head(found, tables)
    _read_documents(found, tables.get("documents", {}))
    for section in SECTIONS:
        _read_section(found, section, tables.get(section, {}))
    for name in LISTS:
        if name in tables:
            _read_list(found, name, tables[name])
    _read_unset(found, tables.get("unset", {}))
    tests = _convert(found, "tests", tables.get("tests", []), tuple[schema.WrittenTest, ...])
    found.tests = tests or ()
    return found


def head_of(text: str) -> schema.WrittenHead:
    """What a pack says of itself, which stands before its first table and is read alone; nothing where it is faulty."""
    found = PackFile("", _TABLE.split(text, maxsplit=1)[0])
    tables = _tables(found.text)
    if not isinstance(tables, Fault):
        _read_head(found, tables)
    return found.head


def _unknown_tables(found: PackFile, tables: Mapping[str, object]) -> None:
    known = (*_NEEDED, "documents", "unset", "tests", *SECTIONS, *LISTS)
    for name in tables:
        if name not in known:
            found.fault(name, "unknown_key", probably_meant(name, known))


def _convert(found: PackFile, key: str, written: object, shape: Any, expected: str = "") -> Any:
    """`written` in its shape, or None with a fault that names the key inside. `expected`: the kind that was meant."""
    try:
        return msgspec.convert(written, shape)
    except msgspec.ValidationError as error:
        told = str(error)
        place, unknown, missing = _PATH.search(told), _UNKNOWN.search(told), _MISSING.search(told)
        inner = (place[1] if place else "").strip()
        at = key + (inner if inner.startswith("[") else f".{inner}" if inner else "")
        if unknown:
            known = [one.name for one in msgspec.structs.fields(shape)] if isinstance(shape, type) else []
            found.fault(f"{at}.{unknown[1]}".lstrip("."), "unknown_key", probably_meant(unknown[1], known))
        elif missing:
            found.fault(f"{at}.{missing[1]}".lstrip("."), "missing")
        elif words := _words_for(shape, at):
            found.fault(at.lstrip("."), "unknown_word", " ".join(words))
        else:
            found.fault(at.lstrip("."), "wrong_kind", _PLAIN_KINDS.get(at.rpartition(".")[2], expected))
        return None


def _words_for(shape: Any, at: str) -> tuple[str, ...]:
    """The words that may stand in a field that takes only some words; none for any other field."""
    hints = get_type_hints(shape) if isinstance(shape, type) else {}
    hint = hints.get(at.rpartition(".")[2])
    return tuple(map(str, get_args(hint))) if get_origin(hint) is Literal else ()


def _read_head(found: PackFile, tables: Mapping[str, object]) -> None:
    head = _convert(found, "", {k: tables[k] for k in _NEEDED if k in tables}, schema.WrittenHead)
    if head is None:
        return
    found.head = head
    if not PACK_ID.fullmatch(head.id):
        found.fault("id", "id_shape")
    if not 1 <= head.version <= 9999:
        found.fault("version", "out_of_bounds", "1–9999")
    if head.effective_from and not _is_day(head.effective_from):
        found.fault("effective_from", "no_day")


def _read_documents(found: PackFile, written: object) -> None:
    documents = _convert(found, "documents", written, dict[str, schema.WrittenDocument])
    for name, one in (documents or {}).items():
        found.documents[name] = Document(name, one.title, one.number, one.date, one.text)
        if not one.title.strip():
            found.fault(f"documents.{name}.title", "missing")
        if one.date and not _is_day(one.date):
            found.fault(f"documents.{name}.date", "no_day")


def _read_section(found: PackFile, section: str, written: object) -> None:
    if not isinstance(written, dict):
        found.fault(section, "wrong_kind")
        return
    for name, table in written.items():
        key = f"{section}.{name}"
        kind = KEYS.get(key)
        if kind is None:
            found.fault(key, "unknown_key", probably_meant(key, KEYS))
            continue
        rule = _convert(found, key, table, _SHAPES[kind.kind], kind.kind)
        if rule is not None and _proved(found, key, rule) and _sensible(found, key, kind, rule.value):
            found.rules[key] = rule.rests(rule.value)


def _read_list(found: PackFile, name: str, written: object) -> None:
    if not isinstance(written, list):
        found.fault(name, "wrong_kind")
        return
    read: list[Stated[object] | Decided[object]] = []
    for at, table in enumerate(written):
        key = f"{name}[{at}]"
        one = _convert(found, key, table, schema.LIST_SHAPES[name])
        if one is not None and _proved(found, key, one):
            entry = _entry(one)
            if _sensible_entry(found, key, entry):
                read.append(one.rests(entry))
    found.lists[name] = tuple(read)
    if name == "metrics" and len(read) == len(written):
        metrics = [one.value for one in read if isinstance(one.value, entries.Metric)]
        for place, part, reason, meant in pack_faults(metrics):
            found.fault(f"metrics[{place}].{part}", reason, meant)


def _entry(one: schema.Proved) -> object:
    match one:
        case schema.WrittenException():
            return entries.ExceptionPost(one.unit, one.posts, one.reason, one.township)
        case schema.WrittenTier():
            return entries.PoolTier(one.tier, one.roles)
        case schema.WrittenCondition():
            return entries.Condition(one.code, one.name, one.check, one.level)
        case schema.WrittenDisqualifier():
            months = one.months if isinstance(one.months, tuple) else (one.months,)
            return entries.Disqualifier(one.number_there, one.subject, months)
        case schema.WrittenStage():
            return entries.Stage(one.code, one.name, one.by)
        case schema.WrittenMetric():
            return entries.Metric(**{part: getattr(one, part) for part in entries.Metric.__slots__})
        case schema.WrittenWeight():
            return entries.Weight(one.on, one.kind, one.value)
    raise TypeError(type(one).__name__)


def _proved(found: PackFile, key: str, one: schema.Proved) -> bool:
    """Document, clause and quotation, or who decided, number and day: one of the two, whole. Free text is no source."""
    reason, at = "", key
    if one.decided_by or one.number or one.date:
        if one.doc or one.clause or one.quote:
            reason = "two_sources"
        elif not (one.decided_by.strip() and one.number.strip()):
            reason = "decision_not_whole"
        elif not _is_day(one.date):
            reason, at = "no_day", f"{key}.date"
    elif not one.doc or not one.clause.strip() or not one.quote.strip():
        reason = "no_quotation"
    elif one.doc not in found.documents:
        reason, at = "unknown_document", f"{key}.doc"
    if reason:
        found.fault(at, reason, probably_meant(one.doc, found.documents) if reason == "unknown_document" else "")
    return not reason


def _sensible(found: PackFile, key: str, kind: Key, value: object) -> bool:
    """Whether the value can be meant: inside its bounds, one of the known words, not empty."""
    fault = value_fault(kind, value)
    if fault is not None:
        found.fault(f"{key}.value", *fault)
    return fault is None


def _sensible_entry(found: PackFile, key: str, entry: object) -> bool:
    match entry:
        case entries.Metric():
            if entry.unit not in entries.UNITS:
                found.fault(f"{key}.unit", "unknown_word", " ".join(entries.UNITS))
                return False
            if _ASKS_FOR_PEOPLE.search(entry.name) or RESIDENTS.search(entry.name):
                found.fault(f"{key}.name", "residents")
                return False
        case entries.ExceptionPost():
            if entry.posts < 0 or not entry.unit.strip() or not entry.reason.strip():
                found.fault(key, "empty")
                return False
        case entries.Disqualifier():
            if entry.number < 1 or not all(1 <= one <= _MOST_MONTHS for one in entry.months):
                found.fault(
                    f"{key}.{'months' if entry.number >= 1 else 'number_there'}", "out_of_bounds", f"1–{_MOST_MONTHS}"
                )
                return False
        case _:
            pass
    return True


def _read_unset(found: PackFile, written: object) -> None:
    unset = _convert(found, "unset", written, schema.WrittenUnset)
    if unset is None:
        return
    found.unset = unset
    if unset.keys and not unset.who.strip():
        found.fault("unset.who", "who_missing")
    for keys, who in ((unset.keys, unset.who), (unset.none, "")):
        for key in keys:
            if key not in KEYS and key not in LISTS:
                found.fault(key, "unknown_key", probably_meant(key, (*KEYS, *LISTS)))
            elif key in found.rules or key in found.lists:
                found.fault(key, "both_value_and_unset")
            elif key in LISTS:
                found.lists[key] = NotStated(who)
            else:
                found.rules[key] = NotStated(who)
    if not found.head.parent:
        found.rules |= dict.fromkeys(LATER - found.rules.keys(), NotStated(unset.who))


def written_lists(found: PackFile) -> dict[str, list[dict[str, Any]]]:
    """The entries of the lists as they are written, the fields that say nothing left out; for a file without faults."""
    tables = tomllib.loads(found.text)
    return {name: list(tables[name]) for name in LISTS if name in tables}


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def weight_faults(found: PackFile, metrics: Mapping[str, entries.Metric]) -> Iterator[tuple[str, str, str]]:
    """Points, targets and money on leads or on an outcome of the police that no document asks for: key, reason, meant."""
    weights = found.lists.get("weights", ())
    for at, one in enumerate(() if isinstance(weights, NotStated) else weights):
        weight = one.value
        assert isinstance(weight, entries.Weight)
        metric = metrics.get(weight.on)
        sensitive = weight.on == entries.LEADS or (metric and (metric.kind == "C" or metric.category == entries.LEADS))
        if sensitive and not isinstance(one, Stated):
            yield f"weights[{at}].on", "weight_needs_source", ""
        elif metric is None and not re.fullmatch(r"L(0[1-9]|1[0-6])", weight.on):
            yield f"weights[{at}].on", "unknown_word", probably_meant(weight.on, metrics) or "L01 … L16"
