"""Loops and conditions of a form carried out: which rows there are, with which values, and which of them are counted."""

from collections.abc import Iterator, Mapping, Sequence

from station_desk.domain.paper_fields import BLANK, Field, Scope, Value, blank_value
from station_desk.printing.model import Condition, Loop, Node, Row

Entry = Mapping[str, Value]
"""The numbers of one line of a list, of which there are sums."""


def unroll(nodes: Sequence[Node], scope: Scope) -> Iterator[tuple[Node, Scope]]:
    """The nodes with their scopes, loops and conditions carried out."""
    return ((node, inner) for node, inner, _ in counted(nodes, scope, ()))


def counted(
    nodes: Sequence[Node], scope: Scope, summed: Sequence[Field], entry: Entry | None = None
) -> Iterator[tuple[Node, Scope, Entry | None]]:
    """As `unroll`; the first row of each line of an innermost list bears the line's numbers (the fields `summed`).

    Empty rows for the hand bear none.
    """
    for node in nodes:
        if isinstance(node, Loop):
            yield from _turns(node, scope, summed)
        elif isinstance(node, Condition):
            if has_value(scope[node.field.name]) == node.present:
                for inner, its, numbers in counted(node.body, scope, summed, entry):
                    yield inner, its, numbers
                    entry = None if numbers is not None else entry
        else:
            yield node, scope, entry if isinstance(node, Row) else None
            entry = None if isinstance(node, Row) else entry


def _turns(loop: Loop, scope: Scope, summed: Sequence[Field]) -> Iterator[tuple[Node, Scope, Entry | None]]:
    """The body once for each row of the list, then the empty ones."""
    rows = scope[loop.field.name]
    lines = rows if isinstance(rows, tuple) else ()
    names = [f.name for f in summed] if summed and not _loops_within(loop.body) else []
    for line in lines:
        numbers = {name: line.get(name, "") for name in names} if names else None
        yield from counted(loop.body, {**scope, **line}, summed, numbers)
    nothing = empty_row(loop.field.rows)
    for _ in range(loop.spare if lines else loop.blanks):
        yield from counted(loop.body, {**scope, **nothing}, summed)


def _loops_within(nodes: Sequence[Node]) -> bool:
    return any(isinstance(n, Loop) or (isinstance(n, Condition) and _loops_within(n.body)) for n in nodes)


def empty_row(fields: Sequence[Field]) -> dict[str, Value]:
    """A row of a list in which everything is left to the hand."""
    return {f.name: blank_value(f) for f in fields}


def has_value(value: Value) -> bool:
    """Whether a condition holds: anything but an empty text or an empty list. A place for the hand counts."""
    return value is BLANK or value not in ("", ())
