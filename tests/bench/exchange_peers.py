"""The same records through other ways of carrying changes: a SQLite session changeset, and a git bundle of JSON lines.

A changeset (apsw, only here: `pip install -r tests/bench/requirements.txt`) holds the final state alone: no history, no
proof of origin, no encryption, no merge of versions; one flipped bit is applied as it is. A git bundle keeps the
history, plain. Both are given what they need for nothing: the time to gather the records is not counted, and what git
has unpacked is not put into a database.

Beside each stands one with our duties, as far as it can have them. The changeset carries the journal and the clocks as
well, and goes into a database that is encrypted in SQLCipher's form, with our indexes and pragmas. What git has
unpacked is read line by line, and the floor of the same rows in the same database is added to it. The bare
`executemany` of the bench's floor is shown as a multiple of the plain changeset too: what is asked for beside both
cannot be below it.

Times are those of the processor, the least of several runs of each step; the wall's stand beside them. Bytes are held
against each other three times: before compression, our file against the peer's with zstd as it comes (which is also
what its time is taken with), and both compressed in our way. Salts and hashes are random to every compressor; how much
they are is told, and what the file would be without them.
"""

import importlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from station_desk.bundles.sealing import compress
from station_desk.domain.journal import SALT_BYTES
from station_desk.store.cache import IMPORT_KIB
from station_desk.store.connect import open_raw
from station_desk.store.journal_rows import HASH_BYTES

_ROUNDS = 3
_KINDS = ("village", "person", "term", "sheet")
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", f"cache_size = -{IMPORT_KIB}")
_STRICT = ("foreign_keys = ON", "secure_delete = ON", "cell_size_check = ON")
_USUAL = 3
"""The level at which zstd compresses where nobody says another."""

Figures = dict[str, float]
"""Seconds and processor seconds by step ("export", "export_cpu", ...), and bytes."""


def compare(folder: Path, key: bytes, ours: Mapping[str, Figures], tables: Sequence[str]) -> None:
    """Print each peer beside our figures. The county's database in `folder` holds the records; `tables` are all that an
    import writes, those with rows that point to others after them."""
    source = open_raw(folder / "import" / "desk.db", key, writing=False)
    try:
        plain = _changeset(source, folder, _KINDS, None)
        dutiful = _changeset(source, folder, tables, key)
        git = _git(source, folder)
    finally:
        source.close()
    for name, found in (("changeset", plain), ("changeset with our duties", dutiful)):
        if found is None:
            _say(f"{name}: not compared, apsw is not installed (tests/bench/requirements.txt)")
        else:
            _times(name, ours, found, "target 1.30")
            _bytes(ours["size"], found)
    if plain is not None:
        for name in ("bare", "floor"):
            _say(f"  the {name} executemany alone: x{ours[name]['cpu'] / plain['import_cpu']:.2f} of the plain import")
    _times("git bundle, unpacked into files", ours, git, "target below 1 in sum")
    _say(f"  bytes x{ours['size']['bytes'] / git['bytes']:.2f} of its {git['bytes'] / 1e6:.1f} MB")
    for unit in ("", "_cpu"):
        git["import" + unit] += git["read" + unit] + ours["floor"]["cpu" if unit else "seconds"]
    _times("git bundle, read and put into the same tables", ours, git, "target below 1 in sum")


def _times(name: str, ours: Mapping[str, Figures], found: Figures, target: str) -> None:
    own = {"export": ours["export"]["seconds"], "import": ours["import"]["seconds"]}
    own |= {"export_cpu": ours["export"]["cpu"], "import_cpu": ours["import"]["cpu"]}
    told = []
    for unit in ("_cpu", ""):
        (out, back), (its_out, its_back) = ((one["export" + unit], one["import" + unit]) for one in (own, found))
        told.append(
            f"export x{out / its_out:.2f} ({out:.2f} : {its_out:.2f} s), import x{back / its_back:.2f}"
            f" ({back:.2f} : {its_back:.2f} s), both x{(out + back) / (its_out + its_back):.2f}"
        )
    _say(f"{name}: cpu {told[0]} ({target})\n  wall {told[1]}")


def _bytes(own: Figures, found: Figures) -> None:
    random = SALT_BYTES * own["changes"] + HASH_BYTES * own["transactions"]
    _say(
        f"  bytes: before compression x{own['inside'] / found['inside']:.2f} of its {found['inside'] / 1e6:.1f} MB,"
        f" our file x{own['bytes'] / found['bytes']:.2f} of its {found['bytes'] / 1e6:.1f} MB with zstd as it comes,"
        f" x{own['bytes'] / found['pressed']:.2f} of its {found['pressed'] / 1e6:.1f} MB compressed as ours (target 1.30)\n"
        f"  of ours {random / 1e6:.1f} MB are salts and hashes, which nothing compresses;"
        f" the rest is x{(own['bytes'] - random) / found['pressed']:.2f}"
    )


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _least(runs: Iterable[Figures]) -> Figures:
    found = list(runs)
    return {name: min(one[name] for one in found) for name in found[0]}


def _changeset(source: Any, folder: Path, tables: Sequence[str], key: bytes | None) -> Figures | None:
    """Rows of `tables` recorded, carried and applied; with `key` into an encrypted database with every check on."""
    try:
        apsw = importlib.import_module("apsw")
    except ImportError:
        return None
    made = _empty_peer(apsw, source, folder / "made.db", tables, None)
    session = apsw.Session(made, "main")
    session.attach()
    made.execute("BEGIN")
    for name in tables:
        rows = source.execute(f"SELECT * FROM {name}").fetchall()
        if rows:
            made.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    made.execute("COMMIT")
    file = folder / "changes.zst"
    out = _least([_carried(session, file) for _ in range(_ROUNDS)])
    changes = session.changeset()
    session.close()
    made.close()
    pressed = sum(map(len, compress([changes])))
    back = _least([_applied(apsw, source, folder, tables, key, file) for _ in range(_ROUNDS)])
    return out | back | {"bytes": file.stat().st_size, "inside": len(changes), "pressed": pressed}


def _carried(session: Any, file: Path) -> Figures:
    wall, cpu = time.perf_counter(), time.process_time()
    with file.open("wb") as stream:
        stream.write(zstandard.ZstdCompressor(level=_USUAL).compress(session.changeset()))
        stream.flush()
        os.fsync(stream.fileno())
    return {"export": time.perf_counter() - wall, "export_cpu": time.process_time() - cpu}


def _applied(apsw: Any, source: Any, folder: Path, tables: Sequence[str], key: bytes | None, file: Path) -> Figures:
    target = _empty_peer(apsw, source, folder / "target.db", tables, key)
    wall, cpu = time.perf_counter(), time.process_time()
    changes = zstandard.ZstdDecompressor().decompress(file.read_bytes(), max_output_size=1 << 31)
    target.execute("BEGIN IMMEDIATE")
    apsw.Changeset.apply(changes, target)
    target.execute("COMMIT")
    found = {"import": time.perf_counter() - wall, "import_cpu": time.process_time() - cpu}
    target.close()
    return found


def _empty_peer(apsw: Any, source: Any, path: Path, tables: Sequence[str], key: bytes | None) -> Any:
    path.unlink(missing_ok=True)
    connection = apsw.Connection(str(path))
    if key is not None:
        connection.pragma("cipher", "sqlcipher")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()
    for pragma in (*_PRAGMAS, *(_STRICT if key is not None else ())):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    marks = ", ".join(f"'{name}'" for name in tables)
    for (text,) in source.execute(f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND sql IS NOT NULL"):
        connection.execute(text)
    return connection


def _git(source: Any, folder: Path) -> Figures:
    """One commit an act, with its changes as lines of JSON in a file of its own, in the folder of its thousand."""
    told = _stream(source)
    return _least([_git_once(told, folder) for _ in range(_ROUNDS)])


def _git_once(told: bytes, folder: Path) -> Figures:
    repository, file, work = folder / "peer.git", folder / "peer.bundle", folder / "peer"
    _run("init", "-q", "--bare", "-b", "main", str(repository))
    start = time.perf_counter(), _children_cpu()
    _run("-C", str(repository), "fast-import", "--quiet", told=told)
    _run("-C", str(repository), "bundle", "create", "-q", str(file), "main")
    made = time.perf_counter(), _children_cpu()
    _run("clone", "-q", "-b", "main", str(file), str(work))
    back = time.perf_counter(), _children_cpu()
    cpu = time.process_time()
    _read_lines(work)
    read = time.perf_counter() - back[0], time.process_time() - cpu
    found = {"bytes": float(file.stat().st_size), "read": read[0], "read_cpu": read[1]}
    for leftover in (repository, work):
        shutil.rmtree(leftover)
    found |= {"export": made[0] - start[0], "export_cpu": made[1] - start[1]}
    return found | {"import": back[0] - made[0], "import_cpu": back[1] - made[1]}


def _read_lines(work: Path) -> None:
    """Every change and its body, as whoever puts them into a database must read them."""
    for file in sorted(work.rglob("*.jsonl")):
        for line in file.read_bytes().splitlines():
            body = msgspec.json.decode(line)[3]
            if body is not None:
                msgspec.json.decode(body)


def _stream(source: Any) -> bytes:
    """The acts as `git fast-import` reads them."""
    parts: list[bytes] = []
    acts = source.execute("SELECT hash, scope, n, hlc, actor, action FROM txn ORDER BY hlc, rep").fetchall()
    bodies: dict[bytes, list[str]] = {}
    for txh, *change in source.execute("SELECT txh, op, ent, rid, body FROM change ORDER BY txh, i"):
        bodies.setdefault(txh, []).append(json.dumps(change, ensure_ascii=False))
    for txh, scope, n, hlc, actor, action in acts:
        lines = ("\n".join(bodies.get(txh, ())) + "\n").encode()
        who = f"committer {actor} <{scope}> {hlc // 1000} +0000\n"
        parts.append(f"commit refs/heads/main\n{who}data {len(action)}\n{action}\n".encode())
        parts.append(f"M 100644 inline {n // 1000:04d}/{n:07d}.jsonl\ndata {len(lines)}\n".encode() + lines)
    return b"".join(parts)


def _children_cpu() -> float:
    told = os.times()
    return told.children_user + told.children_system


def _run(*arguments: str, told: bytes | None = None) -> None:
    subprocess.run(["git", *arguments], input=told, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
