"""Sums in a table: `合计X` over all rows, `本页X` and `本页行数` over those of one page, of every number X in its lines.

Only the rows of lists are counted, never the empty ones for the hand. Where one of them is left to the hand its sum is
too: a sum that leaves somebody out would be wrong.
"""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from station_desk.domain.paper_fields import BLANK, Field, Kind, Scope, Value
from station_desk.printing.model import Table
from station_desk.printing.unrolling import Entry, counted

OVERALL, PAGE, LINES = "合计", "本页", "本页行数"
_SUMMED = (Kind.NUMBER, Kind.MONEY)


# --- which sums there are ------------------------------------------------------------------------------------------
def summed_fields(table: etree._Element, fields: Mapping[str, Field]) -> tuple[Field, ...]:
    """The numbers in the lines of a table: those of its innermost loops."""
    found = {f.name: f for f in _innermost(table, fields) if f.kind in _SUMMED}
    return tuple(found.values())


def _innermost(parent: etree._Element, fields: Mapping[str, Field]) -> Iterator[Field]:
    for child in parent.iterchildren("循环", "若"):
        if child.tag == "若":
            yield from _innermost(child, fields)
            continue
        field = fields.get(child.get("于", ""))
        if field is None:
            continue
        if any(one is not child for one in child.iter("循环")):
            yield from _innermost(child, {**fields, **{f.name: f for f in field.rows}})
        else:
            yield from field.rows


def overall_fields(table: etree._Element, fields: Mapping[str, Field]) -> dict[str, Field]:
    """The sums over the whole table, by name."""
    return _named(OVERALL, summed_fields(table, fields))


def page_fields(table: etree._Element | None, fields: Mapping[str, Field]) -> dict[str, Field]:
    """The sums of one page, by name."""
    if table is None:
        return {}
    return {**_named(PAGE, summed_fields(table, fields)), LINES: Field(LINES, Kind.NUMBER, 3)}


def _named(head: str, summed: Sequence[Field]) -> dict[str, Field]:
    return {f"{head}{f.name}": Field(f"{head}{f.name}", f.kind, 6) for f in summed}


# --- what they come to ---------------------------------------------------------------------------------------------
def summed(entries: Sequence[Entry], fields: Sequence[Field], head: str) -> dict[str, Value]:
    """The sums of these lines by name."""
    found: dict[str, Value] = {}
    for field in fields:
        values = [entry[field.name] for entry in entries]
        left = not values or any(value is BLANK for value in values)
        found[f"{head}{field.name}"] = BLANK if left else sum(value for value in values if isinstance(value, int))
    return found


def overall(table: Table, scope: Scope) -> dict[str, Value]:
    """The sums over the whole table by name."""
    if not table.summed:
        return {}
    entries = [entry for _, _, entry in counted(table.body, scope, table.summed) if entry is not None]
    return summed(entries, table.summed, OVERALL)


def of_page(table: Table, entries: Sequence[Entry]) -> dict[str, Value]:
    """The sums of the lines on one page by name; without lines nothing is known."""
    return {**summed(entries, table.summed, PAGE), LINES: len(entries) if entries else BLANK}
