"""An office's own packs: installed from a file, followed, sent to the stations by bundle, taken back.

A version that something rests on is immutable: a file with another text under its number is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.policy import Policy
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.packs.folders import HEAD_FILE, pack_place, whole_place
from station_desk.packs.load import CheckedPack, check_read, text_of
from station_desk.packs.reading import PackFile, parse_pack, read_pack, text_digest
from station_desk.packs.sheet_in import read_sheets
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import Shelf, Version, bundled, packs_dir, shelf
from station_desk.sheets.reading import read_book
from station_desk.store.pack_files import PackUse, load_pack_files, load_uses, pack_fields

INSTALL, FOLLOW, PUBLISH, WITHDRAW = "pack_install", "pack_follow", "pack_publish", "pack_withdraw"
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


@dataclass(frozen=True, slots=True)
class PackVersion:
    """A version as an office sees it: where it comes from, whether it is in force today, what rests on it (how many
    records, since when), and whether its file was changed after that (the kept text holds).
    """

    pack: str
    version: int
    title: str
    effective_from: str
    origin: str
    in_force: bool
    uses: int
    used_since: str
    changed: bool


def read_file(file: Path) -> PackFile:
    """A pack out of a TOML file, a folder of such files (or its pack.toml) or a workbook, with everything wrong with it.

    Troubles `pack_file_missing` (file), those of `sheets.reading`.
    """
    if not (file.is_file() or (file / HEAD_FILE).is_file()):
        raise Trouble("pack_file_missing", file=file.name)
    if file.is_dir() or file.suffix.lower() not in _WORKBOOKS:
        return read_pack(file)
    book = read_book(file)
    return read_sheets(file.name, {sheet.name: sheet.rows for sheet in book.sheets if sheet.rows and sheet.visible})


def check_file(file: Path, desk: Desk | None = None) -> CheckedPack:
    """Everything wrong with a pack file, folder or workbook, its own tests and its quotations included. Its parents are
    sought beside it, then among the packs of the desk (without one: the bundled ones).

    Troubles as `read_file`, `pack_missing` (pack) for a parent that is nowhere, `pack_damaged`.
    """
    return _check(read_file(file), whole_place(file), desk)


def _check(own: PackFile, place: Path, desk: Desk | None) -> CheckedPack:
    return check_read(
        own,
        lambda wanted: _parent(place.parent, wanted, desk),
        lambda name: text_of(place, packs_dir(), name),
    )


def install(desk: Desk, file: Path) -> Policy:
    """Make a pack file or workbook one of this office's packs: a version of its own number. The same text again writes
    nothing; another text under a number that nothing rests on takes its place.

    Troubles as `check_file`, `pack_faulty` (file, count), `pack_version_used` (pack, version, day, count),
    `pack_version_sent` (pack, version), those of `Store.write`.
    """
    own = read_file(file)
    checked = _check(own, whole_place(file), desk)
    if checked.policy is None:
        raise Trouble("pack_faulty", file=file.name, count=len(checked.faults))
    pack, version = own.head.id, own.head.version
    refuse_change(desk, pack, version, own.text)
    with desk.store.read() as conn:
        known = [one for one in load_pack_files(conn) if (one.pack, one.version) == (pack, version)]
    known = [one for one in known if one.state != "withdrawn"]
    if any(one.of_county and text_digest(one.body) != own.digest for one in known):
        raise Trouble("pack_version_sent", pack=pack, version=version)
    mine = [one for one in known if one.state == "installed" and one.office == desk.office.code]
    if mine and mine[0].sha256 == own.digest:
        return checked.policy
    fields = pack_fields(pack, version, own.digest, own.text, "installed")
    with desk.store.write(desk.account.id, INSTALL) as work:
        if mine:
            work.update("pack_file", mine[0].id, fields)
        else:
            work.create("pack_file", new_id(), fields)
    return checked.policy


def refuse_change(desk: Desk, pack: str, version: int, text: str) -> None:
    """Nothing else may bear the number of a bundled version, or of one that something rests on. Troubles
    `pack_version_used` (pack, version, day, count), `pack_version_bundled` (pack, version).
    """
    at_hand = {one.version: one for one in shelf(desk).versions.get(pack, [])}
    there = at_hand.get(version)
    if there is None or text_digest(there.text) == text_digest(text):
        return
    uses = uses_of(desk, pack, version)
    if uses:
        raise Trouble("pack_version_used", pack=pack, version=version, day=uses[0].day, count=len(uses))
    if there.origin == "bundled":
        raise Trouble("pack_version_bundled", pack=pack, version=version)


def uses_of(desk: Desk, pack: str, version: int) -> list[PackUse]:
    """What rests on a version, by day."""
    with desk.store.read() as conn:
        return [one for one in load_uses(conn, pack) if one.version == version]


def follow(desk: Desk, pack: str) -> Policy:
    """From now on this office follows another pack. What rested on the old one keeps its text.

    Troubles `pack_missing` (pack), `pack_damaged`, those of `Store.write`.
    """
    policy = shelf(desk).policy(pack, desk.clock.today())
    if pack != desk.office.pack:
        with desk.store.write(desk.account.id, FOLLOW, scope=desk.office.scope) as work:
            work.update("office", desk.office.id, {"pack": pack})
        desk.office = replace(desk.office, pack=pack)
    return policy


def publish(desk: Desk, pack: str = "") -> Version:
    """The county's pack goes to every station with the next bundle, its parents that are no bundled ones with it; the
    version that was sent.

    Troubles `county_sends_packs`, `pack_missing` (pack), `pack_version_used` where the stations hold another text,
    those of `Store.write`.
    """
    if desk.office.kind is not OfficeKind.COUNTY:
        raise Trouble("county_sends_packs")
    wanted, today = pack or desk.office.pack, desk.clock.today()
    texts = shelf(desk).texts(wanted, today)
    with desk.store.read() as conn:
        sent = {(one.pack, one.version): one for one in load_pack_files(conn) if one.of_county}
    versions = [found for one in texts if (found := newest(shelf(desk), one)) is not None]
    own = [one for one in versions if text_digest(bundled(packs_dir()).get(one.pack, "")) != text_digest(one.text)]
    own = own or versions[:1]
    with desk.store.write(desk.account.id, PUBLISH, scope=SCOPE_ALL) as work:
        for one in own:
            fields = pack_fields(one.pack, one.version, text_digest(one.text), one.text, "offered")
            there = sent.get((one.pack, one.version))
            if there is None:
                work.create("pack_file", new_id(), fields)
            else:
                work.update("pack_file", there.id, fields)
    return versions[0]


def withdraw(desk: Desk, pack: str, version: int) -> None:
    """Take back an own version that nothing rests on, also one that was sent; who follows the pack falls back on what is
    left of it, and keeps it where nothing is left. Troubles `pack_version_used`,
    `pack_not_own` (pack, version).
    """
    uses = uses_of(desk, pack, version)
    if uses:
        raise Trouble("pack_version_used", pack=pack, version=version, day=uses[0].day, count=len(uses))
    with desk.store.read() as conn:
        mine = [
            one
            for one in load_pack_files(conn)
            if (one.pack, one.version, one.office) == (pack, version, desk.office.code) and one.state != "withdrawn"
        ]
    if not mine:
        raise Trouble("pack_not_own", pack=pack, version=version)
    for scope in dict.fromkeys(one.scope for one in mine):
        with desk.store.write(desk.account.id, WITHDRAW, scope=scope) as work:
            for one in mine:
                if one.scope == scope:
                    work.update("pack_file", one.id, {"state": "withdrawn"})


def versions(desk: Desk) -> list[PackVersion]:
    """Every version at hand, by pack and number."""
    here, today = shelf(desk), desk.clock.today()
    with desk.store.read() as conn:
        uses = {pack: load_uses(conn, pack) for pack in here.versions}
    found = []
    for pack in sorted(here.versions):
        on = here.version_on(pack, today)
        for one in sorted(here.versions[pack], key=lambda version: version.version):
            resting = [use for use in uses[pack] if use.version == one.version]
            found.append(
                PackVersion(
                    pack,
                    one.version,
                    parse_pack(pack, one.text).head.title,
                    one.effective_from,
                    one.origin,
                    one == on,
                    len(resting),
                    resting[0].day if resting else "",
                    (pack, one.version) in here.changed,
                )
            )
    return found


def offered(desk: Desk) -> list[Version]:
    """The packs that the county sent and this office does not follow."""
    found = [one for many in shelf(desk).versions.values() for one in many if one.origin == "offered"]
    return sorted((one for one in found if one.pack != desk.office.pack), key=lambda one: (one.pack, one.version))


def newest(here: Shelf, pack: str) -> Version | None:
    """The version of a pack with the highest number, in force or yet to come."""
    known: Sequence[Version] = here.versions.get(pack, ())
    return max(known, key=lambda one: one.version) if known else None


def _parent(folder: Path, wanted: str, desk: Desk | None) -> PackFile | None:
    beside = pack_place(folder, wanted)
    if beside is not None:
        return read_pack(beside)
    texts: Mapping[str, str] = bundled(packs_dir())
    if desk is not None:
        known = newest(shelf(desk), wanted)
        texts = {wanted: known.text} if known else {}
    return parse_pack(f"{wanted}.toml", texts[wanted]) if wanted in texts else None
