"""The store: one opened home database, one writing connection, readers beside it.

Order of a save: commit, truncating checkpoint (so that a rotten WAL can hide nothing, RELIABILITY 0.2), anchor
(`after_commit`), notice to the listeners.

Before the first write, an office says who it is: `store.become(code, kind)`.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from station_desk.domain.finding import Finding
from station_desk.domain.ids import new_id
from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble
from station_desk.store import access, anchoring, archive, journal_rows, schema, settings, tables, undo
from station_desk.store.anchoring import AnchorState
from station_desk.store.connect import APPLICATION_ID, assert_sqlite, key_fits, make_engine, open_raw, translated
from station_desk.store.integrity import check_chains, check_database
from station_desk.store.notice import Listener, Notices
from station_desk.store.undo import UndoReport
from station_desk.store.unit_of_work import Author, UnitOfWork, WordsCheck

log = logging.getLogger(__name__)

CHECKPOINT_WAIT_MS = 250
"""How long a save waits for readers before it leaves the WAL for the next one to empty."""


def wall_ms_now() -> int:
    """The computer's clock in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Store:
    """An opened home database. Make one with `Store.create` or `Store.open`; close it with `close`."""

    def __init__(self, path: Path, key: bytes, *, write: bool) -> None:
        """Use `create` or `open`."""
        self.path = path
        self.read_only = not write
        self.after_commit: Callable[[AnchorState], None] | None = None
        self.wall_ms: Callable[[], int] = wall_ms_now
        self.anchor_failed = False
        self.words: WordsCheck | None = None
        self._key = key
        self._readers: Engine = make_engine(path, key, writing=False)
        self._writer: Engine | None = make_engine(path, key, writing=True) if write else None
        self._lock = threading.RLock()
        self._holder: int | None = None
        self._conn: Connection | None = None
        self._working = False
        self._doomed = False
        self._disk_failed = False
        self._notices = Notices()
        self._whole = threading.local()

    # --- opening and closing ---------------------------------------------------------------------------------------
    @classmethod
    def create(cls, path: Path, key: bytes) -> "Store":
        """Make a new home database at `path` with the raw `key` (32 bytes). Trouble `database_exists`."""
        assert_sqlite()
        if path.exists():
            raise Trouble("database_exists", file=path.name)
        store = cls(path, key, write=True)
        try:
            with store.transaction() as conn:
                schema.make_schema(conn)
                conn.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                settings.put_settings(conn, {settings.REP: str(new_rep())})
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open(cls, path: Path, key: bytes, *, write: bool, app_sv: int = tables.SCHEMA_VERSION) -> "Store":
        """Open the home database at `path`.

        Troubles: `database_missing`, `wrong_key`, `database_damaged`, `database_newer` (needs: the version of the
        program it wants), `database_older` (migrate it first), `sqlite_too_old`.
        """
        assert_sqlite()
        if not path.is_file() or path.stat().st_size == 0:
            raise Trouble("database_missing", file=path.name)
        store = cls(path, key, write=write)
        try:
            store._look(app_sv)
        except Trouble as trouble:
            store.close()
            if trouble.code == "database_damaged" and not key_fits(path, key):
                raise Trouble("wrong_key") from trouble
            raise
        except BaseException:
            store.close()
            raise
        return store

    def _look(self, app_sv: int) -> None:
        """The first look inside: the key fits, it is ours, its version is known."""
        with self.read() as conn:
            if conn.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
                raise Trouble("database_damaged", reason="application_id")
            found = schema.version_of(conn)
            if found > app_sv:
                raise Trouble("database_newer", needs=settings.get_setting(conn, settings.NEEDS_APP) or str(found))
            if found < app_sv:
                raise Trouble("database_older", found=found, needs=app_sv)

    def close(self) -> None:
        """Close every connection. The last one of a writing store also removes the WAL."""
        with self._lock:
            self._readers.dispose()
            if self._writer is not None:
                self._writer.dispose()

    def stop_writing(self) -> None:
        """From now on this store only reads."""
        with self._lock:
            if self._writer is not None:
                self._writer.dispose()
            self._writer, self.read_only = None, True

    # --- reading ---------------------------------------------------------------------------------------------------
    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent snapshot. Within this thread's own transaction it is that transaction."""
        if self._conn is not None and self._holder == threading.get_ident():
            yield self._conn
            return
        whole: Connection | None = getattr(self._whole, "conn", None)
        if whole is not None:
            yield whole
            return
        with translated(), self._readers.connect() as conn:
            yield conn

    @contextmanager
    def with_archives(self, files: Sequence[tuple[Path, bytes]]) -> Iterator[None]:
        """Within it, this thread reads the bodies of these archives (file, key) where it reads the journal.

        One snapshot for all of it. Within this thread's own transaction, or without files, nothing is different.
        """
        if not files or self._holder == threading.get_ident() or getattr(self._whole, "conn", None) is not None:
            yield
            return
        engine = make_engine(self.path, self._key, writing=False)
        try:
            with translated(), engine.connect() as conn:
                archive.attach(conn.connection.driver_connection, files)
                self._whole.conn = conn
                try:
                    yield
                finally:
                    self._whole.conn = None
        finally:
            engine.dispose()

    def setting(self, key: str) -> str | None:
        """One setting of this desk."""
        with self.read() as conn:
            return settings.get_setting(conn, key)

    def secret(self, key: str) -> bytes | None:
        """One secret of this desk."""
        with self.read() as conn:
            return settings.get_secret(conn, key)

    def heads(self, scope: str | None = None) -> dict[str, list[bytes]]:
        """The newest transactions of each scope (or of one)."""
        with self.read() as conn:
            return journal_rows.heads(conn, scope)

    def sequence(self) -> int:
        """How many transactions this desk has written; never goes down."""
        return int(self.setting(settings.SEQUENCE) or 0)

    def access_head(self) -> bytes:
        """The hash of the newest entry of the access log."""
        with self.read() as conn:
            return access.access_head(conn)

    def anchor_state(self) -> AnchorState:
        """What an anchor written now would hold."""
        with self.read() as conn:
            return anchoring.anchor_state(conn)

    def is_behind(self, anchor: AnchorState) -> bool:
        """Whether the database lacks something that it had when `anchor` was taken."""
        with self.read() as conn:
            return anchoring.is_behind(conn, anchor)

    def newest_ms(self) -> int | None:
        """When the newest act or entry of the access log was written (ms since 1970); None for an empty database."""
        with self.read() as conn:
            return anchoring.newest_ms(conn)

    def integrity(self, *, deep: bool, progress: Progress = silent) -> list[Finding]:
        """What is wrong with the database; empty for a whole one. `deep` reads every page and every hash."""
        with self._lock, translated():
            if self._writer is not None:
                with self._writer.connect() as conn:
                    _checkpoint(conn)
            with self.read() as conn:
                return check_database(conn, self.path, self._key, deep=deep, progress=progress)

    def audit(self) -> list[Finding]:
        """What is wrong with the journal's and the access log's chains."""
        with self.read() as conn:
            return check_chains(conn)

    def vacuum_into(self, target: Path) -> None:
        """A compact copy of the database under the same key at `target`, which must not exist. Trouble `disk_full`."""
        with translated(), closing(open_raw(self.path, self._key, writing=True)) as raw:
            raw.execute("VACUUM INTO ?", (str(target),))

    def compact(self) -> None:
        """Write the file anew in its place, so that no page keeps a remnant. Troubles `read_only`, `disk_full`,
        `database_busy` (a reader is in the way)."""
        if self._writer is None:
            raise Trouble("read_only")
        with self._lock, translated(), closing(open_raw(self.path, self._key, writing=True)) as raw:
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    # --- writing ---------------------------------------------------------------------------------------------------
    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The one writing connection within BEGIN IMMEDIATE; a transaction inside another one joins it.

        After the outermost: commit, checkpoint, anchor, notice (say with `tell` what changed). Troubles:
        `read_only`, `disk_full`, `disk_failed` (from then on nothing is written until the store is opened again: what
        a disk says after a failed flush cannot be trusted), `database_busy`, `database_damaged`.
        """
        if self._writer is None:
            raise Trouble("read_only")
        with self._lock:
            if self._conn is not None:
                yield from self._joined(self._conn)
                return
            if self._disk_failed:
                raise Trouble("disk_failed")
            try:
                with translated(), self._writer.connect() as conn:
                    yield from self._outermost(conn)
            except Trouble as trouble:
                self._disk_failed = trouble.code == "disk_failed"
                raise
            self._anchor()
            notice = self._notices.take()
        if notice is not None:
            self._notices.tell(notice)

    def _joined(self, conn: Connection) -> Iterator[Connection]:
        try:
            yield conn
        except BaseException:
            self._doomed = True
            raise

    def _outermost(self, conn: Connection) -> Iterator[Connection]:
        self._conn, self._holder, self._doomed = conn, threading.get_ident(), False
        try:
            with conn.begin():
                yield conn
                if self._doomed:
                    raise RuntimeError("a part of this transaction failed; the whole cannot be saved")
        except BaseException:
            self._notices.take()
            raise
        finally:
            self._conn, self._holder = None, None
        _checkpoint(conn)

    @contextmanager
    def write(
        self, actor: str, action: str, *, scope: str | None = None, run: str | None = None
    ) -> Iterator[UnitOfWork]:
        """One act of the person `actor` (account id): see `UnitOfWork`. `scope` is by default the own office's.

        `action` is a code (`person_add`); `run` joins several acts to be undone together. Troubles as `transaction`
        and `UnitOfWork.update`.
        """
        with self.transaction() as conn:
            if self._working:
                raise RuntimeError("an act within an act")
            self._working = True
            try:
                author = self._author(conn, actor, action)
                words = None if action.startswith((undo.UNDO, undo.REDO)) else self.words
                work = UnitOfWork(conn, author, scope or author.office, run or new_id(author.wall_ms), words)
                yield work
                work.flush()
            finally:
                self._working = False
            self.tell(work.kinds, work.ids)

    def _author(self, conn: Connection, actor: str, action: str) -> Author:
        found = settings.get_settings(conn, settings.OFFICE, settings.REP)
        if settings.OFFICE not in found:
            raise RuntimeError("no office yet: call become first")
        wall = self.wall_ms()
        return Author(found[settings.OFFICE], int(found[settings.REP]), actor, action, iso(wall), wall)

    def undo(self, actor: str, run: str | None = None) -> UndoReport:
        """Take back the act of `run`; None: the last act of this person at this desk that can be taken back.

        Troubles `undo_nothing`, `undo_impossible`, `undo_rests` (records, count).
        """
        with self.transaction() as conn:
            wanted = run or undo.undoable(conn, self._rep(conn), actor)
            return self._take_back(conn, actor, undo.UNDO, wanted)

    def redo(self, actor: str) -> UndoReport:
        """Do again what this person took back last. Troubles as `undo`."""
        with self.transaction() as conn:
            return self._take_back(conn, actor, undo.REDO, undo.redoable(conn, self._rep(conn), actor))

    def _take_back(self, conn: Connection, actor: str, kind: str, run: str | None) -> UndoReport:
        scope = None if run is None else undo.scope_of(conn, run)
        if run is None or scope is None:
            raise Trouble("undo_nothing")
        with self.write(actor, kind + run, scope=scope) as work:
            return undo.take_back(work, run)

    def _rep(self, conn: Connection) -> int:
        return int(settings.get_settings(conn, settings.REP)[settings.REP])

    def tell(self, kinds: Iterable[str], ids: Iterable[str] | None = None) -> None:
        """Say within a transaction what it changes; listeners hear it after the commit."""
        self._notices.collect(kinds, ids)

    def access(self, actor: str, act: str, object: str, detail: str = "") -> None:  # noqa: A002
        """One entry of the access log, alone or within the running transaction."""
        with self.transaction() as conn:
            access.append_access(conn, iso(self.wall_ms()), actor, act, object, detail)
            self.tell(("access_log",))

    def set_setting(self, key: str, value: str | None) -> None:
        """Set or (None) remove a setting, alone or within the running transaction."""
        with self.transaction() as conn:
            settings.put_settings(conn, {key: value})
            self.tell(("setting",), (key,))

    def set_secret(self, key: str, value: bytes) -> None:
        """Set a secret, alone or within the running transaction."""
        with self.transaction() as conn:
            settings.put_secret(conn, key, value)

    def become(self, office: str, kind: str) -> None:
        """Say once which office this desk is: its code and kind."""
        with self.transaction() as conn:
            settings.put_settings(conn, {settings.OFFICE: office, settings.KIND: kind})

    def renew_rep(self) -> int:
        """A new installation number: after a restore, nothing may be written under the old one."""
        rep = new_rep()
        self.set_setting(settings.REP, str(rep))
        return rep

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with a `Notice` after each commit, in the committing thread; the answer unsubscribes."""
        return self._notices.subscribe(listener)

    def _anchor(self) -> None:
        """Write the anchor outside the database. The save stands even if that fails; `check` tells of it."""
        if self.after_commit is None:
            return
        try:
            self.after_commit(self.anchor_state())
            self.anchor_failed = False
        except (OSError, Trouble) as error:
            self.anchor_failed = True
            log.warning("the anchor could not be written: %s", type(error).__name__)


def new_rep() -> int:
    """A random number for an installation: 63 bits, never 0."""
    return secrets.randbits(63) | 1


def iso(wall_ms: int) -> str:
    """An instant as UTC ISO text with milliseconds."""
    return datetime.fromtimestamp(wall_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _checkpoint(conn: Connection) -> None:
    """Empty the WAL into the database. Where a reader is in the way, the next save does it."""
    raw = conn.connection.dbapi_connection
    if raw is None:
        return
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {CHECKPOINT_WAIT_MS}")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.fetchall()
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.close()
