"""How large the database is and how it grows, and old acts into archives: on the page of backups."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFrame

from station_desk.domain.growth import Growth, Year
from station_desk.domain.slips import size_text
from station_desk.services import archive as archiving
from station_desk.services import growth
from station_desk.services.accounts import MANAGERS
from station_desk.services.archive_back import BroughtBack, bring_back
from station_desk.ui.fields import Field, chain
from station_desk.ui.files import ask_folder, ask_open
from station_desk.ui.kit import Box, button, column, label, row
from station_desk.ui.page import Workplace
from station_desk.wording import t
from station_desk.wording.archive import archive_words, back_words
from station_desk.wording.growth import pace_words, size_words

YEARS_SHOWN = 3
ARCHIVES_SHOWN = 3


class GrowthCard(Box):
    """What there is, how it goes on, what came in the last years, the archives; and making one."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self.sizes, self.pace = label("", wrap=True), label("", wrap=True)
        self.years = label("", "second", wrap=True)
        self.archives = label("", "second", wrap=True, copy=True)
        self.move_out = button(t("把老流水移到存档"), self._ask_day, icon="upload", name="archive")
        self.seek = button(t("找存档"), self._find, icon="folder", name="archive-find")
        self.join = button(t("并回库里"), self._ask_file, icon="arrow-back-up", name="archive-back")
        desk = place.desk
        for act in (self.move_out, self.join):
            act.setEnabled(not desk.read_only and desk.account.role in MANAGERS)
        self.seek.setEnabled(not desk.read_only)
        acts = row(self.move_out, self.seek, self.join, None)
        super().__init__(label(t("库有多大"), "head"), self.sizes, self.pace, self.years, self.archives, acts, gap=6)
        self.archives.hide()

    def look(self) -> None:
        """Count anew, in the background."""
        desk = self._place.desk
        self._place.work.run(lambda _progress: growth.growth(desk), self._show, owner=self)
        self._place.work.run(lambda _progress: archiving.archives(desk), self._show_archives, owner=self)

    def _show(self, told: Growth) -> None:
        self.sizes.setText(size_words(told))
        self.pace.setText(pace_words(told))
        self.years.setText("\n".join(_year_words(year) for year in told.years[: -YEARS_SHOWN - 1 : -1]))

    def _show_archives(self, known: list[archiving.Archive]) -> None:
        lines = [
            archive_words(one.file.name, one.upto[:10], one.changes, at_hand=one.at_hand)
            for one in known[-ARCHIVES_SHOWN:]
        ]
        self.archives.setText("\n".join(lines))
        self.archives.setVisible(bool(lines))
        for act in (self.seek, self.join):
            act.setVisible(bool(lines))

    def _find(self) -> None:
        desk = self._place.desk

        def look(folder: Path) -> None:
            self._place.work.run(lambda _progress: archiving.archives(desk, folder), self._show_archives, owner=self)

        ask_folder(self, t("存档在哪里"), look)

    # -------------------------------------------------------------------------------------------------------- back again
    def _ask_file(self) -> None:
        ask_open(self, t("哪一个存档并回库里"), t("存档 (*.archive)"), self._bring_back)

    def _bring_back(self, file: Path) -> None:
        desk = self._place.desk

        def done(told: BroughtBack) -> None:
            self._place.messages.done(back_words(told.changes, told.file.name))
            self.look()

        self._place.work.run(lambda _progress: bring_back(desk, file), done, label=t("正在并回库里"), owner=self)

    # ------------------------------------------------------------------------------------------------------ moving out
    def _ask_day(self) -> None:
        today = self._place.desk.clock.today()
        field = Field("archive-before", latin=True)
        field.setText(f"{today.year - 1}-01-01")
        wrong = label("", "small")
        body = column(
            label(t("哪一天以前的流水移走？现在的记录一条不少，只是老流水要看时得有这个存档。"), wrap=True),
            field,
            wrong,
            label(
                t(
                    "只移对方已确认收到的；先备份一次，存档写好读回核对以后才从库里移走。旧备份会到期清掉，存档请拷两份放好。"
                ),
                "second",
                wrap=True,
            ),
            gap=8,
        )
        panels: list[QFrame] = []

        def go_on() -> None:
            try:
                day = date.fromisoformat(field.text().strip())
            except ValueError:
                field.set_state("bad")
                wrong.setText(t("日期写成 2025-01-01 这样"))
                return
            self._place.messages.close_panel(panels[0])
            ask_folder(self, t("存档写到哪里"), lambda folder: self._archive(day, folder))

        panels.append(self._place.messages.panel(t("把老流水移到存档"), body, [(t("选地方"), go_on)], focus=field))
        chain([field], go_on)

    def _archive(self, day: date, folder: Path) -> None:
        desk = self._place.desk

        def done(told: archiving.Archived) -> None:
            words = t(
                "{n} 处改动移到了 {file}；库从 {before} 变成 {after}。",
                n=f"{told.archive.changes:,}",
                file=told.archive.file.name,
                before=size_text(told.before),
                after=size_text(told.after),
            )
            self._place.messages.done(words)
            self.look()

        self._place.work.run(
            lambda progress: archiving.archive(desk, day, folder, progress), done, label=t("正在移到存档"), owner=self
        )


def _year_words(year: Year) -> str:
    return t(
        "{year} 年：{transactions} 次操作，{changes} 处改动，流水 {size}",
        year=year.year,
        transactions=f"{year.transactions:,}",
        changes=f"{year.changes:,}",
        size=size_text(year.bytes),
    )
