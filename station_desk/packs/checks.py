"""What is looked at when somebody asks whether a pack is right, and not each time it is read: quotations against the text of
their document, words that nobody knows, numbers that cannot be meant. A pack that is in force is not refused for these.
"""

import re
from collections.abc import Callable, Iterator

from station_desk.domain.policy import NotStated, Stated
from station_desk.domain.policy_sense import Clash
from station_desk.domain.selection import KINDS
from station_desk.packs.reading import PackFile

Texts = Callable[[str], str | None]
"""Finds the text of a document by the name that the pack gives it."""
_SPACE = re.compile(r"\s+")
_MOST_UNITS = 100_000
_ABOUT_PEOPLE = re.compile(r"姓名|名单|住址|地址|照片|电话|手机|证件|身份证|户籍")


def closer_look(found: PackFile, texts: Texts | None = None) -> Iterator[Clash]:
    """Everything that is wrong with a pack although it can be read: key, reason, what was meant."""
    if not found.head.title.strip():
        yield "title", "empty", ""
    yield from _words(found)
    yield from _stages(found)
    for at, test in enumerate(found.tests):
        if any(not 1 <= unit.count <= _MOST_UNITS or (unit.households or 0) < 0 for unit in test.units):
            yield f"tests[{at}].units", "out_of_bounds", f"1–{_MOST_UNITS}"
    if texts is not None:
        yield from _quotations(found, texts)


def _words(found: PackFile) -> Iterator[Clash]:
    """The same word twice in a rule of several; amounts from more to less; groups that would name people."""
    for key, rule in found.rules.items():
        value = None if isinstance(rule, NotStated) else rule.value
        if not isinstance(value, tuple):
            continue
        twice = next((one for at, one in enumerate(value) if one in value[:at]), None)
        if twice is not None and key != "money.grade_fen":
            yield key, "twice", str(twice)
        if key == "money.room_topup_fen" and list(value) != sorted(value):
            yield f"{key}.value", "falling", ""
        if key == "care.groups" and any(_ABOUT_PEOPLE.search(str(one)) for one in value):
            yield f"{key}.value", "residents", ""


def _stages(found: PackFile) -> Iterator[Clash]:
    """Stages with a code that nobody knows: they would be passed without their paper."""
    stages = found.lists.get("stages", ())
    for at, one in enumerate(() if isinstance(stages, NotStated) else stages):
        if getattr(one.value, "code", "") not in KINDS:
            yield f"stages[{at}].code", "unknown_word", " ".join(KINDS)


def _quotations(found: PackFile, texts: Texts) -> Iterator[Clash]:
    """Quotations that do not stand, letter for letter, in the text of their document (spaces and ends of lines apart), and
    texts that `texts` does not find: key, reason, the words that are not there. A document without a text is not looked at.
    """
    known: dict[str, str] = {}
    for name, document in found.documents.items():
        if document.text:
            text = texts(document.text)
            if text is None:
                yield f"documents.{name}.text", "text_missing", document.text
            else:
                known[name] = _SPACE.sub("", text)
    rules = [*found.rules.items(), *((f"{key}[{at}]", one) for key, many in found.lists.items()
             if not isinstance(many, NotStated) for at, one in enumerate(many))]  # fmt: skip
    for key, rule in rules:
        if isinstance(rule, Stated) and rule.doc in known:
            for passage in rule.quote.split("…"):
                if not _SPACE.sub("", passage) or _SPACE.sub("", passage) not in known[rule.doc]:
                    yield f"{key}.quote", "quote_not_there", passage.strip()[:30]
                    break
