"""Foreign files are read in a child: it may hang, swell or die, and nothing else does."""

import os
import pickle
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from station_desk.domain.progress import Cancelled
from station_desk.domain.records import Person, TermState
from station_desk.domain.trouble import Trouble
from station_desk.machine import child, children
from station_desk.machine.children import run_capped

HERE = "tests.machine.test_children"
MB = 400


def echo(argument: Any) -> Any:
    os.write(1, b"a library that prints does no harm")
    return argument


def grow(_argument: object) -> int:
    return len(bytearray(2_000_000_000))


def hang(_argument: object) -> None:
    time.sleep(60)


def die(_argument: object) -> None:
    os.abort()


def fail(_argument: object) -> None:
    raise ZeroDivisionError


def complain(argument: str) -> None:
    raise Trouble("some_trouble", cell=argument, row=3)


class Evil:
    """Unpickling this would run something."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (os.system, ("touch evil",))


def evil(_argument: object) -> Evil:
    return Evil()


def leak(_argument: object) -> object:
    return [os.getcwd]


def big(size: int) -> bytes:
    return bytes(size)


def test_plain_values_and_our_own_records_come_back() -> None:
    value = {
        "cells": [["姓名", 1, 2.5, None, True], (date(2026, 11, 22), datetime(2026, 11, 22, 1, tzinfo=UTC))],
        "person": Person("s", "p", "张三"),
        "state": TermState.ACTIVE,
        "bytes": b"\x00\xff",
    }
    assert run_capped(f"{HERE}:echo", value, 20, MB) == value


def test_a_large_answer_fits_through_the_pipe() -> None:
    assert run_capped(f"{HERE}:big", 30_000_000, 20, MB) == bytes(30_000_000)


def test_a_child_that_hangs_is_stopped() -> None:
    with pytest.raises(Trouble) as told:
        run_capped(f"{HERE}:hang", None, 1, MB)
    assert (told.value.code, told.value.facts["seconds"]) == ("child_too_slow", 1)


@pytest.mark.skipif(os.name == "nt", reason="address space is capped by POSIX limits here")
def test_a_child_that_swells_is_stopped() -> None:
    with pytest.raises(Trouble) as told:
        run_capped(f"{HERE}:grow", None, 20, MB)
    assert (told.value.code, told.value.facts["memory_mb"]) == ("child_too_big", MB)


@pytest.mark.parametrize("target", ["die", "fail", "absent"])
def test_a_child_that_dies_is_told(target: str) -> None:
    with pytest.raises(Trouble, match="child_failed"):
        run_capped(f"{HERE}:{target}", None, 20, MB)


def test_a_trouble_of_the_child_comes_through() -> None:
    with pytest.raises(Trouble) as told:
        run_capped(f"{HERE}:complain", "B7", 20, MB)
    assert (told.value.code, dict(told.value.facts)) == ("some_trouble", {"cell": "B7", "row": 3})


@pytest.mark.parametrize("target", ["evil", "leak"])
def test_an_answer_that_is_more_than_data_is_refused(target: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="child_failed"):
        run_capped(f"{HERE}:{target}", None, 20, MB)
    assert not Path("evil").exists()


@pytest.mark.parametrize("thing", [os.system, Trouble, run_capped, pickle.Unpickler])
def test_only_plain_classes_are_unpickled(thing: Any) -> None:
    import io

    with pytest.raises(pickle.UnpicklingError):
        children._Plain(io.BytesIO(pickle.dumps(thing))).load()


def test_the_person_can_stop_waiting() -> None:
    def stop() -> None:
        raise Cancelled

    began = time.monotonic()
    with pytest.raises(Cancelled):
        run_capped(f"{HERE}:hang", None, 60, MB, waiting=stop)
    assert time.monotonic() - began < 50


def test_a_frozen_program_starts_itself_as_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert children._command() == [sys.executable, child.CHILD_ARGUMENT]


def test_the_childs_door_serves_whoever_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    door = "import sys; from station_desk.machine import child; sys.exit(child.main())"
    monkeypatch.setattr(children, "_command", lambda: [sys.executable, "-c", door, child.CHILD_ARGUMENT])
    assert run_capped(f"{HERE}:echo", "张三", 20, MB) == "张三"
