"""The clauses of the agreement as a county writes them into its pack, and packs written before there was such a key."""

from pathlib import Path

import pytest

from station_desk.domain.policy import Decided, NotStated
from station_desk.domain.policy_keys import LATER
from station_desk.domain.policy_prose import left_open, prose
from station_desk.domain.trouble import Trouble
from station_desk.packs.load import check_pack, load_texts
from station_desk.packs.reading import PackFile, parse_pack, read_pack
from station_desk.packs.sheet_in import read_sheets
from station_desk.packs.sheet_out import copied_sheets
from station_desk.wording.policy import value_words, what_of
from tests.packs.test_sixth_county import PACKS, SIXTH
from tests.support.pack_texts import pack_text

KEY = "selection.agreement"
DECIDED = 'decided_by = "山阳县公安局"\nnumber = "山公〔2026〕3号"\ndate = "2026-03-01"\n'
CLAUSES = (
    "乙方协助民警做巡逻、走访；不单独执法。",
    "乙方保守工作秘密，不外传群众姓名、身份证号、手机号。",
    "补助按月发放。",
)


def county_pack(clauses: tuple[str, ...] = CLAUSES, proof: str = DECIDED) -> PackFile:
    """An invented county's pack, which says little more than its clauses."""
    listed = ", ".join(f'"{one}"' for one in clauses)
    text = (
        'id = "cn.linshui"\ntitle = "临水县"\nsummary = "随省里。"\nversion = 1\neffective_from = "2026-01-01"\n'
        f'parent = "cn.fujian"\n\n[{KEY}]\nvalue = [{listed}]\n{proof}'
    )
    return parse_pack("cn.linshui.toml", text)


@pytest.mark.parametrize("place", [SIXTH, SIXTH.parent / "cn.yunfeng"], ids=["shanyang", "yunfeng"])
def test_a_pack_written_before_a_key_was_there_leaves_it_open_to_who_may_decide(place: Path) -> None:
    found = read_pack(place)
    assert not any(key in found.text for key in LATER)
    checked = check_pack(place, PACKS)
    assert checked.policy is not None
    assert checked.policy.rules[KEY] == NotStated(found.unset.who)
    assert "协议条文" in left_open(checked.policy)[found.unset.who]


def test_any_other_key_still_has_to_be_named() -> None:
    text = pack_text("cn.dezhou").replace('    "selection.vote_majority",\n', "")
    with pytest.raises(Trouble) as caught:
        load_texts({"cn.dezhou": text}, "cn.dezhou")
    assert (caught.value.code, caught.value.facts["key"]) == ("pack_damaged", "selection.vote_majority")


def test_a_county_states_its_clauses_and_who_decided_them() -> None:
    found = county_pack()
    assert found.faults == []
    policy = load_texts({"cn.linshui": found.text, "cn.fujian": pack_text("cn.fujian")}, "cn.linshui")
    assert policy.rules[KEY] == Decided(CLAUSES, "山阳县公安局", "山公〔2026〕3号", "2026-03-01")
    assert policy.own == {KEY}
    (row,) = [one for one in prose(policy) if one.decided]
    assert row.said == "协议条文3条", "the sheet for the leader says how many there are"
    assert value_words(KEY, CLAUSES) == "3 条，第 1 条：乙方协助民警做巡逻、走访；不单独执法。"
    assert value_words(KEY, ("长" * 31,)) == f"1 条，第 1 条：{'长' * 30}…"


def test_clauses_go_through_the_workbook_with_their_marks() -> None:
    for clauses in (CLAUSES, CLAUSES[:1]):
        wanted = county_pack(clauses)
        sheets = {
            name: {1: tuple(heads), **{n: tuple(row) for n, row in enumerate(rows, 2)}}
            for name, (heads, rows) in copied_sheets(what_of, wanted).items()
        }
        again = read_sheets("临水县.xlsx", sheets)
        assert again.faults == []
        assert again.rules == wanted.rules


@pytest.mark.parametrize(
    ("clauses", "proof", "reason", "meant"),
    [
        (("补助按月发放。",) * 61, DECIDED, "too_many", "60"),
        (("长" * 601,), DECIDED, "too_long", "600"),
        ((), DECIDED, "empty", ""),
        (("补助按月发放。", " "), DECIDED, "empty", ""),
        (CLAUSES, "", "no_quotation", ""),
    ],
)
def test_too_many_too_long_empty_and_undecided_clauses_are_refused(
    clauses: tuple[str, ...], proof: str, reason: str, meant: str
) -> None:
    found = county_pack(clauses, proof)
    assert [(one.reason, one.meant) for one in found.faults] == [(reason, meant)]
    assert KEY not in found.rules


def test_as_many_and_as_long_as_may_be_are_taken() -> None:
    assert county_pack(tuple(f"{n:0600}" for n in range(60))).faults == []
