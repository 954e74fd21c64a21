"""Each programme calls its people, lists and forms by its own words."""

from pathlib import Path

import pytest

from station_desk.packs.load import load_pack
from station_desk.services import pack_install, paperwork
from station_desk.services.desk import Desk
from station_desk.services.pack_words import PackWords, words, words_of
from tests.services.roster_desks import clock, desk, made_once  # noqa: F401

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"


@pytest.mark.parametrize(
    ("pack", "person", "duties", "roles", "nets"),
    [
        ("cn.dezhou", "警务助理", 8, 8, 0),
        ("cn.bincheng", "警务助理", 6, 0, 0),
        ("cn.xihua", "社区驻村辅警", 0, 0, 5),
        ("cn.fujian", "警务助理", 8, 8, 0),
        ("cn.nanan", "警务助理", 8, 8, 0),
        ("cn.weihai", "农村辅警", 11, 0, 0),
    ],
)
def test_every_programme_has_its_own_words_and_lists(
    pack: str, person: str, duties: int, roles: int, nets: int
) -> None:
    found = words_of(load_pack(PACKS, pack))
    assert (found.person, len(found.duties), len(found.roles), len(found.nets)) == (person, duties, roles, nets)
    assert found.programme.startswith(("一村一", "“1+1”", "1+1"))


def test_the_two_lists_of_eight_roles_differ_at_the_fourth_and_the_sixth() -> None:
    dezhou, fujian = (words_of(load_pack(PACKS, f"cn.{name}")) for name in ("dezhou", "fujian"))
    differ = [at for at, pair in enumerate(zip(dezhou.roles, fujian.roles, strict=True), 1) if pair[0] != pair[1]]
    assert differ == [4, 6]
    assert dezhou.duties == fujian.duties


def test_forms_are_called_by_the_programmes_word(desk: Desk) -> None:  # noqa: F811
    names = {one.code: one.called for one in paperwork.list_forms(desk)}
    assert names["F18"] == "警务助理花名册"
    pack_install.follow(desk, "cn.weihai")
    names = {one.code: one.called for one in paperwork.list_forms(desk)}
    assert names["F18"] == "农村辅警花名册"
    assert words(desk).in_words("警务助理队伍") == "农村辅警队伍"
    desk.office = type(desk.office)(
        **{**{n: getattr(desk.office, n) for n in ("scope", "id", "kind", "name", "code")}, "pack": "cn.gone"}
    )
    assert words(desk) == PackWords()
