"""Words of the assessment: states, steps, and what a machine's point rests on."""

import json
from collections.abc import Mapping

from station_desk.domain.assessment import SheetState
from station_desk.ui.marks import Tone
from station_desk.wording import t
from station_desk.wording.assess import STATES
from station_desk.wording.assess import STEPS as STEPS

TONES: Mapping[SheetState, Tone] = {
    SheetState.DRAFT: "warn",
    SheetState.REFUSED: "warn",
    SheetState.VETOED: "bad",
    SheetState.APPEALED: "warn",
    SheetState.CONFIRMED: "ok",
    SheetState.NOTIFIED: "ok",
    SheetState.FINAL: "ok",
}
"""The tone of a state's tag; the others are plain information."""


def state_word(state: SheetState) -> str:
    """Where a sheet stands, in a word."""
    return t(STATES[state.value])


def evidence_text(text: str) -> str:
    """What the machine's points of an item rest on, from the stored JSON; "" where there is nothing."""
    if not text:
        return ""
    seen: Mapping[str, object] = json.loads(text)
    if "returned" in seen:
        if not seen["returned"]:
            return t("没有交回")
        late = seen.get("days_late")
        return t("交回，晚 {n} 天", n=late) if late else t("按期交回")
    if seen.get("households_missing"):
        return t("村的户数没有填，任务数定不下来")
    count = seen.get("count")
    if seen.get("zero_report"):
        return t("零报告")
    if count is None and "metric" in seen:
        return t("没有报数")
    if "target" in seen:
        share = float(str(seen.get("ratio", "0")))
        return t("{n} 次 / 目标 {aim} = {share}", n=count, aim=seen["target"], share=f"{share:.1%}")
    if "needed" in seen:
        return t("{n} 次，要求 {aim} 次", n=count, aim=seen["needed"])
    return t("报了 {n}", n=count)
