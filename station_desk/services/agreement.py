"""The clauses of the agreement (F16): the county's own text in a file beside the office's own forms; none is invented."""

from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.form_places import own_forms

FILE = "协议.txt"
MOST_BYTES, MOST_CLAUSES, MOST_CHARACTERS = 100_000, 60, 600


def agreement_of(desk: Desk) -> tuple[str, ...]:
    """The clauses, a line each; empty where the office has no such file. Lines that begin with # are notes.

    Troubles `agreement_unreadable` (file), `agreement_long` (file, line, clauses, most).
    """
    file = own_forms(desk) / FILE
    if not file.is_file():
        return ()
    try:
        text = file.read_bytes()[:MOST_BYTES].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("agreement_unreadable", file=FILE) from error
    found = [
        (at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip() and line.strip()[0] != "#"
    ]
    for count, (at, line) in enumerate(found, 1):
        if count > MOST_CLAUSES or len(line) > MOST_CHARACTERS:
            raise Trouble("agreement_long", file=FILE, line=at, clauses=MOST_CLAUSES, most=MOST_CHARACTERS)
    return tuple(line for _at, line in found)
