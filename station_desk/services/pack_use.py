"""What rests on a version of a pack: the whole text is kept with its digest and the program's version, so that the version
can never change again and a decision can be gone through once more as it was.
"""

import json
from collections.abc import Sequence
from datetime import date
from weakref import WeakKeyDictionary

from station_desk import __version__
from station_desk.domain.ids import new_id
from station_desk.domain.policy import Policy
from station_desk.domain.policy_values import FilledValue, in_force, with_values
from station_desk.domain.trouble import Trouble
from station_desk.packs.load import load_texts
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import shelf
from station_desk.store.engine import Store
from station_desk.store.pack_files import is_noted, kept_text, pack_fields
from station_desk.store.unit_of_work import UnitOfWork

_noted: WeakKeyDictionary[UnitOfWork, set[tuple[str, str]]] = WeakKeyDictionary()
"""What the running act has written already: (digest, record), and (digest, "") for the text itself."""
_then: WeakKeyDictionary[Store, dict[str, Policy]] = WeakKeyDictionary()
"""Kept packs by their digest, once they were read."""
PROGRAM = __version__
"""The version of the program that a decision keeps."""


def rest_on(work: UnitOfWork, desk: Desk, about: Sequence[tuple[str, str]], day: date | None = None) -> Policy:
    """Within an act, write that these records (kind, id) rest on the office's pack as it is in force on `day` (default
    today): the pack, to be named in the records with its digest.

    Troubles `pack_missing`, `pack_damaged`.
    """
    on = day or desk.clock.today()
    here = shelf(desk)
    policy = here.policy(desk.office.pack, on)
    noted = _noted.setdefault(work, set())
    if (policy.digest, "") not in noted and kept_text(work.conn, policy.digest) is None:
        values = [one for key, one in in_force(here.values, policy.id, on).items() if key in policy.filled]
        body = _body(here.texts(policy.id, on), values)
        work.create("pack_file", new_id(), pack_fields(policy.id, policy.version, policy.digest, body, "kept"))
    noted.add((policy.digest, ""))
    for ent, rid in about:
        if (policy.digest, rid) not in noted and not is_noted(work.conn, work.scope, rid, policy.digest):
            fields = {"pack": policy.id, "sha256": policy.digest, "program": PROGRAM, "about_ent": ent, "about_id": rid}
            work.create("pack_use", new_id(), fields | {"day": on.isoformat()})
        noted.add((policy.digest, rid))
    return policy


def policy_then(desk: Desk, digest: str) -> Policy:
    """The pack with this digest, as it was when something came to rest on it. Trouble `pack_text_missing` (digest)."""
    known = _then.setdefault(desk.store, {})
    if digest not in known:
        with desk.store.read() as conn:
            kept = kept_text(conn, digest)
        if kept is None:
            raise Trouble("pack_text_missing", digest=digest[:12])
        told = json.loads(kept.body)
        values = [_value(kept.pack, one) for one in told["values"]]
        known[digest] = with_values(load_texts(told["files"], kept.pack), values)
    return known[digest]


def _body(texts: dict[str, str], values: Sequence[FilledValue]) -> str:
    told = [
        {"key": one.key, "value": one.value, "by": one.by, "number": one.number, "on": one.on}
        for one in sorted(values, key=lambda one: one.key)
    ]
    return json.dumps({"files": texts, "values": told}, ensure_ascii=False)


def _value(pack: str, told: dict[str, object]) -> FilledValue:
    value = told["value"]
    by, number, on = (str(told[name]) for name in ("by", "number", "on"))
    return FilledValue(
        "", "", pack, str(told["key"]), tuple(value) if isinstance(value, list) else value, by, number, on, on
    )
