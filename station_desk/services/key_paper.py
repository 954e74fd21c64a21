"""The office's keys on paper, for the day on which the computer and every backup are gone (RELIABILITY C9)."""

from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.machine.folders import resources_dir
from station_desk.machine.keys import KeyRing
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity


def print_key_paper(desk: Desk, pass_phrase: str, file: Path) -> Path:
    """Write the key paper to `file` (PDF), after the person has said the pass phrase once more. It is recorded.

    Troubles wrong_pass_phrase (left), must_wait (until), read_only, key_paper_none, own_identity_damaged, stick_full,
    stick_gone, stick_read_only.
    """
    if desk.read_only:
        raise Trouble("read_only")
    own = own_identity(desk)
    if own.paper is None:
        raise Trouble("key_paper_none")
    KeyRing.load(desk.home).unlock(desk.account.name, pass_phrase, desk.clock)
    desk.store.access(desk.account.id, "key_paper", desk.office.code, own.public.fingerprint)
    data = door.key_paper(
        resources_dir() / "fonts",
        desk.home.path / "fonts" / "extra",
        office=desk.office.name,
        code=desk.office.code,
        digits=own.paper,
        fingerprint=own.public.fingerprint,
        content=f"SDK1:{desk.office.code}:{desk.office.kind.value}:{own.paper.replace('-', '')}",
        day=desk.clock.today().isoformat(),
    )
    target = file / f"{desk.office.code}_key-paper.pdf" if file.is_dir() else file
    try:
        write_atomic(target, data)
    except OSError as error:
        raise storage_trouble(error, target.parent, len(data)) from error
    return target
