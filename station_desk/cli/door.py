"""The one door from a run of the command line to what not every run needs: an unlocked home, the sentences of a trouble,
a table drawn for the eye.

SQLAlchemy takes longer to read than `money words` takes to answer, and rich is of no use beside `--json`. The commands
themselves come in by their own door, `rooms` (DESIGN 2: late imports at a named door).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from station_desk.domain.trouble import Trouble

if TYPE_CHECKING:
    from station_desk.cli.context import Table
    from station_desk.services.desk import Desk
    from station_desk.wording.sentences import Told


def open_desk(home: Path, person: str | None, pass_phrase: str, *, write: bool) -> "Desk":
    """Unlock a home. Troubles as `services.desk.open_desk`."""
    from station_desk.services import desk

    return desk.open_desk(home, person, pass_phrase, write=write)


def person_word(desk: "Desk") -> str:
    """What the office's programme calls its people."""
    from station_desk.services import pack_words

    return pack_words.person_word(desk)


def tell(trouble: Trouble) -> "Told":
    """The three sentences of a trouble; most runs end without one."""
    from station_desk.wording import troubles

    return troubles.tell(trouble)


def show(lines: Sequence["str | Table"]) -> None:
    """Lines and tables to stdout, for a person."""
    from rich import console, table

    screen = console.Console(highlight=False, soft_wrap=True)
    for line in lines:
        if isinstance(line, str):
            screen.print(line, markup=False)
            continue
        drawn = table.Table(*line.heads, box=None, pad_edge=False, header_style="bold")
        for row in line.rows:
            drawn.add_row(*row)
        screen.print(drawn)
