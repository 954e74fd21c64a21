"""A pack out of a workbook: its cells become the text of a pack file, and every fault is told with the sheet and the cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from station_desk.domain.intake_cells import Cell, column_letters, visible_text
from station_desk.domain.policy_keys import KEYS
from station_desk.domain.policy_keys import LISTS as LIST_KEYS
from station_desk.domain.policy_values import read_value
from station_desk.packs import sheet_layout as lay
from station_desk.packs.places import probably_meant
from station_desk.packs.reading import Fault, PackFile, parse_pack
from station_desk.packs.toml_text import Plain, toml_text

Rows = Mapping[int, tuple[Cell, ...]]
_MANY = re.compile(r"(\d+)\s*个?\s*(村|居|类似)(?:\s+(\d+)\s*户)?")
_NAMED = re.compile(r"(\S+)\s+(村|居|类似)(?:\s+(\d+)\s*户)?")
_SHEETS = (lay.HEAD, lay.DOCUMENTS, lay.RULES, *(one.sheet for one in lay.LISTS.values()), lay.TESTS, lay.HELP)


@dataclass(slots=True)
class _Made:
    """The tables as they come together, where each key stands, and what is wrong with the sheets themselves."""

    head: dict[str, Plain] = field(default_factory=dict)
    tables: dict[str, dict[str, Plain]] = field(default_factory=dict)
    lists: dict[str, list[Mapping[str, Plain]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_sheets(name: str, sheets: Mapping[str, Rows]) -> PackFile:
    """The pack that the sheets hold ({row number: cells}); everything wrong with it is in `faults`, with `place`."""
    made = _Made()
    for sheet in sheets:
        if sheet not in _SHEETS:
            made.faults.append(Fault(0, sheet, "unknown_sheet", probably_meant(sheet, _SHEETS), sheet))
    for sheet in (lay.HEAD, lay.DOCUMENTS, lay.RULES):
        if sheet not in sheets:
            made.faults.append(Fault(0, sheet, "missing_sheet", "", sheet))
    _head(made, sheets.get(lay.HEAD, {}))
    unset: dict[str, list[str]] = {"keys": [], "none": []}
    _documents(made, sheets.get(lay.DOCUMENTS, {}))
    _rules(made, sheets.get(lay.RULES, {}), unset)
    for key, one in lay.LISTS.items():
        _entries(made, key, one, sheets.get(one.sheet, {}))
    _tests(made, sheets.get(lay.TESTS, {}))
    who = made.head.pop("unset.who", "")
    if unset["keys"] or unset["none"]:
        made.tables["unset"] = {"who": who, **unset}
    found = parse_pack(name, toml_text(made.head, made.tables, made.lists), made.places)
    found.faults[:0] = made.faults
    return found


def _lines(
    made: _Made, sheet: str, rows: Rows, columns: Mapping[str, str]
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """The rows below the head as {field: text} and {field: place}; heads that nobody knows are faults."""
    heads: dict[int, str] = {}
    by_word = {word: name for name, word in columns.items()}
    for number in sorted(rows):
        texts = [visible_text(cell) for cell in rows[number]]
        if not heads:
            if next(iter(columns.values())) in texts:
                heads = {at: by_word[text] for at, text in enumerate(texts) if text in by_word}
                for at, text in enumerate(texts):
                    if text and text not in by_word and text not in ("上级写的", lay.HELP):
                        place = _place(sheet, number, at)
                        made.faults.append(Fault(number, text, "unknown_column", probably_meant(text, by_word), place))
            continue
        found = {heads[at]: text for at, text in enumerate(texts) if text and at in heads}
        if found:
            yield found, {name: _place(sheet, number, at) for at, name in heads.items()}
    if rows and not heads:
        made.faults.append(Fault(min(rows), sheet, "no_heads", " ".join(columns.values()), sheet))


def _place(sheet: str, row: int, at: int) -> str:
    return f"{sheet}!{column_letters(at + 1)}{row}"


def _head(made: _Made, rows: Rows) -> None:
    names = {word: key for key, word in lay.HEAD_ROWS.items()}
    for number in sorted(rows):
        texts = [visible_text(cell) for cell in rows[number]]
        word, text = texts[0], texts[1] if len(texts) > 1 else ""
        key = names.get(word)
        if key is None:
            if word and word != lay.RULE_COLUMNS["key"]:
                place = _place(lay.HEAD, number, 0)
                made.faults.append(Fault(number, word, "unknown_column", probably_meant(word, names), place))
            continue
        if key in made.places:
            made.faults.append(Fault(number, word, "twice", word, _place(lay.HEAD, number, 0)))
        made.places[key] = _place(lay.HEAD, number, 1)
        if text or key not in ("parent", "unset.who"):
            made.head[key] = int(text) if key == "version" and text.isdecimal() else text


def _documents(made: _Made, rows: Rows) -> None:
    written: set[str] = set()
    for texts, places in _lines(made, lay.DOCUMENTS, rows, lay.DOCUMENT_COLUMNS):
        if not _named(made, lay.DOCUMENT_COLUMNS["key"], texts.get("key", ""), places["key"], written):
            continue
        key = f"documents.{texts['key']}"
        made.tables[key] = {name: texts.get(name, "") for name in ("title", "number", "date", "text")}
        _put(made, key, places)


def _named(made: _Made, column: str, key: str, place: str, written: set[str]) -> bool:
    """Whether a row says what it is about, and no row before it said the same; a fault where not."""
    reason = "missing" if not key else "twice" if key in written else ""
    if reason:
        made.faults.append(Fault(0, key or column, reason, key, place))
    written.add(key)
    return not reason


def _put(made: _Made, key: str, places: Mapping[str, str]) -> None:
    made.places[key] = next(iter(places.values()))
    for name, place in places.items():
        made.places[f"{key}.{name}"] = place


def _rules(made: _Made, rows: Rows, unset: Mapping[str, list[str]]) -> None:
    written: set[str] = set()
    for texts, places in _lines(made, lay.RULES, rows, lay.RULE_COLUMNS):
        key = texts.pop("key", "")
        texts.pop("what", None)
        left = texts.pop("unset", "")
        if not texts and not left:
            made.places.setdefault(key, places["key"])
            continue
        if not _named(made, lay.RULE_COLUMNS["key"], key, places["key"], written):
            continue
        made.places[f"{key}.unset"] = places.get("unset", "")
        _put(made, key, places)
        if left == lay.OPEN:
            unset["keys"].append(key)
        elif left == lay.NONE:
            unset["none"].append(key)
        elif left:
            place = places.get("unset", "")
            made.faults.append(Fault(0, key, "unknown_word", f"{lay.OPEN} {lay.NONE}", place))
        if texts and key in LIST_KEYS:
            made.faults.append(Fault(0, key, "list_here", lay.LISTS[key].sheet, places.get("value", "")))
        elif texts:
            value = texts.get("value", "")
            told = read_value(key, value) if key in KEYS else value
            sources: dict[str, Plain] = {name: texts[name] for name in lay.SOURCE if name in texts}
            made.tables[key] = {"value": _plain(value if told is None else told), **sources}


def _plain(value: object) -> Plain:
    return list(value) if isinstance(value, tuple) else value if isinstance(value, bool | int | str) else str(value)


def _entries(made: _Made, key: str, one: lay.ListSheet, rows: Rows) -> None:
    columns = {**one.columns, **lay.SOURCE}
    for at, (texts, places) in enumerate(_lines(made, one.sheet, rows, columns)):
        _put(made, f"{key}[{at}]", places)
        entry: dict[str, Plain] = {}
        for name, text in texts.items():
            words = (one.words or {}).get(name, {})
            parts = [part.strip() for part in re.split(r"[；;、\n]+", text) if part.strip()]
            if name in one.whole and all(part.isdecimal() for part in parts):
                entry[name] = int(text) if len(parts) == 1 else [int(part) for part in parts]
            elif name in one.texts:
                entry[name] = parts
            elif name in one.flags:
                entry[name] = text in ("是", "true")
            else:
                entry[name] = words.get(text, text)
        made.lists.setdefault(key, []).append(entry)


def _tests(made: _Made, rows: Rows) -> None:
    for at, (texts, places) in enumerate(_lines(made, lay.TESTS, rows, lay.TEST_COLUMNS)):
        key = f"tests[{at}]"
        _put(made, key, places)
        ask = lay.ASKS.get(texts.get("ask", ""), texts.get("ask", ""))
        entry: dict[str, Plain] = {"ask": ask, "answer": _answer(ask, texts.get("key", ""), texts.get("answer", ""))}
        if "key" in texts:
            entry["key"] = texts["key"]
        if texts.get("age", "").isdecimal():
            entry["age"] = int(texts["age"])
        if "education" in texts:
            entry["education"] = texts["education"]
        if texts.get("relaxed") in ("是", "true"):
            entry["relaxed"] = True
        if "units" in texts:
            units = [_unit(part) for part in re.split(r"[；;\n]+", texts["units"]) if part.strip()]
            if None in units:
                made.faults.append(Fault(0, key, "units", "", places.get("units", "")))
            entry["units"] = [unit for unit in units if unit is not None]
        made.lists.setdefault("tests", []).append(entry)


def _answer(ask: str, key: str, text: str) -> Plain:
    match ask:
        case "rule" if key in KEYS:
            told = read_value(key, text)
            return _plain(text if told is None else told)
        case "list" if key in LIST_KEYS:
            return [part.strip() for part in text.split("\n") if part.strip()]
        case "month":
            return [int(part) for part in re.findall(r"\d+", text)]
        case "posts" if text.isdecimal():
            return int(text)
    return lay.ANSWERS.get(ask, {}).get(text, text)


def _unit(text: str) -> Mapping[str, Plain] | None:
    many, named = _MANY.fullmatch(text.strip()), _NAMED.fullmatch(text.strip())
    if many:
        unit: dict[str, Plain] = {"kind": many[2], "count": int(many[1])}
        households = many[3]
    elif named:
        unit, households = {"name": named[1], "kind": named[2]}, named[3]
    else:
        return None
    return unit | ({"households": int(households)} if households else {})
