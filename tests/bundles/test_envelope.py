"""A whole bundle: there and back; every damage found before anything is decrypted; signed lies found too."""

import io
import random
from collections.abc import Iterator

import msgspec
import pytest
import zstandard

from station_desk.bundles import envelope, frames, sealing
from station_desk.bundles.envelope import open_payload, peek_state
from station_desk.bundles.frames import SentNote, State
from station_desk.bundles.header import MAGIC, ScopeHead, encode_header
from station_desk.bundles.identity import Identity
from station_desk.domain.journal import Change
from station_desk.domain.trouble import Trouble
from tests.bundles import samples
from tests.bundles.samples import (
    COUNTY,
    START,
    STATION,
    STRANGER,
    chain,
    change,
    checked,
    file_of,
    forged,
    frame,
    header,
    opened,
    packed,
    sealed,
    signed,
    trailer,
    txn,
    wire,
)


@pytest.fixture(scope="module")
def small() -> bytes:
    return file_of(packed(chain(2)))


def refused(data: bytes, own: Identity = COUNTY) -> str:
    """The code under which `data` is refused."""
    with pytest.raises(Trouble) as caught:
        opened(data, own)
    return caught.value.code


def test_a_bundle_comes_out_as_it_went_in() -> None:
    txns = chain(40, each=5)
    kept = opened(file_of(packed(txns)))
    assert kept.txns == txns
    assert kept.states == [samples.NOTHING]


def test_the_file_has_the_size_and_hash_that_were_announced() -> None:
    bundle = packed(chain(3))
    size, sha = bundle.size, bundle.sha256
    data = file_of(bundle)
    assert (len(data), checked(data).sha256) == (size, sha)


def test_a_transaction_longer_than_a_frame_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "FRAME_TARGET", 2000)
    txns = [*chain(3), txn([change() for _ in range(50)], n=9), *chain(2)]
    assert opened(file_of(packed(txns))).txns == txns


def test_a_local_change_travels_without_body_and_salt() -> None:
    home = change("u", fields={"bank_card": ["6200", 0, 0, ""]}, local=True)
    one = txn([change(), home])
    came = opened(file_of(packed([one]))).txns[0]
    assert came.hash == one.hash
    assert (came.changes[1].body, came.changes[1].salt, came.changes[1].local) == (None, None, True)
    assert came.changes[1].body_hash == home.body_hash


def test_the_outside_tells_no_name(small: bytes) -> None:
    assert "甲某".encode() not in small
    assert b"person" not in small


def test_every_flipped_bit_is_refused(small: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelope, "unseal", None)  # nothing may be decrypted
    codes = set()
    for bit in range(len(small) * 8):
        bad = bytearray(small)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Trouble) as caught:
            opened(bytes(bad))
        codes.add(caught.value.code)
    assert codes <= {"bundle_corrupt", "bundle_unknown_sender", "bundle_wrong_recipient", "bundle_newer_format"}


def test_every_truncation_is_refused(small: bytes) -> None:
    for length in range(len(small)):
        assert refused(small[:length]) == "bundle_corrupt"


def test_bytes_added_anywhere_are_refused(small: bytes) -> None:
    dice = random.Random(5)
    for _ in range(300):
        at = dice.randrange(len(small) + 1)
        assert refused(small[:at] + dice.randbytes(dice.randrange(1, 9)) + small[at:]) in {
            "bundle_corrupt",
            "bundle_unknown_sender",
            "bundle_wrong_recipient",
        }


def test_two_bundles_cannot_be_spliced(small: bytes) -> None:
    other = file_of(packed(chain(2)))
    cut = checked(small).offset
    assert refused(small[:cut] + other[checked(other).offset :]) == "bundle_corrupt"
    assert refused(small[:-64] + other[-64:]) == "bundle_corrupt"


def test_an_erased_body_travels_as_its_hash() -> None:
    whole = change()
    erased = Change(whole.ent, whole.rid, "c", None, None, whole.body_hash)
    one = txn([erased])
    assert opened(file_of(packed([one]))).txns == [one]


def test_a_strangers_bundle_is_not_opened() -> None:
    assert refused(file_of(packed(chain(1), STRANGER))) == "bundle_unknown_sender"


def test_a_strangers_bundle_for_someone_else_is_not_ours_to_enrol_for() -> None:
    assert refused(file_of(packed(chain(1), STRANGER, STATION))) == "bundle_wrong_recipient"


def test_a_bundle_for_another_office_is_told_apart() -> None:
    assert refused(file_of(packed(chain(1), STATION, STRANGER))) == "bundle_wrong_recipient"


def test_a_bundle_sealed_to_keys_we_no_longer_have_is_not_ours() -> None:
    data = file_of(packed(chain(1), recipients=[STRANGER.public.seal_key]))
    assert refused(data) == "bundle_wrong_recipient"


def test_the_escrow_opens_it_too() -> None:
    data = file_of(packed(chain(1), recipients=[COUNTY.public.seal_key, STRANGER.public.seal_key]))
    kept = samples.Kept()
    envelope_key = Identity(COUNTY.public, COUNTY.sign_seed, STRANGER.seal_secret)
    open_payload(io.BytesIO(data), checked(data), envelope_key, kept)
    assert len(kept.txns) == 1


def test_the_sender_cannot_open_what_it_sealed(small: bytes) -> None:
    own_eyes = Identity(COUNTY.public, COUNTY.sign_seed, STATION.seal_secret)
    with pytest.raises(Trouble, match="bundle_wrong_recipient"):
        open_payload(io.BytesIO(small), checked(small), own_eyes, samples.Kept())


def test_the_state_can_be_read_alone() -> None:
    state = State([SentNote(3, "2026-11-20T01:00:00.000Z", "5B0E-19")], 2, bytes(32))
    data = file_of(packed(chain(3), state=state))
    assert peek_state(io.BytesIO(data), checked(data), COUNTY) == state


# --- signed, yet not right -----------------------------------------------------------------------------------------
def test_a_later_reader_is_asked_for_only_under_a_good_signature() -> None:
    assert refused(forged([*START, trailer(START, 0, 0)], min_reader=2)) == "bundle_newer_format"
    other = encode_header(header(min_reader=2)) + bytes(64)
    assert refused(other) == "bundle_corrupt"


def test_a_later_magic_under_a_good_signature_is_a_newer_format() -> None:
    outside = encode_header(header())
    assert refused(signed(STATION, b"SDB2\n" + outside[len(MAGIC) :], b"")) == "bundle_newer_format"


def test_another_suite_is_a_newer_format() -> None:
    assert refused(forged([], suite=2)) == "bundle_newer_format"


def test_a_later_format_that_we_may_read_can_have_new_keys() -> None:
    frames_ = [*START, trailer(START, 0, 0)]
    good = header(fmt=2, plain_size=sum(map(len, frames_)))
    text = msgspec.json.encode({**msgspec.json.decode(msgspec.json.encode(good)), "mood": "new"})
    outside = MAGIC + len(text).to_bytes(4, "big") + text
    assert opened(signed(STATION, outside, sealed(frames_))).txns == []


def test_in_our_own_format_an_unknown_key_is_refused() -> None:
    text = msgspec.json.encode({**msgspec.json.decode(msgspec.json.encode(header())), "mood": "new"})
    assert refused(signed(STATION, MAGIC + len(text).to_bytes(4, "big") + text, b"")) == "bundle_corrupt"


def test_a_header_in_another_form_is_refused() -> None:
    text = msgspec.json.format(msgspec.json.encode(header()), indent=1)
    assert refused(signed(STATION, MAGIC + len(text).to_bytes(4, "big") + text, b"")) == "bundle_corrupt"


@pytest.mark.parametrize(
    "changed",
    [
        {"transactions": 1, "scopes": []},
        {"changes": 1},
        {"plain_size": 10_000_000},
        {"scopes": [ScopeHead("371602009", 0, 0, [], []), ScopeHead("371602009", 0, 0, [], [])]},
        {"fmt": 0},
        {"min_reader": 0},
    ],
)
def test_a_header_whose_numbers_cannot_be_is_refused(changed: dict[str, object]) -> None:
    assert refused(forged([*START, trailer(START, 0, 0)], **changed)) == "bundle_corrupt"


def test_unknown_frames_from_128_on_are_passed_over() -> None:
    inside = [*START, frame(200, b"whatever")]
    assert opened(forged([*inside, trailer(inside, 0, 0)])).txns == []


def test_unknown_frames_below_128_need_a_later_program() -> None:
    inside = [*START, frame(77, b"whatever")]
    assert refused(forged([*inside, trailer(inside, 0, 0)])) == "bundle_newer_format"


ONE = chain(1)[0]
BODY = [*START, frame(3, [wire(ONE)])]


def _without_body_hash() -> list[object]:
    bad = wire(ONE)
    bad[-1] = [("c", "person", "x", 0, None, None, None)] * 2
    return bad


@pytest.mark.parametrize(
    ("inside", "transactions", "changes", "reason"),
    [
        ([*BODY, trailer(BODY, 1, 3)], 1, 2, "trailer"),
        ([*BODY, trailer(BODY, 2, 2)], 1, 2, "trailer"),
        ([*BODY, trailer(BODY[:2], 1, 2)], 1, 2, "trailer"),
        ([*BODY, trailer(BODY, 1, 2)], 2, 2, "counts of the header"),
        ([*BODY, trailer(BODY, 1, 2)], 1, 1, "counts of the header"),
        ([*BODY, trailer(BODY, 1, 2), b"\0"], 1, 2, "not whole"),
        ([*BODY, trailer(BODY, 1, 2), frame(200, b"")], 1, 2, "after the trailer"),
        (BODY, 1, 2, "not whole"),
        ([*BODY[1:], trailer(BODY[1:], 1, 2)], 1, 2, "type 2 out of place"),
        ([BODY[2], *START, trailer([BODY[2], *START], 1, 2)], 1, 2, "type 3 out of place"),
        ([*START, START[0], trailer([*START, START[0]], 0, 0)], 0, 0, "type 1 out of place"),
        ([*START, frame(3, [[*wire(ONE)[:-2], 3, wire(ONE)[-1]]]), trailer(BODY, 1, 2)], 1, 2, "without its end"),
        (
            [*START, frame(3, [[*wire(ONE)[:-2], 1, wire(ONE)[-1]]]), trailer(BODY, 1, 2)],
            1,
            2,
            "changes of a transaction",
        ),
        ([*START, frame(4, wire(ONE)[-1]), trailer(BODY, 1, 2)], 1, 2, "type 4 out of place"),
        ([*START, frame(3, [_without_body_hash()]), trailer(BODY, 1, 2)], 1, 2, "without body and hash"),
        ([*START, frame(3, [[b"\1" * 32, *wire(ONE)[1:]]]), trailer(BODY, 1, 2)], 1, 2, "hash of a transaction"),
        ([*START, frame(3, [wire(txn([change(ent="Person")]))]), trailer(BODY, 1, 1)], 1, 1, "kind of record"),
        ([*START, frame(3, [wire(txn([change(rid="../../etc")]))]), trailer(BODY, 1, 1)], 1, 1, "record id"),
        ([*START, frame(3, [wire(txn([change(rid="a\nb")]))]), trailer(BODY, 1, 1)], 1, 1, "record id"),
        ([*START, frame(3, [wire(txn([change(rid="a" * 65)]))]), trailer(BODY, 1, 1)], 1, 1, "record id"),
        ([*START, frame(3, [wire(txn([change("u", local=True)]))]), trailer(BODY, 1, 1)], 1, 1, "wrong body"),
        ([*START, frame(3, b"\xc1")], 0, 0, "frame of type 3"),
        ([(20 * 1024 * 1024).to_bytes(4, "big") + b"\3"], 0, 0, "too long"),
    ],
)
def test_a_payload_that_is_not_as_it_says_is_refused(
    inside: list[bytes], transactions: int, changes: int, reason: str
) -> None:
    with pytest.raises(Trouble, match=f"bundle_corrupt.*{reason}"):
        opened(forged(inside, transactions, changes))


def test_a_payload_longer_than_declared_is_stopped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = [*START, frame(200, bytes(8 * 1024 * 1024)), *[frame(201, bytes(8 * 1024 * 1024))] * 20]
    seen = 0
    write = frames.FrameReader.write

    def counted(reader: frames.FrameReader, data: bytes) -> int:
        nonlocal seen
        seen += len(data)
        return write(reader, data)

    monkeypatch.setattr(frames.FrameReader, "write", counted)
    assert refused(forged(bomb, plain_size=100_000)) == "bundle_corrupt"
    assert seen < 400_000


def test_a_bomb_that_declares_its_size_is_refused_before_it_is_opened() -> None:
    bomb = [frame(200, bytes(8 * 1024 * 1024))] * 20
    assert refused(forged(bomb)) == "bundle_corrupt"


def test_a_window_that_wants_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = b"".join([*START, trailer(START, 0, 0)])
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    press = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    data = press.compress(inside + bytes(20_000_000)) + press.flush()
    monkeypatch.setattr("station_desk.bundles.sealing.compress", lambda frames_: iter([data]))
    assert refused(forged([inside], plain_size=len(inside))) == "bundle_corrupt"


@pytest.mark.parametrize("pieces", [1, 20])
def test_what_is_sealed_wants_no_larger_window_than_is_accepted(pieces: int) -> None:
    told = [random.Random(n).randbytes(600_000) for n in range(pieces)]
    data = b"".join(sealing.compress(told))
    assert zstandard.get_frame_parameters(data).window_size <= 8 * 1024 * 1024
    opener = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).decompressobj()
    assert opener.decompress(data) == b"".join(told)


def test_no_more_is_held_back_on_the_way_than_a_file_that_must_fit_reckons_with() -> None:
    blocks = [random.Random(n).randbytes(1 << 20) for n in range(24)]  # what lies three windows back is new again
    given = written = most = 0

    def told() -> Iterator[bytes]:
        nonlocal given, most
        for block in blocks * 5:
            most = max(most, given - written)
            given += len(block)
            yield block

    for piece in sealing.compress(told()):
        written += len(piece)
    assert written >= given
    assert most <= envelope.ON_THE_WAY


def test_what_is_no_zstd_or_no_age_is_refused() -> None:
    outside = encode_header(header())
    assert refused(signed(STATION, outside, b"age-encryption.org/v1\n???")) == "bundle_corrupt"
    assert refused(signed(STATION, outside, b"")) == "bundle_corrupt"
