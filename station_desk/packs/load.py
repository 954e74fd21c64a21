"""Packs from TOML: checked key by key, the parent filled in, as frozen domain objects. A damaged pack names its place.

A rule that a pack does not name comes from its parent; a pack without a parent names every rule or sets it in [unset].
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.policy import Listing, NotStated, Policy, Rule
from station_desk.domain.policy_entries import Metric
from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.domain.policy_sense import Clash, clashes
from station_desk.domain.policy_tests import Question, Unit, wrong_answers
from station_desk.domain.trouble import Trouble
from station_desk.packs.checks import Texts, closer_look
from station_desk.packs.folders import pack_place, text_beside, whole_place
from station_desk.packs.places import cell_of
from station_desk.packs.reading import Fault, PackFile, parse_pack, read_pack, weight_faults
from station_desk.packs.schema import WrittenTest

_DEEPEST = 4
TEXTS = "texts"
"""The folder, beside the bundled packs, with the texts of their documents."""
Find = Callable[[str], PackFile | None]
"""Finds a pack by its id."""


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """A pack file with everything that was found wrong; `policy` only where nothing was. `tests`: how many it ships."""

    faults: tuple[Fault, ...]
    policy: Policy | None = None
    tests: int = 0


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


def check_pack(place: Path, folder: Path) -> CheckedPack:
    """Everything wrong with a pack (a file, a folder or its pack.toml), its own tests and its quotations included; its
    parents are sought beside it, then in `folder`; the texts of its documents in it, then in `texts` of `folder`.
    """
    here = whole_place(place)
    return check_read(
        read_pack(here),
        lambda wanted: _beside(here.parent, wanted) or _beside(folder, wanted),
        lambda name: text_of(here, folder, name),
    )


def text_of(place: Path, folder: Path, name: str) -> str | None:
    """The text of a document: beside the pack or in its folder, else among those that come with the packs in `folder`."""
    beside = text_beside(place, name)
    return text_beside(folder / TEXTS, name) if beside is None else beside


def check_read(own: PackFile, find: Find, texts: Texts | None = None) -> CheckedPack:
    """Everything wrong with a pack that was read: its own tests, and with `texts` every quotation of a document that
    names its text.
    """
    policy, faults = _checked(own, find, texts)
    told = sorted(faults, key=lambda fault: fault.line)
    return CheckedPack(tuple(own.told(fault) for fault in told), policy, len(own.tests))


def _checked(own: PackFile, find: Find, texts: Texts | None) -> tuple[Policy | None, Sequence[Fault]]:
    if own.faults:
        return None, own.faults
    try:
        chain = _chain(own, find)
    except Trouble as trouble:
        reason = "parent_missing" if trouble.code == "pack_missing" else "parents"
        return None, _at_places(own, [("parent", reason, own.head.parent)])
    faults = _faults_together(chain) or _at_places(own, closer_look(own, texts))
    if faults:
        return None, faults
    policy = _policy(chain)
    faults = test_faults(own, policy)
    return (None if faults else policy), faults


def test_faults(source: PackFile, policy: Policy) -> list[Fault]:
    """The pack's own tests that `policy` answers otherwise, or that cannot be asked."""
    answers = wrong_answers(policy, questions(source.tests))
    return _at_places(source, ((f"tests[{at}]", "test_fails", told) for at, told in answers))


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
    place = pack_place(folder, pack_id)
    return read_pack(place) if place else None


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
        if len(chain) >= _DEEPEST or wanted in {one.head.id for one in chain}:
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
    counted = () if isinstance(metrics, NotStated) else (one.value for one in metrics)
    faults += _at_places(own, weight_faults(own, {one.code: one for one in counted if isinstance(one, Metric)}))
    return faults or _at_places(own, clashes(*_together(chain)))


def _at_places(own: PackFile, found: Iterable[Clash]) -> list[Fault]:
    """What was found by key, with the line or the cell of each."""
    before = len(own.faults)
    for key, reason, meant in found:
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
    told = source.told(fault)
    file = f"{source.name}/{told.place.partition(':')[0]}" if source.parts else source.name
    return Trouble("pack_damaged", file=file, line=told.line, key=fault.key, reason=fault.reason)


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
