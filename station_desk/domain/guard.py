"""The guard against residents' data in free words (DOMAIN 1.9): numbers, names tied to what concerns nobody, addresses.

It warns and never changes a word. What it does not know it lets pass: it is a railing, not a wall.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from station_desk.domain.guard_numbers import digital, number_kinds
from station_desk.domain.guard_words import (
    ACTS,
    BOTH_BEFORE,
    CALLED,
    COUNTED_AFTER,
    COUNTED_BEFORE,
    CUED,
    DOTTED,
    DOTTED_SHORT,
    DOUBLE_SURNAMES,
    ENDS_A_WORD,
    GIVEN,
    GIVEN_FIRST,
    JOINS,
    LOOSE_SURNAMES,
    MATTER,
    MATTER_BEFORE,
    NAME_AFTER,
    NAME_BEFORE,
    NEUTRAL_AFTER,
    NEUTRAL_BEFORE,
    NEVER_GIVEN,
    NO_NAMES,
    PLACE_AFTER,
    PLAIN_SURNAMES,
    ROLE_BEFORE,
    SERVES,
    SHOP_AFTER,
    TELLS_WORK,
    TOLD_OF,
    UNWILLING,
    WEAK_ACTS,
    WHOLE_GIVEN,
    WORDS_IN_NAMES,
)

KINDS = ("id_no", "phone", "plate", "bank_card", "passport", "account", "name", "address")
"""What the guard may find, in the order in which it is told."""

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_COMMA = re.compile(r"[，,、]")
_REACH = 24
_DOOR = re.compile(
    r"(?:\d{1,2}|[东中西甲乙丙A-Da-d])\s?单元[,，\s]?(?!\d{1,2}\s?户)\d{1,4}\s?(?:室|户|号|房)?(?!\d|[起件人次名处条个])|\d{1,2}-\d{1,2}-\d{3,4}\s?(?:住户|户主|室|业主|居民)"
    r"|\d{1,3}\s?(?:号楼|幢|栋|座|#楼?|弄|号院)[,，\s]?(?:\d{1,2}\s?(?:门|楼|层)[,，\s]?)?(?!\d{1,2}\s?户)\d{2,4}\s?(?:室|户|号|房)?(?!\d|[起件人次名处条个])"
    r"|(?<!\d)\d{1,2}\s?楼\s?\d{3,4}\s?(?:室|号)|门牌(?:号码?|为|是)[为是：: ]{0,2}\D{0,6}\d+(?!\d|\s?[块个户条处张次])"
    r"|(?<!\d)\d{1,4}(?:(?:号|巷|胡同|弄|排)\s?\d{1,4}(?:室|户)|组\s?\d{1,4}室)(?![起件人次名])"
    r"|(?:组|巷|胡同|弄|排|里弄)\s?\d{1,4}\s?号(?!楼?(?:文件|通知))|村\s?(?:3[2-9]|[4-9]\d|\d{3,4})\s?号(?!文)"
)
_LIVES = re.compile(
    r"(?:家住|住址|住在|住于|居住在|居住于|居住地|现住|住所|地址|家庭地址|家庭住址|户籍地址?|户籍所在地|租住|(?<!出)租房|暂住|搬到|住)(?!户|院|房补|建|人口)"
    r"[^，,。；;\n]{0,20}?(?:\d{1,4}\s?(?:号|室|栋|幢|单元|弄|组|队|#)|\d{1,3}-\d{1,2}-\d{2,4})"
)
_GROUP = re.compile(
    r"(?:第?[\d一二三四五六七八九十]{1,3}\s?(?:号楼|单元|栋|幢|室|村民小组|生产队|小组|组|队)|[前后东西南北中]街|[东西南北]头)的?(?:村民|居民|群众|户主|住户)?[：: ]?$"
)


_OBJECT = re.compile(r"(?:对|把|将|给|劝|劝说|说服|带|送)[^，。,]{0,8}$")
_OF_PLACE = re.compile(r"家[庄村屯寨店集楼桥沟河湾洼营]|[庄村屯寨]$")


@dataclass(frozen=True, slots=True)
class Own:
    """What may stand in free words: numbers of the roster and of the office (digits, X in upper case), names of people
    of the roster, and names of places, in which no name of a person is looked for.
    """

    numbers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


NOTHING_OWN = Own()


@dataclass(frozen=True, slots=True)
class FoundName:
    """What looks like a name, and where it stands."""

    text: str
    start: int
    end: int


def own_numbers(numbers: Iterable[str | None]) -> frozenset[str]:
    """Numbers as the guard compares them; an ID number of 18 also in its old form of 15."""
    plain = {re.sub(r"[^\dX]", "", one.upper()) for one in numbers if one}
    plain |= {one[:6] + one[8:17] for one in plain if len(one) == 18}
    return frozenset(one for one in plain if len(one) >= 5)


def residents_data(text: str, own: Own = NOTHING_OWN) -> tuple[str, ...]:
    """The kinds of `KINDS` that stand in the words, () where they may be kept."""
    numbers = digital(text)
    found = number_kinds(numbers, own.numbers)
    plain = _plain(text, own.places)
    if _tied(plain, own.people):
        found.add("name")
    if _DOOR.search(numbers) or _LIVES.search(numbers) or _of_a_group(plain, own.people):
        found.add("address")
    return tuple(kind for kind in KINDS if kind in found)


def _plain(text: str, places: Iterable[str]) -> str:
    """Half-width, without invisible characters and blanks between Han; names of our villages as a blank mark."""
    plain = "".join(one for one in text if unicodedata.category(one) != "Cf")
    plain = unicodedata.normalize("NFKC", plain)
    plain = re.sub(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff](?:[ \u3000，,。]|$))", "", plain)
    for place in sorted(places, key=len, reverse=True):
        plain = plain.replace(place, "□村")
    return plain


# --- names ---------------------------------------------------------------------------------------------------------
def names_in(sentence: str, ours: Iterable[str]) -> Iterator[FoundName]:
    """What looks like the name of a person, left to right, the longer reading first."""
    found = {(one.start("name"), one.end("name")) for one in CUED.finditer(sentence) if _may_be_name(one["name"])}
    called = [one for pattern in (CALLED, DOTTED, DOTTED_SHORT) for one in pattern.finditer(sentence)]
    found |= {one.span() for one in called if not SHOP_AFTER.match(sentence[one.end() :])}
    found |= {one.span() for name in ours if name in sentence for one in re.finditer(re.escape(name), sentence)}
    own = {start: end for start, end in found if sentence[start:end] in ours}
    at = 0
    while at < len(sentence):
        size = own[at] - at if at in own else _name_at(sentence, at)
        if size:
            found.add((at, at + size))
        at += size or 1
    return (FoundName(sentence[start:end], start, end) for start, end in sorted(found))


def _may_be_name(text: str) -> bool:
    first = text[0] in PLAIN_SURNAMES or text[0] in LOOSE_SURNAMES or text[:2] in DOUBLE_SURNAMES
    return first and text[:2] not in NO_NAMES and "某" not in text and MATTER.search(text[1:]) is None


def _given(sign: str, usual: frozenset[str]) -> bool:
    """Whether a character stands in given names: a usual one, or one so rare that it stands in nothing else."""
    return sign in usual or "\u3400" <= sign <= "\u4dbf" or sign >= "\U00020000"


def _name_at(sentence: str, at: int) -> int:
    """The length of the name that begins here, 0 for none."""
    head = 2 if sentence[at : at + 2] in DOUBLE_SURNAMES else 1
    loose = head == 1 and sentence[at] in LOOSE_SURNAMES
    if head == 1 and not loose and sentence[at] not in PLAIN_SURNAMES:
        return 0
    if at and sentence[at - 1 : at + 1] in ENDS_A_WORD:
        return 0
    word = sentence[at : at + 2]
    if word in NO_NAMES and not (word in WORDS_IN_NAMES and _word_as_name(sentence, at)):
        return 0
    given = sentence[at + head : at + head + 2]
    for size in (2, 1):
        if len(given) < size or _OF_PLACE.fullmatch(given[:size]):
            continue
        usual = _given(given[size - 1], GIVEN) and (size == 1 or _given(given[0], GIVEN_FIRST))
        usual = usual or (size == 2 and given in WHOLE_GIVEN)
        before, after = sentence[:at], sentence[at + head + size :]
        cut = MATTER.match(sentence, at + head + size - 1)
        if PLACE_AFTER.match(after) or (cut is not None and len(cut.group()) > 1):
            continue
        left = NAME_BEFORE.search(before[-6:]) is not None or MATTER_BEFORE.search(before[-12:]) is not None
        marked, act = NAME_AFTER.match(after) is not None or MATTER.match(after) is not None, ACTS.match(after)
        plainly, right = marked or (act is not None and not act["gap"]), marked or act is not None
        if usual and ((left and (right or size == 2)) or (not loose and (size == 2 or left or right))):
            return head + size
        if left and plainly and size == 2 and _may_be_given(sentence, at + head, given):
            return head + size
    return 0


def _word_as_name(sentence: str, at: int) -> bool:
    """江水生欠: a name that begins like a word, between a mark of a name and what is told of somebody."""
    left = NAME_BEFORE.search(sentence[:at][-6:]) is not None
    return left and _given(sentence[at + 2 : at + 3] or " ", GIVEN) and TOLD_OF.match(sentence[at + 3 :]) is not None


def _may_be_given(sentence: str, at: int, given: str) -> bool:
    """Two characters that are seldom a given name, between marks of a name: no word of the trade, no counter."""
    return (
        all("\u4e00" <= sign <= "\u9fff" for sign in given)
        and not NEVER_GIVEN.intersection(given)
        and not any(one.start() < at + 2 and at - 1 < one.end() for one in MATTER.finditer(sentence))
    )


def _tied(text: str, ours: Iterable[str]) -> bool:
    """Whether a name stands with a matter in one sentence, and not as the name of whoever did the work."""
    ours = tuple(ours)
    for piece in _SENTENCE.finditer(text):
        sentence = piece.group()
        matters = list(MATTER.finditer(sentence))
        if not matters:
            continue
        for name in names_in(sentence, ours):
            own = name.text in ours or ROLE_BEFORE.search(sentence[: name.start]) is not None
            does = _acts(sentence, name, own)
            if not does and any(_ties(sentence, name, one, own) for one in matters):
                return True
    return False


def _acts(sentence: str, name: FoundName, own: bool) -> bool:
    """Whether whoever is named does the work: one of ours or somebody by office (`own`), or a stranger who plainly works."""
    after = sentence[name.end :]
    act = ACTS.match(after)
    if own and (SERVES.match(after) or TELLS_WORK.match(after)):
        return True
    if act is None or MATTER.search(act["gap"]) is not None:
        return False
    if own:
        return True
    verb = act.group()[act.end("gap") - act.start() :]
    object_ = _OBJECT.search(sentence[: name.start]) is not None
    return not (object_ or JOINS.match(after) or WEAK_ACTS.match(verb) or UNWILLING.search(act["gap"]))


def _ties(sentence: str, name: FoundName, matter: re.Match[str], own: bool) -> bool:
    if matter.start() < name.end and name.start < matter.end():
        return False
    between = sentence[name.end : matter.start()] if name.end <= matter.start() else sentence[matter.end() : name.start]
    if len(between) > _REACH:
        return False
    before, after = sentence[: matter.start()], sentence[matter.end() :]
    general = NEUTRAL_BEFORE.search(before[-8:]) or NEUTRAL_AFTER.match(after)
    counted = COUNTED_AFTER.match(after) or (COUNTED_BEFORE.search(before[-10:]) and not BOTH_BEFORE.search(before))
    if general or counted:
        loose = name.text[0] in LOOSE_SURNAMES and name.text[:2] not in DOUBLE_SURNAMES
        return (
            not loose
            and not own
            and counted is not None
            and len(between) <= 2
            and not _COMMA.search(between)
            and name.end <= matter.start()
        )
    return True


def _of_a_group(text: str, ours: Iterable[str]) -> bool:
    """A name behind the number of a group of villagers: 3组王建国家."""
    return any(
        name.text not in ours
        and _GROUP.search(piece.group()[: name.start][-12:])
        and not _acts(piece.group(), name, ROLE_BEFORE.search(piece.group()[: name.start]) is not None)
        for piece in _SENTENCE.finditer(text)
        for name in names_in(piece.group(), ())
    )
