"""Posts by decision: exceptions with their reason, villages that an auxiliary covers, rooms and stations (DOMAIN 1.3)."""

from collections.abc import Sequence
from dataclasses import replace

from station_desk.domain.dates import is_date
from station_desk.domain.ids import new_id
from station_desk.domain.policy_values import RESIDENTS
from station_desk.domain.posts import PostChange, PostUnit, UnitKind
from station_desk.domain.records import Village
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.store.posts import load_posts, load_units, post_fields, unit_fields

EXCEPT, COVER, CLEAR, UNIT, UNIT_END = "post_exception", "post_covered", "post_clear", "unit_add", "unit_end"
MOST_WORDS, MOST_SEATS = 60, 99


def set_exception(
    desk: Desk,
    code: str,
    seats: int,
    reason: str,
    doc_no: str,
    decided_on: str,
    valid_from: str = "",
    valid_to: str = "",
) -> PostChange:
    """So many posts in all for one village, whatever the rule gives it, with the reason and who decided.

    Troubles `village_code_unknown` (village), `post_reason_missing`, `post_seats_bad` (most), `fill_source`, `day_wrong`,
    `text_too_long`, those of `Store.write`.
    """
    village = _village(desk, code)
    if not 0 <= seats <= MOST_SEATS:
        raise Trouble("post_seats_bad", most=MOST_SEATS)
    if not reason.strip() or RESIDENTS.search(reason):
        raise Trouble("post_reason_missing")
    if not doc_no.strip():
        raise Trouble("fill_source", lacks="number")
    _days(decided_on, valid_from or decided_on, *([valid_to] if valid_to else []))
    _short(reason, doc_no)
    found = PostChange(
        village.scope, new_id(), village.id, "exception", seats, reason.strip(), "", valid_from or decided_on,
        valid_to or None, doc_no.strip(), decided_on,
    )  # fmt: skip
    return _write(desk, EXCEPT, found)


def set_covered(desk: Desk, code: str, by: str, valid_from: str, valid_to: str = "") -> PostChange:
    """An auxiliary serves in this village, so that no assistant is needed (Fujian). Troubles as `set_exception`."""
    village = _village(desk, code)
    if not by.strip():
        raise Trouble("post_reason_missing")
    _days(valid_from, *([valid_to] if valid_to else []))
    _short(by)
    found = PostChange(village.scope, new_id(), village.id, "covered", 0, "", by.strip(), valid_from, valid_to or None)
    return _write(desk, COVER, found)


def clear(desk: Desk, code: str) -> int:
    """The rule alone holds for a village again; how many exceptions and covers that took away. Trouble `post_none`."""
    village = _village(desk, code)
    with desk.store.read() as conn:
        there = load_posts(conn).get(village.id, [])
    if not there:
        raise Trouble("post_none", village=village.name)
    with desk.store.write(desk.account.id, CLEAR, scope=village.scope) as work:
        for one in there:
            work.delete("post", one.id)
    return len(there)


def add_unit(
    desk: Desk,
    kind: UnitKind,
    name: str,
    codes: Sequence[str],
    code: str = "",
    officer: str = "",
    valid_from: str = "",
    room: str = "",
) -> PostUnit:
    """A room or a work station with its villages, the first of which bears its post; `room`: the one it belongs to.

    Troubles `unit_name_missing`, `unit_there` (name) where one of the kind is called so and has not ended, `unit_missing`
    (name) for a room that is not there, `village_code_unknown` (village), `day_wrong`, `text_too_long`, those of
    `Store.write`.
    """
    if not name.strip() or not codes:
        raise Trouble("unit_name_missing")
    _days(*([valid_from] if valid_from else []))
    _short(name, officer)
    if any((one.kind, one.name) == (kind, name.strip()) and not one.valid_to for one in units(desk)):
        raise Trouble("unit_there", name=name.strip())
    villages = [_village(desk, one) for one in dict.fromkeys(codes)]
    parent = _unit(desk, room, "room").id if room else ""
    made = PostUnit(
        villages[0].scope, new_id(), kind, name.strip(), code.strip(), parent, officer.strip(), valid_from or None, None,
        tuple(one.id for one in villages),
    )  # fmt: skip
    with desk.store.write(desk.account.id, UNIT, scope=made.scope) as work:
        work.create("unit", made.id, unit_fields(made))
        for village_id in made.villages:
            work.create("unit_village", new_id(), {"unit_id": made.id, "village_id": village_id})
    return made


def end_unit(desk: Desk, name: str, day: str) -> PostUnit:
    """A room or station is there for the last time on `day`. Troubles `unit_missing` (name), `day_wrong`."""
    _days(day)
    found = _unit(desk, name)
    with desk.store.write(desk.account.id, UNIT_END, scope=found.scope) as work:
        work.update("unit", found.id, {"valid_to": day})
    return replace(found, valid_to=day)


def _unit(desk: Desk, name: str, kind: UnitKind | None = None) -> PostUnit:
    fit = (one for one in units(desk) if kind in (None, one.kind) and name in (one.name, one.code, one.id))
    found = next(fit, None)
    if found is None:
        raise Trouble("unit_missing", name=name)
    return found


def units(desk: Desk) -> list[PostUnit]:
    """Every room and station, by code and name."""
    with desk.store.read() as conn:
        return load_units(conn)


def changes(desk: Desk) -> list[PostChange]:
    """Every exception and cover."""
    with desk.store.read() as conn:
        return [one for many in load_posts(conn).values() for one in many]


def _write(desk: Desk, act: str, found: PostChange) -> PostChange:
    with desk.store.write(desk.account.id, act, scope=found.scope) as work:
        work.create("post", found.id, post_fields(found))
    return found


def _village(desk: Desk, code: str) -> Village:
    known = memory_of(desk).book(desk).units(desk.clock.today())
    fit = [one for one in known if code in (one.code, one.id, one.name)]
    if len(fit) != 1:
        raise Trouble("village_code_unknown", village=code)
    return fit[0]


def _days(*days: str) -> None:
    for day in days:
        if len(day) != 10 or not is_date(day):
            raise Trouble("day_wrong", text=day)


def _short(*texts: str) -> None:
    if any(len(text) > MOST_WORDS for text in texts):
        raise Trouble("text_too_long", most=MOST_WORDS)
