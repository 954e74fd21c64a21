"""The words of the office's programme: what its people, its posts and its lists are called, on the screen and on paper."""

from dataclasses import dataclass

from station_desk.domain.paper_fields import USUAL_TITLE
from station_desk.domain.policy import NotStated, Policy, Rule, stated
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class PackWords:
    """What the programme calls things; "" and () where it has no word or no such list.

    `duties` are the 八大责, 六大职责 or 11 duties, `roles` the 八大员, `nets` the 五张网 (names only, no fields).
    """

    person: str = USUAL_TITLE
    programme: str = ""
    post: str = USUAL_TITLE
    approver: str = ""
    duties: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    nets: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()

    def in_words(self, text: str) -> str:
        """A text of the program with the programme's word for its people: 警务助理花名册 is 农村辅警花名册."""
        return text.replace(USUAL_TITLE, self.person)


def words(desk: Desk) -> PackWords:
    """The words of the pack that the office follows; the usual ones where that pack is not at hand."""
    try:
        return words_of(reference.policy(desk))
    except Trouble as trouble:
        if trouble.code != "pack_missing":
            raise
        return PackWords()


def person_word(desk: Desk) -> str:
    """What the office's programme calls its people; the usual word where its pack cannot be read."""
    try:
        return words(desk).person
    except Trouble:
        return USUAL_TITLE


def words_of(policy: Policy) -> PackWords:
    """The words of a pack."""
    terms = policy.terms
    lists = (_texts(policy.rules[key]) for key in ("lists.duties", "lists.roles", "lists.nets", "assess.grades"))
    post = stated(terms.post, policy.person_word)
    return PackWords(policy.person_word, stated(terms.programme, ""), post, stated(terms.approver, ""), *lists)


def _texts(rule: Rule[object]) -> tuple[str, ...]:
    return () if isinstance(rule, NotStated) or not isinstance(rule.value, tuple) else tuple(map(str, rule.value))
