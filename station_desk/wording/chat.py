"""Why words of a chat are in doubt, by code."""

from station_desk.wording import N

WHY: dict[str, str] = {
    "person_unknown": N("没有说是哪一个人"),
    "person_unclear": N("认不准是哪一个人"),
    "shared": N("几个人一起做的，不知道怎么分"),
    "date_unclear": N("日子没有说清"),
    "date_ahead": N("日子还没有到"),
    "span_of_days": N("说的是一段日子"),
    "not_one_day": N("不是一天的数"),
    "not_a_report": N("不像是汇报"),
    "no_number": N("没有说数目"),
    "number_unclear": N("数目认不准"),
    "about": N("是约数"),
    "range": N("是一个范围"),
    "which_work": N("数目后面不知道是哪一项"),
    "no_work": N("没有说是哪一项"),
    "unit_unlikely": N("量词和这一项不相称"),
    "negated": N("说没有做，又有数目"),
    "total_differs": N("合计和分项对不上"),
    "part_of_total": N("其中的数认不准"),
    "leaflets": N("传单和宣传场次分开记"),
    "corrected_later": N("这条后来更正了"),
    "nothing_to_correct": N("要更正的那一条没有找到"),
    "correction_unclear": N("不知道更正成什么"),
    "change_unclear": N("增减的话要人来看"),
    "said_twice": N("前面说过同一天的这一项，请看是不是说了两遍"),
    "as_before": N("说和前面一样，请看是哪一条"),
    "zero_report": N("说是零报告，请确认"),
}
