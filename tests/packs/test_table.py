"""Every cell of the table of parameters by which the programmes differ: stated, not stated (∅), or no such thing (–).

The table was written by reading the five documents beside the packs; where it says ∅ nothing may be invented.
"""

import pytest

from station_desk.domain.policy import NotStated, Stated, stated
from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.packs.load import load_pack
from tests.support.pack_texts import PACKS

PROGRAMMES = ("dezhou", "bincheng", "xihua", "fujian", "nanan", "weihai")
TABLE = """
terms.person              v v v v v v
terms.programme           v v v v v v
terms.post                v v v v v v
terms.relation            v v v v v v
terms.approver            v ∅ v v v v
quota.unit                v v v v v v
quota.per_unit            v v v v v v
quota.at_least            ∅ ∅ ∅ v v ∅
quota.large_households    ∅ ∅ ∅ ∅ ∅ v
quota.large_bonus         ∅ ∅ ∅ ∅ ∅ v
quota.large_named         ∅ ∅ ∅ ∅ ∅ v
quota.covered_by          – – – v v –
quota.total               v v v ∅ ∅ v
quota.recruited           ∅ ∅ v ∅ ∅ ∅
exceptions                ∅ ∅ – – – v
pool                      v v v v v –
age.minimum               ∅ ∅ ∅ ∅ ∅ v
age.maximum               ∅ ∅ ∅ v v v
age.inclusive             ∅ ∅ ∅ ∅ ∅ ∅
age.level                 ∅ ∅ ∅ v v v
age.applies_to            ∅ ∅ ∅ v v ∅
age.relaxed_max           ∅ ∅ ∅ ∅ ∅ v
age.relaxed_for           ∅ ∅ ∅ ∅ ∅ v
age.reference_day         ∅ ∅ ∅ ∅ ∅ ∅
person.education          ∅ ∅ ∅ v v v
person.education_level    ∅ ∅ ∅ v v v
person.residence          v v ∅ v v v
person.health             ∅ ∅ ∅ v v v
person.preferred          ∅ ∅ ∅ ∅ ∅ v
person.term_months        ∅ ∅ ∅ ∅ ∅ ∅
person.dual_hat           v – – – – v
person.political_purpose  ∅ ∅ ∅ ∅ ∅ v
conditions                ∅ ∅ ∅ v v v
disqualifiers             ∅ ∅ ∅ v v v
stages                    v v v v v v
selection.publicity_days  ∅ ∅ ∅ – – ∅
selection.vote_rule       v – – – – –
selection.vote_majority   ∅ – – – – –
selection.agreement       ∅ ∅ ∅ ∅ ∅ ∅
lists.duties              v v – v v v
lists.roles               v – – v v –
lists.nets                – – v – – –
manage.mode               v v v v v v
manage.inspection         ∅ v v v v ∅
manage.exit               ∅ ∅ ∅ v v v
manage.office             – – v v v v
manage.equipment          v v v v v v
assess.subject            ∅ ∅ v v v v
assess.period             ∅ v v v v v
assess.items              ∅ v v v v ∅
assess.scored_by          ∅ ∅ v v v v
assess.decided_by         ∅ ∅ ∅ ∅ ∅ v
assess.annual_by          ∅ ∅ ∅ v v ∅
assess.grades             ∅ ∅ v v v ∅
assess.grade_use          ∅ ∅ v v v v
assess.consecutive_times  ∅ ∅ v ∅ ∅ ∅
assess.failed_times       ∅ ∅ ∅ ∅ ∅ ∅
assess.consecutive_effect ∅ ∅ v v v ∅
assess.veto               ∅ ∅ ∅ ∅ ∅ v
money.stipend_fen         ∅ v v ∅ ∅ ∅
money.stipend_basis       v ∅ ∅ v v v
money.partial             ∅ ∅ ∅ ∅ ∅ ∅
money.insurance           ∅ ∅ v ∅ ∅ v
money.reward              v ∅ ∅ ∅ ∅ ∅
money.grade_fen           ∅ ∅ v ∅ ∅ ∅
money.room_fund_fen       – – v – – –
money.room_topup_fen      – – v – – –
money.award               ∅ ∅ v ∅ ∅ v
money.award_fund_fen      ∅ ∅ v ∅ ∅ ∅
money.payer               v v v v v v
training.period           ∅ v v ∅ ∅ ∅
training.forms            ∅ v v ∅ ∅ ∅
training.rule             ∅ ∅ ∅ v v v
care.period               v ∅ ∅ – – –
care.groups               v v v – – –
report.targets            v v v v v v
report.submission         ∅ ∅ v ∅ v ∅
report.due_date           ∅ ∅ ∅ v v ∅
report.contact            v ∅ – ∅ v –
month.from_day            ∅ ∅ ∅ ∅ ∅ ∅
month.to_day              ∅ ∅ ∅ ∅ ∅ ∅
month.due_day             ∅ ∅ v ∅ ∅ ∅
metrics                   v v v – – –
weights                   – – – – – –
"""
"""What is not in the documents is ∅ also where a reader would expect it: the telephone numbers in Bincheng's article are
those of the newspaper, Xihua's month is only known to end by the 25th, nobody states a term of office.
"""
CELLS = [line.split() for line in TABLE.strip().splitlines()]


def test_the_table_has_every_key() -> None:
    assert sorted(cells[0] for cells in CELLS) == sorted((*KEYS, *LISTS))


@pytest.mark.parametrize("at", range(len(PROGRAMMES)), ids=PROGRAMMES)
def test_what_is_stated_is_stated_and_nothing_else(at: int) -> None:
    policy = load_pack(PACKS, f"cn.{PROGRAMMES[at]}")
    wrong = []
    for key, *marks in CELLS:
        found = policy.rules.get(key) or policy.lists[key]
        mark = ("∅" if found.ask else "–") if isinstance(found, NotStated) else "v"
        if mark != marks[at]:
            wrong.append((key, mark, marks[at]))
        rules = found if isinstance(found, tuple) else (found,)
        assert mark != "v" or all(isinstance(one, Stated) for one in rules), key
    assert wrong == []


@pytest.mark.parametrize(
    ("programme", "key", "value"),
    [
        ("dezhou", "quota.total", "7985个行政村"),
        ("dezhou", "manage.mode", "党委政府领导，辖区派出所统一管理"),
        ("bincheng", "money.stipend_fen", 30000),
        ("xihua", "money.stipend_fen", 120000),
        ("xihua", "money.grade_fen", (80000, 60000, 30000)),
        ("xihua", "money.room_fund_fen", 200000),
        ("xihua", "money.room_topup_fen", (50000, 100000)),
        ("xihua", "money.award_fund_fen", 3000000),
        ("xihua", "quota.recruited", 530),
        ("xihua", "month.due_day", 25),
        ("xihua", "assess.consecutive_times", 3),
        ("fujian", "age.maximum", 60),
        ("fujian", "age.level", "priority"),
        ("fujian", "person.education_level", "soft"),
        ("fujian", "quota.at_least", True),
        ("nanan", "quota.at_least", False),
        ("nanan", "report.due_date", "2020年5月10日前"),
        ("nanan", "terms.approver", "户政管理大队"),
        ("weihai", "age.minimum", 18),
        ("weihai", "age.maximum", 30),
        ("weihai", "age.relaxed_max", 40),
        ("weihai", "quota.large_households", 1000),
        ("weihai", "quota.large_named", ("皂埠社区", "龙山湖社区", "逍遥社区")),
        ("weihai", "person.education_level", "hard"),
    ],
)
def test_the_numbers_and_words_of_the_table(programme: str, key: str, value: object) -> None:
    assert stated(load_pack(PACKS, f"cn.{programme}").rules[key], None) == value
