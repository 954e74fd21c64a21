"""A pack as the sheets of a workbook: an empty template, a child of a parent, or a copy of a whole pack to work on."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from station_desk.domain.policy import Decided, Policy, Rule, Stated
from station_desk.domain.policy_keys import KEYS
from station_desk.domain.policy_keys import LISTS as LIST_KEYS
from station_desk.packs import sheet_layout as lay
from station_desk.packs.reading import PackFile, written_lists
from station_desk.packs.schema import WrittenTest

Row = list[str | int | None]
Sheets = dict[str, tuple[list[str], list[Row]]]
"""Sheet -> (heads, rows)."""
Say = Callable[[str], str]
"""What a key is about, in words."""

_EMPTY_ROWS = 3


def template_sheets(
    say: Say, parent: Policy | None = None, told: Callable[[str, object], str] = lambda _k, v: str(v)
) -> Sheets:
    """An empty pack; `parent`: a child of it, with what the parent says in the last column, `told` in words."""
    head = {"version": "1", "parent": parent.id if parent else ""}
    sheets = _sheets({key: head.get(key, "") for key in lay.HEAD_ROWS}, [], _empty(say, parent, told))
    for one in lay.LISTS.values():
        heads = [*one.columns.values(), *lay.SOURCE.values()]
        blank: list[Row] = [[None] * len(heads) for _ in range(_EMPTY_ROWS)]
        sheets[one.sheet] = (heads, blank)
    sheets[lay.TESTS] = (list(lay.TEST_COLUMNS.values()), [[None] * len(lay.TEST_COLUMNS) for _ in range(_EMPTY_ROWS)])
    if parent:
        sheets[lay.RULES][0].append("上级写的")
    return sheets


def copied_sheets(say: Say, found: PackFile) -> Sheets:
    """Everything that a pack file says itself, to be worked on or read."""
    head, unset = found.head, found.unset
    first = {"id": head.id, "title": head.title, "summary": head.summary, "version": str(head.version)}
    first |= {"effective_from": head.effective_from, "parent": head.parent, "unset.who": unset.who}
    documents: list[Row] = [[one.id, one.title, one.number, one.date, one.text] for one in found.documents.values()]
    states = dict.fromkeys(unset.keys, lay.OPEN) | dict.fromkeys(unset.none, lay.NONE)
    rules: list[Row] = []
    for key in (*KEYS, *LIST_KEYS):
        rule = found.rules.get(key)
        value = _cell(key, rule.value) if isinstance(rule, Stated | Decided) else None
        rules.append([key, say(key), value, *_source(rule), states.get(key)])
    sheets = _sheets(first, documents, rules)
    for key, entries in written_lists(found).items():
        one = lay.LISTS[key]
        rows = [[*(_field(one, name, entry) for name in one.columns), *_written(entry)] for entry in entries]
        sheets[one.sheet] = ([*one.columns.values(), *lay.SOURCE.values()], rows)
    sheets[lay.TESTS] = (list(lay.TEST_COLUMNS.values()), [_test(one) for one in found.tests])
    return sheets


def _sheets(first: Mapping[str, str], documents: list[Row], rules: list[Row]) -> Sheets:
    head: list[Row] = [[word, first[key]] for key, word in lay.HEAD_ROWS.items()]
    blank: list[Row] = documents or [[None] * len(lay.DOCUMENT_COLUMNS) for _ in range(_EMPTY_ROWS)]
    return {
        lay.HELP: ([lay.HELP], [[line] for line in lay.EXPLAINED]),
        lay.HEAD: ([lay.RULE_COLUMNS["key"], "内容"], head),
        lay.DOCUMENTS: (list(lay.DOCUMENT_COLUMNS.values()), blank),
        lay.RULES: (list(lay.RULE_COLUMNS.values()), rules),
    }


def _empty(say: Say, parent: Policy | None, told: Callable[[str, object], str]) -> list[Row]:
    rows: list[Row] = []
    for key in (*KEYS, *LIST_KEYS):
        row: Row = [key, say(key), None, *[None] * len(lay.SOURCE), None if parent else lay.OPEN]
        if parent:
            rule = parent.rules.get(key)
            row.append(told(key, rule.value) if isinstance(rule, Stated | Decided) else None)
        rows.append(row)
    return rows


def _cell(key: str, value: object) -> str:
    """A value as it is typed into a cell; `read_value` reads it back."""
    if isinstance(value, bool):
        return "是" if value else "不是"
    if isinstance(value, tuple):
        if KEYS[key].kind == "wholes":
            return "；".join(map(str, value))
        parts = [str(one) for one in value]
        if KEYS[key].clauses:
            return "\n".join(parts)
        return (
            "\n".join(parts)
            if any("；" in one for one in parts)
            else "；".join(parts) + ("；" if len(parts) == 1 else "")
        )
    return str(value)


def _source(rule: Rule[object] | None) -> Row:
    match rule:
        case Stated():
            return [rule.doc, rule.clause, rule.quote, None, None, None]
        case Decided():
            return [None, None, None, rule.by, rule.number, rule.date]
    return [None] * len(lay.SOURCE)


def _written(entry: Mapping[str, Any]) -> Row:
    return [str(entry.get(name, "")) or None for name in lay.SOURCE]


def _field(one: lay.ListSheet, name: str, entry: Mapping[str, Any]) -> str | int | None:
    value = entry.get(name)
    if value is None or value in ("", ()):
        return None
    if name in one.flags:
        return "是" if value else None
    if isinstance(value, tuple | list):
        return "；".join(map(str, value))
    words = {code: word for word, code in (one.words or {}).get(name, {}).items()}
    return value if isinstance(value, int) else words.get(str(value), str(value))


def _test(one: WrittenTest) -> Row:
    asks = {code: word for word, code in lay.ASKS.items()}
    answers = {code: word for word, code in lay.ANSWERS.get(one.ask, {}).items()}
    answer = one.answer
    if one.ask == "list" or isinstance(answer, tuple):
        parts = answer if isinstance(answer, tuple) else (answer,)
        said = (
            "\n".join(map(str, parts))
            if one.ask == "list"
            else _cell(one.key, parts)
            if one.key
            else ",".join(map(str, parts))
        )
    else:
        said = _cell(one.key, answer) if one.key in KEYS else answers.get(str(answer), str(answer))
    units = "；".join(_unit(unit) for unit in msgspec.to_builtins(one.units))
    return [
        asks.get(one.ask, one.ask),
        one.key or None,
        said,
        one.age or None,
        "是" if one.relaxed else None,
        one.education or None,
        units or None,
    ]


def _unit(unit: Mapping[str, Any]) -> str:
    first = f"{unit['name']} {unit['kind']}" if unit["name"] else f"{unit['count']}个{unit['kind']}"
    return f"{first} {unit['households']}户" if unit["households"] is not None else first
