"""Packs broken in one way each: what is replaced in a whole pack, and what is found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Broken:
    """In the pack `pack` the text `old` becomes `new`; found is `reason` at `key`."""

    name: str
    pack: str
    old: str
    new: str
    key: str
    reason: str


_SOURCE = 'decided_by = "县局"\nnumber = "县公〔2026〕1号"\ndate = "2026-01-05"\n'
_WEIHAI_AGE = '[age.minimum]\nvalue = 18\ndoc = "weihai-jkq"'
BROKEN = (
    Broken("a bracket is missing", "cn.fujian", "[terms.person]", "[terms.person", "", "toml"),
    Broken("a quote is missing", "cn.fujian", 'value = "警务助理"', 'value = "警务助理', "", "toml"),
    Broken("a table twice", "cn.fujian", "[terms.programme]", "[terms.person]", "", "toml_twice"),
    Broken("a slip in a key", "cn.fujian", "[quota.per_unit]", "[quota.per_uint]", "quota.per_uint", "unknown_key"),
    Broken("a table that is none", "cn.fujian", "[terms.person]", "[staff.person]", "staff", "unknown_key"),
    Broken("a field that is none", "cn.fujian", "value = 60\n", "value = 60\nage = 3\n", "age.maximum.age", "unknown_key"),
    Broken("a rule left out", "cn.fujian", '    "age.minimum",\n', "", "age.minimum", "missing"),
    Broken("a list left out", "cn.fujian", '    "weights",\n', "", "weights", "missing"),
    Broken("a value left out", "cn.fujian", "value = 60\n", "", "age.maximum.value", "missing"),
    Broken("a word for a number", "cn.fujian", "value = 60\n", 'value = "六十"\n', "age.maximum.value", "wrong_kind"),
    Broken("a number for a word", "cn.fujian", 'value = "高中"', "value = 3", "person.education.value", "wrong_kind"),
    Broken("a number too large", "cn.fujian", "value = 60\n", "value = 600\n", "age.maximum.value", "out_of_bounds"),
    Broken("an amount below nought", "cn.bincheng", "value = 30000", "value = -30000", "money.stipend_fen.value", "out_of_bounds"),
    Broken("a level nobody knows", "cn.fujian", 'value = "priority"', 'value = "must"', "age.level.value", "unknown_word"),
    Broken("an education nobody knows", "cn.fujian", 'value = "高中"', 'value = "秀才"', "person.education.value", "unknown_word"),
    Broken("an empty value", "cn.fujian", 'value = "常驻本村"', 'value = ""', "person.residence.value", "empty"),
    Broken("no quotation", "cn.fujian", 'quote = "一般应具有高中及以上学历"', 'quote = ""', "person.education", "no_quotation"),
    Broken("no source at all", "cn.nanan", 'value = 1\ndoc = "nanan-2020"\nclause = "第二段"\nquote = "在本村专职网格员、治保主任、综治协管员、村干部、退伍军人、巡防队员等条件较好的人员中选聘1名警务助理"', "value = 1", "quota.per_unit", "no_quotation"),
    Broken("free text as a source", "cn.fujian", 'value = 60\ndoc = "fujian-2019-294"', 'value = 60\ndoc = "一直这么办"', "age.maximum.doc", "unknown_document"),
    Broken("two sources", "cn.fujian", "value = 60\n", f"value = 60\n{_SOURCE}", "age.maximum", "two_sources"),
    Broken("half a decision", "cn.nanan", "[terms.approver]", '[person.term_months]\nvalue = 36\ndecided_by = "县局"\n\n[terms.approver]', "person.term_months", "decision_not_whole"),
    Broken("a decision on no day", "cn.nanan", "[terms.approver]", f'[person.term_months]\nvalue = 36\n{_SOURCE.replace("01-05", "13-05")}\n[terms.approver]', "person.term_months.date", "no_day"),
    Broken("stated and unset", "cn.fujian", '    "age.minimum",\n', '    "age.minimum",\n    "age.maximum",\n', "age.maximum", "both_value_and_unset"),
    Broken("unset, but nobody may", "cn.fujian", 'who = "县级公安机关"', 'who = ""', "unset.who", "who_missing"),
    Broken("unset, but no key", "cn.fujian", '    "age.minimum",\n', '    "age.minimum",\n    "age.minmum",\n', "age.minmum", "unknown_key"),
    Broken("the number of posts left open", "cn.fujian", '    "age.minimum",\n', '    "age.minimum",\n    "quota.per_unit",\n', "quota.per_unit", "both_value_and_unset"),
    Broken("an odd id", "cn.fujian", 'id = "cn.fujian"', 'id = "福建"', "id", "id_shape"),
    Broken("a day that is none", "cn.nanan", 'effective_from = "2020-04-23"', 'effective_from = "2020年4月"', "effective_from", "no_day"),
    Broken("version nought", "cn.nanan", "version = 3", "version = 0", "version", "out_of_bounds"),
    Broken("a parent that is nowhere", "cn.nanan", 'parent = "cn.fujian"', 'parent = "cn.fujien"', "parent", "parent_missing"),
    Broken("a parent of itself", "cn.fujian", 'id = "cn.fujian"', 'id = "cn.fujian"\nparent = "cn.fujian"', "parent", "parents"),
    Broken("least above most", "cn.weihai", _WEIHAI_AGE, _WEIHAI_AGE.replace("18", "45"), "age.minimum", "above"),
    Broken("a relaxed limit that relaxes nothing", "cn.weihai", "value = 40\n", "value = 30\n", "age.relaxed_max", "not_wider"),
    Broken("a bonus for nobody", "cn.nanan", "[terms.approver]", f"[quota.large_bonus]\nvalue = 1\n{_SOURCE}\n[terms.approver]", "quota.large_bonus", "alone"),
    Broken("amounts and grades of another number", "cn.xihua", "[80000, 60000, 30000]", "[80000, 60000]", "money.grade_fen", "as_many"),
    Broken("a month with a gap", "cn.nanan", "[terms.approver]", f"[month.from_day]\nvalue = 26\n{_SOURCE}\n[month.to_day]\nvalue = 20\n{_SOURCE}\n[terms.approver]", "month.from_day", "month_gap"),
    Broken("half a month", "cn.nanan", "[terms.approver]", f"[month.from_day]\nvalue = 26\n{_SOURCE}\n[terms.approver]", "month.from_day", "alone"),
    Broken("a stage twice", "cn.fujian", 'code = "approve"', 'code = "apply"', "stages[3]", "twice"),
    Broken("a tier left out", "cn.fujian", "tier = 2", "tier = 3", "pool[1]", "tier_order"),
    Broken("an odd unit of a metric", "cn.dezhou", 'unit = "处"', 'unit = "身份证号"', "metrics[9].unit", "unknown_word"),
    Broken("names of residents", "cn.dezhou", 'name = "调解矛盾纠纷"', 'name = "重点人员姓名"', "metrics[7].name", "residents"),
    Broken("class X", "cn.dezhou", 'kind = "A"', 'kind = "X"', "metrics[0].kind", "unknown_word"),
    Broken("money on leads", "cn.xihua", '    "weights",\n]', f']\n\n[[weights]]\non = "L08"\nkind = "money"\nvalue = 5000\n{_SOURCE}', "weights[0].on", "weight_needs_source"),
    Broken("a title of blanks", "cn.nanan", 'title = "福建省南安市 一村一警务助理"', 'title = "  "', "title", "empty"),
    Broken("a day without quotation marks", "cn.nanan", 'effective_from = "2020-04-23"', "effective_from = 2020-04-23", "effective_from", "wrong_kind"),
    Broken("a day that was never", "cn.nanan", 'effective_from = "2020-04-23"', 'effective_from = "2025-02-29"', "effective_from", "no_day"),
    Broken("a number of five thousand digits", "cn.bincheng", "value = 30000", f"value = {'9' * 5000}", "", "toml"),
    Broken("brackets without end", "cn.bincheng", "value = 30000", f"value = {'[' * 5000}{']' * 5000}", "", "toml"),
    Broken("marks of another keyboard", "cn.fujian", 'id = "cn.fujian"', "id = “cn.fujian”", "", "toml"),
    Broken("a number with a point", "cn.weihai", _WEIHAI_AGE, _WEIHAI_AGE.replace("18", "18.0"), "age.minimum.value", "wrong_kind"),
    Broken("nought posts", "cn.weihai", "[quota.per_unit]\nvalue = 1", "[quota.per_unit]\nvalue = 0", "quota.per_unit.value", "out_of_bounds"),
    Broken("a window of minus two years", "cn.fujian", "months = [24, 36]", "months = [-24]", "disqualifiers[2].months", "out_of_bounds"),
    Broken("a window in words", "cn.fujian", "months = [24, 36]", 'months = "2年"', "disqualifiers[2].months", "wrong_kind"),
    Broken("a grade twice", "cn.xihua", '["一类", "二类", "三类"]', '["一类", "一类", "三类"]', "assess.grades", "twice"),
    Broken("from more to less", "cn.xihua", "[50000, 100000]", "[100000, 50000]", "money.room_topup_fen.value", "falling"),
    Broken("groups by name", "cn.dezhou", '"留守儿童", "孤寡老人"', '"留守儿童姓名", "孤寡老人住址"', "care.groups.value", "residents"),
    Broken("people in a list", "cn.weihai", 'value = ["工作运转经费"]', 'value = ["村民姓名和身份证号"]', "manage.equipment.value", "residents"),
    Broken("a switch for residents", "cn.nanan", "version = 3", "version = 3\nresidents = true", "residents", "unknown_key"),
    Broken("a stage that nobody knows", "cn.weihai", 'code = "merit"', 'code = "lottery"', "stages[4].code", "unknown_word"),
    Broken("fewer than no villages", "cn.weihai", "count = 30 }", "count = -30 }", "tests[0].units", "out_of_bounds"),
    Broken("words that are not there", "cn.weihai", 'quote = "并对其考核晋升', 'quote = "并且对其考核晋升', "assess.veto.quote", "quote_not_there"),
    Broken("a quotation of dots", "cn.weihai", 'quote = "列入区级财政预算予以保障"', 'quote = " … "', "money.payer.quote", "quote_not_there"),
    Broken("a text that is nowhere", "cn.weihai", 'text = "004"', 'text = "005"', "documents.weihai-jkq.text", "text_missing"),
    Broken("points on leads by a quotation made up", "cn.xihua", '    "weights",\n]', ']\n\n[[weights]]\non = "L08"\nkind = "points"\nvalue = 5\ndoc = "xihua-2018"\nclause = "x"\nquote = "每条线索记5分"', "weights[0].quote", "quote_not_there"),
    Broken("an answer that is not the rule's", "cn.weihai", "value = 1000\n", "value = 1200\n", "tests[2]", "test_fails"),
)  # fmt: skip
