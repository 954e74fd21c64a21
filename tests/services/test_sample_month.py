"""A sample office has months of work that reports can show, always the same numbers."""

from pathlib import Path

from station_desk.domain.records import OfficeKind
from station_desk.services import sample
from station_desk.services.reports import make_report
from station_desk.services.sample_month import STEPS, enter_months
from station_desk.services.work_log import month_of
from station_desk.store.log import load_sums


def test_a_sample_station_gets_its_months_of_work(tmp_path: Path) -> None:
    with sample.build_sample(tmp_path / "home", OfficeKind.STATION, pass_phrase="practice-2026").desk as desk:
        assert enter_months(desk) > 500
        with desk.store.read() as conn:
            assert len({one.month for one in load_sums(conn)}) == len(STEPS)
        rows = {row.code: row for row in make_report(desk, "month", month_of(desk, desk.clock.today())).rows}
        assert rows["L02"].value is not None
        assert rows["L02"].base is not None
        assert rows["L13"].value is None
        assert enter_months(desk, (-1, 0)) == 0
