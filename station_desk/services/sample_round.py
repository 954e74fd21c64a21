"""The main round on sample offices: roster → paper → bundle → county → receipt, as a clerk does it in a month."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.months import following
from station_desk.domain.practice import PRACTICE_PASS_PHRASE
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import Township, VillageRow
from station_desk.machine.folders import practice_home
from station_desk.machine.home import Home
from station_desk.services import (
    exchange,
    intake,
    paperwork,
    report_files,
    roster,
    roster_export,
    safety,
    sample,
    sample_month,
    villages,
    work_log,
)
from station_desk.services.desk import Desk
from station_desk.services.first_start import NewOffice, create_office
from station_desk.services.reports import make_report

Step = Callable[[str], AbstractContextManager[list[Path]]]
"""Enters one step by its code (`offices`, `import` …); the step appends the files that it leaves."""

EDITED_PHONE = "13900008888"
_MARK = ".station-desk-demo"


@dataclass(frozen=True, slots=True)
class Played:
    """Where the round left its two offices and the files worth looking at: (what, file)."""

    station_home: Path
    county_home: Path
    pass_phrase: str
    left: tuple[tuple[str, Path], ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice station of this computer, and whether it was made just now."""

    home: Path
    pass_phrase: str
    new: bool


def practice_station() -> Practice:
    """The sample station 梁才 in the practice folder, made at the first call."""
    home = practice_home()
    new = not Home(home).exists()
    if new:
        sample.build_sample(home, OfficeKind.STATION, pass_phrase=PRACTICE_PASS_PHRASE).desk.close()
    return Practice(home, PRACTICE_PASS_PHRASE, new)


def play(out: Path, stations: int, step: Step) -> Played:
    """Do the whole round in `out` with so many stations, one county.

    `out` is a new or empty folder, or one that an earlier round left: that one is cleared first. Trouble
    `demo_folder_in_use` for any other, and the troubles of the acts.
    """
    _make_room(out)
    stick, papers = out / "U盘", out / "纸"
    for folder in (stick, papers):
        folder.mkdir(parents=True, exist_ok=True)
    with step("offices"):
        county = sample.build_sample(out / "county", OfficeKind.COUNTY, pass_phrase=PRACTICE_PASS_PHRASE).desk
        desks = [sample.build_sample(out / "station", OfficeKind.STATION, pass_phrase=PRACTICE_PASS_PHRASE).desk]
        desks += [_station(out / f"station-{place.code}", place) for place in _more_places(stations - 1)]
    try:
        with step("introduce") as files:
            files.extend(_introduce(county, desks, stick))
        with step("import") as files:
            files.extend(_import_people(desk, out) for desk in desks)
        with step("edit"):
            _edit(desks[0])
        with step("print") as files:
            files.extend(_print(desks[0], papers))
        with step("workbook") as files:
            files.append(papers / "花名册.xlsx")
            roster_export.export_roster(desks[0], files[-1])
        with step("month") as files:
            files.extend(_month(desks, papers))
        with step("backup") as files:
            files.append(safety.backup(desks[0]).file)
        with step("export") as files:
            files.extend(Path(made.file) for desk in desks for made in exchange.export_bundles(desk, stick))
            bundles = tuple(files)
        with step("county") as files:
            files.extend(Path(name) for name in exchange.import_bundles(county, bundles).receipts)
            receipts = tuple(files)
        with step("receipt"):
            for desk, receipt in zip(desks, _for_each(desks, receipts), strict=True):
                exchange.import_bundles(desk, [receipt])
        with step("county_roster") as files:
            files.append(papers / "全县花名册.xlsx")
            roster_export.export_roster(county, files[-1])
        with step("check"):
            for desk in (county, *desks):
                safety.check(desk, deep=True)
    finally:
        for desk in (county, *desks):
            desk.close()
    left = (
        ("letters", papers / "聘书.pdf"),
        ("roster_pdf", papers / "花名册.pdf"),
        ("roster_xlsx", papers / "花名册.xlsx"),
        ("month_pdf", papers / "月报.pdf"),
        ("month_xlsx", papers / "月报.xlsx"),
        ("county_xlsx", papers / "全县花名册.xlsx"),
        *(("bundle", file) for file in bundles),
        *(("receipt", file) for file in receipts),
    )
    return Played(desks[0].home.path, county.home.path, PRACTICE_PASS_PHRASE, left)


def _make_room(out: Path) -> None:
    """An empty folder with our mark in it. Only a folder that bears the mark is ever cleared."""
    if out.is_dir() and any(out.iterdir()):
        if not (out / _MARK).is_file():
            raise Trouble("demo_folder_in_use", folder=str(out))
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("made by the demo; the next demo clears this folder\n", encoding="utf-8")


def _more_places(stations: int) -> list[Township]:
    """Other townships than the sample's, of the bundled lists of the same year."""
    code, _, year = sample.VILLAGES.partition("@")
    places = [place for place in villages.sample_townships() if place.year == int(year) and place.code != code]
    return places[:stations]


def _station(home: Path, place: Township) -> Desk:
    """A practice station with the villages of `place` and nobody in them yet."""
    rows = villages.sample_villages(place.key)
    name = place.name.removesuffix("办事处").removesuffix("街道") + "派出所"
    new = NewOffice(
        OfficeKind.STATION,
        name,
        f"{place.code}000",
        sample.PACK,
        rows,
        sample.STATION_PERSON,
        PRACTICE_PASS_PHRASE,
        True,
    )
    return create_office(home, new).desk


def _introduce(county: Desk, desks: Sequence[Desk], stick: Path) -> list[Path]:
    files = [exchange.write_public_identity(county, stick / "县局.sdk")]
    for desk in desks:
        files.append(exchange.write_public_identity(desk, stick / f"{desk.office.code}.sdk"))
        exchange.trust(desk, files[0])
        exchange.trust(county, files[-1])
    return files


def _import_people(desk: Desk, out: Path) -> Path:
    """The tidy workbook that a village office would send, and its people taken in."""
    file = out / f"各村报来的名单-{desk.office.code}.xlsx"
    rows = [view.village for view in villages.list_villages(desk)]
    sample.sample_workbook(
        file, villages=[VillageRow(v.code, v.name, v.kind, v.township_code, v.township, v.households) for v in rows]
    )
    intake.apply(desk, intake.propose(desk, file))
    return file


def _edit(desk: Desk) -> None:
    """One edit, taken back and done again: the history shows all three."""
    person = roster.list_people(desk)[0]
    roster.edit_person(desk, person.id, {"phone": EDITED_PHONE})
    roster.undo_last(desk)
    roster.redo_last(desk)


def _print(desk: Desk, papers: Path) -> list[Path]:
    files = []
    for form, name in (("F15", "聘书.pdf"), ("F18", "花名册.pdf")):
        files.append(papers / name)
        paperwork.save(desk, paperwork.make(desk, form, everyone=True), files[-1])
    return files


def _month(desks: Sequence[Desk], papers: Path) -> list[Path]:
    """The months of every station entered; the last whole month of the first one as paper and workbook."""
    for desk in desks:
        sample_month.enter_months(desk)
    station = desks[0]
    month = following(work_log.month_of(station, station.clock.today()), -1)
    report = make_report(station, "month", month)
    report_files.save_pdf(station, report, papers / "月报.pdf")
    report_files.save_xlsx(station, report, papers / "月报.xlsx")
    return [papers / "月报.pdf", papers / "月报.xlsx"]


def _for_each(desks: Sequence[Desk], receipts: Sequence[Path]) -> list[Path]:
    """The receipt of each station, told by what the file says, not by its name."""
    found: dict[str, Path] = {}
    for receipt in receipts:
        for desk in desks:
            if exchange.inspect(desk, receipt).encrypted_for_us:
                found[desk.office.code] = receipt
    return [found[desk.office.code] for desk in desks]
