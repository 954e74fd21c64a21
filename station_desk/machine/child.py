"""The child process of `children`: takes one task from stdin, does it under caps, answers on stdout.

Started as `python -m station_desk.machine.child`, or by a frozen program with `CHILD_ARGUMENT` as its only argument (the
composition root then calls `main`). Frames are a length (8 bytes, big-endian) and a pickle.
"""

import importlib
import os
import pickle
import sys
from typing import Any, BinaryIO

from station_desk.domain.trouble import Trouble

CHILD_ARGUMENT = "--capped-child"
LENGTH_BYTES = 8


def main() -> int:
    """Do the one task. Returns 0 also when the task failed: the answer says so."""
    source, answer = sys.stdin.buffer, _own_stdout()
    seconds, memory_mb, target, argument = pickle.loads(_frame(source))  # noqa: S301 - from our own parent process
    _cap(seconds, memory_mb)
    try:
        told: tuple[str, object] = ("done", _function(target)(argument))
    except Trouble as trouble:
        told = ("trouble", (trouble.code, dict(trouble.facts)))
    except MemoryError:
        told = ("too_big", None)
    try:
        data = pickle.dumps(told, protocol=5)
    except MemoryError:
        data = pickle.dumps(("too_big", None))
    answer.write(len(data).to_bytes(LENGTH_BYTES, "big"))
    answer.write(data)
    answer.flush()
    return 0


def _own_stdout() -> BinaryIO:
    """The pipe to the parent, out of reach of whatever prints meanwhile."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answer


def _frame(stream: BinaryIO) -> bytes:
    length = int.from_bytes(stream.read(LENGTH_BYTES), "big")
    return stream.read(length)


def _cap(seconds: float, memory_mb: int) -> None:
    """The operating system's own limits (on Windows the parent has put this process into a job object)."""
    if sys.platform != "win32":
        import resource

        memory = memory_mb << 20
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _function(target: str) -> Any:
    module, function = target.split(":")
    return getattr(importlib.import_module(module), function)


if __name__ == "__main__":
    sys.exit(main())
