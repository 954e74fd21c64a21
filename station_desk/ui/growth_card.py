"""How large the database is and how it grows: on the page of backups, counted in the background."""

from station_desk.domain.growth import Growth, Year
from station_desk.domain.slips import size_text
from station_desk.services import growth
from station_desk.ui.kit import Box, label
from station_desk.ui.page import Workplace
from station_desk.wording import t
from station_desk.wording.growth import pace_words, size_words

YEARS_SHOWN = 3


class GrowthCard(Box):
    """Three lines: what there is, what came in the last years, how it goes on."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self.sizes, self.pace = label("", wrap=True), label("", wrap=True)
        self.years = label("", "second", wrap=True)
        super().__init__(label(t("库有多大"), "head"), self.sizes, self.pace, self.years, gap=6)

    def look(self) -> None:
        """Count anew, in the background."""
        desk = self._place.desk
        self._place.work.run(lambda _progress: growth.growth(desk), self._show, owner=self)

    def _show(self, told: Growth) -> None:
        self.sizes.setText(size_words(told))
        self.pace.setText(pace_words(told))
        self.years.setText("\n".join(_year_words(year) for year in told.years[: -YEARS_SHOWN - 1 : -1]))


def _year_words(year: Year) -> str:
    return t(
        "{year} 年：{transactions} 次操作，{changes} 处改动，流水 {size}",
        year=year.year,
        transactions=f"{year.transactions:,}",
        changes=f"{year.changes:,}",
        size=size_text(year.bytes),
    )
