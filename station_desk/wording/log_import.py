"""Why something of a month grid is held back, in a few words, by code."""

from collections.abc import Mapping

from station_desk.wording import N

BY_VILLAGE = N("表里没有姓名，一行一个村：数记到那个月在那个村任职的唯一一名助理名下。是不是这样，先看清楚。")

HELD: Mapping[str, str] = {
    "column_of_residents": N("这一列是群众信息，本程序不收"),
    "column_twice": N("前面已有同样的一列"),
    "column_noted": N("括号里说的是另外的数，没有收"),
    "column_hidden": N("这一列在表里是隐藏的，没有收"),
    "period_longer": N("表里写的不是一个月的数"),
    "column_unknown": N("不认识这一列，没有收"),
    "item_unknown": N("不认识这个项目"),
    "item_refused": N("这个项目是群众信息，本程序不收"),
    "year_unknown": N("没有写哪一年，请加 --month"),
    "id_of_nobody": N("花名册里没有这个身份证号"),
    "id_of_another": N("身份证号是另一个人的"),
    "person_unknown": N("花名册里没有这个人"),
    "person_unclear": N("有几个人同名，请写明村或身份证号"),
    "village_of_another": N("这个人不在这个村"),
    "village_unknown": N("村名认不出是哪个村"),
    "village_nobody": N("这个村那个月没有人在任"),
    "village_several": N("这个村那个月不止一个人在任，分不清是谁的"),
    "month_unknown": N("没有写哪个月，请加 --month"),
    "month_differs": N("不是要录的那个月"),
    "date_unread": N("日期看不懂"),
    "day_outside": N("日期不在这个月里"),
    "cell_error": N("公式出错，没有收"),
    "nothing_above": N("写着同上，上面一行没有数"),
    "negative": N("数不能是负的；更正另有办法"),
    "not_whole": N("不是整数"),
    "not_a_number": N("不是一个数"),
    "merged_cell": N("合并的格子，分不清是谁的"),
    "counted_twice": N("同一个人这一项前面已有一个数"),
    "several_lines": N("同一个人这一项有几行，是分几次的还是写重了，请看一看"),
    "log_month_wrong": N("不是月份"),
    "log_month_ahead": N("这个月还没有开始"),
    "log_month_closed": N("这个月已经结账"),
    "log_code_unknown": N("不认识这一项"),
    "log_code_refused": N("这一项是群众信息，本程序不收"),
    "log_code_station": N("这一项全所只有一个数，不记在个人名下"),
    "person_missing": N("花名册里没有这个人"),
    "log_no_term": N("这个人那个月不在任"),
    "log_village_other": N("这个人不在这个村"),
    "log_day_outside": N("日期不在这个月里"),
    "log_day_ahead": N("日期还没有到"),
    "log_count_wrong": N("数太大"),
    "figure_wrong": N("数太大"),
    "figure_month_ahead": N("这个月还没有开始"),
    "log_less_than_parts": N("比这个月按天已录的数还少"),
}
"""Reasons of `domain.log_grid.WHY`, and the troubles of `work_log.check_counts`."""
