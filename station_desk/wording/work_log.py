"""Words of the log: states of an entry, reasons of a correction, reasons of the officer."""

from station_desk.wording import N

STATES: dict[str, str] = {
    "entered": N("已录"),
    "checked": N("已核"),
    "returned": N("退回"),
    "void": N("已作废"),
    "counted": N("已结账"),
}
"""States of an entry."""

CORRECTION_REASONS: dict[str, str] = {
    "miscounted": N("数错了"),
    "miswritten": N("录错了"),
    "late_sheet": N("表来晚了"),
    "counted_twice": N("重复记了"),
    "other_person": N("记到别人名下"),
    "other": N("其他"),
}
"""Why an entry of a closed month is put right."""

RETURN_REASONS: dict[str, str] = {
    "too_high": N("数太大"),
    "too_low": N("数太小"),
    "unlikely": N("不像真的"),
    "unreadable": N("看不清"),
    "other": N("其他"),
}
"""Why the officer gives an entry back or strikes it out."""
