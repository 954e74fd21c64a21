"""Where every other office stands, read set-wise: a few statements for two hundred stations, not a few for each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from station_desk.domain.exchange import TAKEN, MissingBundle
from station_desk.domain.records import SERVING
from station_desk.store.peers import Heard, missing_numbers
from station_desk.store.tables import term, village


@dataclass(frozen=True, slots=True)
class Sending:
    """What one receiver was sent: when last, the newest number, the newest confirmed, and since when something waits."""

    last_at: str
    last_number: int
    confirmed: int | None
    waiting_since: str | None


@dataclass(frozen=True, slots=True)
class Holding:
    """People on a station's roster (with a term that fills a post) and villages that it covers, as known here."""

    people: int = 0
    villages: int = 0


NOTHING_HEARD = Heard(0, (), None)
NOTHING_HELD = Holding()


def sendings(conn: Connection) -> dict[str, Sending]:
    """By receiver. A later receipt covers earlier bundles; bundles without changes wait for none.

    The last is the one of the highest number: a clock may have been set back since.
    """
    rows = conn.exec_driver_sql(
        "WITH s AS (SELECT receiver, max(number) AS number,"
        " max(CASE WHEN acked_at IS NOT NULL THEN number END) AS confirmed FROM bundle_out GROUP BY receiver)"
        " SELECT s.receiver, (SELECT n.at FROM bundle_out n WHERE n.receiver = s.receiver AND n.number = s.number),"
        " s.number, s.confirmed, (SELECT min(o.at) FROM bundle_out o"
        " WHERE o.receiver = s.receiver AND o.changes > 0 AND o.number > coalesce(s.confirmed, 0)) FROM s"
    )
    return {row[0]: Sending(*row[1:]) for row in rows}


def hearings(conn: Connection) -> dict[str, Heard]:
    """By sender: what `peers.heard_from` says of the files of each."""
    taken = ", ".join(f"'{result}'" for result in sorted(TAKEN))
    newest: dict[str, tuple[int, str]] = {
        sender: (number or 0, at)
        for sender, number, at, _last in conn.exec_driver_sql(
            f"SELECT sender, (SELECT max(t.number) FROM bundle_in t WHERE t.sender = b.sender AND t.result IN ({taken})),"  # noqa: S608 - our own codes
            f" at, max(rowid) FROM bundle_in b WHERE result IN ({taken}, 'gap') GROUP BY sender"
        )
    }
    refused: dict[str, set[int]] = {}
    for sender, number in conn.exec_driver_sql(
        "SELECT DISTINCT sender, number FROM bundle_in WHERE result = 'gap' AND number IS NOT NULL"
    ):
        refused.setdefault(sender, set()).add(number)
    return {
        sender: Heard(number, missing_numbers(number, refused.get(sender, ())), at, frozenset(refused.get(sender, ())))
        for sender, (number, at) in newest.items()
    }


def missing_of(conn: Connection, sender: str, numbers: Iterable[int]) -> tuple[MissingBundle, ...]:
    """The missing bundles with the day and code that a later bundle of the sender told of them, where one did."""
    told: dict[int, MissingBundle] = {}
    rows = conn.exec_driver_sql("SELECT detail FROM bundle_in WHERE sender = ? AND result = 'gap'", (sender,))
    for text in rows.scalars():
        for number, made_at, code in json.loads(text).get("named", ()):
            told[int(number)] = MissingBundle(int(number), made_at, code)
    return tuple(told.get(number, MissingBundle(number)) for number in numbers)


def confirmed_files(conn: Connection) -> set[bytes]:
    """SHA-256 of every file that was made of a bundle whose receipt is in."""
    rows = conn.exec_driver_sql(
        "SELECT sha256 FROM bundle_out WHERE acked_at IS NOT NULL UNION SELECT f.sha256 FROM bundle_file f"
        " JOIN bundle_out o ON o.receiver = f.receiver AND o.number = f.number WHERE o.acked_at IS NOT NULL"
    )
    return set(rows.scalars())


def holdings(conn: Connection) -> dict[str, Holding]:
    """By station."""
    serving = [state.value for state in SERVING]
    people = (
        select(term.c.scope, func.count(term.c.person_id.distinct()))
        .where(term.c.deleted == 0, term.c.state.in_(serving))
        .group_by(term.c.scope)
    )
    villages = select(village.c.scope, func.count()).where(village.c.deleted == 0).group_by(village.c.scope)
    held = {scope: (int(count), 0) for scope, count in conn.execute(people)}
    for scope, count in conn.execute(villages):
        held[scope] = (held.get(scope, (0, 0))[0], int(count))
    return {scope: Holding(*counts) for scope, counts in held.items()}
