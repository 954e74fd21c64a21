"""The vote of villager representatives: judged by the county's rules, kept with all its figures (DOMAIN 1.3, 2.2)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from station_desk.domain.ids import new_id
from station_desk.domain.policy import Decided, NotStated
from station_desk.domain.selection import State, Step, kind_of
from station_desk.domain.selection_acts import accept
from station_desk.domain.trouble import Trouble
from station_desk.domain.vote import Tally, Vote, read_vote, tally
from station_desk.services.desk import Desk
from station_desk.services.selection import past_day, put_step, station_only, waiting
from station_desk.services.selection_board import Board, Case, board, rules_of
from station_desk.store.selection import StoredPost, StoredVote, fields_of

VOTE = "selection_vote"
RULE = "selection.vote_majority"


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote as it was judged, and the candidates as they stand after it."""

    tally: Tally
    cases: tuple[Case, ...]


def record_vote(desk: Desk, batch_id: str, village: str, day: str, document: Mapping[str, object]) -> Voted:
    """Keep one vote of a village: figures and rules as in the contract's vote file, without `seats` and `round`.

    Who is elected passes; who lacks a seat although the majority was there waits as reserve; who goes into the second
    round waits. Where the quorum was missed the vote is kept as void and nobody moves. Troubles `station_only`,
    `rule_missing` (key) as long as the county has not said what majority counts, `vote_names` (village), `vote_<problem>`
    (village), `vote_shape` (at), `nobody_waits` (stage), `vote_over` (village), `day_wrong`, `day_to_come`, those of `Store.write`.
    """
    station_only(desk)
    past_day(desk, day)
    found = board(desk, batch_id)
    post = found.find_post(village)
    stage = next((one for one in found.stages if kind_of(one) == "vote"), None)
    if stage is None:
        raise Trouble("stage_unknown", stage="vote", known="、".join(one.code for one in found.stages))
    cases = [one for one in waiting(found, stage) if one.post == post]
    if not cases:
        raise Trouble("nobody_waits", stage=stage.name)
    past = [one for one in found.votes if one.village_id == post.village_id and one.verdict != "void"]
    if len(past) > 1:
        raise Trouble("vote_over", village=found.village_of(post))
    vote = _vote(found, post, document, len(past) + 1)
    if {one.name for one in vote.candidates} != {one.name for one in cases} or len(vote.candidates) != len(cases):
        raise Trouble("vote_names", village=found.village_of(post))
    if vote.rules.majority is None:
        raise Trouble("vote_shape", at="majority")
    judged = tally(vote)
    impossible = [one for one in judged.problems if one != "quorum_not_met"]
    if impossible:
        raise Trouble(f"vote_{impossible[0]}", village=found.village_of(post))
    ballot = _stored(desk, found, post, vote, judged, day, document)
    steps = {one.id: _step(one, vote, judged, Step(stage.code, "", day, about=ballot.id)) for one in cases}
    for one in cases:
        if (step := steps[one.id]) is not None:
            accept(one.name, found.stages, one.steps, one.facts, step)
    with desk.store.write(desk.account.id, VOTE) as work:
        work.create("ballot", ballot.id, fields_of(ballot, "ballot"))
        for one in cases:
            counted = next(count for count in vote.candidates if count.name == one.name)
            figures = {"yes": counted.votes, "no": counted.against, "abstain": counted.abstain}
            work.create("ballot_count", new_id(), {"ballot_id": ballot.id, "candidate_id": one.id, **figures})
            if (step := steps[one.id]) is not None:
                put_step(work, one.id, step)
    after = board(desk, batch_id)
    return Voted(judged, tuple(after.find(one.id) for one in cases))


def _vote(found: Board, post: StoredPost, document: Mapping[str, object], number: int) -> Vote:
    """The figures; seats are those still open, the round is the next one."""
    seated = sum(
        one.post == post and one.standing.state in (State.APPROVED, State.APPOINTED) and any(s.about for s in one.steps)
        for one in found.cases
    )
    return read_vote({**document, "seats": max(post.seats - seated, 1), "round": number})


def _step(one: Case, vote: Vote, judged: Tally, plain: Step) -> Step | None:
    """What the vote means for one candidate; None: the second round, or a vote that is void."""
    if judged.verdict == "void" or one.name in judged.runoff:
        return None
    if one.name in judged.elected:
        return _with(plain, "passed")
    if judged.verdict == "elected" and _over(vote, one.name):
        return _with(plain, "reserve")
    return _with(plain, "failed", "not_elected")


def _over(vote: Vote, name: str) -> bool:
    """Whether somebody without a seat had the majority all the same."""
    votes = next(one.votes for one in vote.candidates if one.name == name)
    part = vote.rules.majority if vote.round == 1 else vote.rules.runoff_min
    if part is None or not votes:
        return False
    least = part * vote.figure(vote.rules.majority_of if vote.round == 1 else vote.rules.runoff_min_of)
    return votes > least if vote.round == 1 and vote.rules.majority_strict else votes >= least


def _with(plain: Step, result: str, reason: str = "") -> Step:
    return Step(plain.stage, result, plain.day, reason=reason, about=plain.about)


def _stored(
    desk: Desk, found: Board, post: StoredPost, vote: Vote, judged: Tally, day: str, document: Mapping[str, object]
) -> StoredVote:
    """The vote with the rule it was judged by: what the county decided, and the parameters of the day."""
    majority = rules_of(desk, found).rules[RULE]
    if isinstance(majority, NotStated):
        raise Trouble("rule_missing", key=RULE)
    source = {"by": majority.by, "number": majority.number} if isinstance(majority, Decided) else {"doc": majority.doc}
    rule = {"ballot": vote.ballot, "params": document.get("params"), "decided": str(majority.value), **source}
    return StoredVote(
        scope=found.batch.scope,
        id=new_id(),
        batch_id=found.batch.id,
        village_id=post.village_id,
        day=day,
        rule=json.dumps(rule, ensure_ascii=False),
        verdict=judged.verdict,
        round=vote.round,
        ballot=vote.ballot,
        due=vote.due,
        present=vote.present,
        issued=vote.issued,
        returned=vote.returned,
        invalid=vote.invalid,
        abstain=vote.abstain,
    )
