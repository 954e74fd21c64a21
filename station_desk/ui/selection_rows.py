"""The lines of the stage board, and its timetable in a line (UX 4.6)."""

from dataclasses import dataclass

from station_desk.services.selection_board import Board, Case, Post
from station_desk.wording import t


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board: a candidate, or a post for which nobody stands; `first` of its village."""

    post: Post
    case: Case | None
    first: bool


def rows_of(found: Board) -> list[Row]:
    """The lines of a batch: by village, a village without candidates too."""
    rows: list[Row] = []
    for post in found.posts:
        mine = [one for one in found.cases if one.post.id == post.id]
        rows += [Row(post, one, at == 0) for at, one in enumerate(mine)] or [Row(post, None, True)]
    return rows


def days_line(found: Board) -> str:
    """The timetable in a line."""
    left, used, whole = found.days.left(found.today), found.days.used(found.today), found.days.whole()
    start = found.batch.opened_on
    if left is None or whole is None:
        return t("{start} 开始", start=start)
    if left < 0:
        return t("{start} 开始，{end} 截止，已过 {n} 天", start=start, end=found.batch.deadline, n=-left)
    words = {"start": start, "end": found.batch.deadline, "n": left, "used": used, "whole": whole}
    return t("{start} 开始，{end} 截止，还有 {n} 天（第 {used} 天 / {whole} 天）", **words)
