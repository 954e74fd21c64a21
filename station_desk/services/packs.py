"""Policy packs as an office looks at them: read, set side by side, checked, and tried on a case; coverage by a pack."""

from dataclasses import dataclass
from datetime import date

from station_desk.domain.coverage import Coverage, coverage
from station_desk.domain.eligibility import Case, Decision, decide
from station_desk.domain.policy import Decided, Listing, NotStated, Policy, Rule
from station_desk.packs.load import load_pack
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.eligibility import check_case
from station_desk.services.pack_memory import packs_dir, shelf
from station_desk.services.roster_memory import memory_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule or a list that two packs tell differently: in value, not only in words or source."""

    key: str
    left: Rule[object] | Listing[object]
    right: Rule[object] | Listing[object]


def list_packs() -> list[Policy]:
    """Every pack, by id. Trouble `pack_damaged`."""
    return reference.list_packs()


def read(pack_id: str) -> Policy:
    """One pack. Troubles `pack_missing` (pack), `pack_damaged`."""
    return load_pack(packs_dir(), pack_id)


def compare(left: Policy, right: Policy) -> list[Difference]:
    """What two packs tell differently, in reading order."""
    rules = [
        Difference(key, left.rules[key], right.rules[key])
        for key in left.rules
        if _value(left.rules[key]) != _value(right.rules[key])
    ]
    lists = [
        Difference(key, left.lists[key], right.lists[key])
        for key in left.lists
        if _values(left.lists[key]) != _values(right.lists[key])
    ]
    return rules + lists


def read_here(desk: Desk, pack_id: str) -> Policy:
    """One pack as it is at hand in an office today: bundled, its own or the county's, with what was filled in.

    Troubles `pack_missing` (pack), `pack_damaged`.
    """
    return shelf(desk).policy(pack_id, desk.clock.today())


def list_here(desk: Desk) -> list[Policy]:
    """Every pack that is at hand in an office, by id. Trouble `pack_damaged`."""
    return [read_here(desk, pack_id) for pack_id in sorted(shelf(desk).versions)]


def parent_of(desk: Desk, policy: Policy) -> Policy | None:
    """The pack that `policy` inherits from, without what was filled in."""
    return shelf(desk).bare(policy.parent, desk.clock.today()) if policy.parent else None


def judge(policy: Policy, case: Case) -> Decision:
    """Whether somebody may be chosen by a pack. Stores nothing. Troubles `relaxation_unknown` (reason, known),
    `answer_unknown` (item, known).
    """
    check_case(policy, case)
    return decide(policy, case)


def coverage_on(desk: Desk, day: date | None = None, scope: str | None = None) -> Coverage:
    """The coverage statement of a day (default today) by the policy then in force, past days as they stood; of one
    station with `scope`. Trouble `archive_needed` (file).
    """
    when = day or desk.clock.today()
    return coverage(memory_of(desk).book_on(desk, when), reference.policy(desk, when), when, scope)


def _value(rule: Rule[object]) -> object:
    """What is compared: the value, or that there is none (who may fill it in makes no difference)."""
    return None if isinstance(rule, NotStated) else rule.value


def _values(found: Listing[object]) -> object:
    return None if isinstance(found, NotStated) else tuple(one.value for one in found)


def provenance(rule: Rule[object], policy: Policy) -> dict[str, str] | None:
    """Where a value comes from, by name, for a machine; None where there is no value."""
    if isinstance(rule, NotStated):
        return None
    if isinstance(rule, Decided):
        return {"decided_by": rule.by, "number": rule.number, "date": rule.date}
    document = policy.documents[rule.doc]
    return {
        "doc": rule.doc,
        "title": document.title,
        "number": document.number,
        "clause": rule.clause,
        "quote": rule.quote,
    }
