"""What the checks before printing say, and what has been printed, in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station_desk.domain.paper import FormInfo, Printed, PrintWarning
from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.ui.marks import MarkKind
from station_desk.wording import N, t, tn
from station_desk.wording.troubles import tell

FORM_NAMES = (N("聘书"), N("警务助理花名册"))
"""Names of the bundled forms, for the English window; an office's own forms stand as they are called."""

_WARNINGS: dict[str, str] = {
    "shrunk": N("{n} 处的字缩小了才放下：{what}"),
    "condensed": N("{n} 处的字压窄了才放下：{what}"),
    "page_shrunk": N("{n} 页的字缩小了才放下"),
    "date_missing": N("{n} 人的聘期没有写全：{what}"),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the checks: its mark and its words."""

    mark: MarkKind
    words: str


def form_name(form: FormInfo) -> str:
    """The name of a form as the window shows it."""
    return t(form.name)


def checks(printed: Printed) -> list[CheckLine]:
    """The checks of a print that can be printed: good news first, then what to look at."""
    lines = []
    if printed.names:
        lines.append(CheckLine("ok", tn("{n} 个姓名的字都能印", "{n} 个姓名的字都能印", printed.names)))
    counts = Counter(warning.code for warning in printed.warnings)
    for code, count in counts.items():
        lines.append(CheckLine("warn", t(_WARNINGS.get(code, code), n=count, what=_examples(printed.warnings, code))))
    if not lines:
        lines.append(CheckLine("ok", t("可以印")))
    return lines


def refused(trouble: Trouble) -> list[CheckLine]:
    """The checks of a print that cannot be printed."""
    told = tell(trouble)
    return [CheckLine("bad", told.what), CheckLine("info", told.next)]


def _examples(warnings: Iterable[PrintWarning], code: str) -> str:
    facts = [warning.facts for warning in warnings if warning.code == code]
    texts = dict.fromkeys(str(fact.get("person") or fact.get("text") or "") for fact in facts)
    shown = [text for text in texts if text][:3]
    return "、".join(shown) + ("…" if len(texts) > len(shown) else "")


def serial_span(serials: Sequence[str]) -> str:
    """`2009-F15-2026-0001-3 到 …-0071-5`, or the one serial."""
    if not serials:
        return t("没有编号")
    if len(serials) == 1:
        return t("编号 {serial}", serial=serials[0])
    return t("编号 {first} 到 {last}", first=serials[0], last=serials[-1])


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """Sheets that were printed together: when (UTC ISO), which form, how many, first and last serial."""

    at: str
    form: str
    sheets: int
    first: str
    last: str


def printed_runs(sheets: Iterable[Sheet], most: int = 40) -> list[PrintedRun]:
    """The newest prints, from single sheets (newest first): sheets of one form and one moment belong together."""
    runs: dict[tuple[str, str], list[str]] = {}
    for sheet in sheets:
        runs.setdefault((sheet.printed_at, sheet.form), []).append(sheet.serial)
        if len(runs) > most:
            break
    found = [PrintedRun(at, form, len(serials), min(serials), max(serials)) for (at, form), serials in runs.items()]
    return found[:most]
