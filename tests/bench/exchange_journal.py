"""A station's journal for the bench: what an exporter reads of a station, written in bulk.

The acts are those of people: a village list, then people, terms, sheets and an eighth of later edits, mostly one change
an act and now and then a whole sheet. Rows are not written: the exporter reads the journal alone.
"""

import os
import random
from collections.abc import Iterator

from station_desk.domain.ids import new_id
from station_desk.domain.journal import SALT_BYTES, Change, Clock, Txn, Value, body_hash, encode_body, txn_hash
from station_desk.services.desk import Desk
from station_desk.store.journal_rows import append_txns, heads, set_heads
from station_desk.store.settings import HLC, REP, SEQUENCE, get_settings, put_settings
from station_desk.store.tables import SCHEMA_VERSION

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "国建志文明永春丽秀英海军红霞"
SIZES = (1, 1, 1, 2, 3, 8, 20, 60)
"""Changes of one act: mostly one, now and then a whole sheet."""

VILLAGES = 70
_ACTS = 1_000
"""So many acts are written at once."""

_PAUSE_MS = 90_000

_Wanted = tuple[str, str, str, dict[str, Value]]
"""(op, ent, rid, fields)"""


class Journal:
    """The acts of one station, one after another; `more` goes on where the last call ended."""

    def __init__(self, desk: Desk, seed: int = 7) -> None:
        self._desk = desk
        self._dice = random.Random(seed)
        self._people: list[str] = []
        self._made: dict[str, Clock] = {}
        self._later: dict[tuple[str, str], Clock] = {}
        with desk.store.read() as conn:
            found = get_settings(conn, REP, SEQUENCE, HLC)
            self._tip = tuple(heads(conn, desk.office.code)[desk.office.code])
        self._rep, self._n, self._hlc = int(found[REP]), int(found[SEQUENCE]), int(found[HLC])

    def more(self, changes: int) -> None:
        """Write so many changes more, in one commit."""
        with self._desk.store.transaction() as conn:
            batch: list[Txn] = []
            for txn in self._acts(changes):
                batch.append(txn)
                if len(batch) == _ACTS:
                    append_txns(conn, batch)
                    batch = []
            append_txns(conn, batch)
            set_heads(conn, self._desk.office.code, self._tip)
            put_settings(conn, {SEQUENCE: str(self._n), HLC: str(self._hlc)})

    def _acts(self, changes: int) -> Iterator[Txn]:
        left = changes
        if not self._people:
            villages: list[_Wanted] = [("c", "village", new_id(), _village(n)) for n in range(min(VILLAGES, left))]
            left -= len(villages)
            yield self._act("village_import", villages)
        while left:
            size = min(self._dice.choice(SIZES), left)
            left -= size
            at = self._hlc + _PAUSE_MS
            touched: set[str] = set()
            yield self._act("roster_import", [self._change(at, touched) for _ in range(size)])

    def _act(self, action: str, wanted: list[_Wanted]) -> Txn:
        code = self._desk.office.code
        self._n, self._hlc = self._n + 1, self._hlc + _PAUSE_MS
        changes = [self._sealed(*one) for one in wanted]
        head = (code, code, self._rep, self._n, self._hlc, self._desk.account.id, action, new_id(self._hlc))
        digest = txn_hash(*head, SCHEMA_VERSION, self._tip, changes)
        txn = Txn(digest, *head, SCHEMA_VERSION, self._tip, tuple(changes))
        self._tip = (digest,)
        for op, ent, rid, fields in wanted:
            if op == "u":
                self._later.update(((rid, name), txn.clock) for name in fields)
            elif ent == "person":
                self._made[rid] = txn.clock
                self._people.append(rid)
        return txn

    def _sealed(self, op: str, ent: str, rid: str, fields: dict[str, Value]) -> Change:
        salt = os.urandom(SALT_BYTES)
        if op == "c":
            body = encode_body(fields)
            return Change(ent, rid, "c", body, salt, body_hash(salt, body))
        over = {name: self._later.get((rid, name), self._made[rid]) for name in fields}
        body = encode_body({name: [value, *over[name][:2], over[name][2].hex()] for name, value in fields.items()})
        return Change(ent, rid, "u", body, salt, body_hash(salt, body))

    def _change(self, at: int, touched: set[str]) -> _Wanted:
        """One change of an act; a record is edited once in an act at most. Every person named was there before it."""
        dice, people = self._dice, self._people
        kind = dice.random()
        if kind < 0.125 and people and (rid := dice.choice(people)) not in touched:
            touched.add(rid)
            return "u", "person", rid, {"phone": self._phone(), "post": dice.choice(("网格员", "治保主任"))}
        if kind < 0.42 or not people:
            return "c", "person", new_id(at), self._person()
        if kind < 0.71:
            fields: dict[str, Value] = {"person_id": dice.choice(people), "state": "active", "number": "2026001"}
            return "c", "term", new_id(at), fields | {"start_date": "2026-01-01", "end_date": "2028-12-31"}
        rid = new_id(at)
        return "c", "sheet", rid, {"serial": rid[:12], "form": "F15", "person_id": dice.choice(people), "page": 1}

    def _person(self) -> dict[str, Value]:
        dice = self._dice
        birth = f"19{dice.randrange(60, 99)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
        return {
            "name": dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN),
            "sex": dice.choice("男女"),
            "birth": birth,
            "id_no": f"371602{birth.replace('-', '')}996X",
            "phone": self._phone(),
            "education": "高中",
            "political": "群众",
            "post": "网格员",
        }

    def _phone(self) -> str:
        return f"138{self._dice.randrange(10**8):08d}"


def _village(n: int) -> dict[str, Value]:
    return {"code": f"371602009{n:03d}", "name": f"第{n}村", "kind": "村"}
