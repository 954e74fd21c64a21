"""`demo`: the whole main round on sample offices, headless; `practice`: the window on a sample station."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, WindowWanted
from station_desk.domain.practice import PRACTICE_PASS_PHRASE
from station_desk.services import sample_round
from station_desk.services.sample_city import ENTRIES, CityYear, build_city
from station_desk.wording import N, t

STEPS = {
    "offices": N("建县局和派出所"),
    "introduce": N("互相认识：交换钥匙文件"),
    "import": N("导入各村报来的表格"),
    "edit": N("改一个电话，撤回，再重做"),
    "print": N("印聘书和花名册"),
    "workbook": N("花名册存成表格"),
    "month": N("几个月的工作录进去，出月报"),
    "backup": N("备份并核对"),
    "export": N("导出到 U 盘，读回核对"),
    "county": N("县局收下，写回执"),
    "receipt": N("派出所收回执"),
    "county_roster": N("全县花名册"),
    "check": N("两边都彻底检查一遍"),
    "city": N("一个市一年的工作日志"),
    "pictures": N("各页的图"),
}
LEFT = {
    "letters": N("聘书"),
    "roster_pdf": N("花名册（纸）"),
    "roster_xlsx": N("花名册（表格）"),
    "month_pdf": N("月报（纸）"),
    "month_xlsx": N("月报（表格）"),
    "county_xlsx": N("全县花名册"),
    "bundle": N("交给县局的包"),
    "receipt": N("县局的回执"),
}


class Scale(StrEnum):
    STATION = "station"
    COUNTY = "county"
    CITY = "city"


def register(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(practice)


class Steps:
    """What was done, how long it took, and the files each step left."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.done: list[dict[str, object]] = []

    @contextmanager
    def step(self, code: str) -> Iterator[list[Path]]:
        """Times one step; the caller appends the files it leaves."""
        files: list[Path] = []
        began = time.monotonic()
        yield files
        seconds, name = round(time.monotonic() - began, 2), t(STEPS[code])
        self.done.append({"name": name, "seconds": seconds, "files": [str(file) for file in files]})
        self.session.note(f"{seconds:6.2f} s  {name}")


def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="folder for everything the round leaves")],
    scale: Annotated[
        Scale, typer.Option(help="how many stations: 1, 4 or 20; city: also a city's year of log entries")
    ] = Scale.STATION,
    entries: Annotated[
        int, typer.Option(help="city: so many log entries (10 million take minutes and 3 GB)")
    ] = ENTRIES,
) -> None:
    """Build a sample station and county with invented people in real villages and do the whole main round."""
    session: Session = ctx.obj
    steps = Steps(session)
    out = out.resolve()
    played = sample_round.play(
        out, stations={Scale.STATION: 1, Scale.COUNTY: 4, Scale.CITY: 20}[scale], step=steps.step
    )
    city = _city(session, steps, out, entries) if scale is Scale.CITY else None
    pictures = session.pictures
    if pictures is not None:
        with steps.step("pictures") as files:
            files.extend(pictures(played.station_home, played.pass_phrase, out / "pictures" / "station"))
            files.extend(pictures(played.county_home, played.pass_phrase, out / "pictures" / "county"))
    session.answer = {"steps": steps.done}
    if city is not None:
        size = {"people": city.people, "entries": city.entries, "bytes": city.bytes}
        session.answer["city"] = {"home": str(city.home), "year": city.year, "stations": city.stations, **size}
    summary = out / "summary.txt"
    lines = [t("走完了一遍，东西都在 {folder}", folder=str(out)), ""]
    lines += [f"{step['seconds']:>7} s  {step['name']}" for step in steps.done]
    lines += ["", *(t("{what}：{file}", what=t(LEFT[what]), file=str(file)) for what, file in played.left)]
    lines += [
        "",
        t(
            "打开样例派出所：station-desk --home {home}（口令 {phrase}）",
            home=str(played.station_home),
            phrase=played.pass_phrase,
        ),
    ]
    if city is not None:
        lines += [
            t(
                "{entries} 条日志（{year} 年，{stations} 个所，{people} 人，{size} MB）：station-desk --home {home} report make"
                " month --period {year}（口令 {phrase}）",
                entries=city.entries,
                year=city.year,
                stations=city.stations,
                people=city.people,
                size=city.bytes // 1_000_000,
                home=str(city.home),
                phrase=played.pass_phrase,
            ),
            t("这些日志是直接生成的，不在日志链里，不会交给谁；彻底检查会说出来。"),
        ]
    summary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    session.say(*lines)


def _city(session: Session, steps: Steps, out: Path, entries: int) -> CityYear:
    """The city's year, with how far it is."""

    def progress(done: int, total: int) -> None:
        session.note(t("{done}/{total} 条", done=done, total=total))

    with steps.step("city") as files:
        made = build_city(out / "city", pass_phrase=PRACTICE_PASS_PHRASE, entries=entries, progress=progress)
        files.append(made.home)
    return made


def practice(ctx: typer.Context) -> None:
    """Open the window on the sample station 梁才 (made at the first call), apart from every real home."""
    session: Session = ctx.obj
    made = sample_round.practice_station()
    if made.new:
        session.note(t("样例派出所建在 {home}", home=str(made.home)))
    session.note(t("练习口令：{phrase}", phrase=made.pass_phrase))
    raise WindowWanted(made.home)
