"""What the debrief meeting adds to a month's results: problems, next steps, to whom the circular goes, how it lists
(Xihua 狠抓评讲通报: 总结成绩,指出问题,提出下一步工作意见).
"""

from dataclasses import dataclass

from station_desk.domain.assessment import Step
from station_desk.domain.trouble import Trouble

RANK, CLASS = "rank", "class"
LISTINGS = (RANK, CLASS)
"""A ranking with points, or the names under each grade without either."""
MOST_LINES, MOST_WORDS = 12, 60
HEAD, PROBLEM, NEXT = "head", "problem", "next"
_DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Debrief:
    """The clerk's part of a month's circular; lines of at most 60 characters, which stay at this desk."""

    problems: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    doc_no: str = ""
    to: str = ""
    listing: str = RANK

    def steps(self) -> list[Step]:
        """As they are kept."""
        lines = [(HEAD, self.to), *((PROBLEM, one) for one in self.problems), *((NEXT, one) for one in self.next)]
        return [
            Step(
                "",
                name,
                "",
                result=self.listing if name == HEAD else "",
                doc_no=self.doc_no * (name == HEAD),
                words=words,
            )
            for name, words in lines
        ]


def debrief_of(steps: list[Step]) -> Debrief:
    """The opposite of `Debrief.steps`."""
    head = next((one for one in steps if one.step == HEAD), Step("", HEAD, ""))
    listing = head.result if head.result in LISTINGS else RANK
    told = {name: tuple(one.words for one in steps if one.step == name) for name in (PROBLEM, NEXT)}
    return Debrief(told[PROBLEM], told[NEXT], head.doc_no, head.words, listing)


def checked_debrief(given: Debrief) -> Debrief:
    """The same without empty lines. Troubles words_long (most), debrief_lines (most), debrief_listing (text)."""
    if given.listing not in LISTINGS:
        raise Trouble("debrief_listing", text=given.listing)
    parts = [tuple(one.strip() for one in lines if one.strip()) for lines in (given.problems, given.next)]
    if any(len(one) > MOST_WORDS for one in (*parts[0], *parts[1], given.to, given.doc_no)):
        raise Trouble("words_long", most=MOST_WORDS)
    if any(len(one) > MOST_LINES for one in parts):
        raise Trouble("debrief_lines", most=MOST_LINES)
    return Debrief(parts[0], parts[1], given.doc_no.strip(), given.to.strip(), given.listing)


def ordinal(at: int) -> str:
    """（一）, （二）, … （十一）, as official letters count."""
    tens, ones = divmod(at, 10)
    return f"（{'十' * (tens > 0)}{_DIGITS[ones - 1] if ones else ''}）"
