"""Counts proposed from chat text: who, on which day, what work, how many. In doubt a doubt, never a silent guess.

Nothing is stored: the clerk looks at the proposal beside the words (issue 6, item 4).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from station_desk.domain import chat_loose, chat_words
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
from station_desk.domain.chat_names import (
    Speaker,
    Subject,
    head_person,
    of_first_line,
    of_village,
    speaker_or,
    subjects,
    with_others,
    without_names,
)
from station_desk.domain.chat_sense import (
    asked_of_all,
    done_together,
    listed_by_name,
    said_of_all,
    said_of_more,
    speaks_against,
    sums_of_others,
)
from station_desk.domain.chat_state import State
from station_desk.domain.chat_told import Told

_SENTENCE = re.compile(r"[^。！!;；\n]+")
_LONGEST, _MOST_NAMED = 4_000, 250
"""Characters of a sentence and people in it; nobody writes more, and what is no sentence is not read as one."""


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
        self.state = State(self.head, (message.day,))

    def run(self) -> None:
        text = self.message.text
        self.unnamed = without_names(text, self.people)
        days = named_days(self.unnamed, self.message.day)
        plain = countable(without(text, days))
        if not self.state.who.names and not self.state.who.why:
            found = subjects(plain, self.people)
            if len({one.names or (one.why,) for one in found}) == 1:
                self.state.who = found[0]
            elif not found:
                self.state.who = of_first_line(text, self.people)
        for sentence in _SENTENCE.finditer(plain):
            self._sentence(sentence.group(), sentence.start(), days)
        self._settle()
        self._ask_for_numbers(text)
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

    def _ask_for_numbers(self, text: str) -> None:
        """What of a message stayed without a number, or without a work."""
        counted = {one.code for one in self.told.items}
        mine = self.head.names or not self.message.head
        for raw in dict.fromkeys(raw for code, raw in self.state.missing if mine and code not in counted):
            self.told.doubt(raw, "no_number")
        if self.state.withdrawn and not self.told.items:
            self.told.doubt(text, "change_unclear")
        if self.state.headline and not (chat_loose.is_blank_field(self.state.headline) and len(self.told.items) > 1):
            self.told.doubt(self.state.headline, "no_number")
        if not self.told.items and not self.told.doubts:
            for one in self.state.besides:
                self.told.doubt(one.raw, "no_work")

    # --- sentence by sentence --------------------------------------------------------------------------------------
    def _sentence(self, sentence: str, offset: int, days: Sequence[NamedDay]) -> None:
        raw = self.message.text[offset : offset + len(sentence)]
        if len(sentence) > _LONGEST or len(found := subjects(sentence, self.people)) > _MOST_NAMED:
            self.told.doubt(raw, "number_unclear")
            return
        self.state.part = False
        if chat_words.ASKED.search(chat_words.LOOKED_INTO.sub("", raw)) and chat_words.NOUGHT.search(raw) is None:
            if chat_words.WORK.search(sentence) or says_a_count(sentence):
                self.told.doubt(raw, "not_a_report")
            return
        self.state.planned = self.state.planned or chat_words.PLAN_HEAD.search(raw.strip()) is not None
        held = self.state.over
        waiting: list[Work] = []
        marks = [one.start for one in found] + [one.start - offset for one in days]
        marks += [one.start() for one in chat_words.TO_COME.finditer(raw)]
        for start, end in segments(sentence, marks):
            clause = sentence[start:end]
            here = [one for one in days if start <= one.start - offset < end]
            if here and raw[: here[0].start - offset].endswith("不是"):
                self.state.instead = days_of(here.pop(0), raw)[0]
            self._turn(sentence, raw, [one for one in found if start <= one.start < end], here)
            if chat_words.MYSELF.match(clause) and not any(start <= one.start < end for one in found):
                self.state.who = self.head if self.head.names or self.head.why else self.state.who
            held = no_report(self.unnamed[offset + start : offset + end]) or (
                "" if here or chat_words.DONE.search(clause) else held
            )
            if chat_words.AWAY.search(clause) and self.state.who.names != self.head.names and not says_a_count(clause):
                self.state.who = Subject((), start, "person_unclear")
            why = held or ("not_a_report" if chat_words.HEARSAY.search(clause) or self.state.planned else "")
            if not why:
                self.state.clause = self.unnamed[offset + start : offset + end]
                waiting = self._clause(clause, sentence, start, waiting, raw)
            elif says_a_count(clause) or (chat_words.WORK.search(clause) and re.search(r"\d", clause)):
                self.told.doubt(raw, why)
            if here:
                self.state.over = ""
            elif heads(raw[start:end], sentence[end : end + 1]):
                self.state.over = "not_one_day"
                if why and chat_loose.is_heading(clause):
                    waiting = read_clause(clause).bare
        counted = {one.code for one in self.told.items if one.text == raw}
        missing = [one for one in waiting if one.code not in counted]
        if missing and not any(one.denied for one in waiting):
            self._headed(sentence, missing, raw)

    def _headed(self, sentence: str, missing: Sequence[Work], raw: str) -> None:
        """A work without a number heads the lines below it, or is asked about."""
        if len(missing) == 1 and chat_loose.is_heading(sentence):
            self._settle()
            self.state.heading, self.state.headline, self.state.last = missing[0], raw, None
        else:
            self.state.missing += [(one.code, raw) for one in missing]

    def _turn(self, said: str, raw: str, named: Sequence[Subject], days: Sequence[NamedDay]) -> None:
        """A name or a day in a clause holds from here on."""
        state = self.state
        for one in named:
            state.who = of_village(one, self.head) if one.village else speaker_or(one, self.head, said)
        for day in days:
            state.days, state.day_why = days_of(day, raw)

    def _clause(self, text: str, sentence: str, start: int, waiting: list[Work], raw: str) -> list[Work]:
        """Takes in one clause; returns the works that still wait for a number behind 各."""
        state = self.state
        found = read_clause(text)
        wrong = chat_words.WRONG.search(text)
        behind = wrong is not None and any(count.start < wrong.start() for _work, count in found.pairs)
        explained = state.corrected or (
            chat_loose.how_it_came(text) and any(one.text == raw for one in self.told.items)
        )
        if wrong and not behind and not state.withdrawn and not (explained and not (found.pairs or found.loose)):
            state.correcting, state.corrected = True, False
        apart = state.last is not None and all(count.unit not in ("", state.last.unit) for _work, count in found.pairs)
        state.part = chat_words.PART.search(text) is not None or (state.part and not (found.pairs and apart))
        if self._takes_back(found, text, raw):
            return []
        if waiting and re.fullmatch(r"\s*(?:无|没有)\s*", text):
            for other in waiting:
                self._take(replace(other, start=0, end=0), Count(0, 0, "", 0, ""), "", raw)
            return []
        vague = chat_words.VAGUE.search(text)
        if vague and (not found.pairs or vague.group().endswith(("户", "起", "趟"))):
            self.told.doubt(raw, "about")
            if not found.pairs:
                return []
        state.inside = len(re.findall(r"[(（]", sentence[:start])) > len(re.findall(r"[)）]", sentence[:start]))
        waiting = self._pairs(found, text, waiting, raw)
        waiting = self._loose(found, text, sentence[:start], waiting, raw)
        if behind:
            state.correcting, state.corrected = True, False
        return self._bare(found, text, waiting, raw)

    def _takes_back(self, found: Clause, text: str, raw: str) -> bool:
        """Whether a clause takes back what was told before, or changes it in a way that is asked about."""
        state = self.state
        past = max(state.days, default=self.message.day) < self.message.day
        gone = chat_words.WITHDRAWN.search(text)
        if gone and chat_words.OF_BEFORE.search(text) and not found.numbered:
            took = self.told.withdraw({one.code for one in found.bare})
            state.withdrawn = state.withdrawn or (took and not found.bare)
            if took or state.withdrawn:
                return True
        if changes(text, past) and (found.numbered or gone):
            self.told.doubt(raw, "change_unclear")
            return True
        return False

    def _pairs(self, found: Clause, text: str, waiting: list[Work], raw: str) -> list[Work]:
        """The works with their numbers; returns those that still wait for 各."""
        lone = sum(count.each for _work, count in found.pairs) == 1 and not waiting and len(self.state.who.names) == 1
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
        return waiting

    def _loose(self, found: Clause, text: str, before: str, waiting: list[Work], raw: str) -> list[Work]:
        """The numbers without words of work; returns the works that still wait."""
        for count in found.loose:
            target = self.state.waiting_for(count, text, before, waiting)
            if target is None:
                self._alone(count, text, found.end_before(count), raw)
            elif target and target[0].code == "L02" and chat_words.WEAK.search(text[: count.start]):
                self.told.doubt(raw, "which_work")
                waiting = []
            else:
                for other in target:
                    self._take(replace(other, start=0, end=0), count, text, raw)
                waiting = []
        return waiting

    def _bare(self, found: Clause, text: str, waiting: list[Work], raw: str) -> list[Work]:
        """Works without a number: denied ones are nought, others wait for 各 or are asked about."""
        if chat_loose.not_counted(text):
            found.bare = [one for one in found.bare if one.denied]
        if len(found.bare) == 1 and chat_loose.names_all(text, found.bare[0]):
            return self._name_all(found.bare[0], waiting, raw)
        for work in [one for one in found.bare if one.closed]:
            self._take(work, Count(work.start, work.end, "", 0, ""), "", raw)
            found.bare.remove(work)
        denied = [one for one in found.bare if one.denied]
        if denied or (waiting and waiting[-1].denied and found.bare):
            for work in found.bare:
                self._take(work, Count(work.start, work.end, "", 0, ""), "", raw)
            return []
        return [*waiting, *(one for one in found.bare if not one.aside and not found.pairs)]

    def _name_all(self, work: Work, waiting: list[Work], raw: str) -> list[Work]:
        """上午5户，下午7户，都是走访: what stood before without a work is of this one."""
        mine = chat_loose.told_of(work, raw, self.state.loose)
        self.state.loose = [one for one in self.state.loose if one not in mine]
        for one in mine:
            self.state.who, self.state.days = one.who, one.days
            self._take(replace(work, start=0, end=0), one.count, one.text, raw)
            if self.state.last is not None:
                self.state.last.listed = True
        counted = any(one.code == work.code and one.text == raw for one in self.told.items)
        return waiting if counted else [*waiting, work]

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
        if not why and chat_words.WORK.match(text, work.start):
            why = somebody_else(without_names(text[: min(work.start, count.start)], self.people, state.who), work.code)
        if why or count.value is None or not state.days:
            self.told.doubt(raw, why or "date_unclear")
            return
        total = count.value > 0 and chat_words.TOTAL.search(text[: count.start]) is not None
        said = text[work.start : work.end]
        place, apart = chat_loose.place_of(state.clause or text, work, count)
        opens = text[count.end : count.end + 1] == ":"
        item = Item(
            state.who.names, state.days, work.code, count.value, count.unit, raw, total, said, place, apart, opens
        )
        if state.correcting and self._replace(item):
            return
        if "实际" in text[: count.start] and any((one.code, one.text) == (item.code, raw) for one in self.told.items):
            self.told.doubt(raw, "change_unclear")
            return
        if self._is_part(item, work, count, text):
            return
        self._add(item)

    def _is_part(self, item: Item, work: Work, count: Count, text: str) -> bool:
        """Whether a count tells of what was counted before: behind 其中, or in brackets of the same unit; other work is asked about."""
        state, last = self.state, self.state.last
        if last is None or not item.value:
            return False
        unit = item.unit in ("", "个", last.unit)
        listed = last.opens and count.end <= work.start and item.unit == last.unit
        within = (state.inside or listed) and last.text == item.text and unit and item.value <= last.value
        if within:
            self._keep(count, text, item.text, "part_of_total")
        elif state.part and last.code != item.code:
            self.told.doubt(item.text, "part_of_total")
        return state.part or within

    def _add(self, item: Item) -> None:
        self._settle(item)
        if self.told.add(item):
            self.state.last = item

    def _settle(self, coming: Item | None = None) -> None:
        """Loose numbers are the parts of the last count or of the one `coming`, go on with a list, or are asked about."""
        state, loose = self.state, self.state.loose
        state.loose = []
        if chat_loose.parts_of(state.last, loose) or (
            coming is not None and (chat_loose.parts_of(coming, loose) or chat_loose.summed_up(coming, loose))
        ):
            return
        for one in loose:
            if one.further is not None:
                if state.last is not None:
                    state.last.listed = True
                self.told.add(one.further)
            elif one.why:
                self.told.doubt(one.raw, one.why)
            else:
                state.besides.append(one)

    def _replace(self, item: Item) -> bool:
        """Whether a count takes the place of one told before; a correction without one is asked about once."""
        if self.told.replace(item, self.state.instead):
            self.state.last, self.state.corrected = item, True
            return True
        if not self.state.corrected:
            self.told.doubt(self.message.text, "nothing_to_correct")
            self.state.corrected = True
        return False

    def _alone(self, count: Count, text: str, start: int, raw: str) -> None:
        """A number without words of work: a corrected one, a part, a total, the next of a list, or a doubt. The words
        that tell of it begin at `start` of the clause.
        """
        state, last = self.state, self.state.last
        text, said = text[start:], state.clause[start:]
        count = replace(count, start=count.start - start, end=count.end - start)
        if state.correcting:
            if state.corrected and chat_loose.explains(text):
                return
            target = self.told.corrected_by(state.who.names, count.unit)
            if target is not None and count.value is not None:
                state.last, state.corrected = self.told.swap(*target, count.value), True
            else:
                self.told.doubt(raw, "correction_unclear")
            return
        if count.value is None:
            self.told.doubt(raw, count.why)
            return
        if state.part or state.inside:
            self._part(count, text, raw)
            return
        if chat_words.TOTAL.search(text[: count.start]):
            if last is not None and self.told.sum_of(last.code) + chat_loose.sum_of(state.loose, last) == count.value:
                for one in state.loose:
                    self.told.items.append(chat_loose.further_of(last, one))
                state.loose = []
            self._settle()
            sums = {self.told.sum_of(one.code) for one in self.told.items if fits(one.code, count.unit)}
            if count.value not in sums:
                self.told.doubt(raw, "total_differs")
            return
        if chat_loose.some_of(last, count, text) or chat_loose.told_again(last, count, text, raw):
            return
        why = "" if chat_loose.besides(count, text) else "no_work"
        self._keep(count, said, raw, why, self._next_part(last, count, said, text, raw))

    def _keep(self, count: Count, text: str, raw: str, why: str, further: Item | None = None) -> None:
        self.state.loose.append(chat_loose.Loose(count, text, raw, why, self.state.who, self.state.days, further))

    def _next_part(self, last: Item | None, count: Count, said: str, text: str, raw: str) -> Item | None:
        """The count that goes on with the list of the work counted last; None where it does not."""
        state, further = self.state, False
        if count.unit == "艘":
            last = next((one for one in reversed(self.told.items) if (one.code, one.text) == ("L13", raw)), last)
        if last is None or count.value is None or not state.days or state.day_why:
            return None
        if state.who.why or not state.who.names:
            return None
        by_name = last.text == raw and listed_by_name(last, state.who, count, text)
        if by_name:
            further = True
        elif last.code == "L16" and count.unit and fits("L16", count.unit):
            further = chat_words.WEAK.search(text) is not None
        elif last.text == raw and count.unit == last.unit:
            further = chat_loose.same_kind(last.code, count, text)
        if not further and not chat_loose.another_place(last, state.days, count, said):
            return None
        place = "" if by_name else last.place
        told = replace(last, people=state.who.names, days=state.days, value=count.value, unit=count.unit)
        return replace(told, place=place, listed=True, total=False, opens=False)

    def _part(self, count: Count, text: str, raw: str) -> None:
        """A number inside a total: silent while it can be a part of what was counted last."""
        last = self.state.last
        alike = last is not None and (last.unit == count.unit or {last.unit, count.unit} == {"户", "家"})
        if last is not None and alike and (count.value or 0) <= last.value:
            return
        why = "" if chat_loose.besides(count, text) else "part_of_total"
        self._keep(count, text, raw, why)
