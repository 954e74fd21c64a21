"""Random lives of an office's keys against a model: what counts never goes back, what was stolen never counts."""

import random
from dataclasses import replace

import pytest

from station_desk.bundles.header import SignedKeyChange
from station_desk.bundles.identity import Identity, new_identity
from station_desk.bundles.key_change import make_change, open_change
from station_desk.domain.records import OfficeKind
from station_desk.services.exchange_signer import Keys
from station_desk.store.peers import PeerRow

OFFICE, US, AT = "371602009", "371602", "2026-11-22T01:00:00.000Z"


@pytest.fixture(scope="module")
def ring() -> list[Identity]:
    """Keys enough for one life; making them takes longer than using them."""
    return [new_identity(OFFICE, OfficeKind.STATION, "梁才派出所") for _ in range(8)]


def pinned(own: Identity) -> Keys:
    public = own.public
    return Keys(PeerRow(OFFICE, public.kind, public.name, public.sign_key, public.seal_key, None, AT))


def live(dice: random.Random, ring: list[Identity]) -> tuple[list[SignedKeyChange], list[int], set[int]]:
    """What the true office says in its life, its key after each word, and the keys that it called stolen."""
    now, said, course, stolen = 0, list[SignedKeyChange](), [0], set[int]()
    for nxt in range(1, dice.randint(2, len(ring))):
        why = "stolen" if dice.random() < 0.2 else "planned"
        public = ring[nxt].public_file()
        said.append(make_change(ring[now], ring[now].public, why, AT, US, identity=public))  # type: ignore[arg-type]
        if why == "stolen":
            stolen.add(now)
            return said, course, stolen
        now = nxt
        course.append(now)
    return said, course, stolen


def forged(dice: random.Random, ring: list[Identity], said: list[SignedKeyChange]) -> SignedKeyChange:
    """A word that the office never said: signed by a stranger, about other keys, or with a byte changed."""
    stranger = new_identity(OFFICE, OfficeKind.STATION, "梁才派出所")
    old = dice.choice(ring)
    kind = dice.randrange(4)
    if kind == 0:
        return make_change(stranger, old.public, "planned", AT, US, identity=stranger.public_file())
    if kind == 1:
        return make_change(old, old.public, "planned", AT, "371603", identity=stranger.public_file())
    if kind == 2:
        return make_change(stranger, old.public, "lost", AT, US, identity=stranger.public_file())
    one = dice.choice(said)
    text = open_change(one)
    assert text is not None
    return replace_body(one, one.body.replace(text.at, "2026-11-22T01:00:01.000Z"))


def replace_body(one: SignedKeyChange, body: str) -> SignedKeyChange:
    return SignedKeyChange(body, one.signature)


@pytest.mark.parametrize("lives", [150, pytest.param(1000, marks=pytest.mark.long)])
def test_what_counts_never_goes_back_and_what_was_stolen_never_counts(ring: list[Identity], lives: int) -> None:
    seen = {"followed": 0, "stolen": 0, "forged": 0, "replayed": 0}
    for seed in range(lives):
        dice = random.Random(seed)
        said, course, stolen = live(dice, ring)
        keys, heard, at = pinned(ring[0]), set[int](), 0
        for _ in range(dice.randint(1, 6)):
            words = [dice.randrange(len(said)) for _ in range(dice.randint(1, 4))]
            false = [forged(dice, ring, said) for _ in range(dice.randint(0, 1))]
            seen["replayed"] += len(heard & set(words))
            seen["forged"] += len(false)
            parcel = [*(said[word] for word in words), *false]
            dice.shuffle(parcel)
            keys.hear(parcel, US, practice=False)
            reached = at
            while reached in words and reached + 1 < len(course):
                reached += 1
            heard |= set(words)
            seen["followed"] += reached - at
            at = reached
            assert keys.peer.sign_key == ring[course[at]].public.sign_key
            called = stolen if at == len(course) - 1 and any(word == len(said) - 1 for word in words) else set[int]()
            seen["stolen"] += len(called)
            assert called <= {n for n, own in enumerate(ring) if own.public.sign_key.hex() in keys.revoked}
            assert {ring[n].public.sign_key.hex() for n in stolen} >= keys.revoked
    assert all(seen.values()), seen


def test_a_change_back_is_refused_by_whoever_knows_the_way_there(ring: list[Identity]) -> None:
    first, second = ring[:2]
    keys = pinned(first)
    there = make_change(first, first.public, "planned", AT, US, identity=second.public_file())
    back = make_change(second, second.public, "planned", AT, US, identity=first.public_file())
    keys.hear([back, there], US, practice=False)
    assert keys.peer.sign_key == second.public.sign_key


def test_practice_keys_are_not_followed_by_a_real_office(ring: list[Identity]) -> None:
    practice = replace(ring[1], public=replace(ring[1].public, practice=True))
    word = make_change(ring[0], ring[0].public, "planned", AT, US, identity=practice.public_file(practice=True))
    keys = pinned(ring[0])
    keys.hear([word], US, practice=False)
    assert keys.peer.sign_key == ring[0].public.sign_key


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_thief_who_also_changes_the_keys_is_thrown_out_once_the_theft_is_told(
    ring: list[Identity], order: tuple[int, int]
) -> None:
    own, new, thief = ring[:3]
    words = (
        make_change(own, own.public, "stolen", AT, US, identity=new.public_file()),
        make_change(own, own.public, "planned", AT, US, identity=thief.public_file()),
    )
    keys = pinned(own)
    for at in order:
        keys.hear([words[at]], US, practice=False)
    assert {own.public.sign_key.hex(), keys.peer.sign_key.hex()} <= keys.revoked
    assert new.public.sign_key.hex() not in keys.revoked
