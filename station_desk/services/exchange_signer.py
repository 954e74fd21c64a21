"""Whose key a bundle may be signed with (EXCHANGE, RELIABILITY C6 and C7).

Pinned is one key of each office. A planned change, signed by the pinned key, is followed on sight; the key before it may
still have signed what was written before (bounded by the bundle's number and by the heads of the change, never by a
clock). A key that was called stolen, or that a person has replaced, counts no more. No statement leads back to a key that
was left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from station_desk.bundles.envelope import Checked
from station_desk.bundles.frames import SignedStatement
from station_desk.bundles.header import MAX_KEY_CHANGES, Outer, SignedKeyChange
from station_desk.bundles.identity import Identity
from station_desk.bundles.key_change import KeyChange, is_signed_by, open_change
from station_desk.bundles.statement import Heads, read_statement
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.store.ancestry import behind
from station_desk.store.journal_rows import known
from station_desk.store.key_changes import KeptChange, keep_change, load_changes, repin
from station_desk.store.peers import PeerRow


@dataclass(slots=True)
class Keys:
    """What is known of an office's keys: the pinned one in `peer`, those it left, those called stolen or lost."""

    peer: PeerRow
    left: dict[str, KeyChange] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    news: list[tuple[KeyChange, SignedKeyChange]] = field(default_factory=list)

    def learn(self, text: KeyChange) -> None:
        """A statement that was proven."""
        if text.why == "planned":
            self.left[text.old_key] = text
        else:
            self.called.add(text.old_key)

    @property
    def revoked(self) -> set[str]:
        """The keys that count no more: those that were called stolen or lost, and those that a stolen one has named."""
        found, front = set[str](), set(self.called)
        while front:
            found |= front
            new = [self.left[key].new for key in front if key in self.left]
            front = {one.sign_key.hex() for one in new if one is not None} - found
        return found

    def hear(self, said: Iterable[SignedKeyChange], own_code: str, *, practice: bool) -> None:
        """Take what is proven and new of `said`; the order does not matter. `peer` then is as the office stands now."""
        waiting = [(text, one) for one in said if (text := open_change(one)) is not None and text.to == own_code]
        while accepted := [pair for pair in waiting if self._accepts(*pair, practice=practice)]:
            text, signed = accepted[0]
            waiting.remove(accepted[0])
            self.news.append((text, signed))
            if text.office != self.peer.office:
                continue
            self.learn(text)
            if text.why == "planned" and text.new is not None:
                new = text.new
                self.peer = replace(
                    self.peer, name=new.name, sign_key=new.sign_key, seal_key=new.seal_key, escrow=new.escrow
                )

    def _accepts(self, text: KeyChange, signed: SignedKeyChange, *, practice: bool) -> bool:
        pinned, ours = self.peer.sign_key.hex(), text.office != self.peer.office
        if text.by != self.peer.office or (ours and (text.office != text.to or text.why == "planned")):
            return False
        if ours:  # what the other side says of our own keys; that one was stolen is the county's to say
            county = self.peer.kind is OfficeKind.COUNTY
            return (county or text.why == "lost") and any(
                is_signed_by(signed, bytes.fromhex(key)) for key in {pinned, *self.left} - self.revoked
            )
        if (
            text.kind is not self.peer.kind
            or text.why == "lost"
            or not is_signed_by(signed, bytes.fromhex(text.old_key))
        ):
            return False
        if text.why == "stolen":
            return text.old_key in {pinned, *self.left} and text.old_key not in self.called
        new = text.new
        return (
            text.old_key == pinned
            and pinned not in self.revoked
            and new is not None
            and new.practice is practice
            and new.sign_key.hex() not in {*self.left, *self.revoked}
        )


@dataclass(frozen=True, slots=True)
class Signer:
    """The key to check a file with, and what is to be thought of it."""

    keys: Keys
    key: bytes

    def admit(self, desk: Desk, checked: Checked, *, dry_run: bool) -> PeerRow:
        """The sender of a file that `key` has signed, as it stands now. Who takes the file in also keeps what was proven.

        Troubles bundle_key_revoked, bundle_key_person, bundle_key_unknown, bundle_key_old.
        """
        try:
            return self._judged(desk, checked)
        except Trouble:
            if not dry_run:
                self.keep(desk)  # the word of a theft counts whatever becomes of the file
            raise

    def keep(self, desk: Desk) -> None:
        """Keep the proven statements that are new and pin what they lead to."""
        if self.keys.news:
            take_news(desk, self.keys)

    def _judged(self, desk: Desk, checked: Checked) -> PeerRow:
        used, peer = self.key.hex(), self.keys.peer
        if used == peer.sign_key.hex() and used not in self.keys.revoked:
            return peer
        if used in self.keys.revoked:
            raise Trouble("bundle_key_revoked", office=peer.name)
        if used in self.keys.left:
            if not _within(desk, self.keys.left[used], checked):
                raise Trouble("bundle_key_old", office=peer.name, number=checked.header.number)
            return peer
        if peer.sign_key.hex() in self.keys.revoked:
            raise Trouble("bundle_key_person", office=peer.name)
        raise Trouble("bundle_key_unknown", office=peer.name)


def take_news(desk: Desk, keys: Keys) -> None:
    """Keep what was proven and pin what it leads to."""
    with desk.store.transaction() as conn:
        peer = keys.peer
        for text, signed in keys.news:
            keep_change(conn, as_kept(text, signed))
            desk.store.access(desk.account.id, f"key_{text.why}", text.office, text.old_fingerprint)
        repin(conn, peer.office, peer.name, peer.sign_key, peer.seal_key, peer.escrow)
        desk.store.tell(("peer", "key_change"))


def find_signer(desk: Desk, peers: Mapping[str, PeerRow], outer: Outer) -> Signer | None:
    """The key that the file of a trusted office is to be checked with; None for a stranger's file."""
    peer = peers.get(outer.sender)
    if peer is None:
        return None
    keys = keys_of(desk, peer)
    named = _key_in(outer.signer) or peer.sign_key
    keys.hear(outer.keys[:MAX_KEY_CHANGES], desk.office.code, practice=desk.practice)
    return Signer(keys, named)


def key_warnings(signer: Signer) -> tuple[Trouble, ...]:
    """What a person is told of keys beside a bundle that was taken in, both fingerprints among it."""
    told: list[Trouble] = []
    for text, _signed in signer.keys.news:
        office, old = signer.keys.peer.name, text.old_fingerprint
        if text.office != signer.keys.peer.office:
            told.append(Trouble(f"own_key_{text.why}", office=office, old=old))
        elif text.new is not None and text.why == "planned":
            told.append(Trouble("bundle_key_changed", office=office, old=old, new=text.new.fingerprint))
    return tuple(told)


def keys_of(desk: Desk, peer: PeerRow) -> Keys:
    """What is known here of a trusted office's keys."""
    keys = Keys(peer)
    for text, _signed in kept_changes(desk, peer.office):
        keys.learn(text)
    return keys


def is_sealable(desk: Desk, peer: PeerRow) -> bool:
    """Whether the keys that are pinned still count: nothing is sealed to keys that were stolen."""
    return peer.sign_key.hex() not in keys_of(desk, peer).revoked


def check_sealable(desk: Desk, peer: PeerRow) -> None:
    """Trouble receiver_key_revoked where nothing may be sealed to the office until its new keys are accepted."""
    if not is_sealable(desk, peer):
        raise Trouble("receiver_key_revoked", office=peer.name)


def kept_changes(desk: Desk, office: str | None = None) -> list[tuple[KeyChange, KeptChange]]:
    """The proven statements that are kept (about one office), oldest first."""
    with desk.store.read() as conn:
        kept = load_changes(conn, office)
    found = [(open_change(SignedKeyChange(one.body, one.signature.hex())), one) for one in kept]
    return [(text, one) for text, one in found if text is not None]


def as_kept(text: KeyChange, signed: SignedKeyChange) -> KeptChange:
    """The statement for the table."""
    return KeptChange(text.office, text.at, signed.body, bytes.fromhex(signed.signature))


def statements_for(desk: Desk, to: str) -> list[SignedKeyChange]:
    """What is to be said about keys in a bundle for the office `to`: the newest statements that we made for it."""
    mine = [one for text, one in kept_changes(desk) if (text.by, text.to) == (desk.office.code, to)]
    return [SignedKeyChange(one.body, one.signature.hex()) for one in mine[-MAX_KEY_CHANGES:]]


def _key_in(text: str | None) -> bytes | None:
    try:
        key = bytes.fromhex(text or "")
    except ValueError:
        return None
    return key if len(key) == 32 else None


def _within(desk: Desk, change: KeyChange, checked: Checked) -> bool:
    """Whether a bundle under a key that was left was written before the change, as far as can be known here.

    Its number is not above the one that the change names; and once everything that the change covers has arrived, it
    brings nothing else.
    """
    if checked.header.number > change.number:
        return False
    covered = {bytes.fromhex(one) for one in change.heads}
    told = {bytes.fromhex(one) for scope in checked.header.scopes for one in scope.heads}
    with desk.store.read() as conn:
        return bool(covered - known(conn, covered)) or told <= behind(conn, covered, told)


class Vouchers:
    """Which head statements count: those under today's key, and those under an earlier one for what it covered.

    `witness` is the other office that hands them over. What its own statement of the same scope covers, it took in before
    it heard of the change of keys, or it would have refused it: so a station that had gone back to an old copy before it
    changed its keys gets back what that copy had lost.
    """

    def __init__(
        self, desk: Desk, peers: Iterable[PeerRow], own: Identity, witness: Iterable[SignedStatement] = ()
    ) -> None:
        self._desk = desk
        self._today = {peer.office: peer.sign_key for peer in peers} | {own.public.code: own.public.sign_key}
        self._before: dict[str, list[KeyChange]] = {}
        for text, _one in kept_changes(desk):
            self._before.setdefault(text.office, []).append(text)
        self._seen: dict[str, list[tuple[str, list[bytes]]]] = {}
        for statement in witness:
            said = self._of_today(statement)
            if said is not None:
                heads = [bytes.fromhex(one) for one in said.heads]
                self._seen.setdefault(statement.scope, []).append((statement.office, heads))

    def read(self, statement: SignedStatement, *, kept: bool) -> Heads | None:
        """What the statement says, None where it does not count. `kept`: it was proven when it came, long ago."""
        text = self._of_today(statement)
        if text is not None:
            return text
        for change in self._before.get(statement.office, ()):
            told = read_statement(statement, bytes.fromhex(change.old_key))
            if told is not None and (kept or self._covers(change, statement, told)):
                return told
        return None

    def _of_today(self, statement: SignedStatement) -> Heads | None:
        today = self._today.get(statement.office)
        return read_statement(statement, today) if today is not None else None

    def _covers(self, change: KeyChange, statement: SignedStatement, told: Heads) -> bool:
        if change.why == "stolen":
            return False
        heads: Sequence[bytes] = [bytes.fromhex(one) for one in told.heads]
        covered = [bytes.fromhex(one) for one in change.heads]
        if change.why == "planned":
            seen = self._seen.get(statement.scope, ())
            covered += [one for office, found in seen if office != statement.office for one in found]
        with self._desk.store.read() as conn:
            return set(heads) <= behind(conn, covered, heads)
