"""What every test gets: no screen, no unexpected log line, the language back as it was."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from station_desk.store import schema
from tests.support.quick_schema import QuickSchema

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what takes minutes")


def pytest_configure(config: pytest.Config) -> None:
    """Property tests try the same cases every day, so that a red run is red again; `--long` looks for new ones. None is
    timed: these machines are noisy.
    """
    untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("everyday", untimed, derandomize=True)
    settings.register_profile("long", untimed)
    settings.load_profile("long" if config.getoption("--long") else "everyday")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="takes minutes: run with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


class _Unexpected(logging.Handler):
    """Collects what is logged at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(scope="session", autouse=True)
def quick_homes() -> Iterator[None]:
    """New homes repeat the statements of the first: the steps themselves are the matter of `store/test_migrations`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "make_schema", QuickSchema())
        yield


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log line at WARNING or above that the test did not ask for (fixture `caplog`) fails the test."""
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.lines and "caplog" not in request.fixturenames:
        pytest.fail("unexpected log lines:\n" + "\n".join(handler.lines))


@pytest.fixture(autouse=True)
def language_stays() -> Iterator[None]:
    """A test that changes the language, or the word for the people, gives the old one back."""
    from station_desk import wording

    before = wording.language()
    yield
    wording.call_people()
    if wording.language() != before:
        wording.use_language(before)
