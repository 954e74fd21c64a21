"""Every value of a pack rests on words that stand, letter for letter, in the document it names."""

import re
from pathlib import Path

import pytest

from station_desk.domain.policy import Stated
from station_desk.domain.policy_keys import KEYS
from station_desk.packs.folders import pack_ids
from station_desk.packs.load import load_pack
from station_desk.packs.reading import read_pack

ROOT = Path(__file__).resolve().parents[2]
PACKS, SEEDS = ROOT / "resources" / "packs", ROOT / "tests" / "reference" / "seeds"


def said(pack_id: str) -> list[tuple[str, Stated[object]]]:
    """What a pack file itself states: rules, and entries of lists."""
    found = read_pack(PACKS / pack_id)
    rules = [(key, rule) for key, rule in found.rules.items() if isinstance(rule, Stated)]
    lists = [(key, one) for key, many in found.lists.items() if isinstance(many, tuple) for one in many]
    return rules + [(key, one) for key, one in lists if isinstance(one, Stated)]


@pytest.mark.parametrize("pack_id", pack_ids(PACKS))
def test_every_quotation_stands_in_its_document(pack_id: str) -> None:
    """… joins two passages of one document."""
    policy = load_pack(PACKS, pack_id)
    found = said(pack_id)
    assert len(found) >= 9
    for key, rule in found:
        text = (SEEDS / f"{policy.documents[rule.doc].text}.txt").read_text(encoding="utf-8")
        for passage in rule.quote.split(" … "):
            assert re.sub(r"\s", "", passage) in re.sub(r"\s", "", text), key


def ways_to_write(key: str, value: int) -> list[str]:
    """The number as a document may write it: an amount in fen in yuan or 万元, small numbers in characters."""
    if KEYS[key].fen:
        return [str(value // 100), f"{value // 1_000_000}万元"]
    return [str(value), *{1: "一", 3: "三"}.get(value, "")]


@pytest.mark.parametrize("pack_id", pack_ids(PACKS))
def test_a_number_stands_in_the_words_it_rests_on(pack_id: str) -> None:
    numbers = [
        (key, rule.quote, value)
        for key, rule in said(pack_id)
        for value in (rule.value if isinstance(rule.value, tuple) else (rule.value,))
        if type(value) is int
    ]
    assert numbers
    for key, quote, value in numbers:
        assert any(word in quote for word in ways_to_write(key, value)), key


def test_the_copies_of_the_documents_hold_no_number_of_a_person() -> None:
    for file in sorted(SEEDS.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        contacts = [line for line in text.splitlines() if re.search("电话|热线|联系人|报社订阅", line)]
        assert not any(re.search(r"\d{7,}", line) for line in contacts), file.name
    assert len(list(SEEDS.glob("*.txt"))) == 5
