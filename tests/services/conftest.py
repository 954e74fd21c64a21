"""What most tests of the exchange begin with: a station and its county that trust each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.exchange_desks import Pair, make_pair, remove_template


@pytest.fixture(scope="module", autouse=True)
def _template() -> Iterator[None]:
    """The empty database that desks are copied from goes with the module."""
    yield
    remove_template()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = make_pair(tmp_path)
    yield made
    made.close()
