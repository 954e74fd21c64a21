"""Statements about keys that were proven once and are kept: an office's own, and those of the offices it trusts."""

from dataclasses import dataclass

from sqlalchemy import Connection, update

from station_desk.store.bulk import insert_many
from station_desk.store.settings import put_settings
from station_desk.store.tables import key_change, peer

_USED = "key_used."


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A statement as it was signed (`bundles.key_change`); `office` is the one whose keys it is about."""

    office: str
    at: str
    body: str
    signature: bytes


def load_changes(conn: Connection, office: str | None = None) -> list[KeptChange]:
    """The statements (about one office), in the order in which they came here."""
    query = "SELECT office, at, body, signature FROM key_change WHERE ? IS NULL OR office = ? ORDER BY at, signature"
    return [KeptChange(*row) for row in conn.exec_driver_sql(query, (office, office))]


def keep_change(conn: Connection, new: KeptChange) -> None:
    """Keep a statement that was proven; one that is known stays as it is."""
    columns = ("office", "at", "body", "signature")
    insert_many(conn, key_change, columns, [(new.office, new.at, new.body, new.signature)], "ignore")


def repin(conn: Connection, office: str, name: str, sign_key: bytes, seal_key: str, escrow: str | None) -> None:
    """From now on a trusted office has these keys. What it said of itself stays."""
    conn.execute(
        update(peer)
        .where(peer.c.office == office)
        .values(name=name, sign_key=sign_key, seal_key=seal_key, escrow=escrow)
    )


def forget_heads(conn: Connection, office: str) -> None:
    """A trusted office that began anew: it holds nothing until it says otherwise."""
    conn.execute(update(peer).where(peer.c.office == office).values(heads="{}"))


def set_still_sealed(conn: Connection, office: str, ago: int) -> None:
    """The office's newest bundle was sealed to the keys that we had `ago` changes ago (0: today's)."""
    put_settings(conn, {_USED + office: str(ago)})


def forget_sealed(conn: Connection) -> None:
    """Our keys have changed: nobody is known to use the new ones."""
    conn.exec_driver_sql("DELETE FROM setting WHERE substr(key, 1, 9) = ?", (_USED,))


def still_sealed(conn: Connection, offices: list[str]) -> dict[str, int]:
    """For those of the offices that have sealed something: to the keys of how many changes ago."""
    rows = conn.exec_driver_sql("SELECT key, value FROM setting WHERE substr(key, 1, 9) = ?", (_USED,))
    told = {key.removeprefix(_USED): int(value) for key, value in rows}
    return {office: told[office] for office in offices if office in told}
