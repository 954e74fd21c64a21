"""Migrations: exactly the tables, all or nothing, rows kept, every released schema still opens."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest
from sqlalchemy import create_engine

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.store import connect, schema, tables
from station_desk.store.engine import Store
from station_desk.store.migrations.run import VERSION_TABLE, apply_steps, migrate
from tests.store.conftest import CLERK
from tests.support.quick_schema import REAL

SCHEMAS = Path(__file__).resolve().parents[1] / "reference" / "schemas"
RELEASED = sorted(SCHEMAS.glob("*.sql"), key=lambda file: int(file.stem))
Step = Callable[[str], Path]
NEXT = tables.SCHEMA_VERSION + 1


@pytest.fixture(autouse=True)
def real_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the steps themselves are tested."""
    monkeypatch.setattr(schema, "make_schema", REAL)


def statements(raw: Any) -> list[str]:
    """The schema as its statements, sorted, blanks and the names of quotes made alike."""
    rows = raw.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return sorted(re.sub(r"\s+", " ", str(row[0])).strip() for row in rows)


def fresh(path: Path, key: bytes) -> list[str]:
    Store.create(path, key).close()
    return found_in(path, key)


def found_in(path: Path, key: bytes) -> list[str]:
    raw = connect.open_raw(path, key, writing=False)
    try:
        return statements(raw)
    finally:
        raw.close()


def test_the_steps_make_exactly_the_tables(path: Path, key: bytes) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        tables.metadata.create_all(conn)
        declared = statements(conn.connection.dbapi_connection)
    engine.dispose()
    made = [sql for sql in fresh(path, key) if VERSION_TABLE not in sql]
    assert made == declared


def test_the_newest_schema_is_the_one_on_file(path: Path, key: bytes) -> None:
    assert int(RELEASED[-1].stem) == tables.SCHEMA_VERSION
    wanted = [line for line in RELEASED[-1].read_text(encoding="utf-8").split(";\n") if line.strip()]
    assert fresh(path, key) == sorted(wanted), "a schema was changed without a step, or the file is to be written anew"


@pytest.mark.parametrize("file", RELEASED, ids=lambda file: f"schema {file.stem}")
def test_every_released_schema_migrates_to_the_newest(file: Path, path: Path, key: bytes, tmp_path: Path) -> None:
    version = int(file.stem)
    raw = connect.open_raw(path, key, writing=True)
    raw.executescript(file.read_text(encoding="utf-8"))
    raw.execute(f"INSERT INTO {VERSION_TABLE} VALUES ('{version:04d}')")
    raw.execute(f"PRAGMA user_version = {version}")
    raw.execute(f"PRAGMA application_id = {connect.APPLICATION_ID}")
    raw.execute("INSERT INTO setting VALUES ('rep', '1')")
    raw.close()
    assert schema.migrate(path, key, tmp_path / "backup.db") == version
    assert found_in(path, key) == fresh(tmp_path / "fresh.db", key)
    store = Store.open(path, key, write=True)
    assert store.setting("rep") == "1"
    assert store.integrity(deep=True) == []
    store.close()


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """Writes a further step, with the given body of `upgrade`; the folder it lies in."""

    def write(body: str, head: str = "") -> Path:
        folder = tmp_path / "steps"
        folder.mkdir(exist_ok=True)
        text = f"""
            import os
            import sqlalchemy as sa
            from alembic import op

            revision, down_revision = "{NEXT:04d}", "{tables.SCHEMA_VERSION:04d}"
            {head}


            def upgrade():
            """
        (folder / "further.py").write_text(dedent(text) + indent(dedent(body), "    "))
        return folder

    return write


@pytest.fixture
def filled(store: Store) -> Store:
    person, term = new_id(), new_id()
    with store.write(CLERK, "person_add") as work:
        work.create("person", person, {"name": "赵一"})
        work.create("term", term, {"person_id": person, "state": "active"})
    store.close()
    return store


def counts(path: Path, key: bytes) -> tuple[int, int, int]:
    raw = connect.open_raw(path, key, writing=False)
    try:
        return tuple(
            raw.execute(sql).fetchone()[0]
            for sql in ("SELECT count(*) FROM person", "SELECT count(*) FROM term", "PRAGMA user_version")
        )
    finally:
        raw.close()


def columns(path: Path, key: bytes, table: str) -> list[str]:
    raw = connect.open_raw(path, key, writing=False)
    try:
        return [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
    finally:
        raw.close()


def test_a_step_is_applied_after_a_verified_copy_and_keeps_every_row(
    filled: Store, key: bytes, step: Step, tmp_path: Path
) -> None:
    steps = step("""
        with op.batch_alter_table("person", recreate="always") as batch:
            batch.add_column(sa.Column("nickname", sa.Text))
    """)
    backup = tmp_path / "before.db"
    assert migrate(filled.path, key, backup, NEXT, [steps]) == tables.SCHEMA_VERSION
    assert "nickname" in columns(filled.path, key, "person")
    assert counts(filled.path, key) == (1, 1, NEXT), "a table made anew takes no child with it"
    assert "nickname" not in columns(backup, key, "person")
    assert counts(backup, key) == (1, 1, tables.SCHEMA_VERSION)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('op.add_column("person", sa.Column("a", sa.Text))\nraise ValueError("half way")', "half way"),
        (
            'op.add_column("person", sa.Column("a", sa.Text))\nop.execute("SELECT 1 FROM nowhere")',
            "no such table",
        ),
        ('op.add_column("person", sa.Column("a", sa.Text))\nop.execute("DELETE FROM term")', "term had 1 rows"),
        ('op.add_column("person", sa.Column("a", sa.Text))\nop.execute("UPDATE term SET person_id = 1")', "parent"),
        ('op.drop_table("setting")', "setting had"),
    ],
)
def test_a_step_that_fails_or_loses_rows_leaves_everything_as_it_was(
    filled: Store, key: bytes, step: Step, tmp_path: Path, body: str, why: str
) -> None:
    before = found_in(filled.path, key)
    with pytest.raises(Trouble) as caught:
        migrate(filled.path, key, tmp_path / "before.db", NEXT, [step(body)])
    assert caught.value.code == "migration_failed"
    assert why in str(caught.value.__cause__)
    assert found_in(filled.path, key) == before
    assert counts(filled.path, key) == (1, 1, tables.SCHEMA_VERSION)
    store = Store.open(filled.path, key, write=True)
    assert store.integrity(deep=True) == []
    store.close()


def test_a_step_may_drop_rows_when_it_says_so(filled: Store, key: bytes, step: Step, tmp_path: Path) -> None:
    steps = step('op.execute("DELETE FROM term")', head='CHANGES_ROWS = {"term"}')
    migrate(filled.path, key, tmp_path / "before.db", NEXT, [steps])
    assert counts(filled.path, key) == (1, 0, NEXT)


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_a_process_killed_in_the_middle_of_a_step_leaves_the_old_schema(
    filled: Store, key: bytes, step: Step, tmp_path: Path
) -> None:
    before = found_in(filled.path, key)
    steps = step("""
        op.create_table("extra", sa.Column("a", sa.Text))
        op.execute("UPDATE person SET name = 'half'")
        os.kill(os.getpid(), 9)
    """)
    child = os.fork()
    if child == 0:
        try:
            migrate(filled.path, key, tmp_path / "before.db", NEXT, [steps])
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == 9
    assert found_in(filled.path, key) == before
    store = Store.open(filled.path, key, write=True)
    assert store.integrity(deep=True) == []
    store.close()


def test_a_copy_that_cannot_be_trusted_stops_the_migration(
    filled: Store, key: bytes, step: Step, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = connect.open_raw

    def rotten(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "before.db":
            content = bytearray(path.read_bytes())
            content[-100] ^= 1
            path.write_bytes(content)
        return genuine(path, *args, **options)

    monkeypatch.setattr("station_desk.store.migrations.run.open_raw", rotten)
    with pytest.raises(Trouble) as caught:
        migrate(filled.path, key, tmp_path / "before.db", NEXT, [step("pass")])
    assert caught.value.code in {"backup_failed", "database_damaged"}
    assert counts(filled.path, key) == (1, 1, tables.SCHEMA_VERSION)


def test_steps_that_are_there_already_are_not_applied_again(store: Store) -> None:
    with store.transaction() as conn:
        assert apply_steps(conn) == frozenset()
