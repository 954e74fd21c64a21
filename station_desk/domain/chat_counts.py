"""Counts proposed from chat text: who, on which day, what work, how many. In doubt a doubt, never a silent guess.

Nothing is stored: the clerk looks at the proposal beside the words (issue 6, item 4).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from station_desk.domain.chat_actors import somebody_else
from station_desk.domain.chat_clauses import changes, heads, no_report, says_a_count, segments, without
from station_desk.domain.chat_dates import NamedDay, days_of, named_days
from station_desk.domain.chat_heads import ChatMessage, split_chat
from station_desk.domain.chat_items import (
    Item,
    Proposed,
    beside_sessions,
    of_other_units,
    signed,
)
from station_desk.domain.chat_marks import Clause, Count, Work, countable, fits, read_clause
from station_desk.domain.chat_names import Speaker, Subject, head_person, subjects, with_others, without_names
from station_desk.domain.chat_sense import (
    asked_of_all,
    done_together,
    listed_by_name,
    said_of_all,
    said_of_more,
    speaks_against,
    sums_of_others,
)
from station_desk.domain.chat_told import Told
from station_desk.domain.chat_words import (
    ASKED,
    DONE,
    HEARSAY,
    NOUGHT,
    PART,
    TO_COME,
    TOTAL,
    VAGUE,
    WEAK,
    WITHDRAWN,
    WORK,
    WRONG,
)

_SENTENCE = re.compile(r"[^。！!;；\n]+")
_PLACE = re.compile(
    r"(?:村|组|社区|庄|街|屯)\D{0,3}$|□$|(?:上午|下午|早上|早晨|中午|晚上|傍晚|夜里|白天|夜间)\D?$|(?:住户|居民|村民|群众|商铺|商户|商店|企业|门店|店铺|单位|学校|农户|养殖户|普通户|重点户|一般户|饭店|超市|宾馆|旅馆|网吧|工厂|药店|幼儿园)[:]?\s?$"
)
"""Before the parts of one work: 走访甲村5户，乙村7户; 走访上午5户下午7户."""
_AWAY = re.compile(r"请假|休息|没来|没上班|住院|生病|轮休|调休|外出")
_MYSELF = re.compile(r"^\s*(?:我(?!们)|本人|自己)")
_LONGEST, _MOST_NAMED = 4_000, 250
"""Characters of a sentence and people in it; nobody writes more, and what is no sentence is not read as one."""


@dataclass(slots=True)
class _State:
    """What holds while a message is read from left to right."""

    who: Subject
    days: tuple[date, ...]
    day_why: str = ""
    correcting: bool = False
    corrected: bool = False
    part: bool = False
    inside: bool = False
    """Within brackets."""
    over: str = ""
    """Why nothing below a heading is of one day (not_one_day), until a day is named."""
    last: Item | None = None


def propose_counts(text: str, people: Sequence[Speaker], today: date) -> list[Proposed]:
    """One proposal for each message of copied chat, in order. `today`: the day for messages whose head has no date."""
    read: list[_Reader] = []
    for message in split_chat(text, today, [one.name for one in people]):
        reader = _Reader(message, people, read)
        reader.run()
        reader.told.ahead_of(today)
        reader.told.said_twice(reader.state.correcting)
        read.append(reader)
    return [one.told.proposed() for one in read]


class _Reader:
    """Reads one message; `earlier` are those before it, which a correction may reach."""

    def __init__(self, message: ChatMessage, people: Sequence[Speaker], earlier: Sequence["_Reader"]) -> None:
        self.message, self.people = message, people
        self.head = head_person(message.head, people)
        if message.to and head_person(message.to, people).names not in ((), self.head.names):
            self.head = Subject((), why="person_unclear")
        self.told: Told = Told(message, self.head, [one.told for one in earlier])
        self.state = _State(self.head, (message.day,))

    def run(self) -> None:
        text = self.message.text
        self.unnamed = without_names(text, self.people)
        days = named_days(self.unnamed, self.message.day)
        plain = countable(without(text, days))
        if not self.state.who.names and not self.state.who.why:
            named = {one.names or (one.why,) for one in subjects(plain, self.people)}
            if len(named) == 1:
                self.state.who = subjects(plain, self.people)[0]
        for sentence in _SENTENCE.finditer(plain):
            self._sentence(sentence.group(), sentence.start(), days)
        signed(self.told.items, text, days)
        if self.state.correcting and not self.state.corrected:
            self.told.doubt(text, "correction_unclear")
        if why := asked_of_all(text, days, with_others(text, self.people, self.head)):
            self.told.ask(self.told.items, why)
        for said, why in said_of_all(text, bool(self.told.items)):
            self.told.doubt(said, why)
        self.told.ask(beside_sessions(self.told.items), "leaflets")
        self.told.ask(of_other_units(self.told.items), "unit_unlikely")
        self.told.ask(sums_of_others(self.told.items), "part_of_total")

    # --- sentence by sentence --------------------------------------------------------------------------------------
    def _sentence(self, sentence: str, offset: int, days: Sequence[NamedDay]) -> None:
        raw = self.message.text[offset : offset + len(sentence)]
        if len(sentence) > _LONGEST or len(found := subjects(sentence, self.people)) > _MOST_NAMED:
            self.told.doubt(raw, "number_unclear")
            return
        self.state.part = False
        if ASKED.search(raw) and NOUGHT.search(raw) is None:
            if WORK.search(sentence):
                self.told.doubt(raw, "not_a_report")
            return
        held = self.state.over
        waiting: list[Work] = []
        marks = [one.start for one in found] + [one.start - offset for one in days]
        marks += [one.start() for one in TO_COME.finditer(raw)]
        for start, end in segments(sentence, marks):
            clause = sentence[start:end]
            here = [one for one in days if start <= one.start - offset < end]
            self._turn(raw, [one for one in found if start <= one.start < end], here)
            if _MYSELF.match(clause) and not any(start <= one.start < end for one in found):
                self.state.who = self.head
            held = no_report(self.unnamed[offset + start : offset + end]) or (
                "" if here or DONE.search(clause) else held
            )
            if _AWAY.search(clause) and self.state.who.names != self.head.names and not says_a_count(clause):
                self.state.who = Subject((), start, "person_unclear")
            why = held or ("not_a_report" if HEARSAY.search(clause) else "")
            if not why:
                waiting = self._clause(clause, sentence, start, waiting, raw)
            elif says_a_count(clause) or (WORK.search(clause) and re.search(r"\d", clause)):
                self.told.doubt(raw, why)
            if here:
                self.state.over = ""
            elif heads(raw[start:end], sentence[end : end + 1]):
                self.state.over = "not_one_day"
        counted = {one.code for one in self.told.items if one.text == raw}
        if any(one.code not in counted for one in waiting) and not any(one.denied for one in waiting):
            self.told.doubt(raw, "no_number")

    def _turn(self, raw: str, named: Sequence[Subject], days: Sequence[NamedDay]) -> None:
        """A name or a day in a clause holds from here on."""
        state = self.state
        for one in named:
            state.who = self._of_village(one) if one.village else one
        for day in days:
            state.days, state.day_why = days_of(day, raw)

    def _of_village(self, one: Subject) -> Subject:
        """A village tells who is meant where nobody else does; another's village under somebody's name is asked about."""
        if self.head.why or set(self.head.names) & set(one.names):
            return self.head
        if self.head.names or len(one.names) > 1:
            return Subject((), one.start, "person_unclear")
        return one

    def _clause(self, text: str, sentence: str, start: int, waiting: list[Work], raw: str) -> list[Work]:
        """Takes in one clause; returns the works that still wait for a number behind 各."""
        state = self.state
        found = read_clause(text)
        wrong = WRONG.search(text)
        behind = wrong is not None and any(count.start < wrong.start() for _work, count in found.pairs)
        if wrong and not behind:
            state.correcting, state.corrected = True, False
        apart = state.last is not None and all(count.unit not in ("", state.last.unit) for _work, count in found.pairs)
        state.part = PART.search(text) is not None or (state.part and not (found.pairs and apart))
        past = max(state.days, default=self.message.day) < self.message.day
        if changes(text, past) and (found.pairs or found.loose or found.unclear or WITHDRAWN.search(text)):
            self.told.doubt(raw, "change_unclear")
            if WITHDRAWN.search(text) and not (self.told.items or found.pairs or found.loose or found.unclear):
                self.told.withdraw()
            return []
        if VAGUE.search(text) and not found.pairs:
            self.told.doubt(raw, "about")
            return []
        inside = len(re.findall(r"[(（]", sentence[:start])) > len(re.findall(r"[)）]", sentence[:start]))
        lone = len(found.pairs) == 1 and not waiting and len(state.who.names) == 1
        state.inside = inside
        for work, count in found.pairs:
            if count.each and lone:
                self.told.doubt(raw, "number_unclear")
                continue
            if count.each:
                for other in waiting:
                    self._take(other, count, text, raw)
                waiting = []
            self._take(work, count, text, raw)
        if found.shared:
            self.told.doubt(raw, "which_work")
        for _count, why in found.unclear:
            self.told.doubt(raw, why)
        for count in found.loose:
            named = len(waiting) == 1 and count.unit and fits(waiting[0].code, count.unit) and not waiting[0].aside
            listed = named and sentence[:start].rstrip().endswith("、") and not waiting[0].denied
            if listed and waiting[0].code == "L02" and WEAK.search(text[: count.start]):
                self.told.doubt(raw, "which_work")
                waiting = []
            elif (count.each and waiting) or listed:
                for other in waiting:
                    self._take(other, count, text, raw)
                waiting = []
            else:
                self._alone(count, text, inside, raw)
        if behind:
            state.correcting, state.corrected = True, False
        return self._bare(found, waiting, raw)

    def _bare(self, found: Clause, waiting: list[Work], raw: str) -> list[Work]:
        """Works without a number: denied ones are nought, others wait for 各 or are asked about."""
        for work in [one for one in found.bare if one.closed]:
            self._take(work, Count(work.start, work.end, "", 0, ""), "", raw)
            found.bare.remove(work)
        denied = [one for one in found.bare if one.denied]
        if denied or (waiting and waiting[-1].denied and found.bare):
            for work in found.bare:
                self._take(work, Count(work.start, work.end, "", 0, ""), "", raw)
            return []
        return [*waiting, *(one for one in found.bare if not one.aside and not found.pairs)]

    # --- numbers ---------------------------------------------------------------------------------------------------
    def _take(self, work: Work, count: Count, text: str, raw: str) -> None:
        """One work with its number."""
        state = self.state
        if state.who.with_me and self.head.names and (count.each or "各" in text):
            state.who = Subject((*self.head.names, *state.who.names), state.who.start, joined=True)
        why = count.why or state.day_why or state.who.why
        if not state.who.names and not why:
            why = "person_unknown"
        if len(self.people) > 1 and done_together(state.who, count, text, raw):
            why = why or "shared"
        why = why or said_of_more(raw, len(state.days)) or speaks_against(text, work, count, raw)
        if not why and WORK.match(text, work.start):
            why = somebody_else(without_names(text[: min(work.start, count.start)], self.people, state.who), work.code)
        if why or count.value is None or not state.days:
            self.told.doubt(raw, why or "date_unclear")
            return
        total = count.value > 0 and TOTAL.search(text[: count.start]) is not None
        said = text[work.start : work.end]
        item = Item(state.who.names, state.days, work.code, count.value, count.unit, raw, total, said)
        if state.correcting and self._replace(item):
            return
        if "实际" in text[: count.start] and any((one.code, one.text) == (item.code, raw) for one in self.told.items):
            self.told.doubt(raw, "change_unclear")
            return
        if self._is_part(item):
            return
        self._add(item)

    def _is_part(self, item: Item) -> bool:
        """Whether a count tells of what was counted before: behind 其中, or in brackets of the same unit; other work is asked about."""
        state, last = self.state, self.state.last
        if last is None:
            return False
        within = state.inside and last.text == item.text and last.unit == item.unit and item.value <= last.value
        if (state.part or within) and last.code != item.code:
            self.told.doubt(item.text, "part_of_total")
        return state.part or (within and last.code != item.code)

    def _add(self, item: Item) -> None:
        if self.told.add(item):
            self.state.last = item

    def _replace(self, item: Item) -> bool:
        """Whether a count takes the place of one told before; a correction without one is asked about once."""
        if self.told.replace(item):
            self.state.last, self.state.corrected = item, True
            return True
        if not self.state.corrected:
            self.told.doubt(self.message.text, "nothing_to_correct")
            self.state.corrected = True
        return False

    def _alone(self, count: Count, text: str, inside: bool, raw: str) -> None:
        """A number without words of work: a corrected one, a part, a total, the next of a list, or a doubt."""
        state, last = self.state, self.state.last
        if state.correcting:
            target = self.told.corrected_by(state.who.names, count.unit)
            if target is not None and count.value is not None:
                state.last, state.corrected = self.told.swap(*target, count.value), True
            else:
                self.told.doubt(raw, "correction_unclear")
            return
        if count.value is None:
            self.told.doubt(raw, count.why)
            return
        if state.part or inside:
            self._part(count, raw)
            return
        sums = {self.told.sum_of(code) for code in {one.code for one in self.told.items if fits(one.code, count.unit)}}
        if TOTAL.search(text[: count.start]) and count.value in sums:
            return
        if (
            last is not None
            and last.unit == count.unit
            and _PLACE.search(text[: count.start])
            and _PLACE.search(last.text.partition(str(last.value))[0])
        ):
            self._add(Item(state.who.names, state.days, last.code, count.value, count.unit, last.text))
            return
        if last is not None and last.text == raw and listed_by_name(last, state.who, count, text):
            self._add(Item(state.who.names, state.days, last.code, count.value, count.unit, raw))
            return
        cared = last is not None and last.code == "L16" and last.text == raw and count.unit and fits("L16", count.unit)
        if cared and WEAK.search(text[: count.start]) and state.days:
            self._add(Item(state.who.names, state.days, "L16", count.value, count.unit, raw))
            return
        self.told.doubt(raw, "total_differs" if TOTAL.search(text[: count.start]) else "no_work")

    def _part(self, count: Count, raw: str) -> None:
        """A number inside a total: silent while it can be a part of what was counted last."""
        last = self.state.last
        if last is None or last.unit != count.unit or (count.value or 0) > last.value:
            self.told.doubt(raw, "part_of_total")
