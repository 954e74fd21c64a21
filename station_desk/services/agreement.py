"""The clauses of the agreement (F16): the county's own text, in a file beside the office's own forms; none is invented.

A county sends its text to the stations with the next bundle, as it sends forms. A station's own file goes before it.
"""

from station_desk.domain.paper import SentForm
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.form_places import own_forms, send
from station_desk.store.form_files import AGREEMENT, load_form_files

CODE = AGREEMENT
"""What `publish` and `withdraw` call the clauses."""
FILE = f"{CODE}.txt"
MOST_BYTES, MOST_CLAUSES, MOST_CHARACTERS = 100_000, 60, 600


def agreement_of(desk: Desk) -> tuple[str, ...]:
    """The clauses, a line each; empty where neither the office nor its county has given any. Lines that begin with # are
    notes. Troubles `agreement_unreadable` (file), `agreement_long` (file, line, clauses, most).
    """
    text = _own(desk)
    if text is None:
        with desk.store.read() as conn:
            sent = [one for one in load_form_files(conn) if one.code == CODE and one.office != desk.office.code]
        text = sent[-1].form.body if sent else ""
    return _clauses(text)


def publish(desk: Desk) -> str:
    """The county's clauses go to every station with the next bundle; the code under which they are withdrawn again.

    Troubles: county_sends_forms, agreement_missing (file), those of `agreement_of`, read_only.
    """
    text = _own(desk)
    if text is None or not _clauses(text):
        raise Trouble("agreement_missing", file=FILE)
    return send(desk, CODE, SentForm(FILE, text))


def _own(desk: Desk) -> str | None:
    """The office's own file; None where there is none."""
    file = own_forms(desk) / FILE
    if not file.is_file():
        return None
    try:
        return file.read_bytes()[:MOST_BYTES].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("agreement_unreadable", file=FILE) from error


def _clauses(text: str) -> tuple[str, ...]:
    found = [
        (at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip() and line.strip()[0] != "#"
    ]
    for count, (at, line) in enumerate(found, 1):
        if count > MOST_CLAUSES or len(line) > MOST_CHARACTERS:
            raise Trouble("agreement_long", file=FILE, line=at, clauses=MOST_CLAUSES, most=MOST_CHARACTERS)
    return tuple(line for _at, line in found)
