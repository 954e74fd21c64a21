"""推选名单 (F12) of a batch: its candidates as lines of a list, on paper and as a workbook alike (DOMAIN 3.1)."""

from station_desk.domain.dates import age_on
from station_desk.domain.idno import mask_id
from station_desk.domain.paper_fields import village_name
from station_desk.domain.paper_people import RosterData, RosterGroup, RosterLine
from station_desk.domain.phones import mask_phone
from station_desk.domain.policy import stated
from station_desk.domain.selection import OVER, State, kind_of
from station_desk.domain.terms import serves
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection_board import Board, Case, board, newest

_REMARKS = {State.RESERVE: "候补"}


def batch_list(desk: Desk, wanted: str, day: str, *, reveal: bool = False) -> RosterData:
    """The candidates of a batch (id or name) who are still in it, in the order of villages and strokes.

    Trouble `batch_missing` (name).
    """
    found = board(desk, newest(desk, wanted))
    cases = [one for one in found.cases if one.standing.state not in OVER or one.standing.state is State.APPOINTED]
    policy = reference.policy(desk)
    return RosterData(
        desk.office.name,
        day,
        (RosterGroup("", tuple(_line(desk, found, one, reveal=reveal) for one in cases)),),
        units=len(found.posts),
        vacant=sum(post.seats for post in found.posts),
        title=policy.person_word,
        ages=policy.age,
        cover=stated(policy.quota.covered_by, ""),
        covered=sum(_is_covered(desk, post.village_id) for post in found.posts),
    )


def _line(desk: Desk, found: Board, one: Case, *, reveal: bool) -> RosterLine:
    mine, village = one.candidate, found.villages.get(one.post.village_id)
    days = [
        f"{stage.name} {done.day}"
        for stage, done in zip(found.stages, one.standing.done, strict=True)
        if done is not None and kind_of(stage) in ("apply", "recommend", "examine")
    ]
    return RosterLine(
        name=mine.name,
        sex=mine.sex,
        birth=mine.birth[:7],
        village=village_name(village.name) if village else "",
        township=village.township if village else "",
        station=found.station or desk.office.name,
        post=mine.post,
        start="",
        end="",
        id_no=mine.id_no if reveal else mask_id(mine.id_no or None),
        phone=mine.phone if reveal else mask_phone(mine.phone or None),
        education=mine.education,
        political=mine.political,
        status="",
        remark=_REMARKS.get(one.standing.state, ""),
        villages=(one.post.village_id,),
        age=age_on(mine.birth or None, found.today),
        id_tail=mine.id_no[-4:],
        way="；".join(days),
        auxiliary="是" if _is_covered(desk, one.post.village_id) else "否",
    )


def _is_covered(desk: Desk, village_id: str) -> bool:
    """Whether somebody serves in the village whose post makes another one unnecessary, as the pack's word says."""
    word = stated(reference.policy(desk).quota.covered_by, "")
    book, today = memory_of(desk).book(desk), desk.clock.today()
    return bool(word) and any(
        serves(term, today) and village_id in term.villages and book.people[person_id].post.endswith(word)
        for person_id, terms in book.terms.items()
        if person_id in book.people
        for term in terms
    )
