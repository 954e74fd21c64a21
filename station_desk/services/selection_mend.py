"""What was typed of a candidate is put right, as the county asked or the paper says; the steps stay as they are."""

from collections.abc import Mapping
from dataclasses import replace

from station_desk.domain.selection import State
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.selection import NewCandidate, refuse_double, station_only, stored_candidate
from station_desk.services.selection_board import Case, board
from station_desk.store.selection import fields_of

MEND = "selection_mend"
FIELDS = ("name", "id_no", "sex", "birth", "phone", "education", "political", "post", "residence", "relaxed")
"""What may be put right; the village and the steps are not among them."""


def mend_candidate(desk: Desk, batch_id: str, name: str, changes: Mapping[str, str]) -> Case:
    """Write other values into `FIELDS` of a candidate, empty ones take a value away (an ID number that is left empty
    stays). A new ID number brings birth and sex along. Who is appointed is changed on the roster.

    Troubles `station_only`, `candidate_missing`, `candidate_two`, `candidate_out` (name), those of `add_candidates`.
    """
    station_only(desk)
    found = board(desk, batch_id)
    one = found.find(name)
    if one.standing.state is State.APPOINTED:
        raise Trouble("candidate_out", name=one.name)
    mine = one.candidate
    told = {field: getattr(mine, field) for field in FIELDS} | {
        key: text for key, text in changes.items() if key in FIELDS
    }
    told["id_no"] = told["id_no"] or mine.id_no
    made = replace(stored_candidate(desk, found, NewCandidate(one.post.id, **told)), id=mine.id)
    refuse_double(made, [other.candidate for other in found.cases if other.id != one.id])
    before, after = fields_of(mine), fields_of(made)
    changed = {key: after.get(key) for key in {*before, *after} if before.get(key) != after.get(key)}
    if changed:
        with desk.store.write(desk.account.id, MEND) as work:
            work.update("candidate", mine.id, changed)
    return board(desk, batch_id).find(one.id)
