"""CUPS's commands, with stand-ins on the path."""

import os
import sys
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine import spooler

TOLD = """printer HP_LaserJet_1020 is idle.  enabled since Sun 22 Nov 2026 09:00:00 AM
printer Old disabled since Sun 22 Nov 2026 09:00:00 AM -
\treason unknown
printer PDF now printing PDF-3.  enabled since Sun 22 Nov 2026 09:00:00 AM
system default destination: PDF
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not on Windows")


def _command(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_the_queues_are_read_with_default_and_state() -> None:
    assert spooler.read_queues(TOLD) == [
        spooler.Queue("HP_LaserJet_1020", False, True),
        spooler.Queue("Old", False, False),
        spooler.Queue("PDF", True, True),
    ]
    assert spooler.read_queues("no system default destination\n") == []


@posix
def test_a_document_goes_to_the_queue_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _command(
        tmp_path, "lp", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/pdf; echo "request id is PDF-7 (0 file(s))"'
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert spooler.submit("PDF", b"%PDF-1.4", "F15 0001", copies=2, pages="1-3", duplex=True) == "PDF-7"
    assert (tmp_path / "pdf").read_bytes() == b"%PDF-1.4"
    words = (tmp_path / "words").read_text()
    for part in ("-d PDF", "-n 2", "-t F15 0001", "two-sided-long-edge", "-P 1-3"):
        assert part in words


@posix
def test_a_refusal_is_told_with_the_spoolers_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _command(tmp_path, "lp", 'cat > /dev/null; echo "lp: The printer does not exist." >&2; exit 1')
    _command(tmp_path, "lpstat", "exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Trouble) as caught:
        spooler.submit("HP", b"%PDF", "F15")
    assert caught.value.code == "printer_refused"
    assert caught.value.facts == {"printer": "HP", "detail": "The printer does not exist."}
    assert spooler.queues() == []
