"""A store of a station, made in a moment."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.store.engine import Store

STATION = "371602009"
CLERK = "0192f0a1b2c37d4e8f5a6b7c8d9e0f11"


@pytest.fixture
def key() -> bytes:
    return os.urandom(32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def store(path: Path, key: bytes) -> Iterator[Store]:
    made = Store.create(path, key)
    made.become(STATION, "station")
    yield made
    made.close()
