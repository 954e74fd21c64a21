"""The table of bundles that were made: one line each, what waits above them (UX 4.10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from station_desk.domain.exchange import SentBundle
from station_desk.ui.delegate import Cell
from station_desk.ui.exchange_data import ExchangeData
from station_desk.ui.exchange_words import bytes_words, day_of, receipt_state
from station_desk.ui.lists import Column
from station_desk.wording import t


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a bundle that was sent, or what waits (None)."""

    bundle: SentBundle | None


def line_columns(*, county: bool) -> list[Column]:
    """The columns; a county also says for whom."""
    whom = [Column(t("收件单位"), 150)] if county else []
    return [
        Column("", 96),
        *whom,
        Column(t("交出日期"), 110),
        Column(t("经手"), 120),
        Column(t("改动"), 72, "right"),
        Column(t("短码"), 100),
        Column(t("大小"), 90, "right"),
        Column(t("对方回执"), 0),
        Column("", 90),
    ]


def line_cells(data: ExchangeData | None, line: Line, *, county: bool) -> Sequence[Cell]:
    """The cells of one line; none before anything is known."""
    bundle = line.bundle
    if data is None:
        return ()
    if bundle is None:
        return _waiting_cells(data, county=county)
    lost = data.lost.get(bundle.receiver, ())
    mark, words, tone = receipt_state(bundle, lost, data.today)
    act = Cell(t("补发"), ink="accent") if bundle.number in lost else Cell()
    whom = [Cell(data.name(bundle.receiver))] if county else []
    return (
        Cell(t("第 {n} 包", n=bundle.number), weight="medium"),
        *whom,
        Cell(day_of(bundle.at)),
        Cell(data.people.get(bundle.actor, bundle.actor), ink="text2"),
        Cell(str(bundle.changes)),
        Cell(bundle.code),
        Cell(bytes_words(bundle.bytes), ink="text2"),
        Cell(words, mark=mark, ink=tone),
        act,
    )


def _waiting_cells(data: ExchangeData, *, county: bool) -> Sequence[Cell]:
    whom = [Cell("—", ink="text2")] if county else []
    gap = Cell("—", ink="text2")
    return (
        Cell(t("下一包"), weight="medium"),
        *whom,
        Cell(t("待导出")),
        gap,
        Cell(str(data.waiting.changes)),
        gap,
        gap,
        Cell(t("未交出"), tag="none"),
        Cell(),
    )
