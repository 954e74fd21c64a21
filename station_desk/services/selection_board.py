"""A batch as it stands: its posts, candidates with their standing, what is missing, days left (UX 4.6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from station_desk.domain.dates import age_on
from station_desk.domain.policy import NotStated, Policy, Stated
from station_desk.domain.policy_entries import Stage
from station_desk.domain.records import TermState, Village
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.selection import Facts, Lack, Standing, Step, check_needed, kind_of, lacks, stand
from station_desk.domain.selection_acts import Timetable, batch_state
from station_desk.domain.terms import serves, state_on
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_days import DayCalendar, Period, last_day_of
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import shelf
from station_desk.services.pack_use import policy_then
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection_days import calendar_of
from station_desk.services.selection_order import by_strokes
from station_desk.store.checks import StoredCheck, load_checks
from station_desk.store.selection import (
    StoredBatch,
    StoredCandidate,
    StoredObjection,
    StoredPost,
    StoredPublicity,
    StoredVote,
    load_batches,
    load_candidates,
    load_objections,
    load_posts,
    load_publicities,
    load_steps,
    load_votes,
)

Post = StoredPost
"""The seats of one village in a batch."""
LEFT_EARLY = "left_early"
"""The exit reason that bars from a new contract where a pack says so (DOMAIN 1.3, Weihai 9)."""
_LEFT_EARLY_WORDS = "擅自离职"


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate: the record, the steps, the facts beside them, and where that leads."""

    candidate: StoredCandidate
    post: StoredPost
    village: str
    steps: tuple[Step, ...]
    facts: Facts
    standing: Standing
    lacks: tuple[Lack, ...]
    check: StoredCheck | None
    age: int | None
    shown_until: Period | None = None

    @property
    def id(self) -> str:
        return self.candidate.id

    @property
    def name(self) -> str:
        return self.candidate.name


@dataclass(frozen=True, slots=True)
class Board:
    """A batch with everything that belongs to it. `days_open` by village id: how long a seat has been vacant; `basis` by
    the stage's code: the clause and the words it rests on.
    """

    batch: StoredBatch
    state: str
    days: Timetable
    today: date
    posts: tuple[StoredPost, ...]
    villages: Mapping[str, Village]
    days_open: Mapping[str, int | None]
    cases: tuple[Case, ...]
    publicities: tuple[StoredPublicity, ...]
    objections: tuple[StoredObjection, ...]
    votes: tuple[StoredVote, ...]
    basis: Mapping[str, tuple[str, str]]
    station: str = ""

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.batch.stages

    def village_of(self, post: StoredPost) -> str:
        """The name of a post's village, "" where it is gone."""
        found = self.villages.get(post.village_id)
        return found.name if found else ""

    def find(self, wanted: str) -> Case:
        """A candidate by id, by name, or by village/name. Troubles `candidate_missing`, `candidate_two` (name)."""
        found = [one for one in self.cases if wanted in (one.id, one.name, f"{one.village}/{one.name}")]
        if not found:
            raise Trouble("candidate_missing", name=wanted)
        if len(found) > 1:
            raise Trouble("candidate_two", name=wanted)
        return found[0]

    def find_post(self, wanted: str) -> StoredPost:
        """A post by its id or as `village_called`. Troubles `post_missing`, `post_two` (name)."""
        posts = {post.village_id: post for post in self.posts}
        for post in self.posts:
            if post.id == wanted:
                return post
        return posts[village_called([self.villages[key] for key in posts if key in self.villages], wanted).id]


def village_called(villages: Iterable[Village], wanted: str) -> Village:
    """The one village with this id, code or name; 村 may be left out. Troubles `post_missing`, `post_two` (name)."""
    listed = list(villages)
    whole = [one for one in listed if wanted in (one.id, one.code, one.name)]
    found = whole or [one for one in listed if wanted == one.name.removesuffix("村")]
    if not found:
        raise Trouble("post_missing", name=wanted)
    if len(found) > 1:
        raise Trouble("post_two", name=wanted)
    return found[0]


def list_boards(desk: Desk) -> list[Board]:
    """Every batch that is known here, the newest first."""
    with desk.store.read() as conn:
        batches = load_batches(conn)
    return [board(desk, one.id) for one in batches]


def newest(desk: Desk, wanted: str = "") -> str:
    """The id of a batch by id or name; "" for the newest that is under way, else the newest. Trouble `batch_missing`."""
    with desk.store.read() as conn:
        batches = load_batches(conn)
    if wanted:
        found = [one for one in batches if wanted in (one.id, one.name)]
    else:
        found = [one for one in batches if one.state == "open"] or batches
    if not found:
        raise Trouble("batch_missing", name=wanted or "-")
    return found[0].id


def board(desk: Desk, batch_id: str) -> Board:
    """One batch as it stands today. Trouble `batch_missing` (name)."""
    with desk.store.read() as conn:
        batch = next((one for one in load_batches(conn) if one.id == batch_id), None)
        if batch is None:
            raise Trouble("batch_missing", name=batch_id)
        posts = load_posts(conn, [batch_id])
        candidates = load_candidates(conn, [batch_id])
        ids = [one.id for one in candidates]
        steps, checks = load_steps(conn, ids), {one.about_id: one for one in load_checks(conn, ids)}
        objections = load_objections(conn, ids)
        publicities, votes = load_publicities(conn, [batch_id]), load_votes(conn, [batch_id])
    book, today = memory_of(desk).book(desk), desk.clock.today()
    policy = policy_then(desk, batch.pack_hash)
    bare = Board(
        batch,
        batch.state,
        Timetable(batch.opened_on, batch.closes_on, batch.deadline),
        today,
        tuple(sorted(posts, key=lambda one: _place(book, one))),
        {one.village_id: book.villages[one.village_id] for one in posts if one.village_id in book.villages},
        {gap.village_id: gap.days for gap in book.vacancies(policy, today, batch.scope)},
        (),
        tuple(publicities),
        tuple(objections),
        tuple(votes),
        _basis(policy),
        book.stations.get(batch.scope, ""),
    )
    look = _Look(bare, policy, book, steps, checks, calendar_of(desk))
    strokes = by_strokes()
    at = {post.id: index for index, post in enumerate(bare.posts)}
    cases = sorted(
        (look.case(one) for one in candidates if one.post_id in at),
        key=lambda one: (at[one.post.id], strokes.key(one.name), one.id),
    )
    states = [one.standing.state for one in cases]
    return replace(bare, cases=tuple(cases), state=batch_state(batch.state, bare.days, today, states))


def _basis(policy: Policy) -> dict[str, tuple[str, str]]:
    found = policy.lists["stages"]
    if isinstance(found, NotStated):
        return {}
    return {str(getattr(one.value, "code", "")): (one.clause, one.quote) for one in found if isinstance(one, Stated)}


def rules_of(desk: Desk, found: Board, day: date | None = None) -> Policy:
    """The batch's pack as it is in force on `day` (default today), with what was filled in since it was opened.

    Troubles `pack_missing`, `pack_damaged`.
    """
    return shelf(desk).policy(found.batch.pack, day or found.today)


def _place(book: RosterBook, post: StoredPost) -> tuple[str, str]:
    village = book.villages.get(post.village_id)
    return (village.code, village.name) if village else ("~", post.id)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a candidate's standing is worked out of."""

    board: Board
    policy: Policy
    book: RosterBook
    steps: Mapping[str, Sequence[Step]]
    checks: Mapping[str, StoredCheck]
    calendar: DayCalendar

    def case(self, candidate: StoredCandidate) -> Case:
        """One candidate."""
        mine = [one for one in self.board.objections if one.candidate_id == candidate.id]
        check = self.checks.get(candidate.id)
        facts = Facts(
            check=_checked(check),
            check_needed=check_needed(self.policy),
            left_early=_bars_early_leavers(self.policy) and left_early(self.book, candidate.id_no),
            objected=any(not one.result for one in mine),
        )
        steps = tuple(self.steps.get(candidate.id, ()))
        standing = stand(self.board.stages, steps, facts)
        reference = self.board.batch.reference_day or self.board.batch.opened_on
        post = next(one for one in self.board.posts if one.id == candidate.post_id)
        return Case(
            candidate,
            post,
            self.board.village_of(post),
            steps,
            facts,
            standing,
            lacks(self.board.stages, standing, facts),
            check,
            age_on(candidate.birth or None, date.fromisoformat(reference)),
            self._shown_until(standing, mine),
        )

    def _shown_until(self, standing: Standing, objections: Iterable[StoredObjection]) -> Period | None:
        """The last day of the notice on which a candidate stands, objections left out of the count."""
        done = standing.done[standing.at]
        if kind_of(self.board.stages[standing.at]) != "publicity" or done is None:
            return None
        notice = next((one for one in self.board.publicities if one.id == done.about), None)
        return None if notice is None else shown_until(notice, objections, self.calendar)


def shown_until(notice: StoredPublicity, objections: Iterable[StoredObjection], calendar: DayCalendar) -> Period:
    """The last day of a notice for a candidate with these objections."""
    pauses = [
        (date.fromisoformat(one.received_on), date.fromisoformat(one.answered_on) if one.answered_on else None)
        for one in objections
        if one.publicity_id == notice.id
    ]
    return last_day_of(date.fromisoformat(notice.starts_on), notice.days, notice.day_kind, calendar, pauses)


def _checked(check: StoredCheck | None) -> str:
    """The one result as the stages read it: "" no check; open as long as anything is open."""
    if check is None:
        return ""
    if check.result == "not_eligible" or check.meets is False:
        return "not_eligible"
    return "none" if check.result == "none" and check.meets else "open"


def _bars_early_leavers(policy: Policy) -> bool:
    """Whether one of the pack's grounds speaks of leaving a contract early."""
    grounds = policy.lists["disqualifiers"]
    return not isinstance(grounds, NotStated) and any(
        _LEFT_EARLY_WORDS in str(getattr(one, "quote", "")) for one in grounds
    )


def left_early(book: RosterBook, id_no: str) -> bool:
    """Whether the roster knows that this person left a contract early."""
    if not id_no:
        return False
    people = [one.id for one in book.people.values() if one.id_no == id_no]
    return any(term.exit_reason in (LEFT_EARLY, _LEFT_EARLY_WORDS) or _LEFT_EARLY_WORDS in term.exit_reason
               for person in people for term in book.terms.get(person, ()))  # fmt: skip


def in_service(book: RosterBook, id_no: str, day: date) -> str | None:
    """The person of the roster with this number who serves on `day` or is waiting to, None where nobody does."""
    for person in book.people.values():
        if id_no and person.id_no == id_no:
            for term in book.terms.get(person.id, ()):
                if serves(term, day) or state_on(term, day) is TermState.PENDING:
                    return person.id
    return None
