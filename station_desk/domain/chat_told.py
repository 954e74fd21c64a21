"""What one message of chat has told so far: its counts and doubts, and how later words change those of it and of messages before."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from station_desk.domain.chat_heads import ChatMessage
from station_desk.domain.chat_items import ChatDoubt, Item, Proposed, added_up, again
from station_desk.domain.chat_names import Subject
from station_desk.domain.chat_words import FURTHER, SUMMARY

_BESIDES = re.compile(r"又|另外|还|再")


def said(text: str, why: str) -> ChatDoubt:
    """Words of a message in one line, and why they are shown."""
    return ChatDoubt(" ".join(text.split())[:120], why)


class Told:
    """The counts and doubts of one `message`, whose head names `head`; `earlier` are those of the messages before it."""

    def __init__(self, message: ChatMessage, head: Subject, earlier: Sequence["Told"]) -> None:
        self.message, self.head, self.earlier = message, head, earlier
        self.items: list[Item] = []
        self.doubts: list[ChatDoubt] = []
        self.notes: list[ChatDoubt] = []

    def proposed(self) -> Proposed:
        """The lines, equal ones added up."""
        return Proposed(added_up(self.items), list(dict.fromkeys(self.doubts)), list(dict.fromkeys(self.notes)))

    def sum_of(self, code: str) -> int:
        """All that was told of one work, by everybody."""
        return sum(one.value * len(one.people) for one in self.items if one.code == code)

    def doubt(self, text: str, why: str) -> None:
        """Something is to be asked."""
        self.doubts.append(said(text, why))

    def ask(self, doubtful: Iterable[Item], why: str) -> None:
        """Items that are asked about and not taken."""
        for one in list(doubtful):
            self.items.remove(one)
            self.doubt(one.text, why)

    def add(self, item: Item) -> bool:
        """Takes in a count unless the words before have told it; whether it was taken."""
        same = [
            one
            for one in self.items
            if one.code == item.code and set(one.people) & set(item.people) and one.days == item.days
        ]
        everybody = self.sum_of(item.code)
        if item.total and everybody:
            if item.value not in (sum(one.value for one in same), everybody):
                self.doubt(item.text, "total_differs")
            return False
        if any(one.text == item.text and again(one, item) for one in same):
            if item.value != same[-1].value:
                self.doubt(item.text, "part_of_total")
            return False
        if any((one.value == 0) != (item.value == 0) for one in same):
            self.doubt(item.text, "negated")
        if any(self._says_it_again(one, item) for one in same):
            self.doubt(item.text, "said_twice")
            return False
        whole = next((one for one in same if one.total), None)
        if whole is not None:
            if item.value > whole.value or _BESIDES.search(item.text):
                self.doubt(item.text, "total_differs")
            return False
        self.items.append(item)
        return True

    @staticmethod
    def _says_it_again(one: Item, item: Item) -> bool:
        """A story with its number, then the same number once more; not where a time or a place parts them."""
        parted = FURTHER.search(one.text + item.text) or (one.place and item.place)
        alike = one.said == item.said or item.code == "L16"
        return one.value == item.value > 1 and alike and not parted and not item.listed

    # --- corrections -----------------------------------------------------------------------------------------------
    def replace(self, item: Item, instead: tuple[date, ...] = ()) -> bool:
        """Puts a corrected count in the place of the one it corrects, in this message or the newest one before; `instead`:
        the days of that one where the day was wrong.
        """
        mine = [one for one in self.items if one.code == item.code and one.people == item.people]
        if mine:
            self.items.remove(mine[-1])
            self.items.append(item)
            return True
        for told in reversed(self.earlier):
            for old in reversed(told.items):
                same_day = old.days == (instead or item.days) or (not instead and item.days == (self.message.day,))
                if old.code == item.code and old.people == item.people and same_day:
                    told.corrected_later(old)
                    item.days = item.days if instead else old.days
                    self.items.append(item)
                    return True
        return False

    def corrected_by(self, people: tuple[str, ...], unit: str) -> tuple["Told", Item] | None:
        """The one count that a bare number can mean: of the same people, newest message first, in such a unit."""
        for told in (self, *reversed(self.earlier)):
            able = [one for one in told.items if one.people == people and (one.unit == unit if unit else True)]
            if able:
                return (told, able[-1]) if len(able) == 1 or (told is self and unit) else None
        return None

    def swap(self, told: "Told", old: Item, value: int) -> Item:
        """A corrected value for a count of this message or of an earlier one; the new count."""
        item = Item(old.people, old.days, old.code, value, old.unit, self.message.text)
        if told is self:
            self.items[self.items.index(old)] = item
        else:
            told.corrected_later(old)
            self.items.append(item)
        return item

    def corrected_later(self, old: Item) -> None:
        """A count of this message no longer stands, because a later message corrects it."""
        self.items.remove(old)
        self.notes.append(said(old.text, "corrected_later"))

    def withdraw(self, codes: Collection[str] = ()) -> bool:
        """What the same person told last no longer stands, or only such work of it; whether there was something."""
        last = next((one for one in reversed(self.earlier) if one.head == self.head and one.items), None)
        gone = [one for one in last.items if not codes or one.code in codes] if last is not None else []
        for old in gone:
            assert last is not None
            last.corrected_later(old)
        return bool(gone)

    # --- at the end ------------------------------------------------------------------------------------------------
    def ahead_of(self, today: date) -> None:
        """What is told of a day to come is asked about."""
        self.ask((one for one in self.items if max(one.days) > today), "date_ahead")

    def said_twice(self, correcting: bool) -> None:
        """The same words of the same person once more: sent again, or done again. Several counts stand once."""
        if not correcting:
            self.ask([one for one in self.items if self._told_before(one)], "said_twice")
        words = "".join(self.message.text.split())
        for other in self.earlier:
            if not self.items or other.head != self.head or "".join(other.message.text.split()) != words:
                continue
            days = {day for one in self.items for day in one.days}
            if any(days.intersection(one.days) for one in other.items):
                self.doubt(self.message.text, "said_twice")
                if len(self.items) > 1:
                    self.items.clear()

    def _told_before(self, item: Item) -> bool:
        """Whether earlier messages count the same work of the same day, and this one does not plainly tell of more."""
        if (
            FURTHER.search(item.text)
            and not item.total
            and not SUMMARY.search(self.message.text)
            and self.message.day in item.days
        ):
            return False
        place = (item.code, item.people, item.days)
        return any(
            (one.code, one.people, one.days) == place for other in self.earlier for one in other.items if one.value
        )
