"""One fault each, through the real services and real files in a folder (EXCHANGE 7.6, RELIABILITY 0.5 and U rows).

In every case: no change is lost, nothing counts as given before it was read back, nothing is half taken in.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from station_desk.domain.exchange import ImportAnswer
from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.machine import disk, files
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.wording.troubles import tell
from tests.services.exchange_desks import (
    COUNTY,
    STATION,
    Pair,
    everything,
    make_desk,
    names,
    person,
    trust_each_other,
)

OTHER = "371602010"


def lying(folder: Path) -> list[str]:
    """Every file below `folder`, by name."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def take(desk: Desk, *folders: Path, **options: object) -> ImportAnswer:
    """Take in what the folders hold, as the pages do."""
    found = exchange.find_bundles(desk.office.code, folders)
    return exchange.import_bundles(desk, found.paths, **options)  # type: ignore[arg-type]


def results(answer: ImportAnswer) -> list[str]:
    return sorted(one.result for one in answer.bundles)


def fails(pair: Pair) -> Trouble:
    """An export that meets the fault: it is said in three sentences, and nothing counts as given."""
    before = exchange.sent(pair.station)
    with pytest.raises(Trouble) as told:
        pair.send()
    assert exchange.sent(pair.station) == before
    sentences = tell(told.value)
    assert all((sentences.what, sentences.safe, sentences.next))
    return told.value


def heals(pair: Pair, *expected: str) -> None:
    """The next good stick brings everything."""
    take(pair.county, pair.send().parent, receipt_to=pair.down)
    assert names(pair.county) == sorted(expected)


# --- writing -------------------------------------------------------------------------------------------------------
def test_a_full_stick_says_how_much_is_needed_and_free(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    person(pair.station, "甲某")
    old = pair.send()
    whole = old.read_bytes()
    with monkeypatch.context() as fault:
        fault.setattr(disk, "free_bytes", lambda folder: 1 << 40 if folder != pair.up else 3000)
        trouble = fails(pair)
    assert trouble.code == "stick_full"
    assert "3 KB" in tell(trouble).what
    assert str(trouble.facts["need_text"]) in tell(trouble).what
    assert old.read_bytes() == whole
    assert lying(pair.up) == [old.name]
    heals(pair, "甲某")


STEPS: dict[str, Callable[[pytest.MonkeyPatch, OSError], object]] = {}


def _step(name: str) -> Callable[[Callable[[pytest.MonkeyPatch, OSError], object]], object]:
    def keep(fault: Callable[[pytest.MonkeyPatch, OSError], object]) -> object:
        STEPS[name] = fault
        return fault

    return keep


def _raising(error: OSError) -> Callable[..., object]:
    def fail(*_args: object, **_options: object) -> object:
        raise error

    return fail


@_step("write")
def _while_writing(fault: pytest.MonkeyPatch, error: OSError) -> None:
    real = files._watched  # the chunks stop in the middle

    def cut(chunks: Iterator[bytes], *rest: object) -> Iterator[bytes]:
        for chunk in real(chunks, *rest):  # type: ignore[arg-type]
            yield chunk[: len(chunk) // 2]
            raise error

    fault.setattr(files, "_watched", cut)


@_step("rename")
def _before_renaming(fault: pytest.MonkeyPatch, error: OSError) -> None:
    real = disk.rename

    def rename(old: Path, new: Path, *, replace: bool) -> None:
        if old.name.endswith(files.TEMPORARY) and not replace:
            raise error
        real(old, new, replace=replace)

    fault.setattr(disk, "rename", rename)


@_step("flush the folder")
def _before_the_folder_is_flushed(fault: pytest.MonkeyPatch, error: OSError) -> None:
    real = disk.flush_folder

    def flush(folder: Path) -> None:
        if folder.name == "up":
            raise error
        real(folder)

    fault.setattr(disk, "flush_folder", flush)


@_step("read back")
def _before_reading_back(fault: pytest.MonkeyPatch, error: OSError) -> None:
    fault.setattr(disk, "read_uncached", _raising(error))


@pytest.mark.parametrize("step", STEPS)
def test_a_stick_that_dies_at_a_step_loses_nothing_and_is_never_called_safe(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    person(pair.station, "甲某")
    old = pair.send()
    whole = old.read_bytes()
    person(pair.station, "乙某")
    told: list[str] = []
    with monkeypatch.context() as fault:
        STEPS[step](fault, OSError(errno.EIO, os.strerror(errno.EIO)))
        with pytest.raises(Trouble, match="stick_unreliable"):
            exchange.export_bundles(pair.station, pair.up, steps=told.append)
    assert "safe" not in told
    assert old.read_bytes() == whole
    assert len(exchange.sent(pair.station)) == 1
    heals(pair, "甲某", "乙某")


def test_a_stick_pulled_out_while_writing_is_gone_and_the_next_one_brings_everything(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(pair.station, "甲某")
    pocket = tmp_path / "pocket"

    def pulled(_path: Path) -> Iterator[bytes]:
        pair.up.rename(pocket)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as fault:
        fault.setattr(disk, "read_uncached", pulled)
        assert fails(pair).code == "stick_gone"
    pocket.rename(pair.up)
    assert results(take(pair.county, pair.up, dry_run=True)) == ["applied"]
    heals(pair, "甲某")


def test_the_folder_left_behind_by_a_stick_is_not_taken_for_the_stick(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(pair.station, "甲某")
    real, asked = Path.stat, list[int]()

    def other_disk(path: Path, **options: bool) -> os.stat_result:
        found = real(path, **options)
        if path != pair.up:
            return found
        asked.append(1)
        return os.stat_result((*found[:2], found.st_dev + (len(asked) > 1), *found[3:10]))

    with monkeypatch.context() as fault:
        fault.setattr(Path, "stat", other_disk)
        assert fails(pair).code == "stick_gone"
    heals(pair, "甲某")


def test_a_write_protected_stick_says_so(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    person(pair.station, "甲某")
    real = os.open

    def refuse(path: object, *rest: object, **options: object) -> int:
        if str(path).startswith(str(pair.up)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, *rest, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as fault:
        fault.setattr(os, "open", refuse)
        assert fails(pair).code == "stick_read_only"
    assert lying(pair.up) == []
    heals(pair, "甲某")


@pytest.mark.parametrize("lie", ["flip", "zeros", "short", "wraps"])
def test_a_worn_or_lying_stick_is_found_by_reading_back(pair: Pair, monkeypatch: pytest.MonkeyPatch, lie: str) -> None:
    person(pair.station, "甲某")
    real = disk.read_uncached

    def reads(path: Path) -> Iterator[bytes]:
        if path.parent != pair.up:
            yield from real(path)
            return
        data = bytearray(b"".join(real(path)))
        if lie == "flip":
            data[len(data) // 2] ^= 4
        elif lie == "zeros":
            data[-512:] = bytes(512)
        elif lie == "short":
            del data[-1:]
        else:
            data[512:1024] = data[:512]
        yield bytes(data)

    with monkeypatch.context() as fault:
        fault.setattr(disk, "read_uncached", reads)
        assert fails(pair).code == "stick_unreliable"
    assert lying(pair.up) == []
    heals(pair, "甲某")


def test_a_program_killed_before_it_noted_the_bundle_gives_it_again(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(pair.station, "甲某")

    class Killed(BaseException):
        pass

    def die(*_args: object, **_options: object) -> None:
        raise Killed

    with monkeypatch.context() as fault:
        fault.setattr("station_desk.services.exchange_out._record", die)
        with pytest.raises(Killed):
            pair.send()
    assert exchange.sent(pair.station) == []
    assert len(lying(pair.up)) == 1
    assert exchange.own_files(pair.station, pair.up).done == ()
    person(pair.station, "乙某")
    pair.send()
    assert set(results(take(pair.county, pair.up, receipt_to=pair.down))) <= {"applied", "duplicate"}
    assert names(pair.county) == ["乙某", "甲某"]


def test_a_receipt_that_cannot_be_written_does_not_hide_that_all_came_in(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    gone = tmp_path / "gone"
    pair.send()
    answer = take(pair.county, pair.up, receipt_to=gone)
    assert results(answer) == ["applied"]
    assert answer.receipts == ()
    assert answer.trouble is not None
    assert (answer.trouble.code, answer.trouble.facts["reason"]) == ("receipt_not_written", "stick_gone")
    assert names(pair.county) == ["甲某"]
    (receipt,) = exchange.export_bundles(pair.county, pair.down, [STATION])
    exchange.import_bundles(pair.station, [Path(receipt.file)])
    assert exchange.status(pair.station)[0].unacknowledged_changes == 0


# --- what lies on the stick ----------------------------------------------------------------------------------------
def test_a_whole_bundle_under_its_temporary_name_is_taken_by_its_content(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    file.rename(pair.up / f".{file.name}.1a2b3c4d.part")
    (answer,) = take(pair.county, pair.up, receipt_to=pair.down).bundles
    assert answer.result == "applied"
    assert [one.code for one in answer.warnings] == ["bundle_temporary_name"]
    assert names(pair.county) == ["甲某"]


def test_a_half_written_one_is_explained_and_the_rest_is_taken(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    (pair.up / f".{file.name}.1a2b3c4d.part").write_bytes(file.read_bytes()[:-70])
    answer = take(pair.county, pair.up, receipt_to=pair.down)
    assert results(answer) == ["applied", "corrupt"]
    assert answer.trouble is not None
    assert answer.trouble.code == "bundle_unfinished"
    assert names(pair.county) == ["甲某"]


def test_renamed_files_with_times_reset_are_taken_in_the_right_order(pair: Pair) -> None:
    for n, name in enumerate(("甲某", "乙某", "丙某")):
        person(pair.station, name)
        file = pair.send()
        pair.wait(minutes=1)
        renamed = file.rename(pair.up / ("z新建 文件.doc", "m.SDB", "a")[n])
        os.utime(renamed, (315532800, 315532800 + n))  # 1 January 1980: a stick without a clock
    answer = take(pair.county, pair.up, receipt_to=pair.down)
    assert set(results(answer)) == {"applied"}
    assert [one.number for one in answer.bundles] == [3, 2, 1]
    assert names(pair.county) == ["丙某", "乙某", "甲某"]


def test_two_bundles_that_changed_their_names_are_what_they_hold(pair: Pair) -> None:
    person(pair.station, "甲某")
    first = pair.send()
    person(pair.station, "乙某")
    second = pair.send()
    aside = first.rename(pair.up / "aside")
    second.rename(first)
    aside.rename(second)
    answer = take(pair.county, pair.up, receipt_to=pair.down)
    assert [one.number for one in sorted(answer.bundles, key=lambda one: one.file)] == [2, 1]
    assert names(pair.county) == ["乙某", "甲某"]


def test_the_same_file_twice_is_taken_once(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    shutil.copy(file, pair.up / f"副本 {file.name}")
    assert results(take(pair.county, pair.up, receipt_to=pair.down)) == ["applied", "duplicate"]
    assert names(pair.county) == ["甲某"]


@pytest.mark.parametrize("damage", ["empty", "zeros", "cut", "spliced"])
def test_a_damaged_file_is_refused_by_name_and_changes_nothing(pair: Pair, damage: str) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    data = file.read_bytes()
    other = {"empty": b"", "zeros": bytes(len(data)), "cut": data[:-1], "spliced": data[:600] + data[1200:]}
    file.write_bytes(other[damage])
    before = everything(pair.county)
    answer = take(pair.county, pair.up, receipt_to=pair.down)
    assert results(answer) == ["corrupt"]
    assert answer.trouble is not None
    assert answer.trouble.facts["file"] == file.name
    assert everything(pair.county) == before
    assert answer.receipts == ()


def test_links_programs_and_shortcuts_are_left_alone(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    real = pair.send()
    outside = tmp_path / "outside"
    shutil.copytree(pair.up, outside)
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "花名册.exe").write_bytes(b"MZ" + bytes(300))
    (stick / "收件.lnk").write_bytes(b"L\0\0\0" + bytes(300))
    (stick / "autorun.inf").write_text("[autorun]\nopen=花名册.exe\n", encoding="utf-8")
    (stick / "link.sdb").symlink_to(outside / real.name)
    (stick / "folder").symlink_to(outside)
    os.mkfifo(stick / "pipe.sdb")
    found = exchange.find_bundles(COUNTY, [stick])
    assert (found.bundles, len(found.other), len(found.links)) == ([], 3, 3)
    answer = exchange.import_bundles(pair.county, [stick / "link.sdb", stick / "pipe.sdb"])
    assert results(answer) == ["corrupt", "corrupt"]
    assert names(pair.county) == []


# --- sticks that go astray -----------------------------------------------------------------------------------------
def test_a_lost_stick_is_healed_by_the_next(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.send().unlink()
    person(pair.station, "乙某")
    heals(pair, "甲某", "乙某")


def test_a_lost_receipt_and_a_doubled_one_change_nothing(pair: Pair) -> None:
    person(pair.station, "甲某")
    answer = take(pair.county, pair.send().parent, receipt_to=pair.down)
    Path(answer.receipts[0]).unlink()
    assert exchange.status(pair.station)[0].confirmed_number is None
    person(pair.station, "乙某")
    take(pair.county, pair.send().parent, receipt_to=pair.down)
    for _ in range(2):
        take(pair.station, pair.down)
    assert exchange.status(pair.station)[0].unacknowledged_changes == 0
    assert names(pair.county) == ["乙某", "甲某"]


def test_two_sticks_crossed_are_refused_on_both_sides_and_nothing_is_lost(pair: Pair, tmp_path: Path) -> None:
    other = make_desk(tmp_path / "other", OTHER)
    trust_each_other(other, pair.county, tmp_path / "keys2")
    person(pair.station, "甲某")
    person(other, "乙某")
    stick = tmp_path / "stick2"
    stick.mkdir()
    exchange.export_bundles(other, stick)
    pair.send()
    answer = take(pair.county, pair.up, stick, receipt_to=None, beside=True)
    assert [Path(one).parent.name for one in answer.receipts] == ["up", "stick2"]
    before = [everything(pair.station), everything(other)]
    assert results(take(pair.station, stick)) == ["wrong_recipient", "wrong_recipient"]
    assert results(take(other, pair.up)) == ["wrong_recipient", "wrong_recipient"]
    assert [everything(pair.station), everything(other)] == before
    assert "applied" in results(take(pair.station, pair.up))
    assert "applied" in results(take(other, stick))
    assert exchange.status(pair.station)[0].unacknowledged_changes == 0
    other.close()


@pytest.mark.parametrize("years", [-10, 10])
@pytest.mark.parametrize("whose", ["station", "county"])
def test_a_clock_ten_years_off_loses_nothing_and_orders_nothing_wrong(pair: Pair, years: int, whose: str) -> None:
    clock: FixedClock = getattr(pair, whose).clock
    clock.advance(timedelta(days=365 * years))
    rid = person(pair.station, "甲某")
    pair.round_trip()
    with pair.station.store.write(pair.station.account.id, "person_edit") as work:
        work.update("person", rid, {"name": "乙某"})
    clock.advance(timedelta(days=-365 * years))
    with pair.station.store.write(pair.station.account.id, "person_edit") as work:
        work.update("person", rid, {"name": "丙某"})
    pair.round_trip()
    assert names(pair.county) == names(pair.station) == ["丙某"]
    assert exchange.status(pair.station)[0].unacknowledged_changes == 0
    assert exchange.stations(pair.county)[0].gaps == ()


# --- many files, and stopping --------------------------------------------------------------------------------------
def test_stopping_between_two_files_keeps_what_was_taken_and_writes_its_receipt(pair: Pair, tmp_path: Path) -> None:
    other = make_desk(tmp_path / "other", OTHER)
    trust_each_other(other, pair.county, tmp_path / "keys2")
    person(pair.station, "甲某")
    person(other, "乙某")
    exchange.export_bundles(other, pair.up)
    pair.send()

    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise Cancelled

    answer = take(pair.county, pair.up, receipt_to=pair.down, progress=stop)
    assert answer.stopped
    assert [(one.sender, one.result) for one in answer.bundles] == [(STATION, "applied")]
    assert len(answer.receipts) == 1
    assert (names(pair.county), names(pair.county, OTHER)) == (["甲某"], [])
    assert results(take(pair.county, pair.up, receipt_to=pair.down)) == ["applied", "duplicate"]
    other.close()


# --- tidying -------------------------------------------------------------------------------------------------------
def test_only_bundles_whose_receipt_is_in_are_tidied_away(pair: Pair) -> None:
    person(pair.station, "甲某")
    first = pair.send()
    take(pair.station, Path(take(pair.county, pair.up, receipt_to=pair.down).receipts[0]).parent)
    person(pair.station, "乙某")
    second = pair.send()
    renamed = first.rename(pair.up / "改过名.bak")
    (pair.up / "年终总结.doc").write_bytes(b"something else")
    (pair.up / f".{second.name}.1a2b3c4d.part").write_bytes(second.read_bytes()[:-9])
    stranded = shutil.copy(second, pair.up / f".{second.name}.5e6f7a8b.part")
    told = exchange.own_files(pair.station, pair.up)
    assert (told.done, len(told.broken)) == ((renamed,), 1)
    assert set(told.waiting) == {second, Path(stranded)}
    assert exchange.tidy(pair.station, pair.up) == (1, 1)
    assert lying(pair.up) == sorted([second.name, Path(stranded).name, "年终总结.doc"])
    assert exchange.tidy(pair.station, pair.up) == (0, 0)
    heals(pair, "甲某", "乙某")


def test_a_file_that_only_looks_like_a_confirmed_one_stays(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    take(pair.station, Path(take(pair.county, pair.up, receipt_to=pair.down).receipts[0]).parent)
    data = bytearray(file.read_bytes())
    data[-80] ^= 1
    file.write_bytes(data)
    assert exchange.tidy(pair.station, pair.up) == (0, 0)
    assert lying(pair.up) == [file.name]


def test_what_was_looked_at_before_is_known_by_its_content(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    take(pair.county, pair.up, receipt_to=pair.down)
    known = [(one.sender, one.number, one.code) for one in exchange.received(pair.county)]
    (renamed,) = exchange.find_bundles(COUNTY, [file.rename(pair.up / "1.sdb")]).bundles
    assert exchange.looked_at_before(renamed, known)
    renamed.path.unlink()
    person(pair.station, "乙某")
    pair.send().rename(pair.up / "1.sdb")
    (new,) = exchange.find_bundles(COUNTY, [pair.up]).bundles
    assert not exchange.looked_at_before(new, known)
