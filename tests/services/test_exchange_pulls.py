"""A stick that is pulled out: a block device with exFAT whose disk fails from a chosen moment on (RELIABILITY 0.5).

An image behind nbdkit's error filter, as a file by nbdfuse, as a device by losetup, mounted by exfat-fuse. Needs root and
these programs; where they are not, it is skipped and says so.
"""

import hashlib
import os
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine import files

PULLS = int(os.environ.get("STATION_DESK_PULLS", "300"))
PROGRAMS = ("nbdkit", "nbdfuse", "losetup", "mount.exfat-fuse", "mkfs.exfat", "fsck.exfat", "fusermount3", "umount")
IMAGE_BYTES = 32 << 20


def _missing() -> str:
    """What this computer lacks for the test; empty for nothing."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "needs root"
    gone = [name for name in PROGRAMS if shutil.which(name) is None]
    if gone:
        return f"needs {', '.join(gone)}"
    if not Path("/dev/fuse").exists() or not Path("/dev/loop-control").exists():
        return "needs FUSE and loop devices"
    return ""


class Rig:
    """A stick that can be pulled."""

    def __init__(self, folder: Path) -> None:
        self.image, self.inject = folder / "stick.img", folder / "inject"
        self.file, self.mount = folder / "device", folder / "mount"
        self.mount.mkdir()
        self.file.touch()
        self.image.write_bytes(b"")
        os.truncate(self.image, IMAGE_BYTES)
        _run("mkfs.exfat", str(self.image))

    def pull(self) -> None:
        """From now on the disk answers with errors."""
        self.inject.touch()

    @contextmanager
    def put_in(self) -> Iterator[Path]:
        """Within, the stick is mounted at the folder; afterwards it is out, whatever became of it."""
        self.inject.unlink(missing_ok=True)
        serve = ["nbdfuse", str(self.file), "--command", "nbdkit", "-s", "--exit-with-parent", "--filter=error", "file"]
        serve += [str(self.image), "error-rate=100%", f"error-file={self.inject}"]
        served = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        device = ""
        try:
            _until(lambda: self.file.stat().st_size == IMAGE_BYTES)
            device = _run("losetup", "-f", "--show", str(self.file)).strip()
            _run("mount.exfat-fuse", device, str(self.mount))
            _until(lambda: os.path.ismount(self.mount))
            yield self.mount
        finally:
            for command in (["umount", "-l", str(self.mount)], ["losetup", "-d", device]):
                subprocess.run(command, capture_output=True, check=False)
            _until(lambda: not os.path.ismount(self.mount))
            subprocess.run(["fusermount3", "-u", str(self.file)], capture_output=True, check=False)
            with suppress(subprocess.TimeoutExpired):
                served.wait(5)
            served.kill()
            served.wait()

    def mend(self) -> None:
        """What the next computer does before it opens a stick that was pulled out."""
        subprocess.run(["fsck.exfat", "-y", str(self.image)], capture_output=True, check=False)


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _until(true: object) -> None:
    for _ in range(400):
        with suppress(OSError):
            if true():  # type: ignore[operator]
                return
        time.sleep(0.02)
    raise AssertionError("the rig does not answer")


def one_pull(rig: Rig, dice: random.Random, safe: dict[str, bytes], n: int) -> str:
    """Deliver a file and pull at a chosen moment; what was told of it."""
    data = dice.randbytes(dice.randrange(2_000, 600_000))
    moment = dice.choice(("write", "write", "flush", "read_back", "after", "after", "never"))
    at = dice.randrange(len(data))
    told = ""

    def step(name: str) -> None:
        if name == moment and name != "write":
            rig.pull()

    def written(done: int, total: int) -> None:
        if moment == "write" and done >= at:
            rig.pull()

    pieces = [data[start : start + 65_536] for start in range(0, len(data), 65_536)]
    with rig.put_in() as stick:
        try:
            lies = files.deliver(stick, f"b{n}.sdb", pieces, size=len(data), progress=written, steps=step)
            told = "safe"
            safe[lies.path.name] = hashlib.sha256(data).digest()
        except Trouble as trouble:
            told = trouble.code
        if moment == "after":
            rig.pull()
    return told


def careless(rig: Rig, data: bytes) -> None:
    """Written and closed, and pulled out at once: what a program without care calls done."""
    with rig.put_in() as stick:
        (stick / "careless.sdb").write_bytes(data)
        rig.pull()


def check(rig: Rig, safe: dict[str, bytes]) -> None:
    """All that was called safe is on the stick, whole."""
    rig.mend()
    with rig.put_in() as stick:
        for name, digest in safe.items():
            assert hashlib.sha256((stick / name).read_bytes()).digest() == digest, f"{name} was called safe"
        for old in sorted(safe)[:-3]:
            (stick / old).unlink()
            del safe[old]
        for left in stick.glob(".*.part"):
            left.unlink()
        for left in stick.glob("*.sdb"):
            if left.name not in safe:
                left.unlink()
        os.sync()


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    if reason := _missing():
        pytest.skip(reason)
    made = Rig(tmp_path)
    try:
        with made.put_in():
            pass
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"no such device can be made here: {error}")
    return made


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_what_is_called_safe_is_safe_however_the_stick_is_pulled(rig: Rig) -> None:
    dice, safe, told = random.Random(1), dict[str, bytes](), Counter[str]()
    for n in range(PULLS):
        told[one_pull(rig, dice, safe, n)] += 1
        check(rig, safe)
    assert told["safe"] > 0, told
    assert sum(told.values()) > told["safe"], told


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_rig_sees_what_a_careless_program_loses(rig: Rig) -> None:
    lost = 0
    for n in range(5):
        data = random.Random(n).randbytes(300_000)
        careless(rig, data)
        rig.mend()
        with rig.put_in() as stick:
            left = stick / "careless.sdb"
            lost += not left.exists() or left.read_bytes() != data
            left.unlink(missing_ok=True)
            os.sync()
    assert lost > 0
