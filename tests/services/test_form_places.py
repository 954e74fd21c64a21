"""Whose form is used: the office's own before the county's before the bundled one; nothing is lost on the way."""

from pathlib import Path

import pytest

from station_desk.domain.paper import FormInfo
from station_desk.domain.trouble import Trouble
from station_desk.services import exchange, form_places, paperwork
from station_desk.services.desk import Desk
from tests.services.exchange_desks import Pair


def used(desk: Desk, code: str = "F15") -> FormInfo:
    return next(form for form in paperwork.list_forms(desk) if form.code == code)


def sent_down(pair: Pair) -> None:
    exchange.import_bundles(pair.station, [pair.send(pair.county)], receipt_to=pair.up)


def change(file: Path, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace("此聘", new), "utf-8")


def words(desk: Desk) -> str:
    from tests.support.paper import texts

    return "".join(texts(paperwork.preview(desk, "F15", blank=1).pdf))


def test_a_copy_is_changed_compared_and_put_away_again(pair: Pair) -> None:
    desk = pair.station
    file = form_places.begin_own(desk, "聘书")
    assert file.parent == form_places.own_forms(desk)
    assert form_places.compare(desk, "F15") == []
    change(file, "特颁此证")
    assert used(desk).origin == "own"
    assert used(desk).replaces == ("bundled",)
    assert [line[:1] for line in form_places.compare(desk, "F15") if line[:1] in "+-"] == ["-", "+"]
    assert "特颁此证" in words(desk)
    with pytest.raises(Trouble) as told:
        form_places.begin_own(desk, "F15")
    assert told.value.code == "form_own_exists"
    away = form_places.return_to_original(desk, "F15")
    assert "特颁此证" in away.read_text("utf-8"), "what was changed is kept beside"
    assert used(desk).origin == "bundled"
    assert "此聘" in words(desk)
    with pytest.raises(Trouble) as told:
        form_places.return_to_original(desk, "F15")
    assert told.value.code == "form_not_own"


def test_the_countys_form_goes_to_the_stations_by_bundle_and_comes_back_from_use_the_same_way(pair: Pair) -> None:
    county, station = pair.county, pair.station
    change(form_places.begin_own(county, "F15"), "县局特聘")
    assert form_places.publish(county, "F15") == "F15"
    assert form_places.published(county) == ["F15"]
    sent_down(pair)
    assert used(station).origin == "county"
    assert "县局特聘" in words(station)
    change(form_places.begin_own(station, "F15"), "x")
    own = form_places.own_forms(station) / used(station).file.name
    own.write_text(own.read_text("utf-8").replace("县局特聘", "本所特聘"), "utf-8")
    assert used(station).replaces == ("county", "bundled")
    assert any("县局特聘" in line for line in form_places.compare(station, "F15"))
    form_places.return_to_original(station, "F15")
    form_places.withdraw(county, "f15")
    sent_down(pair)
    assert used(station).origin == "bundled"
    assert "此聘" in words(station)


def test_a_second_version_takes_the_first_ones_place(pair: Pair) -> None:
    county = pair.county
    file = form_places.begin_own(county, "F15")
    for new, old in (("甲版", "此聘"), ("乙版", "甲版")):
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        form_places.publish(county, "F15")
        sent_down(pair)
        assert new in words(pair.station)


def test_a_form_with_a_fault_is_not_sent(pair: Pair) -> None:
    county = pair.county
    file = form_places.begin_own(county, "F15")
    file.write_text(file.read_text("utf-8").replace("{{姓名:隔开}}", "{{姓明}}"), "utf-8")
    with pytest.raises(Trouble) as told:
        form_places.publish(county, "F15")
    assert told.value.code == "form_broken"
    assert form_places.published(county) == []


def test_only_a_county_sends_forms_and_only_its_own(pair: Pair) -> None:
    form_places.begin_own(pair.station, "F15")
    for desk, code in ((pair.station, "county_sends_forms"), (pair.county, "form_not_own")):
        with pytest.raises(Trouble) as told:
            form_places.publish(desk, "F15")
        assert told.value.code == code
    with pytest.raises(Trouble) as told:
        form_places.withdraw(pair.county, "F15")
    assert told.value.code == "form_not_sent"
