"""Villages named in foreign cells, found in the office's own list: inside the stated township, by the stem (DATA 6).

A name is tried in three forms, the exact one first: as it stands, with the words for its committee brought to 村 or
社区, and as its bare stem. So 逍遥村 finds the village where 逍遥社区 exists too, and the bare 逍遥 is ambiguous.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from station_desk.domain.dates import last_day
from station_desk.domain.records import Village

Outcome = Literal["found", "unmatched", "ambiguous", "blank"]

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NOTE = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]?$")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_VILLAGE_OFFICE = re.compile(r"(行政村|村民委员会|村民委会员|村委员会|村民委|村委会|村委)$")
_ESTATE_OFFICE = re.compile(r"(居民委员会|居民委|居委会|居委)$")
_TAIL = re.compile(r"(社区|村)$")
_TOWNSHIP = re.compile(
    r"(街道办事处|街道办|办事处|街道|街办|镇政府|镇|民族乡|乡|地区|管理委员会|管委会|办|(?<=..)农场|(?<=..)林场)$"
)
_SEPARATORS = re.compile(r"[、，,;；/|\n]+")


@dataclass(frozen=True, slots=True)
class VillageMatch:
    """What a village cell means. `villages` are those found: one, or several where the cell names several; of an
    ambiguous cell those that it may mean.
    """

    outcome: Outcome
    villages: tuple[Village, ...] = ()


@lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """A name without blanks and without a note in brackets behind it."""
    bare = text if text.isalpha() else _BLANKS.sub("", text).translate(_WIDE)
    return bare if bare.isalpha() else _NOTE.sub("", bare) or bare


def kind_form(name: str) -> str:
    """The name with its committee brought to the unit: 前进村村委会 is 前进村, 新园社区居委会 is 新园社区."""
    bare = plain_name(name)
    village = _VILLAGE_OFFICE.sub("", bare)
    if village != bare and village:
        return village if village.endswith(("村", "社区")) else f"{village}村"
    estate = _ESTATE_OFFICE.sub("", bare)
    if estate != bare and estate:
        return estate if estate.endswith(("村", "社区")) else f"{estate}居委会"
    return bare


def stem(name: str) -> str:
    """The bare name: 行政村, the words for committees, 社区 and 村 dropped at the end, never the whole name."""
    bare = plain_name(name)
    while True:
        shorter = bare
        for pattern in (_VILLAGE_OFFICE, _ESTATE_OFFICE, _TAIL):
            shorter = pattern.sub("", shorter) or shorter
        if shorter == bare:
            return bare
        bare = shorter


def township_stem(name: str) -> str:
    """梁才 for 梁才街道办事处, 梁才街道 and 梁才办."""
    bare = plain_name(name)
    return _TOWNSHIP.sub("", bare) or bare


class VillageFinder:
    """The office's villages, ready for look-ups. Built once for an import.

    `aliases` are other names, {village id: names}, tried after the names themselves; of several villages that a name may
    mean it is the one that has it as another name. A village that has ended on `day`
    and went into another one is found as that one (DOMAIN I28). `day` is that day, None for none.
    """

    def __init__(
        self,
        villages: Iterable[Village],
        aliases: Mapping[str, Iterable[str]] | None = None,
        day: date | None = None,
    ) -> None:
        every = tuple(villages)
        self.day = day
        self.villages = tuple(village for village in every if not _went_away(village, day))
        self._aliases = _other_names(every, self.villages, aliases or {})
        self._by_township: dict[str, tuple[dict[str, list[Village]], ...]] = {}
        self._by_code: dict[str, list[Village]] = {}
        self.townships: dict[str, str] = {}
        for village in self.villages:
            self._by_code.setdefault(village.code, []).append(village)
            if village.township_code:
                self.townships[village.township_code] = village.township
            keys = [form(village.name) for form in _FORMS]
            for code in {village.township_code, ""}:
                forms = self._by_township.setdefault(code, ({}, {}, {}))
                for table, key in zip(forms, keys, strict=True):
                    table.setdefault(key, []).append(village)
        self._codes_by_name: dict[str, list[str]] = {}
        for code, name in self.townships.items():
            for key in {plain_name(name), township_stem(name)}:
                self._codes_by_name.setdefault(key, []).append(code)
        stems = sorted({township_stem(name) for name in self.townships.values() if name}, key=len, reverse=True)
        named = "|".join(map(re.escape, stems))
        self._named = re.compile(rf"({named})(?:街道|镇|乡|办事处|街办|办|管委会|农场|林场)") if stems else None
        self._found: dict[str, tuple[str, ...]] = {}

    def townships_named(self, text: str) -> tuple[str, ...]:
        """The codes of the office's townships that a township cell may mean: usually one, () for none of ours."""
        if text not in self._found:
            self._found[text] = self._townships_named(plain_name(text))
        return self._found[text]

    def _townships_named(self, bare: str) -> tuple[str, ...]:
        if bare.isdigit():
            return (bare[:9],) if bare[:9] in self.townships else ()
        by_name = self._codes_by_name.get(bare) or self._codes_by_name.get(township_stem(bare))
        if by_name:
            return tuple(by_name)
        inside = self.township_in(bare)
        return (inside,) if inside else ()

    def township_of_sheet(self, name: str) -> str | None:
        """The township that a sheet is named after: its whole name, or its name with 街道, 镇 or 乡 in a longer one."""
        bare = re.sub(r"^[\d.、()（）\s]+|[\d\s]+$", "", name)
        codes = self._codes_by_name.get(plain_name(bare), [])
        return codes[0] if len(codes) == 1 else self.township_in(name)

    def township_in(self, text: str) -> str | None:
        """The one township whose name (with 街道, 镇 or 乡) stands in a longer text, None for none or several."""
        if self._named is None:
            return None
        found = {code for name in self._named.findall(_BLANKS.sub("", text)) for code in self._codes_by_name[name]}
        return found.pop() if len(found) == 1 else None

    def match_in(self, text: str, townships: Sequence[str]) -> VillageMatch:
        """The village of a cell in any of several townships of one name, where exactly one of them has it."""
        found = [match for code in townships if (match := self.match(text, code)).outcome != "unmatched"]
        if len(found) == 1:
            return found[0]
        return (
            VillageMatch("ambiguous", tuple(v for match in found for v in match.villages))
            if found
            else VillageMatch("unmatched")
        )

    def match(self, text: str, township: str | None) -> VillageMatch:
        """The village of a cell. `township` is the code of the stated township; None means that none was stated."""
        if not plain_name(text):
            return VillageMatch("blank")
        whole = self._one(text, township)
        if whole.outcome != "unmatched":
            return whole
        pieces = [piece for piece in _SEPARATORS.split(text) if piece.strip()]
        if len(pieces) > 1:
            found = [self._piece(piece, township) for piece in pieces]
            if all(found):
                return VillageMatch("found", tuple(dict.fromkeys(v for villages in found for v in villages)))
        return whole

    def _piece(self, text: str, township: str | None) -> tuple[Village, ...]:
        """One of several villages of a cell; it may lie in another township than the first."""
        near = self._one(text, township)
        return near.villages if near.outcome == "found" else self._one(text, None).villages

    def _one(self, text: str, township: str | None) -> VillageMatch:
        by_code = self._by_code.get(plain_name(text), []) if text[:1].isdigit() else []
        if len(by_code) == 1:
            return VillageMatch("found", (by_code[0],))
        tables = self._by_township.get(township or "")
        if tables is None:
            return VillageMatch("unmatched")
        for name in self._without_township(plain_name(text), township):
            for table, form in zip(tables, _FORMS, strict=True):
                villages = table.get(form(name), [])
                if len(villages) == 1:
                    return VillageMatch("found", (villages[0],))
                if villages:
                    meant = [v for v in self._aliases.get(stem(name), ()) if v in villages]
                    return VillageMatch("found", tuple(meant)) if len(meant) == 1 else _ambiguous(villages)
            others = [v for v in self._aliases.get(stem(name), ()) if township in {None, v.township_code}]
            if others:
                return VillageMatch("found" if len(others) == 1 else "ambiguous", tuple(others))
        return VillageMatch("unmatched")

    def _without_township(self, name: str, township: str | None) -> Iterable[str]:
        """The name as it is, then without what leads up to the township's name, then without that name's stem."""
        yield name
        names = [self.townships.get(township, "")] if township else list(self.townships.values())
        for full in names:
            short = township_stem(full)
            if not short:
                continue
            behind = re.search(rf"{re.escape(short)}(?:街道办事处|街道办|办事处|街道|街办|镇|乡|办)(.+)$", name)
            if behind:
                yield behind[1]
            if name.startswith(short) and len(name) > len(short):
                yield name[len(short) :]


_FORMS: tuple[Callable[[str], str], ...] = (plain_name, kind_form, stem)
"""The forms in which a name is tried, the most exact one first."""


def _ambiguous(villages: Iterable[Village]) -> VillageMatch:
    return VillageMatch("ambiguous", tuple(villages))


def _went_away(village: Village, day: date | None) -> bool:
    """Whether a village was merged into another one before the day."""
    return bool(day and village.merged_into and village.valid_to and last_day(village.valid_to) < day)


def _other_names(
    every: Iterable[Village], present: Iterable[Village], aliases: Mapping[str, Iterable[str]]
) -> dict[str, list[Village]]:
    """The villages that another name means, by its stem: aliases, the old names of what went into them, and what stands
    behind the township's name where the list itself says it first (相衙镇万庄村委会 is 万庄).
    """
    by_id = {village.id: village for village in present}
    found: dict[str, list[Village]] = {}

    def name(text: str, village: Village) -> None:
        named = found.setdefault(stem(text), [])
        if village not in named:
            named.append(village)

    for village_id, texts in aliases.items():
        for text in texts:
            if village_id in by_id:
                name(text, by_id[village_id])
    for village in every:
        if village.id not in by_id and village.merged_into in by_id:
            name(village.name, by_id[village.merged_into])
    for village in by_id.values():
        behind = plain_name(village.name).removeprefix(village.township or "\n")
        if len(stem(behind)) > 1 and behind != plain_name(village.name):
            name(behind, village)
    return found
