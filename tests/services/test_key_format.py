"""What FORMAT.md says of keys holds: the stand-alone reader follows a change, and the paper gives the keys by its recipe."""

import subprocess
import sys
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from station_desk.services import exchange, key_change
from station_desk.services.exchange_keys import own_identity
from tests.services.exchange_desks import STATION, Pair, make_desk, person

READER = Path(__file__).parents[2] / "packaging" / "bundle_reader.py"


def reader(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(READER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"})


def test_the_reader_follows_two_changes_from_the_identity_of_before(pair: Pair, tmp_path: Path) -> None:
    before = exchange.write_public_identity(pair.station, tmp_path / "before.sdk")
    person(pair.station, "甲某")
    for _ in range(2):
        key_change.change_keys(pair.station)
    file = pair.send()
    secret = tmp_path / "secret"
    secret.write_text(own_identity(pair.county).seal_secret)
    read = reader("read", file, before, secret)
    assert read.returncode == 0, read.stderr
    assert "甲某" in read.stdout
    after = exchange.write_public_identity(pair.station, tmp_path / "after.sdk")
    assert reader("verify", file, after).returncode == 0


def test_the_reader_does_not_follow_a_change_that_another_key_has_signed(pair: Pair, tmp_path: Path) -> None:
    before = exchange.write_public_identity(pair.station, tmp_path / "before.sdk")
    other = make_desk(tmp_path / "other", STATION)
    exchange.trust(other, exchange.write_public_identity(pair.county, tmp_path / "county.sdk"))
    key_change.change_keys(other)
    file = Path(exchange.export_bundles(other, pair.up)[0].file)
    other.close()
    refused = reader("verify", file, before)
    assert refused.returncode == 1
    assert "signature" in refused.stderr


def test_the_paper_gives_the_keys_by_the_recipe(pair: Pair) -> None:
    own = own_identity(pair.station)
    assert own.paper is not None
    digits = own.paper.replace("-", "").encode()
    assert len(digits) == 56

    def derived(purpose: str) -> bytes:
        info = f"station-desk 1 office {STATION} {purpose}".encode()
        return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(digits)

    assert own.sign_seed == derived("sign")
    text = own.seal_secret.removeprefix("AGE-SECRET-KEY-1").lower()
    bits = 0
    for char in text[:52]:
        bits = bits << 5 | "qpzry9x8gf2tvdw0s3jn54khce6mua7l".index(char)
    assert (bits >> 4).to_bytes(32, "big") == derived("seal")
    assert str(pyrage.x25519.Identity.from_str(own.seal_secret).to_public()) == own.public.seal_key
