"""What is said of the current cell of an import: what it is, why, what to do, and the numbered choices (UX 4.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.intake import HELD, Keep, Proposal, ProposedRow
from station_desk.domain.intake_cells import visible_text
from station_desk.domain.intake_merge import VILLAGE_FACTS, Conflict, Said
from station_desk.domain.intake_values import RowReading
from station_desk.domain.records import Village
from station_desk.services import intake_preview
from station_desk.ui.import_rows import ImportLine, Preview, mark_kind, marks_of, problem_field
from station_desk.ui.import_words import SKIPPED, column_word, row_words, sentence, short
from station_desk.ui.marks import MarkKind
from station_desk.ui.person_typing import grouped
from station_desk.ui.person_words import listed, value_word
from station_desk.wording import t, tn

_ID_LENGTH = 18
_UNTYPED = ("term", "age", "remark")
_CLEARED = ("id_lost_precision", "id_check_digit", "id_bad_length", "id_bad_date")
"""Reasons that go away when the number is left open: the person is written without it."""


@dataclass(frozen=True, slots=True)
class CellChoice:
    """A numbered answer: its words, and what it does: types `text` into the cell, or settles a conflict."""

    words: str
    text: str | None = None
    keep: Keep | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class CellStory:
    """What the panel says. `field` is the cell that can be typed anew, "" for none."""

    mark: MarkKind
    title: str
    said: str
    was: str = ""
    field: str = ""
    choices: tuple[CellChoice, ...] = ()


def story(preview: Preview, line: ImportLine | None, field: str) -> CellStory:
    """What is said of a line and the field that is current ("" for the row as a whole)."""
    if line is None:
        return CellStory("skip", "", "")
    if line.absent is not None:
        said = t("这个文件里没有这个人。导入从不删人；要离任，请在卡片里办。")
        return CellStory("skip", line.absent.person.name, said)
    row = line.row
    if row is None:
        kind = t(SKIPPED.get(line.skipped.kind, line.skipped.kind)) if line.skipped else ""
        title = t("第 {n} 行：{why}", n=line.number, why=kind)
        return CellStory("skip", title, t("不写入。这里要是真有人，请看原表，再添加人员。"))
    return _row_story(preview, line, row, field or problem_field(row))


def _row_story(preview: Preview, line: ImportLine, row: ProposedRow, field: str) -> CellStory:
    codes = marks_of(row).get(field, ())
    about_row = [code for code in (*row.reasons, *row.warnings) if not any(code in c for c in marks_of(row).values())]
    kind = mark_kind(row, codes)
    if not codes and (row.reasons or about_row):
        codes, kind = tuple(about_row or row.reasons), "bad" if row.reasons else "warn"
    marks: dict[str, MarkKind] = {"bad": "bad", "warn": "warn"}
    what = short(codes[0]) if codes else column_word(field) if field else row_words(row)
    title = t("第 {n} 行 {name}：{what}", n=line.number, name=row.values.name or t("（没有姓名）"), what=what)
    said = "\n".join(sentence(code) for code in codes) or _calm(row)
    if HELD in row.reasons and HELD not in codes:
        said += "\n" + sentence(HELD)
    known = preview.roster.get(row.person_id or "")
    return CellStory(
        marks.get(kind, "tick"),
        title,
        said,
        _was(preview, row, field, known is not None) if field else "",
        "" if field in _UNTYPED else field,
        _choices(preview.proposal, row, field, codes),
    )


def _calm(row: ProposedRow) -> str:
    if row.reasons:
        return t("这一格没有问题，这一行因为别的格子暂缓：{why}。", why=row_words(row))
    return t("这一格没有问题。")


def _was(preview: Preview, row: ProposedRow, field: str, known: bool) -> str:
    """The original cell, and what the roster says."""
    before = intake_preview.original(preview.proposal, row, field) or t("空")
    said = t("原来的格子 {text}", text=before)
    if not known:
        return said + "    " + t("花名册里还没有此人")
    if field in _UNTYPED:
        return said
    ours = said_words(preview.proposal, field, intake_preview.in_roster(preview.roster[row.person_id or ""], field))
    return said + "    " + t("花名册里 {text}", text=ours or t("空"))


def _choices(proposal: Proposal, row: ProposedRow, field: str, codes: Sequence[str]) -> tuple[CellChoice, ...]:
    conflict = row.conflicts.get("village_ids" if field == "village" else field)
    if conflict is not None:
        return _conflict_choices(proposal, field, conflict)
    names = _village_names(proposal) if field == "village" else {}
    found = [CellChoice(names.get(text, text), text=text) for text in row.choices.get(field, ())]
    doubtful = [code for code in codes if code in (*row.reasons, *row.warnings) and code != HELD]
    cleared = next((code for code in codes if code in _CLEARED), "")
    if cleared:
        found.append(CellChoice(t("先空着，人照常写入"), text="", code=cleared))
    elif found and doubtful:
        found.append(CellChoice(t("先空着"), text="", code=doubtful[0]))
    return tuple(found[:9])


def _conflict_choices(proposal: Proposal, field: str, conflict: Conflict) -> tuple[CellChoice, ...]:
    def words(said: Said) -> str:
        return said_words(proposal, field, said) or t("空")

    ours = CellChoice(t("这里的 {text}", text=words(conflict.roster)), keep="roster")
    theirs = CellChoice(t("文件的 {text}", text=words(conflict.file)), keep="file")
    before = CellChoice(t("原来的 {text}", text=words(conflict.was)), keep="was")
    return (ours, theirs, before) if conflict.was and field not in VILLAGE_FACTS else (ours, theirs)


def said_words(proposal: Proposal, field: str, said: Said) -> str:
    """A value of the roster or of a row in words."""
    if isinstance(said, tuple):
        names = {village.id: village.name for village in proposal.basis.finder.villages}
        return listed(names.get(one, "?") for one in said)
    if field in ("sex", "education", "political", "post"):
        return value_word(said)
    return grouped(field, said)


def _village_names(proposal: Proposal) -> Mapping[str, str]:
    return {village.code: _with_township(village) for village in proposal.basis.finder.villages}


def _with_township(village: Village) -> str:
    return f"{village.township} {village.name}".strip()


def typed_words(reading: RowReading, field: str, text: str) -> tuple[Literal["", "bad", "ok"], str]:
    """What is said below the field while a value is typed: what is still missing, what is wrong, how it would be read."""
    if not text:
        return "", ""
    if field == "id_no":
        length = sum(letter.isalnum() for letter in text)
        if length < _ID_LENGTH:
            return "", tn("还差 {n} 位", "还差 {n} 位", _ID_LENGTH - length)
    codes = reading.cells.get(field, ())
    values = reading.values
    if codes and not (field == "id_no" and values.id_no):
        return "bad", listed(short(code) for code in codes)
    if field == "id_no":
        return "ok", t("号码对：{sex}，{birth} 出生", sex=value_word(values.sex), birth=values.birth or "")
    if field == "village":
        return "ok", t("读作 {text}", text=listed(village.name for village in values.villages))
    value = getattr(values, field, None)
    return ("ok", t("读作 {text}", text=grouped(field, value))) if value else ("bad", t("看不懂，会空着"))


def said_in(row: ProposedRow, field: str) -> str:
    """What the cell says, as `recheck_all` compares it."""
    return visible_text(row.source.cells.get(field))


def same_cells(proposal: Proposal, row: ProposedRow, field: str) -> int:
    """How many other cells of the field say what this one does; an empty one has no likeness."""
    said = said_in(row, field)
    return sum(said_in(other, field) == said for other in proposal.rows) - 1 if said else 0
