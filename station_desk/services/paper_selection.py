"""The papers of a selection filled from its batch: the notice of posts, candidates, votes, the public notice, the reply.

Which conditions and grounds stand on a paper is the pack's own text as it was when the batch was opened; on a blank
form that of today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from station_desk.domain.idno import mask_id
from station_desk.domain.paper import Subject
from station_desk.domain.paper_fields import Scope, Value, village_name
from station_desk.domain.paper_selection import (
    BatchPaper,
    CandidatePaper,
    Chosen,
    Clauses,
    Post,
    Publicity,
    Runner,
    SelectionHead,
    StagePassed,
    VotePaper,
    notice_scope,
)
from station_desk.domain.phones import mask_phone
from station_desk.domain.policy import Decided, NotStated, Policy, Stated, stated
from station_desk.domain.records import OfficeKind
from station_desk.domain.selection import OVER, State, kind_of
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.attachments import photo_of
from station_desk.services.desk import Desk
from station_desk.services.pack_use import policy_then
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection_board import Board, Case, board, newest
from station_desk.services.selection_order import by_strokes
from station_desk.store.selection import StoredPost, StoredVote, load_batches
from station_desk.store.vote_counts import VoteCounts, load_counts

SUBJECTS: tuple[Subject, ...] = ("batch", "notice", "candidate", "vote")
_STAGE_RESULTS = {"passed": "通过", "failed": "未通过", "reserve": "候补", "shown": "公示"}
_VERDICTS = {
    "elected": "选出",
    "not_elected": "无人当选",
    "tie": "票数相同",
    "runoff": "进入下一轮投票",
    "void": "本次投票无效",
}
_PROPOSED = frozenset({"publicity", "approve", "contract", "appoint"})
_STATES = {State.APPROVED: "当选", State.APPOINTED: "当选", State.RESERVE: "候补"}


def selection_documents(
    desk: Desk, subject: Subject, wanted: str, chosen: Sequence[str] | None, issued: str, *, reveal: bool
) -> list[tuple[Scope, int]]:
    """The documents of a batch (id or name, "" for the newest) with how many names are on each.

    `chosen`: only these candidates. Troubles paper_no_batch, batch_missing(name), pack_text_missing.
    """
    if not wanted and not has_batch(desk):
        raise Trouble("paper_no_batch")
    found = board(desk, newest(desk, wanted))
    look = _Look(desk, found, issued)
    cases = [one for one in found.cases if chosen is None or one.id in chosen]
    if subject == "candidate":
        return [(look.candidate(one, reveal=reveal), 1) for one in cases]
    if subject == "notice":
        shown = proposed(found, cases)
        return [(notice_scope(look.head, look.publicity(), [look.chosen(one) for one in shown]), len(shown))]
    if subject == "vote":
        return [
            (paper.scope(), len(paper.runners)) for post in found.posts if (paper := look.vote(post, cases)) is not None
        ]
    return [(look.batch(cases), len(cases))]


def proposed(found: Board, cases: Sequence[Case]) -> list[Case]:
    """Who is 拟聘: everybody who has come to the notice, or where there is none to the approval, contract or appointment.
    Whoever is still being chosen, waits as reserve or is out stands on no list that is posted or approved.
    """
    kinds = [kind_of(stage) for stage in found.stages]
    first = next(at for at, kind in enumerate(kinds) if kind in _PROPOSED)
    out = OVER - {State.APPOINTED} | {State.RESERVE}
    return [one for one in cases if one.standing.at >= first and one.standing.state not in out]


def has_batch(desk: Desk) -> bool:
    """Whether any selection is known here."""
    with desk.store.read() as conn:
        return bool(load_batches(conn))


def known_of_pack(desk: Desk, subject: Subject) -> dict[str, Value]:
    """What even a blank paper of a selection knows: the pack's words."""
    policy = reference.policy(desk)
    programme = stated(policy.terms.programme, "")
    known: dict[str, Value] = {"工作名称": programme} if programme else {}
    if subject in ("batch", "candidate"):
        known |= {name: rows for name, rows in clauses_of(policy).scope().items() if rows}
    return known


def clauses_of(policy: Policy) -> Clauses:
    """Conditions, grounds that exclude and preferences in the words of the pack's documents, each once."""
    preferred = policy.rules["person.preferred"]
    if isinstance(preferred, Stated):
        words: Iterable[str] = (preferred.quote,)
    else:
        words = preferred.value if isinstance(preferred, Decided) and isinstance(preferred.value, tuple) else ()
    return Clauses(_texts(policy, "conditions"), _texts(policy, "disqualifiers"), tuple(map(_bare, words)))


def _texts(policy: Policy, key: str) -> tuple[str, ...]:
    listed = policy.lists[key]
    if isinstance(listed, NotStated):
        return ()
    texts = (one.quote if isinstance(one, Stated) else str(getattr(one.value, "name", "")) for one in listed)
    return tuple(dict.fromkeys(_bare(text) for text in texts if text))


def _bare(text: str) -> str:
    """A clause without the mark that ends it: the form sets its own."""
    return text.strip().rstrip("。；;.，, ")


class _Look:
    """One batch as papers see it."""

    def __init__(self, desk: Desk, found: Board, issued: str) -> None:
        self.desk, self.found = desk, found
        self.policy = policy_then(desk, found.batch.pack_hash)
        self.book = memory_of(desk).book(desk)
        self.strokes = by_strokes()
        programme = stated(self.policy.terms.programme, "")
        self.head = SelectionHead(desk.office.name, self.policy.person_word, programme, found.batch.name, issued)
        self.station = (
            desk.office.name
            if desk.office.kind is OfficeKind.STATION
            else self.book.stations.get(found.batch.scope, "")
        )
        with desk.store.read() as conn:
            self.counts = load_counts(conn, [one.id for one in found.votes])

    def village(self, post: StoredPost) -> str:
        """A village as paper calls it."""
        return village_name(self.found.village_of(post))

    def township(self, post: StoredPost) -> str:
        """The township of a post's village, "" where it is gone."""
        village = self.found.villages.get(post.village_id)
        return village.township if village else ""

    def chosen(self, one: Case) -> Chosen:
        """A candidate on a list."""
        who = one.candidate
        return Chosen(
            who.name,
            who.sex,
            who.birth[:7],
            self.village(one.post),
            who.post,
            self.township(one.post),
            who.education,
            who.political,
        )

    def publicity(self) -> Publicity:
        """The newest notice that hangs or hung out; its last day where all its candidates have the same."""
        if not self.found.publicities:
            return Publicity()
        notice = self.found.publicities[-1]
        ends = {
            one.shown_until.last.isoformat() for one in self.found.cases if one.shown_until and one.shown_until.last
        }
        days = f"{notice.days}个{'工作日' if notice.day_kind == 'work' else '自然日'}"
        return Publicity(notice.starts_on, ends.pop() if len(ends) == 1 else "", days)

    def candidate(self, one: Case, *, reveal: bool) -> Scope:
        """A paper about one candidate."""
        who, stages = one.candidate, self.found.stages
        photo = photo_of(self.desk, one.id)
        steps = (
            StagePassed(
                stage.name,
                _STAGE_RESULTS["passed"] if done.day or done.doc_no else "",
                done.day,
                "、".join(name for name in (done.by_name, done.second_by) if name),
                done.doc_no,
            )
            for stage, done in zip(stages, one.standing.done, strict=False)
            if done is not None
        )
        return CandidatePaper(
            head=self.head,
            person=self.chosen(one),
            station=self.station,
            approver=stated(self.policy.terms.approver, ""),
            id_no=who.id_no if reveal else mask_id(who.id_no or None),
            phone=who.phone if reveal else mask_phone(who.phone or None),
            age=one.age,
            photo=(photo.content or b"") if photo else b"",
            reference_day=self.found.batch.reference_day,
            clauses=clauses_of(self.policy),
            stages=tuple(steps),
        ).scope()

    def batch(self, cases: Sequence[Case]) -> Scope:
        """A paper about the whole batch; those who are proposed, or once it is decided those approved, stand on its list."""
        batch = self.found.batch
        decided = [
            done
            for one in cases
            for stage, done in zip(self.found.stages, one.standing.done, strict=False)
            if done is not None and kind_of(stage) == "approve" and done.doc_no
        ]
        kept = proposed(self.found, cases)
        if decided:
            kept = [one for one in kept if one.standing.state in (State.APPROVED, State.APPOINTED)]
        return BatchPaper(
            head=self.head,
            approver=stated(self.policy.terms.approver, ""),
            stages=tuple(stage.name for stage in self.found.stages),
            opens=batch.opened_on,
            closes=batch.closes_on,
            deadline=batch.deadline,
            reference_day=batch.reference_day,
            posts=tuple(Post(self.village(post), self.township(post), post.seats) for post in self.found.posts),
            clauses=clauses_of(self.policy),
            chosen=tuple(self.chosen(one) for one in kept),
            publicity=self.publicity(),
            reply_number=decided[-1].doc_no if decided else "",
            reply_day=decided[-1].day if decided else "",
        ).scope()

    def vote(self, post: StoredPost, cases: Sequence[Case]) -> VotePaper | None:
        """The papers of a vote in one village, None where nobody stands; its newest vote where one was counted."""
        mine = [one for one in cases if one.post.id == post.id]
        votes = [one for one in self.found.votes if one.village_id == post.village_id]
        newest_vote = votes[-1] if votes else None
        counts = self.counts.get(newest_vote.id, {}) if newest_vote else {}
        standing = [one for one in mine if one.id in counts or (not counts and one.standing.state not in OVER)]
        if not standing:
            return None
        standing.sort(key=lambda one: self.strokes.key(one.name))
        runners = tuple(self._runner(one, newest_vote, counts.get(one.id)) for one in standing)
        paper = VotePaper(
            head=self.head,
            village=self.village(post),
            township=self.township(post),
            station=self.station,
            seats=post.seats,
            runners=runners,
        )
        return paper if newest_vote is None else _counted(paper, newest_vote)

    @staticmethod
    def _runner(one: Case, vote: StoredVote | None, count: VoteCounts | None) -> Runner:
        result = _STATES.get(one.standing.state, "") if vote is not None and vote.verdict == "elected" else ""
        if count is None:
            return Runner(one.name, one.candidate.sex)
        return Runner(one.name, one.candidate.sex, count.yes, count.no, count.abstain, result or "未当选")


def _counted(paper: VotePaper, vote: StoredVote) -> VotePaper:
    """The paper with the figures of a vote."""
    elected = tuple(one.name for one in paper.runners if one.result == "当选")
    return replace(
        paper,
        round=vote.round,
        day=vote.day,
        due=vote.due,
        present=vote.present,
        issued=vote.issued,
        returned=vote.returned,
        invalid=vote.invalid,
        verdict=_VERDICTS.get(vote.verdict, ""),
        elected=elected,
    )
