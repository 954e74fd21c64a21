"""Names by the strokes of the surname: the table that lies beside the program, read once."""

from functools import lru_cache

from station_desk.domain.strokes import StrokeOrder, parse_strokes
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import resources_dir


@lru_cache(maxsize=1)
def by_strokes() -> StrokeOrder:
    """The order of strokes. Trouble `program_incomplete` where the table is gone."""
    file = resources_dir() / "strokes" / "order.txt"
    try:
        return parse_strokes(file.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("program_incomplete", folder="strokes") from error
