"""A county's metrics and targets reach its stations by bundle; a station's numbers reach the county's report."""

from dataclasses import replace

from station_desk.domain.metric_sets import OwnMetric
from station_desk.domain.roster import PersonDraft
from station_desk.domain.targets import Target
from station_desk.domain.villages import VillageRow
from station_desk.domain.work_log import Count
from station_desk.services import exchange, metrics, roster, work_log
from station_desk.services.reports import make_report
from station_desk.services.villages import import_villages, list_villages
from tests.services.exchange_desks import Pair


def test_what_the_county_counts_is_counted_at_the_station_and_told_at_the_county(pair: Pair) -> None:
    county, station = pair.county, pair.station
    for desk in (county, station):
        desk.office = replace(desk.office, pack="cn.nanan")
    import_villages(station, [VillageRow("371602009201", "甲村")])
    decided = {"by": "县局", "number": "1号", "on": "2026-01-01"}
    metrics.add_metric(county, OwnMetric("", "", "Q01", "反诈宣传", "场次", "A", "L06", **decided))
    metrics.add_metric(county, OwnMetric("", "", "Q02", "刑事案件", "起", "C", "", **decided))
    metrics.set_target(county, Target("", "", "Q01", "", "", None, None, 4, **decided))
    exchange.import_bundles(station, [pair.send(county)], receipt_to=pair.up)
    assert metrics.metrics_of(station).find("反诈宣传") == "Q01"
    village = list_villages(station)[0].village.id
    person = roster.add_person(station, PersonDraft(name="赵一", village_ids=(village,), start_date="2020-01-01"))
    month = work_log.month_of(station, station.clock.today())
    work_log.apply_counts(station, [Count(person, "Q01", month, 3)], "grid")
    metrics.set_figure(station, "刑事案件", month, 7)
    here = make_report(station, "month", month)
    assert next(one.denominator for one in here.ratios if one.name == "反诈宣传完成率") % 4 == 0
    exchange.import_bundles(county, [pair.send(station)], receipt_to=pair.up)
    rows = {row.code: row.value for row in make_report(county, "month", month).rows}
    assert (rows["Q01"], rows["L06"], rows["Q02"]) == (3, 3, 7)
    groups = make_report(county, "month", month, by="station").groups
    assert [(group.name, group.values["Q01"]) for group in groups] == [(station.office.name, 3)]
