"""Work on foreign files, done in a child process with caps on time and memory (RELIABILITY 0.6).

A library that hangs, eats memory or aborts takes the child with it and nothing else. The answer is unpickled with only
plain values and our own dataclasses and enums allowed: a child that was taken over by a hostile file gains nothing.
"""

import dataclasses
import enum
import importlib
import io
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from station_desk.domain.trouble import Trouble
from station_desk.machine.child import CHILD_ARGUMENT, LENGTH_BYTES

_LOOK_SECONDS = 0.05
_OUT_OF_MEMORY = (b"MemoryError", b"memory allocation of", b"bad_alloc", b"Cannot allocate memory", b"out of memory")
_UNREADABLE = (
    pickle.UnpicklingError,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    ImportError,
    LookupError,
    OverflowError,
    RecursionError,
    MemoryError,
)
_PLAIN = {
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("decimal", "Decimal"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("builtins", "bytearray"),
}


def run_capped(
    target: str,
    argument: object,
    seconds: float,
    memory_mb: int,
    waiting: Callable[[], None] = lambda: None,
) -> Any:
    """What `target` ("module:function" of ours, one argument) returns, done in a child process.

    `argument` and the answer are plain values, or our own dataclasses and enums of them. `seconds` is wall time,
    `memory_mb` address space of the child. `waiting` is called every 50 ms and may raise `Cancelled`. A Trouble of the
    target comes through; Troubles child_too_slow(seconds), child_too_big(memory_mb), child_failed.
    """
    task = pickle.dumps((seconds, memory_mb, target, argument), protocol=5)
    with subprocess.Popen(  # noqa: S603 - our own program, no shell, nothing of the caller's in the command
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        creationflags=_NO_WINDOW,
    ) as child:
        job = _Job(child, memory_mb)
        talk = _Talk(child, task, memory_mb << 20)
        try:
            _wait(child, talk, seconds, waiting)
        except BaseException:
            child.kill()
            raise
        finally:
            talk.end()
            job.close()
    return _judge(talk, child.returncode, memory_mb)


class _Talk:
    """The pipes of a child, each served by a thread so that none of them fills up and stops the others."""

    def __init__(self, child: "subprocess.Popen[bytes]", task: bytes, most: int) -> None:
        self.answer = b""
        self.errors = b""
        self._most = most
        self._threads = [
            threading.Thread(target=self._send, args=(child.stdin, task)),
            threading.Thread(target=self._receive, args=(child.stdout,)),
            threading.Thread(target=self._listen, args=(child.stderr,)),
        ]
        for thread in self._threads:
            thread.start()

    def running(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def end(self) -> None:
        for thread in self._threads:
            thread.join()

    def _send(self, pipe: Any, task: bytes) -> None:
        with suppress(OSError):  # the child has ended; its status says how
            pipe.write(len(task).to_bytes(LENGTH_BYTES, "big") + task)
        with suppress(OSError):
            pipe.close()

    def _receive(self, pipe: Any) -> None:
        length = int.from_bytes(pipe.read(LENGTH_BYTES), "big")
        if length <= self._most:
            self.answer = pipe.read(length)
        while pipe.read(1 << 16):
            continue

    def _listen(self, pipe: Any) -> None:
        while chunk := pipe.read(1 << 12):
            self.errors = (self.errors + chunk)[-(1 << 16) :]


def _wait(child: "subprocess.Popen[bytes]", talk: _Talk, seconds: float, waiting: Callable[[], None]) -> None:
    end = time.monotonic() + seconds
    while child.poll() is None or talk.running():
        if time.monotonic() > end:
            raise Trouble("child_too_slow", seconds=round(seconds))
        waiting()
        try:
            child.wait(_LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def _judge(talk: _Talk, status: int, memory_mb: int) -> Any:
    """The answer of a child that has ended, or the Trouble that its end means."""
    try:
        kind, value = _Plain(io.BytesIO(talk.answer)).load()
    except _UNREADABLE as error:
        if any(sign in talk.errors for sign in _OUT_OF_MEMORY):
            raise Trouble("child_too_big", memory_mb=memory_mb) from error
        raise Trouble("child_failed", status=status) from error
    if kind == "too_big":
        raise Trouble("child_too_big", memory_mb=memory_mb)
    if kind == "trouble":
        code, facts = value
        raise Trouble(code, **facts)
    return value


def _member(kind: object, name: str) -> enum.Enum:
    """The member `name` of our enumeration `kind`, and nothing else that has a name."""
    if not (isinstance(kind, type) and issubclass(kind, enum.Enum)):
        raise pickle.UnpicklingError(f"{kind!r} is no enumeration")
    return kind[name]


class _Plain(pickle.Unpickler):
    """Reads plain values and our own dataclasses and enums, and nothing that could run anything."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if (module, name) == ("builtins", "getattr"):  # how Python 3.11.2 writes a member of an enumeration
            return _member
        if module.startswith("station_desk.") and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-m", "station_desk.machine.child"]


def _environment() -> dict[str, str]:
    """Ours, with the package to be found and without threads of number libraries, which reserve much memory."""
    env = dict(os.environ)
    root = str(Path(__file__).resolve().parents[2])
    env["PYTHONPATH"] = os.pathsep.join([root, *filter(None, [env.get("PYTHONPATH")])])
    env.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MALLOC_ARENA_MAX="2", PYTHONIOENCODING="utf-8")
    return env


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
    _EXTENDED_LIMITS, _LIMIT_MEMORY, _KILL_ON_CLOSE = 9, 0x100, 0x2000

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Limits(ctypes.Structure):
        _fields_ = (
            ("basic", _BasicLimits),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    class _Job:
        """A job object that caps the child's memory and dies with us. The child waits for its task meanwhile."""

        def __init__(self, child: "subprocess.Popen[bytes]", memory_mb: int) -> None:
            self._kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
            self._kernel32.CreateJobObjectW.restype = wintypes.HANDLE
            self._kernel32.SetInformationJobObject.argtypes = [
                wintypes.HANDLE,
                ctypes.c_int,
                wintypes.LPVOID,
                wintypes.DWORD,
            ]
            self._kernel32.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
            self._kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
            self._job = self._kernel32.CreateJobObjectW(None, None)
            limits = _Limits()
            limits.basic.flags = _LIMIT_MEMORY | _KILL_ON_CLOSE
            limits.process_memory = memory_mb << 20
            handle = int(child._handle)  # type: ignore[attr-defined]
            if not (
                self._kernel32.SetInformationJobObject(
                    self._job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
                )
                and self._kernel32.AssignProcessToJobObject(self._job, handle)
            ):
                child.kill()
                raise ctypes.WinError(ctypes.get_last_error())

        def close(self) -> None:
            self._kernel32.CloseHandle(self._job)

else:
    _NO_WINDOW = 0

    class _Job:
        """The child caps itself before it reads its task (`child._cap`)."""

        def __init__(self, child: "subprocess.Popen[bytes]", memory_mb: int) -> None:
            self._child = child

        def close(self) -> None:
            """Nothing to let go."""
