"""The clauses of the agreement (F16): what the office has in a file beside its own forms, else what its county sent with a
bundle, else what the pack states. None is invented.
"""

from typing import cast

from station_desk.domain.paper import SentForm
from station_desk.domain.policy import Rule, stated
from station_desk.domain.policy_keys import MOST_CHARACTERS, MOST_CLAUSES
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.form_places import own_forms, send
from station_desk.store.form_files import AGREEMENT, load_form_files

CODE = AGREEMENT
"""What `publish` and `withdraw` call the clauses."""
FILE = f"{CODE}.txt"
RULE = "selection.agreement"
MOST_BYTES = 100_000


def agreement_of(desk: Desk) -> tuple[str, ...]:
    """The clauses; empty where neither the office, nor its county, nor the pack has given any. In a file a clause is a line,
    and lines that begin with # are notes. Troubles `agreement_unreadable` (file), `agreement_long` (file, line, clauses,
    most), those of `reference.policy`.
    """
    text = _own(desk)
    if text is None:
        text = _sent(desk)
    if text is None:
        return stated(cast("Rule[tuple[str, ...]]", reference.policy(desk).rules[RULE]), ())
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


def _sent(desk: Desk) -> str | None:
    """What the county sent; None where it sent nothing."""
    with desk.store.read() as conn:
        sent = [one for one in load_form_files(conn) if one.code == CODE and one.office != desk.office.code]
    return sent[-1].form.body if sent else None


def _clauses(text: str) -> tuple[str, ...]:
    found = [
        (at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip() and line.strip()[0] != "#"
    ]
    for count, (at, line) in enumerate(found, 1):
        if count > MOST_CLAUSES or len(line) > MOST_CHARACTERS:
            raise Trouble("agreement_long", file=FILE, line=at, clauses=MOST_CLAUSES, most=MOST_CHARACTERS)
    return tuple(line for _at, line in found)
