"""Makes the examples in `tests/reference/bundles/`: good bundles, damaged ones, and validly signed hostile ones.

    python -m tests.reference.make_bundles               # everything anew
    python -m tests.reference.make_bundles attachments   # only those with contents of attachments, hung under good_4

Run once for each version of the format; the files are then kept, since every later program must judge them the same.
"""

import hashlib
import io
import json
import sys
from pathlib import Path

from PIL import Image

from station_desk.bundles.envelope import ScopePlan
from station_desk.bundles.header import ScopeHead, encode_header, open_outside, strict_header
from station_desk.bundles.identity import Identity
from station_desk.domain.journal import Change, Txn
from tests.bundles import samples
from tests.bundles.samples import (
    START,
    change,
    file_of,
    forged,
    frame,
    header,
    packed,
    sealed,
    signed,
    trailer,
    txn,
    wire,
)

FOLDER = Path(__file__).parent / "bundles"
IN_2099 = 4_070_908_800_000


def keys() -> None:
    """The three offices: their public files, and the secrets that only an example may show."""
    for name, own in (("station", samples.STATION), ("county", samples.COUNTY), ("stranger", samples.STRANGER)):
        (FOLDER / f"{name}.sdk").write_bytes(own.public_file())
        (FOLDER / f"{name}.key").write_text(own.seal_secret + "\n")
        (FOLDER / f"{name}.secret").write_bytes(own.to_secret())


def load(name: str) -> Identity:
    """An office of the examples."""
    return Identity.from_secret((FOLDER / f"{name}.secret").read_bytes())


def good() -> dict[str, dict[str, object]]:
    """Bundles that are taken in, in this order."""
    gone = change("c", "person", "b" * 32)
    first = txn(
        [
            change("c", "office", "0" * 32, {"kind": "station", "name": "梁才派出所", "code": "371602009"}),
            change("c", "person", "a" * 32, {"name": "甲某", "birth": "1985-03"}),
            change("u", "person", "a" * 32, {"bank_card": ["6200", 0, 0, ""]}, local=True),
            Change(gone.ent, gone.rid, "c", None, None, gone.body_hash),
            change("x", "person", "b" * 32, {}),
        ]
    )
    over = {"name": ["乙某", first.hlc, first.rep, first.hash.hex()]}
    second = txn([change("u", "person", "a" * 32, over)], [first.hash], n=2, hlc=first.hlc + 5)
    wild = txn([change("c", "person", "c" * 32)], [second.hash], n=3, hlc=IN_2099)
    later = txn(
        [change("c", "patrol", "d" * 32, {"km": 7}), change("c", "person", "e" * 32, {"name": "丙某", "mood": "好"})],
        [wild.hash],
        n=4,
        hlc=first.hlc + 9,
    )
    plans = {one.hash: [ScopePlan("371602009", one.parents, [one.hash])] for one in (first, second, wild, later)}
    made: dict[str, dict[str, object]] = {}
    for number, (name, one, expected) in enumerate(
        (
            ("good_1_first", first, {}),
            ("good_2_next", second, {}),
            ("good_3_clock_in_2099", wild, {"warnings": ["bundle_clock_ahead"]}),
            ("good_4_of_a_later_version", later, {"unknown_fields": 2, "warnings": ["bundle_unknown_fields"]}),
        ),
        1,
    ):
        data = file_of(packed([one], number=number, scopes=plans[one.hash]))
        (FOLDER / f"{name}.sdb").write_bytes(data)
        made[name] = {"result": "applied", **expected}
    (FOLDER / "bad_flipped.sdb").write_bytes(_flipped((FOLDER / "good_1_first.sdb").read_bytes()))
    (FOLDER / "bad_truncated.sdb").write_bytes((FOLDER / "good_1_first.sdb").read_bytes()[:-1])
    return made | {"bad_flipped": {"result": "corrupt"}, "bad_truncated": {"result": "corrupt"}}


def _flipped(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


def hostile() -> dict[str, dict[str, object]]:
    """Refused, though all but the first two are signed by an enrolled office and sealed to the receiver."""
    one = txn([change()])
    body = [*START, frame(3, [wire(one)])]
    empty = [*START, trailer(START, 0, 0)]
    bomb = [*START, *[frame(200, bytes(8 * 1024 * 1024 - 1))] * 4]
    elsewhere = txn([change()], scope="371602010")
    county = txn([change("c", "village")], office="371602")
    orphan = txn([change()], [b"\7" * 32])
    bare = txn([Change("person", "f" * 32, "c", None, None, bytes(32))])
    plan = [ScopePlan("371602010", [], [])]
    cases: dict[str, tuple[bytes, str]] = {
        "bad_stranger": (file_of(packed([one], samples.STRANGER)), "unknown_sender"),
        "bad_for_another_office": (file_of(packed([one], to=samples.STRANGER)), "wrong_recipient"),
        "bad_newer_reader": (forged(empty, min_reader=2), "newer_format"),
        "bad_other_suite": (forged(empty, suite=2), "newer_format"),
        "bad_unknown_frame": (forged([*START, frame(77, b"")]), "newer_format"),
        "bad_another_stations_scope": (file_of(packed([elsewhere], scopes=plan)), "rejected"),
        "bad_speaks_for_the_county": (file_of(packed([county])), "rejected"),
        "bad_lying_counts": (forged([*body, trailer(body, 1, 1)], 1, 2), "corrupt"),
        "bad_declares_a_bomb": (forged(bomb), "corrupt"),
        "bad_hides_a_bomb": (forged(bomb, plain_size=50_000), "corrupt"),
        "bad_absent_parents": (file_of(packed([orphan])), "gap"),
        "bad_body_missing": (file_of(packed([bare])), "corrupt"),
        "bad_after_the_trailer": (forged([*body, trailer(body, 1, 1), b"\0"], 1, 1), "corrupt"),
        "bad_no_payload": (signed(samples.STATION, encode_header(header()), b""), "corrupt"),
        "bad_payload_of_a_stranger": (
            signed(samples.STATION, encode_header(header()), sealed(empty, samples.STRANGER)),
            "wrong_recipient",
        ),
    }
    for name, (data, _) in cases.items():
        (FOLDER / f"{name}.sdb").write_bytes(data)
    return {name: {"result": result} for name, (_, result) in cases.items()}


def _photo() -> bytes:
    """A small photo: JPEG, 70 × 90."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((70, 90)).save(out, "JPEG", quality=40)
    return out.getvalue()


def _pieces(content: bytes, size: int = 0, sha256: bytes = b"") -> list[bytes]:
    """A content in two pieces, right unless said otherwise."""
    half = len(content) // 2
    named, length = sha256 or hashlib.sha256(content).digest(), size or len(content)
    return [frame(131, [named, length, at, part]) for at, part in ((0, content[:half]), (half, content[half:]))]


def attachments() -> dict[str, dict[str, object]]:
    """Contents of attachments: taken in after `good_4`, passed over with a warning, refused."""
    outer = open_outside((FOLDER / "good_4_of_a_later_version.sdb").read_bytes(), 1 << 20)
    parent = bytes.fromhex(strict_header(outer, 1 << 20).scopes[0].heads[0])
    photo = _photo()
    held = frame(130, [bytes(32)])

    def record(n: int, parents: list[bytes], content: bytes, size: int) -> Txn:
        fields = {"about_ent": "person", "about_id": "a" * 32, "kind": "photo", "media": "image/jpeg", "travels": 1}
        named = fields | {"sha256": hashlib.sha256(content).hexdigest(), "size": size}
        return txn([change("c", "attachment", f"{n:032x}", named)], parents, n=n, hlc=1_795_000_001_000 + n)

    def bundle(number: int, one: Txn, contents: list[bytes], *, first: bool = False) -> bytes:
        records = frame(3, [wire(one)])
        body = [*START, held, *([*contents, records] if first else [records, *contents])]
        scope = ScopeHead("371602009", 1, 1, [p.hex() for p in one.parents], [one.hash.hex()])
        frames = [*body, trailer(body, 1, 1)]
        told = header(number=number, sv=2, plain_size=sum(map(len, frames)), transactions=1, changes=1, scopes=[scope])
        return signed(load("station"), encode_header(told), sealed(frames, load("county")))

    other, third = photo + b"\0", photo + b"\1"
    one = record(5, [parent], photo, len(photo))
    two = record(6, [one.hash], third, len(third) - 1)
    bad = record(5, [], photo, len(photo))
    pieces = _pieces(photo)
    warned = {"result": "applied", "warnings": ["bundle_files_unnamed"]}
    cases: dict[str, tuple[bytes, dict[str, object]]] = {
        "good_5_with_a_photo": (bundle(5, one, pieces), {"result": "applied"}),
        "good_6_a_content_that_nobody_names": (bundle(6, two, [*_pieces(other), *_pieces(third)]), {**warned}),
        "bad_content_of_another_hash": (bundle(5, bad, _pieces(photo, sha256=bytes(32))), {"result": "corrupt"}),
        "bad_content_too_long": (bundle(5, bad, _pieces(photo, size=(5 << 20) + 1)), {"result": "corrupt"}),
        "bad_content_longer_than_it_says": (bundle(5, bad, _pieces(photo, len(photo) - 1)), {"result": "corrupt"}),
        "bad_content_without_its_end": (bundle(5, bad, pieces[:1]), {"result": "corrupt"}),
        "bad_content_with_a_gap": (bundle(5, bad, pieces[1:]), {"result": "corrupt"}),
        "bad_content_before_the_records": (bundle(5, bad, pieces, first=True), {"result": "corrupt"}),
    }
    for name, (data, _) in cases.items():
        (FOLDER / f"{name}.sdb").write_bytes(data)
    return {name: expected for name, (_, expected) in cases.items()}


def main() -> None:
    """Everything anew, or only the attachments."""
    FOLDER.mkdir(exist_ok=True)
    if sys.argv[1:] == ["attachments"]:
        index = json.loads((FOLDER / "index.json").read_text()) | attachments()
    else:
        keys()
        index = good() | hostile() | attachments()
    (FOLDER / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
