"""Every byte of a bundle flipped, cut away or doubled: refused before anything is decrypted, decompressed or read.

Each position goes through the check that stands before everything else; every twentieth also through the whole way in.
With `--long`, every position goes the whole way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
import zstandard

from station_desk.bundles import envelope, sealing
from station_desk.bundles.identity import Identity
from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity
from tests.services.exchange_desks import Pair, everything, make_pair, person, remove_template, rename

REFUSED = {"bundle_corrupt", "bundle_unknown_sender", "bundle_wrong_recipient", "bundle_newer_format"}
WAYS = ("flip", "cut", "insert")
KINDS = ("first", "next", "receipt")


@dataclass
class Sample:
    """A bundle, the desk it is for, and the keys that this desk trusts."""

    data: bytes
    to: Desk
    keys: dict[str, bytes]

    def look(self, data: bytes, folder: Path) -> None:
        """The check that comes first. Raises Trouble where the file is refused."""
        file = folder / "bad.sdb"
        file.write_bytes(data)
        with file.open("rb") as stream:
            envelope.check(stream, len(data), self.to.office.code, self.keys.get)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    made = make_pair(tmp_path_factory.mktemp("pair"))
    yield made
    made.close()
    remove_template()


@pytest.fixture(scope="module")
def samples(pair: Pair) -> dict[str, Sample]:
    """A station's first bundle, its next one with corrections and an erasure, and the county's receipt for both."""
    rid = person(pair.station, "甲某")
    gone = person(pair.station, "丙某")
    first = pair.send()
    rename(pair.station, rid, name="乙某")
    with pair.station.store.write("clerk", "erase") as work:
        work.erase("person", gone)
    following = pair.send()
    answer = exchange.import_bundles(pair.county, [first, following], receipt_to=pair.down)
    receipt = Path(answer.receipts[0])
    mine, theirs = own_identity(pair.station), own_identity(pair.county)
    return {
        "first": _sample(first, pair.county, mine, theirs),
        "next": _sample(following, pair.county, mine, theirs),
        "receipt": _sample(receipt, pair.station, mine, theirs),
    }


def _sample(file: Path, to: Desk, *offices: Identity) -> Sample:
    return Sample(file.read_bytes(), to, {one.public.code: one.public.sign_key for one in offices})


@pytest.fixture
def nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever decrypts or decompresses fails the test."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("opened before the signature was good")

    for name in ("decrypt", "decrypt_io"):
        monkeypatch.setattr(pyrage, name, never)
    monkeypatch.setattr(zstandard, "ZstdDecompressor", never)
    monkeypatch.setattr(sealing, "unseal", never)
    monkeypatch.setattr(envelope, "unseal", never)


def altered(data: bytes, at: int, way: str) -> bytes:
    """The bundle with the byte at `at` changed, or everything from there cut away, or a byte put in."""
    if way == "flip":
        return data[:at] + bytes((data[at] ^ (1 << at % 8),)) + data[at + 1 :]
    if way == "cut":
        return data[:at] + data[at + 1 :] if at % 2 else data[:at]
    return data[:at] + bytes(((data[at] + at) % 256,)) + data[at:]


@pytest.mark.usefixtures("nothing_is_opened")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_counts(samples: dict[str, Sample], kind: str, way: str, tmp_path: Path) -> None:
    sample = samples[kind]
    for at in range(len(sample.data)):
        bad = altered(sample.data, at, way)
        with pytest.raises(Trouble) as refusal:
            sample.look(bad, tmp_path)
        assert refusal.value.code in REFUSED, (at, refusal.value)


@pytest.mark.usefixtures("nothing_is_opened")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_way_in_refuses_them_too(samples: dict[str, Sample], kind: str, way: str, tmp_path: Path) -> None:
    _all_the_way(samples[kind], way, range(7, len(samples[kind].data), 97), tmp_path)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("nothing_is_opened")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_goes_the_whole_way(samples: dict[str, Sample], kind: str, way: str, tmp_path: Path) -> None:
    _all_the_way(samples[kind], way, range(len(samples[kind].data)), tmp_path)


def _all_the_way(sample: Sample, way: str, places: range, tmp_path: Path) -> None:
    before = everything(sample.to)
    file = tmp_path / "bad.sdb"
    for at in places:
        file.write_bytes(altered(sample.data, at, way))
        answer = exchange.import_bundles(sample.to, [file])
        assert answer.trouble is not None, at
        assert answer.bundles[0].result not in ("applied", "fork", "duplicate", "gap"), at
        assert answer.receipts == ()
    assert everything(sample.to) == before


def test_the_bundles_themselves_are_good(samples: dict[str, Sample], tmp_path: Path) -> None:
    for sample in samples.values():
        sample.look(sample.data, tmp_path)
