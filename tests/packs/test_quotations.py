"""Every value of a pack rests on words that stand, letter for letter, in the document it names."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from station_desk.packs.load import load_pack, pack_ids
from station_desk.packs.schema import WrittenPack, WrittenRule

ROOT = Path(__file__).resolve().parents[2]
PACKS, SEEDS = ROOT / "resources" / "packs", ROOT / "tests" / "reference" / "seeds"


def rules(pack_id: str) -> list[tuple[str, WrittenRule[object]]]:
    """The rules that a pack file itself states."""
    pack = msgspec.convert(tomllib.loads((PACKS / f"{pack_id}.toml").read_text(encoding="utf-8")), WrittenPack)
    return [
        (f"{section}.{name}", rule)
        for section in ("terms", "quota", "age", "person", "month")
        for name in getattr(pack, section).__struct_fields__
        if (rule := getattr(getattr(pack, section), name)) is not None and rule.quote
    ]


@pytest.mark.parametrize("pack_id", pack_ids(PACKS))
def test_every_quotation_stands_in_its_document(pack_id: str) -> None:
    policy = load_pack(PACKS, pack_id)
    found = rules(pack_id)
    assert found
    for key, rule in found:
        text = (SEEDS / f"{policy.documents[rule.doc].text}.txt").read_text(encoding="utf-8")
        assert re.sub(r"\s", "", rule.quote) in re.sub(r"\s", "", text), key


@pytest.mark.parametrize("pack_id", pack_ids(PACKS))
def test_a_number_stands_in_the_words_it_rests_on(pack_id: str) -> None:
    numbers = [(key, rule) for key, rule in rules(pack_id) if type(rule.value) is int]
    assert numbers
    for key, rule in numbers:
        value = rule.value
        assert isinstance(value, int)
        assert str(value) in rule.quote or (value == 1 and "一" in rule.quote), key


def test_the_copies_of_the_documents_hold_no_number_of_a_person() -> None:
    for file in sorted(SEEDS.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        contacts = [line for line in text.splitlines() if re.search("电话|热线|联系人|报社订阅", line)]
        assert not any(re.search(r"\d{7,}", line) for line in contacts), file.name
    assert len(list(SEEDS.glob("*.txt"))) == 5
