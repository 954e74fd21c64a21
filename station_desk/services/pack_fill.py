"""Filling in what the documents leave open: the value, who decided it, by which document, on which day.

A value that was filled in stands beside the documents' values and never takes the place of one. A county's values go to
its stations with the next bundle and hold before a station's own. Each filling is a record; the newest holds.
"""

import difflib
from datetime import date

from station_desk.domain.dates import is_date
from station_desk.domain.ids import new_id
from station_desk.domain.policy import NotStated, Policy, Stated
from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.domain.policy_sense import clashes
from station_desk.domain.policy_values import FilledValue, in_force, read_value, value_fault, with_values
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import shelf
from station_desk.store.pack_files import load_values, value_fields

FILL, UNFILL = "pack_fill", "pack_unfill"
_MOST = {"by": 60, "number": 60, "value": 200}


def fill(
    desk: Desk, pack: str, key: str, text: str, by: str, number: str, on: str, valid_from: str = ""
) -> FilledValue:
    """Fill in one value of a pack (default "": the office's own). `text` as typed: 36个月, 300元, 是, words parted by 、.

    `on` and `valid_from` (default: the same) are ISO days. Troubles: `fill_key_unknown` (key, meant), `fill_list` (key),
    `fill_is_stated` (key, title, clause), `fill_decided` (key, by), `fill_not_there` (key), `fill_wrong_kind`,
    `fill_out_of_bounds` (hint), `fill_unknown_word` (hint), `fill_empty`, `fill_residents` (each key, text),
    `fill_clash` (key, other), `fill_source` (lacks), `day_wrong`, `day_to_come` (text), `text_too_long`,
    `pack_missing`, those of `Store.write`.
    """
    pack = pack or desk.office.pack
    policy = open_policy(desk, pack)
    _may(policy, key)
    value = _value(key, text)
    _source(by, number, on, valid_from)
    if on > desk.clock.today().isoformat():
        raise Trouble("day_to_come", text=on)
    county = desk.office.kind is OfficeKind.COUNTY
    filled = FilledValue(
        new_id(), desk.office.code, pack, key, value, by.strip(), number.strip(), on, valid_from or on, county
    )
    _together(desk, policy, filled)
    with desk.store.write(desk.account.id, FILL, scope=SCOPE_ALL if county else None) as work:
        work.create("pack_value", filled.id, value_fields(filled))
    return filled


def unfill(desk: Desk, pack: str, key: str) -> int:
    """Take back what this office filled in for a key: it is not stated again; how many fillings that were.

    Decisions that rested on it keep their text. Troubles `fill_none` (key), `fill_key_unknown`, those of `Store.write`.
    """
    pack = pack or desk.office.pack
    _known(key)
    mine = [one for one in fillings(desk, pack, key) if one.office == desk.office.code]
    if not mine:
        raise Trouble("fill_none", key=key)
    with desk.store.write(desk.account.id, UNFILL, scope=SCOPE_ALL if mine[0].county else None) as work:
        for one in mine:
            work.delete("pack_value", one.id)
    return len(mine)


def fillings(desk: Desk, pack: str = "", key: str = "") -> list[FilledValue]:
    """Everything that was filled in for a pack (for one key), the newest first."""
    wanted = pack or desk.office.pack
    with desk.store.read() as conn:
        found = [one for one in load_values(conn) if one.pack == wanted and key in ("", one.key)]
    return sorted(found, key=lambda one: (one.valid_from, one.id), reverse=True)


def open_policy(desk: Desk, pack: str) -> Policy:
    """The pack in force today without what was filled in. Troubles `pack_missing` (pack), `pack_damaged`."""
    return shelf(desk).bare(pack, desk.clock.today())


def _known(key: str) -> None:
    if key not in KEYS and key not in LISTS:
        meant = next(iter(difflib.get_close_matches(key, list(KEYS), 1, 0.5)), "-")
        raise Trouble("fill_key_unknown", key=key, meant=meant)
    if key in LISTS or KEYS[key].clauses:
        raise Trouble("fill_list", key=key)


def _may(policy: Policy, key: str) -> None:
    _known(key)
    rule = policy.rules[key]
    match rule:
        case Stated():
            raise Trouble("fill_is_stated", key=key, title=policy.documents[rule.doc].title, clause=rule.clause)
        case NotStated(ask=""):
            raise Trouble("fill_not_there", key=key)
        case NotStated():
            return
        case _:
            raise Trouble("fill_decided", key=key, by=rule.by)


def _value(key: str, text: str) -> object:
    if len(text) > _MOST["value"]:
        raise Trouble("text_too_long", most=_MOST["value"])
    value = read_value(key, text)
    if value is None:
        raise Trouble("fill_empty" if not text.strip() else "fill_wrong_kind", key=key, text=text)
    fault = value_fault(KEYS[key], value)
    if fault is not None:
        reason, hint = fault
        raise Trouble(f"fill_{reason}", key=key, text=text, hint=hint)
    return value


def _source(by: str, number: str, on: str, valid_from: str) -> None:
    for name, text in (("by", by), ("number", number)):
        if not text.strip():
            raise Trouble("fill_source", lacks=name)
        if len(text) > _MOST[name]:
            raise Trouble("text_too_long", most=_MOST[name])
    for day in (on, valid_from or on):
        if len(day) != 10 or not is_date(day):
            raise Trouble("day_wrong", text=day)


def _together(desk: Desk, policy: Policy, filled: FilledValue) -> None:
    """The value stands with the others that hold on its first day; what lacks its other half only waits for it."""
    others = in_force(shelf(desk).values, policy.id, max(date.fromisoformat(filled.valid_from), desk.clock.today()))
    whole = with_values(policy, [*(one for key, one in others.items() if key != filled.key), filled])
    for key, reason, other in clashes(whole.rules, whole.lists):
        if reason not in ("alone", "needed") and filled.key in (key, other):
            raise Trouble("fill_clash", key=filled.key, other=other if key == filled.key else key)
