"""Printing through a real CUPS: a scheduler of the test's own, a queue that writes to a file. Skips where CUPS lacks."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import paperwork
from tests.support.homes import make_home
from tests.ui.people import six_people

pytestmark = pytest.mark.long
_CUPSD = shutil.which("cupsd") or shutil.which("cupsd", path="/usr/sbin")
_LPADMIN = shutil.which("lpadmin") or shutil.which("lpadmin", path="/usr/sbin")
_PATIENCE_SECONDS = 20.0


def _wait(ready: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > end:
            pytest.fail(f"CUPS: {what} did not happen")
        time.sleep(0.05)


@pytest.fixture
def printed_file(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A scheduler with the queue `desk`; what it prints lands in this file.

    The queue's backend is a script of two lines that keeps what the scheduler hands to it. Everything lies in a folder of
    its own below the temporary one: the scheduler's own person must be able to walk to it.
    """
    if _CUPSD is None or _LPADMIN is None or shutil.which("lp") is None:
        pytest.skip("no CUPS here (apt install cups-daemon cups-client)")
    if os.geteuid() != 0:
        pytest.skip("a scheduler of one's own needs root")
    root = Path(tempfile.mkdtemp(prefix="desk-cups-"))
    words = [_CUPSD, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")]
    out, socket = _lay_out(root)
    monkeypatch.setenv("CUPS_SERVER", str(socket))
    scheduler = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(socket.exists, "the start")
        added = subprocess.run([_LPADMIN, "-p", "desk", "-E", "-v", "keep:/"], capture_output=True, check=False)
        assert added.returncode == 0, added.stderr
        yield out
    finally:
        scheduler.terminate()
        scheduler.wait(10)
        shutil.rmtree(root)


def _lay_out(root: Path) -> tuple[Path, Path]:
    """Folders and settings of the scheduler; where its print lands, and its socket."""
    for name in ("", "spool", "spool/tmp", "cache", "run", "log", "bin", "bin/backend", "out"):
        (root / name).mkdir(exist_ok=True)
        (root / name).chmod(0o777 if name == "out" else 0o755)
    out, socket, backend = root / "out" / "print.pdf", root / "run" / "cups.sock", root / "bin" / "backend" / "keep"
    backend.write_text(f'#!/bin/sh\n[ $# -eq 0 ] && exit 0\ncat ${{6:+"$6"}} > {out}.part && mv {out}.part {out}\n')
    backend.chmod(0o755)
    assert _CUPSD is not None
    (root / "bin" / "daemon").symlink_to(Path(_CUPSD).parents[1] / "lib" / "cups" / "daemon")
    (root / "cups-files.conf").write_text(
        f"ServerBin {root}/bin\nServerRoot {root}\nRequestRoot {root}/spool\nTempDir {root}/spool/tmp\n"
        f"CacheDir {root}/cache\nStateDir {root}/run\nAccessLog {root}/log/access\nErrorLog {root}/log/error\n"
        f"PageLog {root}/log/page\nSystemGroup root\nSandboxing Relaxed\n"
    )
    rights = "<Location />\nOrder allow,deny\nAllow all\n</Location>\n<Location /admin>\nAllow all\n</Location>\n"
    policy = "<Policy default>\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
    (root / "cupsd.conf").write_text(f"Listen {socket}\nBrowsing Off\nDefaultAuthType None\n{rights}{policy}")
    return out, socket


def test_the_bytes_of_the_preview_come_out_of_a_real_queue(printed_file: Path, tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC))
    with make_home(tmp_path, villages=8, clock=clock) as desk:
        six_people(desk)
        assert [(one.name, one.ready) for one in paperwork.printers(desk)] == [("desk", True)]
        shown = paperwork.preview(desk, "F15", everyone=True)
        printed = paperwork.make(desk, "F15", everyone=True)
        paperwork.send(desk, printed, "desk", 1, duplex=True)
        _wait(printed_file.exists, "the print")
        assert printed_file.read_bytes() == printed.pdf == shown.pdf
        with pytest.raises(Trouble) as told:
            paperwork.send(desk, printed, "elsewhere")
        assert told.value.code == "printer_none"


def test_a_sheet_of_two_pages_comes_out_as_it_was_put_together(printed_file: Path, tmp_path: Path) -> None:
    with make_home(tmp_path, villages=8) as desk:
        six_people(desk)
        doubled = paperwork.two_up(paperwork.make(desk, "F20", everyone=True, period="2026-11"))
        paperwork.send(desk, doubled, "desk")
        _wait(printed_file.exists, "the print")
        assert printed_file.read_bytes() == doubled.pdf
