"""The people of a desk: rows <-> dataclasses. An account that left stays, so that the journal can name its acts."""

from sqlalchemy import Connection, select

from station_desk.domain.journal import Value
from station_desk.domain.records import Account, Role
from station_desk.store.tables import account


def load_accounts(conn: Connection, scope: str | None = None, *, active_only: bool = False) -> list[Account]:
    """Accounts (of one office's scope) in the order in which they were made."""
    query = select(account.c.scope, account.c.id, account.c.name, account.c.role, account.c.active)
    query = query.where(account.c.deleted == 0).order_by(account.c.id)
    if scope is not None:
        query = query.where(account.c.scope == scope)
    if active_only:
        query = query.where(account.c.active == 1)
    return [
        Account(of, rid, name or "", Role(role or Role.CLERK), bool(active))
        for of, rid, name, role, active in conn.execute(query)
    ]


def load_account(conn: Connection, account_id: str) -> Account | None:
    """One account, None where there is none."""
    return next((found for found in load_accounts(conn) if found.id == account_id), None)


def account_names(conn: Connection) -> dict[str, str]:
    """Account id -> name, for histories; those that left included."""
    return {rid: name or "" for rid, name in conn.execute(select(account.c.id, account.c.name))}


def account_fields(of: Account) -> dict[str, Value]:
    """The account's fields as the journal holds them."""
    return {"name": of.name, "role": of.role.value, "active": int(of.active)}
