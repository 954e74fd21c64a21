"""Decisions on a sheet that do not say the same, as the commands of the month and of the year answer them."""

from collections.abc import Iterable, Sequence

from station_desk.domain.assessment import Step, differing
from station_desk.wording import t
from station_desk.wording.assess import differ_words, step_says


def differing_answer(steps: Sequence[Step]) -> list[dict[str, object]]:
    """What each decision says, and which counts."""
    return [
        {
            "decisions": [
                {"day": one.day, "by": one.by_name, "says": step_says(one), "doc_no": one.doc_no or None}
                for one in found.steps
            ],
            "counts": step_says(found.counts),
        }
        for found in differing(steps)
    ]


def differing_lines(sheets: Iterable[tuple[str, Sequence[Step]]]) -> list[str]:
    """A line for each, of (name, steps of the sheet)."""
    return [
        t("{name}：{told}", name=name, told=differ_words(found)) for name, steps in sheets for found in differing(steps)
    ]
