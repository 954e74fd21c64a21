"""The sheet for the leader: every value in a sentence, the words it rests on beside it, nothing left out."""

from pathlib import Path

import pytest

from station_desk.domain.policy import Decided, NotStated, Stated
from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.domain.policy_prose import LIST_SAID, SAID, left_open, prose, sentence, topic
from station_desk.domain.policy_values import FilledValue, with_values
from station_desk.packs.folders import pack_ids
from station_desk.packs.load import load_pack

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"


def test_every_key_has_its_sentence_and_every_topic_is_a_few_words() -> None:
    assert tuple(SAID) == tuple(KEYS)
    assert tuple(LIST_SAID) == LISTS
    for key in (*KEYS, *LISTS):
        assert 1 < len(topic(key)) <= 12
        assert "{" not in topic(key)
    assert all(("|" in said) == (KEYS[key].kind == "flag") for key, said in SAID.items())


@pytest.mark.parametrize("pack", pack_ids(PACKS))
def test_every_stated_value_stands_beside_the_words_it_rests_on(pack: str) -> None:
    policy = load_pack(PACKS, pack)
    rows = prose(policy)
    for key, rule in policy.rules.items():
        if isinstance(rule, Stated):
            said = sentence(key, rule.value)
            (row,) = [one for one in rows if said in one.said.split("；") or said in one.said][:1]
            assert rule.quote in row.quote, key
            assert row.source[0] == chr(0x2460 + list(policy.documents).index(rule.doc))
    told = "".join(row.said + row.quote for row in rows)
    for key, found in policy.lists.items():
        for rule in () if isinstance(found, NotStated) else found:
            assert key == "metrics" or (isinstance(rule, Stated) and rule.quote in told)


def test_what_an_office_decided_is_told_by_itself_and_what_is_open_by_who_may() -> None:
    nanan = load_pack(PACKS, "cn.nanan")
    filled = FilledValue(
        "1", "350583", "cn.nanan", "money.stipend_fen", 30050, "县局", "1号", "2026-01-05", "2026-01-05"
    )
    policy = with_values(nanan, [filled])
    assert isinstance(policy.rules["money.stipend_fen"], Decided)
    (row,) = [one for one in prose(policy) if one.decided]
    assert (row.said, row.quote, row.source) == ("每人每月300.50元", "", "县局定，1号，2026-01-05")
    assert "每人每月补助" in left_open(nanan)["县级公安机关"]
    assert "每人每月补助" not in left_open(policy)["县级公安机关"]


def test_a_yes_and_a_no_are_different_sentences() -> None:
    assert sentence("quota.at_least", True) != sentence("quota.at_least", False)
    assert sentence("age.level", "priority") == "年龄是优先"
