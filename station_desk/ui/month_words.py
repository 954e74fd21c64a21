"""Words of the month grid: two-line heads, what is asked about a value, the line below the table."""

from station_desk.domain.month_grid import GridRow, Why
from station_desk.domain.work_columns import Column
from station_desk.ui.month_book import MonthBook
from station_desk.wording import N, language, t

HEADS: dict[str, str] = {
    "L01": N("巡逻|防范"),
    "L02": N("走访|户"),
    "L03": N("纠纷|调解"),
    "L04": N("隐患|排查"),
    "L05": N("信息|采集"),
    "L06": N("宣传|场次"),
    "L07": N("便民|服务"),
    "L08": N("线索|报送"),
    "L09": N("协助|处警"),
    "L10": N("交通|劝导"),
    "L11": N("消防|检查"),
    "L12": N("村务|协助"),
    "L13": N("港船|检查"),
    "L14": N("培训|会议"),
    "L15": N("其他|交办"),
    "L16": N("关爱|走访"),
}
"""Heads of the categories, two lines of two characters."""

_LINE = 3
"""So many characters fit into a line of a head; the whole name is its tooltip and stands below the grid."""

_WHY: dict[Why, str] = {
    "over_last": N("上月 {before}，这次 {now}。没错就继续。"),
    "over_peers": N("差不多大的村上月最多 {most}，这次 {now}。没错就继续。"),
    "over_all": N("一个人一个月 {now}，比一个所的还多。没错就继续。"),
    "fell": N("前几个月都有，这次是 0。没错就继续；真没有做按 / 记零报告。"),
}


def head_of(column: Column) -> str:
    """The head of a column in two lines."""
    if column.code in HEADS:
        return t(HEADS[column.code]).replace("|", "\n")
    name = column.name
    if language() != "zh_CN":
        return f"{column.code}\n{_cut(name, _LINE)}"
    half = min((len(name) + 1) // 2, _LINE)
    return f"{name[:half]}\n{_cut(name[half:], _LINE)}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def column_word(column: Column) -> str:
    """A column's name as a person reads it in a line, with its unit."""
    name = t(HEADS[column.code]).replace("|", " ") if language() != "zh_CN" and column.code in HEADS else column.name
    return t("{name}（{unit}）", name=name, unit=column.unit) if column.unit else name


def asked(book: MonthBook, row: GridRow, code: str) -> str:
    """What is asked about the value of a cell, "" where nothing is."""
    why = book.why(row, code)
    value = book.value(row, code)
    if not why or value is None:
        return ""
    peers = book.grid.peers.get((code, row.size_class)) or book.grid.peers.get((code, None), ())
    history = book.grid.history.get((row.person_id, code), (0,))
    return t(_WHY[why], before=history[0], now=value.count or 0, most=max(peers, default=0))


def beside(book: MonthBook, row: GridRow, code: str) -> str:
    """Last month, the same month of last year, the middle of the station; days and corrections where there are any."""
    grid, key = book.grid, (row.person_id, code)
    nothing = t("无")
    said = [
        t("上月 {n}", n=grid.before.get(key, nothing)),
        t("去年 {month} 月 {n}", month=int(grid.month[5:]), n=grid.year_before.get(key, nothing)),
    ]
    middle = grid.median_of(code)
    if middle is not None:
        said.append(t("全所中位数 {n}", n=middle))
    cell = row.cells.get(code)
    if cell is not None and cell.by_day and grid.day is None:
        said.append(t("其中按天 {n} 条", n=cell.by_day))
    if grid.corrections.get(key):
        said.append(t("另有更正 {n}", n=f"{grid.corrections[key]:+d}"))
    if grid.mended.get(key):
        said.append(t("后来更正 {n}", n=f"{grid.mended[key]:+d}"))
    if key in book.parts:
        said.append(book.parts[key])
    return "　".join(said) if language() == "zh_CN" else " · ".join(said).replace(" · ", ", ")


def facts(book: MonthBook) -> str:
    """Where the month (or the day) stands, in one line."""
    grid = book.grid
    done = sum(book.reported(row) for row in grid.rows)
    if grid.day is not None:
        return t("{day} 这一天，已录 {done}/{all}", day=grid.day, done=done, all=len(grid.rows))
    return t(
        "{month} 月（{first} 至 {last}），已录 {done}/{all}",
        month=int(grid.month[5:]),
        first=f"{grid.first:%m-%d}",
        last=f"{grid.last:%m-%d}",
        done=done,
        all=len(grid.rows),
    )
