"""What the search box answers: people and villages, acts, forms – each group best first, old village names included.

People and villages come from `services.find`, acts from the pages, forms from `services.paperwork`; acts and forms are
found like names: by Chinese, full pinyin or initials ("bf" finds 备份).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station_desk.domain.records import OfficeKind
from station_desk.domain.search import Entry, SearchIndex
from station_desk.domain.slips import read_asked
from station_desk.services import find, paperwork
from station_desk.ui.entries import PageEntry
from station_desk.ui.page import Target, Workplace
from station_desk.ui.search_box import Found, group
from station_desk.wording import N, t

EACH = 4
"""So many lines a group shows; when only one group answers, three times as many."""

_ICONS = {"person": "users", "village": "map-pin"}
_PROGRAM = (
    (N("锁屏"), Target("program", "lock"), "lock", "Ctrl+L"),
    (N("这一页的按键"), Target("program", "help"), "help-circle", "F1"),
)


@dataclass(frozen=True, slots=True)
class _Known:
    """An act or a form that can be found."""

    text: str
    second: str
    icon: str
    target: Target
    key: str
    words: str = ""


class Answers:
    """Answers for one desk."""

    def __init__(self, place: Workplace, entries: Sequence[PageEntry]) -> None:
        self._place = place
        self._entries = entries
        self._acts: _Index | None = None
        self._forms: _Index | None = None

    def everywhere(self, text: str) -> list[Found]:
        """People, villages, acts and forms; Enter opens the first. Where nothing is found one line says so."""
        if not text.strip():
            return []
        hits = self._place.finder.find(text, EACH * 3)
        people = [self._hit(hit) for hit in hits if hit.kind == "person"]
        villages = [self._hit(hit) for hit in hits if hit.kind == "village"]
        groups = [
            (t("人"), people),
            (t("村"), villages),
            (t("功能"), self._known_acts().find(text)),
            (t("表"), self._known_forms().find(text)),
        ]
        county = self._place.desk.office.kind is OfficeKind.COUNTY
        bundle = bundle_line(text, "inbox" if county else "exchange")
        if bundle is not None:
            groups.insert(0, (t("交换的包"), [bundle]))
        answered = [found for _title, found in groups if found]
        if not answered:
            return [Found(t("没有找到“{text}”。", text=text.strip()))]
        most = EACH * 3 if len(answered) == 1 else EACH
        lines = [line for title, found in groups for line in group(title, found[:most])]
        return _first_says_enter(lines)

    def acts(self, text: str) -> list[Found]:
        """Acts only; with nothing typed all of them."""
        found = self._known_acts().find(text) if text.strip() else self._known_acts().all()
        return group(t("功能"), found[: EACH * 3])

    def elsewhere(self, text: str) -> list[Found]:
        """While a list is filtered: one line that opens what else there is."""
        if not text.strip():
            return []
        count = len(self._known_acts().find(text)) + len(self._known_forms().find(text))
        if not count:
            return []
        return [Found(t("别处还有 {n} 项", n=count), Target("everywhere"), icon="search", key="Ctrl+F")]

    def _hit(self, hit: find.Hit) -> Found:
        target = Target("roster", "open" if hit.kind == "person" else "village", hit.id)
        second = hit.second
        if hit.note:
            second = t("旧名，现在叫 {now}", now=hit.now) if hit.note == "former" else t("已并入 {now}", now=hit.now)
        return Found(hit.text, target, second, _ICONS[hit.kind], tuple(hit.spans))

    def _known_acts(self) -> "_Index":
        if self._acts is None:
            known = [_page(entry) for entry in self._entries if not entry.under]
            for entry in self._entries:
                known += [_Known(t(a.text), t(entry.word), a.icon, a.target, a.key, a.words) for a in entry.acts]
            known += [_Known(t(text), "", icon, target, key) for text, target, icon, key in _PROGRAM]
            self._acts = _Index(known)
        return self._acts

    def _known_forms(self) -> "_Index":
        if self._forms is None:
            prints = any(entry.name == "print" for entry in self._entries)
            forms = paperwork.list_forms(self._place.desk) if prints else []
            self._forms = _Index(
                [
                    _Known(f.name, f.code, "certificate", Target("print", "form", f.code), "")
                    for f in forms
                    if not f.slip
                ]
            )
        return self._forms


def bundle_line(text: str, page: str) -> Found | None:
    """The line for a short code or the text of a slip, which leads to its bundle; None for anything else."""
    asked = read_asked(text)
    plain = text.strip()
    if asked is None or not asked.codes or not (asked.sender or any(mark.isdigit() for mark in plain)):
        return None
    code = asked.codes[0] if len(asked.codes) == 1 else ""
    return Found(t("查短码 {code}", code=code) if code else t("查移交单"), Target(page, "bundle", plain), icon="search")


class _Index:
    """Texts that are found like names."""

    def __init__(self, known: Sequence[_Known]) -> None:
        self._known: Mapping[str, _Known] = {str(at): one for at, one in enumerate(known)}
        entries = [Entry(key, one.text, False, len(one.text)) for key, one in self._known.items()]
        self._index = SearchIndex(entries, find.readings())

    def find(self, text: str) -> list[Found]:
        """Best first, with the matched characters; then those with another word that begins so."""
        matches = self._index.find(text, EACH * 3)
        found = [_found(self._known[match.entry.key], tuple(match.places)) for match in matches]
        seen, typed = {match.entry.key for match in matches}, text.strip().lower()
        for key, one in self._known.items():
            if key not in seen and any(word.startswith(typed) for word in one.words.split()):
                found.append(_found(one, ()))
        return found

    def all(self) -> list[Found]:
        """Everything, in the order it was given."""
        return [_found(one, ()) for one in self._known.values()]


def _page(entry: PageEntry) -> _Known:
    return _Known(t(entry.word), t("打开"), entry.icon, Target(entry.name), f"Ctrl+{entry.key}")


def _found(one: _Known, places: tuple[int, ...]) -> Found:
    return Found(one.text, one.target, one.second, one.icon, places, one.key)


def _first_says_enter(lines: list[Found]) -> list[Found]:
    for at, line in enumerate(lines):
        if line.target is not None:
            said = Found(line.text, line.target, line.second, line.icon, line.spans, t("Enter 打开"))
            return [*lines[:at], said, *lines[at + 1 :]]
    return lines
