"""The same records through other ways of carrying changes: a SQLite session changeset, and a git bundle of JSON lines.

A changeset (apsw, only here: `pip install -r tests/bench/requirements.txt`) holds the final state alone: no history, no
proof of origin, no encryption, no merge of versions; one flipped bit is applied as it is. A git bundle keeps the
history, plain. Both are given what they need for nothing: the time to gather the records is not counted, and what git
has unpacked is not put into a database.

Beside it stands a changeset with our duties, as far as it can have them: it carries the journal and the clocks as well,
and goes into a database that is encrypted in SQLCipher's form, with our indexes and pragmas. The bare `executemany` of
the bench's floor is shown as a multiple of the plain changeset too: what is asked for beside both cannot be below it.
"""

import importlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import zstandard

from station_desk.store.cache import IMPORT_KIB
from station_desk.store.connect import open_raw

_KINDS = ("village", "person", "term", "sheet")
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", f"cache_size = -{IMPORT_KIB}")
_STRICT = ("foreign_keys = ON", "secure_delete = ON", "cell_size_check = ON")


def compare(folder: Path, key: bytes, ours: dict[str, dict[str, float]], tables: Sequence[str]) -> None:
    """Print each peer beside our figures. The county's database in `folder` holds the records; `tables` are all that an
    import writes, those with rows that point to others after them."""
    source = open_raw(folder / "import" / "desk.db", key, writing=False)
    try:
        plain = _changeset(source, folder, _KINDS, None)
        peers = {
            "changeset": plain,
            "changeset with our duties": _changeset(source, folder, tables, key),
            "git bundle": _git(source, folder),
        }
    finally:
        source.close()
    for name, found in peers.items():
        if found is None:
            print(f"{name}: not compared, apsw is not installed (tests/bench/requirements.txt)")  # noqa: T201
            continue
        ratios = {
            "export": ours["export"]["seconds"] / found["export"],
            "import": ours["import"]["seconds"] / found["import"],
            "both": (ours["export"]["seconds"] + ours["import"]["seconds"]) / (found["export"] + found["import"]),
            "cpu of both": (ours["export"]["cpu"] + ours["import"]["cpu"]) / found["cpu"],
            "bytes": ours["size"]["bytes"] / found["bytes"],
        }
        told = ", ".join(f"{what} x{ratio:.2f}" for what, ratio in ratios.items())
        print(  # noqa: T201
            f"{name}: export {found['export']:.2f} s, import {found['import']:.2f} s, {found['bytes'] / 1e6:.1f} MB;"
            f" ours is {told} (target: below 1 of what keeps history, 1.3 of the changeset)"
        )
    if plain is not None:
        for name in ("bare", "floor"):
            print(  # noqa: T201
                f"the {name} executemany alone: x{ours[name]['seconds'] / plain['import']:.2f} of the changeset's import,"
                f" cpu x{ours[name]['cpu'] / plain['import_cpu']:.2f}"
            )


def _changeset(source: Any, folder: Path, tables: Sequence[str], key: bytes | None) -> dict[str, float] | None:
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
    wall, cpu = time.perf_counter(), time.process_time()
    with file.open("wb") as stream:
        stream.write(zstandard.ZstdCompressor(level=3).compress(session.changeset()))
        stream.flush()
        os.fsync(stream.fileno())
    export, export_cpu = time.perf_counter() - wall, time.process_time() - cpu
    session.close()
    target = _empty_peer(apsw, source, folder / "target.db", tables, key)
    begun, cpu = time.perf_counter(), time.process_time()
    changes = zstandard.ZstdDecompressor().decompress(file.read_bytes(), max_output_size=1 << 31)
    target.execute("BEGIN IMMEDIATE")
    apsw.Changeset.apply(changes, target)
    target.execute("COMMIT")
    found = {"export": export, "import": time.perf_counter() - begun, "import_cpu": time.process_time() - cpu}
    made.close()
    target.close()
    return found | {"cpu": export_cpu + found["import_cpu"], "bytes": file.stat().st_size}


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


def _git(source: Any, folder: Path) -> dict[str, float]:
    """One commit an act, with its changes as lines of JSON at the end of a file of its thousand."""
    repository, file = folder / "peer.git", folder / "peer.bundle"
    _run("init", "-q", "--bare", "-b", "main", str(repository))
    wall, cpu = time.perf_counter(), _children_cpu()
    _run("-C", str(repository), "fast-import", "--quiet", told=_stream(source))
    _run("-C", str(repository), "bundle", "create", "-q", str(file), "main")
    export = time.perf_counter() - wall
    begun = time.perf_counter()
    _run("clone", "-q", "-b", "main", str(file), str(folder / "peer"))
    found = {"export": export, "import": time.perf_counter() - begun, "cpu": _children_cpu() - cpu}
    found["bytes"] = file.stat().st_size
    for leftover in (repository, folder / "peer"):
        shutil.rmtree(leftover)
    return found


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
