"""The correction list on paper (F18G): rows that an import held back, for the village that sent them to put right.

One list for each village of a file: each village sees its own people only. Numbers are masked: whoever corrects them has the card. The list bears no serial of the journal:
the same rows on the same day give the same bytes. That it was printed stands in the access log.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from station_desk.domain.idno import mask_id
from station_desk.domain.intake_villages import stem
from station_desk.domain.paper import Printed, SheetMark, office_tail
from station_desk.domain.paper_fields import Scope, Value
from station_desk.domain.phones import mask_phone
from station_desk.domain.trouble import Trouble
from station_desk.printing import door
from station_desk.services import intake
from station_desk.services.desk import Desk
from station_desk.services.form_places import form_places
from station_desk.services.paper_plain import print_plain
from station_desk.store.imports import HeldRow

FORM = "F18G"
_BETWEEN = re.compile(r"(?<=\d)[\s\-]+(?=[\dXx])")
_WHOLE_NUMBER = re.compile(r"[0-9A-Za-z]{8,}")


def print_corrections(desk: Desk, words: Callable[[str], str], *, recorded: bool = True) -> Printed:
    """The rows that wait, a list for each file and sheet and each village in it, in the order of the file; rows without a
    village stand on a list of their own. `words` says a code in Chinese.

    Not `recorded`: only to be looked at. Troubles nobody_to_print(form) where nothing waits, form_broken.
    """
    form = door.get_form(form_places(desk), FORM)
    lists: dict[tuple[str, str, str], list[HeldRow]] = {}
    for row in intake.held(desk):
        lists.setdefault((row.file, row.sheet, stem(row.cells.get("village", ""))), []).append(row)
    if not lists:
        raise Trouble("nobody_to_print", form=form.name)
    day = desk.clock.today().isoformat()
    mark = SheetMark(f"{office_tail(desk.office.code)}-{FORM}-{day}", f"{FORM}:{desk.office.code}".upper())
    documents = [_scope(desk.office.name, day, place, rows, words) for place, rows in lists.items()]
    printed = print_plain(desk, FORM, documents, lambda _index, _page: mark)
    if recorded and not desk.read_only:
        desk.store.access(desk.account.id, "print", FORM, f"{sum(map(len, lists.values()))}")
    return printed


def _scope(
    office: str, day: str, place: tuple[str, str, str], rows: Sequence[HeldRow], words: Callable[[str], str]
) -> Scope:
    file, sheet, _ = place
    return {
        "单位": office,
        "制表日期": day,
        "文件": file,
        "工作表": sheet,
        "行数": len(rows),
        "行": tuple(_line(number, row, words) for number, row in enumerate(rows, 1)),
    }


def _line(number: int, row: HeldRow, words: Callable[[str], str]) -> Mapping[str, Value]:
    return {
        "序号": number,
        "行号": row.row,
        "姓名": row.cells.get("name", ""),
        "村": row.cells.get("village", ""),
        "身份证号": "" if "id_lost_precision" in row.reasons else _masked(row.cells.get("id_no", ""), mask_id),
        "电话": _masked(row.cells.get("phone", ""), mask_phone),
        "问题": "、".join(words(code) for code in row.reasons),
    }


def _masked(text: str, mask: Callable[[str | None], str]) -> str:
    """Every long number in a cell masked, also one that is written in groups; what else stands there stays."""
    return _WHOLE_NUMBER.sub(lambda found: mask(found[0]), _BETWEEN.sub("", text))
