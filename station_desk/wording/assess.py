"""Words of assessment that the window and the command line share."""

from collections.abc import Mapping

from station_desk.wording import N

STATES: Mapping[str, str] = {
    "draft": N("未评完"),
    "scored": N("已打分"),
    "signed": N("本人已签"),
    "refused": N("本人拒签"),
    "agreed": N("乡镇同意"),
    "vetoed": N("乡镇否决"),
    "confirmed": N("县局已定"),
    "notified": N("已告知本人"),
    "appealed": N("有异议"),
    "final": N("已定案"),
}
"""Where a sheet stands."""
