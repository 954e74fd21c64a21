"""How the database grows, in plain words."""

from station_desk.domain.growth import Growth
from station_desk.domain.slips import size_text
from station_desk.wording import t

MOST_YEARS = 100
"""Beyond that a number tells nobody anything."""


def size_words(growth: Growth) -> str:
    """What there is, in one sentence."""
    return t(
        "库一共 {database}：流水 {journal}，照片和文件 {contents}。",
        database=size_text(growth.database),
        journal=size_text(growth.journal),
        contents=size_text(growth.contents) if growth.contents else "0",
    )


def pace_words(growth: Growth) -> str:
    """How it goes on, in one sentence or two."""
    if growth.year is None:
        return t("用满一个整月以后，才看得出一年长多少。")
    if not growth.disk_year:
        return t("最近 {n} 个月没有新的记录，库没有变大。", n=growth.months)
    told = t(
        "照最近 {n} 个月的速度，库一年约大 {year}，连同留着的备份一年约占 {disk}。",
        n=growth.months,
        year=size_text(growth.year),
        disk=size_text(growth.disk_year),
    )
    return told + _disk_words(growth)


def _disk_words(growth: Growth) -> str:
    free, years = size_text(growth.disk_free), growth.disk_years or 0
    if years >= MOST_YEARS:
        return t("这块盘还空 {free}，够放 100 年以上。", free=free)
    if years:
        return t("这块盘还空 {free}，够放约 {n} 年。", free=free, n=years)
    return t("这块盘只空 {free}，不够放一年，请腾出地方。", free=free)
