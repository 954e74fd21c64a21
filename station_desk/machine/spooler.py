"""The printers of this computer, by CUPS's own commands. Windows has none of them: the window prints pictures there."""

import os
import shutil
import subprocess
from dataclasses import dataclass

from station_desk.domain.trouble import Trouble

_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the spooler; `ready` is False when it is stopped."""

    name: str
    default: bool
    ready: bool


def queues() -> list[Queue]:
    """The queues by name; empty where there is no spooler, or it does not answer."""
    command = shutil.which("lpstat")
    if command is None:
        return []
    try:
        told = _run([command, "-p", "-d"])
    except (OSError, subprocess.TimeoutExpired):
        return []
    return read_queues(told.stdout.decode(errors="replace"))


def read_queues(told: str) -> list[Queue]:
    """The answer of `lpstat -p -d` in the C locale."""
    ready: dict[str, bool] = {}
    default = ""
    for line in told.splitlines():
        words = line.split()
        if len(words) > 2 and words[0] == "printer":
            ready[words[1]] = words[2] != "disabled"
        elif line.startswith("system default destination:"):
            default = words[-1]
    return [Queue(name, name == default, ready[name]) for name in sorted(ready)]


def submit(queue: str, document: bytes, title: str, *, copies: int = 1, pages: str = "", duplex: bool = False) -> str:
    """Hand a PDF to a queue; the spooler's job name. `pages` as CUPS takes it (`1-4,7`), "" for all.

    Troubles printer_none (no spooler), printer_refused(printer, detail).
    """
    command = shutil.which("lp")
    if command is None:
        raise Trouble("printer_none")
    words = [command, "-d", queue, "-n", str(copies), "-t", title]
    words += ["-o", "sides=two-sided-long-edge" if duplex else "sides=one-sided", "-o", "print-scaling=none"]
    words += ["-P", pages] if pages else []
    try:
        told = _run(words, document)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Trouble("printer_refused", printer=queue, detail=type(error).__name__) from error
    if told.returncode:
        detail = told.stderr.decode(errors="replace").strip().removeprefix("lp: ")[:120]
        raise Trouble("printer_refused", printer=queue, detail=detail)
    return told.stdout.decode(errors="replace").removeprefix("request id is ").split(" ")[0].strip()


def _run(words: list[str], document: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603 - a list of words, no shell; the command is found on the path
        words, input=document or b"", capture_output=True, timeout=_SECONDS, env=environment, check=False
    )
