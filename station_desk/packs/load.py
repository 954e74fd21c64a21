"""Packs from TOML: checked key by key, the parent filled in, as frozen domain objects. A damaged pack names its place.

A rule that a pack does not name comes from its parent; a pack without a parent names every rule or sets it in [unset].
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.policy import Listing, NotStated, Policy, Rule
from station_desk.domain.policy_entries import Metric
from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.domain.policy_sense import clashes
from station_desk.domain.policy_tests import Question, Unit, wrong_answers
from station_desk.domain.trouble import Trouble
from station_desk.packs.places import cell_of
from station_desk.packs.reading import PACK_ID, Fault, PackFile, parse_pack, read_pack, weight_faults
from station_desk.packs.schema import WrittenTest

_DEEPEST = 4
Find = Callable[[str], PackFile | None]
"""Finds a pack by its id."""


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """A pack file with everything that was found wrong; `policy` only where nothing was. `tests`: how many it ships."""

    faults: tuple[Fault, ...]
    policy: Policy | None = None
    tests: int = 0


def pack_ids(folder: Path) -> list[str]:
    """The packs that lie in `folder`, by id."""
    return sorted(file.stem for file in folder.glob("*.toml") if PACK_ID.fullmatch(file.stem))


def load_pack(folder: Path, pack_id: str) -> Policy:
    """The pack `pack_id` of `folder` with its parents' values.

    Troubles: `pack_missing` (pack), `pack_damaged` (file, line, key, reason).
    """
    return _whole(pack_id, lambda wanted: _beside(folder, wanted))


def load_texts(texts: Mapping[str, str], pack_id: str) -> Policy:
    """The pack `pack_id` out of texts by id (its own and its parents'). Troubles as `load_pack`."""
    return _whole(pack_id, lambda wanted: _of_texts(texts, wanted))


def chain_texts(texts: Mapping[str, str], pack_id: str) -> dict[str, str]:
    """The texts that a pack rests on, its own first, by id. Troubles as `load_pack`."""
    own = _of_texts(texts, pack_id)
    if own is None:
        raise Trouble("pack_missing", pack=pack_id)
    return {one.head.id: one.text for one in _chain(own, lambda wanted: _of_texts(texts, wanted))}


def check_pack(file: Path, folder: Path) -> CheckedPack:
    """Everything wrong with a pack file, its own tests included; its parents are sought beside it, then in `folder`.

    Troubles: `pack_missing` (pack) for a parent that is nowhere.
    """
    return check_read(read_pack(file), lambda wanted: _beside(file.parent, wanted) or _beside(folder, wanted))


def check_read(own: PackFile, find: Find) -> CheckedPack:
    """Everything wrong with a pack that was read, its own tests included."""
    faults, chain = list(own.faults), [own]
    try:
        chain = chain if faults else _chain(own, find)
    except Trouble as trouble:
        own.fault("parent", "parent_missing" if trouble.code == "pack_missing" else "parents", own.head.parent)
        faults = [own.faults.pop()]
    if not faults:
        faults = _faults_together(chain)
        policy = None if faults else _policy(chain)
        if policy is not None:
            faults = test_faults(own, policy)
            if not faults:
                return CheckedPack((), policy, len(own.tests))
    return CheckedPack(tuple(sorted(faults, key=lambda fault: fault.line)), None, len(own.tests))


def test_faults(source: PackFile, policy: Policy) -> list[Fault]:
    """The pack's own tests that `policy` answers otherwise, or that cannot be asked."""
    answers = wrong_answers(policy, questions(source.tests))
    faults = []
    for at, told in answers:
        key = f"tests[{at}]"
        before = len(source.faults)
        source.fault(key, "test_fails", told)
        faults.append(source.faults.pop(before))
    return faults


def questions(tests: Sequence[WrittenTest]) -> list[Question]:
    """The tests of a pack as questions to a policy."""
    return [
        Question(
            one.ask,
            one.answer,
            one.key,
            tuple(Unit(unit.kind, unit.count, unit.name, unit.households) for unit in one.units),
            one.age,
            one.education,
            one.relaxed,
        )
        for one in tests
    ]


def _beside(folder: Path, pack_id: str) -> PackFile | None:
    file = folder / f"{pack_id}.toml"
    return read_pack(file) if PACK_ID.fullmatch(pack_id) and file.is_file() else None


def _of_texts(texts: Mapping[str, str], pack_id: str) -> PackFile | None:
    return parse_pack(f"{pack_id}.toml", texts[pack_id]) if pack_id in texts else None


def _whole(pack_id: str, find: Find) -> Policy:
    own = find(pack_id)
    if own is None:
        raise Trouble("pack_missing", pack=pack_id)
    chain = _chain(own, find)
    if not own.faults and own.head.id != pack_id:
        own.fault("id", "id")
    for source in chain:
        _first_fault(source, source.faults)
    _first_fault(own, _faults_together(chain))
    return _policy(chain)


def _chain(own: PackFile, find: Find) -> list[PackFile]:
    """The pack and its parents, nearest first. Troubles `pack_missing` (pack), `pack_damaged` for a circle."""
    chain = [own]
    while chain[-1].head.parent:
        wanted = chain[-1].head.parent
        if len(chain) >= _DEEPEST:
            raise _damaged(own, Fault(0, "parent", "parents"))
        parent = find(wanted)
        if parent is None:
            raise Trouble("pack_missing", pack=wanted)
        chain.append(parent)
    return chain


def _faults_together(chain: Sequence[PackFile]) -> list[Fault]:
    """What can only be said with the parents: rules that nobody names, weights on what may bear none, values that do not
    hold together.
    """
    own, root = chain[0], chain[-1]
    faults = [
        Fault(0, key, "missing", "", cell_of(own.places, key))
        for key in (*KEYS, *LISTS)
        if not any(key in source.rules or key in source.lists for source in chain)
    ]
    if root.faults and root is not own:
        faults += [Fault(0, "parent", "parents")]
    metrics = next((source.lists["metrics"] for source in chain if "metrics" in source.lists), NotStated(""))
    classes = {}
    if not isinstance(metrics, NotStated):
        classes = {one.value.code: one.value.kind for one in metrics if isinstance(one.value, Metric)}
    faults += weight_faults(own, {code: str(kind) for code, kind in classes.items()})
    if not faults:
        before = len(own.faults)
        for key, reason, meant in clashes(*_together(chain)):
            own.fault(key, reason, meant)
        faults, own.faults[before:] = own.faults[before:], []
    return faults


def _together(chain: Sequence[PackFile]) -> tuple[dict[str, Rule[object]], dict[str, Listing[object]]]:
    """What holds of every rule and list: what the nearest file says."""
    return (
        {key: next(source.rules[key] for source in chain if key in source.rules) for key in KEYS},
        {key: next(source.lists[key] for source in chain if key in source.lists) for key in LISTS},
    )


def _first_fault(source: PackFile, faults: Sequence[Fault]) -> None:
    if faults:
        raise _damaged(source, min(faults, key=lambda fault: fault.line))


def _damaged(source: PackFile, fault: Fault) -> Trouble:
    return Trouble("pack_damaged", file=source.name, line=fault.line, key=fault.key, reason=fault.reason)


def _policy(chain: Sequence[PackFile]) -> Policy:
    head = chain[0].head
    nearest = tuple(reversed(chain))
    rules, lists = _together(chain)
    return Policy(
        id=head.id,
        title=head.title,
        version=head.version,
        effective_from=head.effective_from,
        parent=head.parent,
        summary=head.summary,
        digest=hashlib.sha256("".join(source.digest for source in chain).encode()).hexdigest(),
        documents={key: one for source in nearest for key, one in source.documents.items()},
        rules=rules,
        lists=lists,
        own=frozenset((*chain[0].rules, *chain[0].lists)),
    )
