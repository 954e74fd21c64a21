"""What the first start collects, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from station_desk.domain.records import OfficeKind
from station_desk.domain.villages import VillageRow


@dataclass(slots=True)
class OfficeForm:
    """The answers so far; `villages` are the rows of the chosen list, none for a county."""

    kind: OfficeKind = OfficeKind.STATION
    name: str = ""
    code: str = ""
    villages: Sequence[VillageRow] = ()
    pack: str = ""
    person: str = ""
    pass_phrase: str = ""
    key_paper: str = ""
