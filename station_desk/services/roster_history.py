"""What happened to a person, act by act, from the journal: codes and values; the sentences are the window's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from station_desk.domain.idno import mask_id
from station_desk.domain.journal import Value
from station_desk.domain.phones import mask_card, mask_phone
from station_desk.domain.records import Term, Village
from station_desk.domain.roster import FieldChange, HistoryLine
from station_desk.services import conflicts
from station_desk.services.archive_files import at_hand
from station_desk.services.desk import Desk
from station_desk.store.accounts import account_names
from station_desk.store.history import Happening, history
from station_desk.store.roster_books import village_links
from station_desk.store.sent import how_sent

_MASKS = {"id_no": mask_id, "phone": mask_phone, "phone2": mask_phone, "bank_card": mask_card}
UNKNOWN = "…"
"""In place of a value that stands in an archive which is not at hand."""
OPEN = "conflict_open"
"""The line of a field that has two versions and waits for a choice."""

_SILENT = frozenset({"person_id", "term_id", "village_id", "deleted", "prior_id"})


@dataclass(slots=True)
class _Villages:
    """Which villages each term had as the acts went on: {joining record: (term, village, held)}."""

    known: Mapping[str, Village]
    links: dict[str, tuple[str, str, bool]]
    away: bool = False

    def now(self) -> str:
        """The villages held, as one text."""
        held = dict.fromkeys(village for _term, village, holds in self.links.values() if holds)
        return "、".join(sorted(self.known[village].name for village in held if village in self.known))

    def follow(self, happening: Happening) -> None:
        """One change of a joining record; `away` from the first on that stands in an archive out of reach."""
        if happening.archive is not None:
            self.away = True
            return
        values = {change.field: change.new for change in happening.fields}
        term, village, holds = self.links.get(happening.rid, ("", "", False))
        if happening.op == "c":
            term, village, holds = str(values.get("term_id")), str(values.get("village_id")), True
        if "deleted" in values:
            holds = not values["deleted"]
        self.links[happening.rid] = (term, village, holds and happening.op != "x")


def person_history(
    desk: Desk, person_id: str, terms: Iterable[Term], villages: Mapping[str, Village]
) -> tuple[HistoryLine, ...]:
    """The acts on a person and the terms, newest first. `villages` by record id."""
    term_ids = [term.id for term in terms]
    versions = _versions(desk, [person_id, *term_ids])
    with at_hand(desk), desk.store.read() as conn:
        happened = history(conn, [person_id, *term_ids, *village_links(conn, term_ids)])
        ways = how_sent(conn, {one.txn for one in happened})
        names = account_names(conn)
    known = _Villages(villages, {})
    lines = []
    for _key, of_act in groupby(happened, key=lambda one: (one.run or one.txn, one.action)):
        act = list(of_act)
        fields = _fields(act, known)
        first = act[0]
        if first.action == conflicts.SETTLE:
            continue
        archive = _archive_of(act)
        if not fields and archive is None and not any(one.op == "c" and one.ent == "person" for one in act):
            continue
        moment = datetime.fromtimestamp(first.hlc / 1000, UTC)
        lines.append(
            HistoryLine(
                at=moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
                day=moment.astimezone().date().isoformat(),
                actor=names.get(first.actor, ""),
                action=first.action.partition(":")[0],
                fields=fields,
                sent=ways.get(first.txn),
                archive=archive,
            )
        )
    waiting = [line for line in versions if line.action == OPEN]
    settled = [line for line in versions if line.action != OPEN]
    done = sorted([*settled, *lines], key=lambda line: line.at)
    return (*waiting, *reversed(done))


def _versions(desk: Desk, rids: list[str]) -> list[HistoryLine]:
    """Fields with two versions, which stand first until somebody chooses, and the marks of those that were settled."""
    lines = []
    for one in conflicts.about(desk, rids):
        values = " / ".join(version.shown for version in one.versions)
        done = one.settled
        lines.append(
            HistoryLine(
                at=done.at if done else one.versions[0].at,
                day=done.day if done else one.versions[0].day,
                actor=done.actor if done else "",
                action=conflicts.SETTLE if done else OPEN,
                fields=(FieldChange(one.field, values, done.shown if done else ""),),
            )
        )
    return lines


def _fields(act: list[Happening], villages: _Villages) -> tuple[FieldChange, ...]:
    """What one act changed. Whoever is registered brings everything, so that says nothing field by field."""
    registers = any(one.op == "c" and one.ent == "person" for one in act)
    before = villages.now()
    changes: dict[str, tuple[Value, Value]] = {}
    for one in act:
        if one.ent == "term_village":
            villages.follow(one)
            continue
        for change in one.fields:
            if change.field not in _SILENT and change.old != change.new:
                before_act = UNKNOWN if change.unknown else change.old
                old = changes[change.field][0] if change.field in changes else before_act
                changes[change.field] = (old, change.new)
    if registers:
        return ()
    told = [FieldChange(name, _shown(name, old), _shown(name, new)) for name, (old, new) in changes.items()]
    after = villages.now()
    if before == after:
        return tuple(told)
    return (*told, FieldChange("villages", UNKNOWN if villages.away else before, after))


def _archive_of(act: list[Happening]) -> str | None:
    """The archive out of reach that holds a part of what the act did, or what stood there before it."""
    return next((one.archive for one in act if one.archive is not None), None)


def _shown(name: str, value: Value) -> str:
    if value == UNKNOWN:
        return UNKNOWN
    mask = _MASKS.get(name)
    text = "" if value is None else str(value)
    return mask(text) if mask else text
