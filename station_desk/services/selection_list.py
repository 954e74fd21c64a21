"""推选名单 (F12) of a batch as a workbook, with the columns the county knows (DOMAIN 3.1)."""

from pathlib import Path

from station_desk.domain.dates import age_on
from station_desk.domain.idno import mask_id
from station_desk.domain.paper_fields import village_name
from station_desk.domain.paper_grid import Grid, GridCell, GridRow
from station_desk.domain.phones import mask_phone
from station_desk.domain.policy import stated
from station_desk.domain.selection import OVER, State, kind_of
from station_desk.domain.terms import serves
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.paper_twins import save_twin
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection_board import Board, Case, board

FORM = "F12"
HEADS = (
    *("序号", "派出所", "乡镇（街道）", "行政村", "姓名", "性别", "出生年月", "身份证号", "文化程度", "政治面貌"),
    *("现任职务", "联系电话", "是否60岁以下", "推选程序完成（自荐、推荐、考察）", "该村是否已有辅警", "备注"),
)
_WIDTHS = (11.0, 30, 24, 34, 24, 10, 20, 42, 17, 19, 27, 29, 18, 44, 20, 30)
_LEFT = (3, 13, 15)
_REMARKS = {State.RESERVE: "候补"}


def export(desk: Desk, batch_id: str, file: Path, *, reveal: bool = False) -> int:
    """Write the list; how many candidates stand on it. Whole numbers (`reveal`) are recorded before they are shown.

    Troubles `batch_missing`, those of `save_twin`.
    """
    found = board(desk, batch_id)
    grid, count = _grid(desk, found, reveal=reveal)
    if reveal:
        desk.store.access(desk.account.id, "reveal", FORM, f"workbook id_no,phone {count}")
    save_twin(desk, grid, FORM, file)
    return count


def _grid(desk: Desk, found: Board, *, reveal: bool) -> tuple[Grid, int]:
    cases = [one for one in found.cases if one.standing.state not in OVER]
    cases += [one for one in found.cases if one.standing.state is State.APPOINTED]
    rows = [_row(desk, found, at, one, reveal=reveal) for at, one in enumerate(cases, 1)]
    covered = sum(_has_auxiliary(desk, post.village_id) for post in found.posts)
    foot = (
        f"行政村总数：{len(found.posts)}",
        f"已有辅警的村：{covered}",
        f"推选：{len(cases)} 人",
        f"空缺：{sum(post.seats for post in found.posts)}",
    )
    signs = ("填报人：", "派出所审核人：", "所长：", "填报时间：　　　年　　月　　日（章）")
    person = reference.policy(desk).person_word
    grid = Grid(
        f"{person}推选名单",
        (f"填报单位：{desk.office.name}",),
        _WIDTHS,
        (_cells(HEADS, strong=True),),
        (*rows, _fours(foot, strong=True), _fours(signs)),
        landscape=True,
        paper="A3",
    )
    return grid, len(cases)


def _cells(texts: tuple[str | int, ...], *, strong: bool = False) -> GridRow:
    return GridRow(
        tuple(
            GridCell(text, align="左" if at in _LEFT and not strong else "中", strong=strong)
            for at, text in enumerate(texts)
        )
    )


def _fours(texts: tuple[str, ...], *, strong: bool = False) -> GridRow:
    return GridRow(tuple(GridCell(text, across=4, align="左", strong=strong) for text in texts), lined=strong)


def _row(desk: Desk, found: Board, at: int, one: Case, *, reveal: bool) -> GridRow:
    mine = one.candidate
    village = found.villages.get(one.post.village_id)
    age = age_on(mine.birth or None, found.today)
    days = [
        f"{stage.name} {done.day}"
        for stage, done in zip(found.stages, one.standing.done, strict=True)
        if done is not None and kind_of(stage) in ("apply", "recommend", "examine")
    ]
    return _cells(
        (
            at,
            desk.office.name,
            village.township if village else "",
            village_name(village.name) if village else "",
            mine.name,
            mine.sex,
            mine.birth[:7],
            mine.id_no if reveal else mask_id(mine.id_no or None),
            mine.education,
            mine.political,
            mine.post,
            mine.phone if reveal else mask_phone(mine.phone or None),
            "" if age is None else "是" if age <= 60 else "否",
            "；".join(days),
            "是" if _has_auxiliary(desk, one.post.village_id) else "否",
            _REMARKS.get(one.standing.state, ""),
        )
    )


def _has_auxiliary(desk: Desk, village_id: str) -> bool:
    """Whether somebody serves in the village whose post makes an assistant unnecessary, as the pack's word says."""
    word = stated(reference.policy(desk).quota.covered_by, "辅警")
    book, today = memory_of(desk).book(desk), desk.clock.today()
    return any(
        serves(term, today) and village_id in term.villages and book.people[person_id].post.endswith(word)
        for person_id, terms in book.terms.items()
        if person_id in book.people
        for term in terms
    )
