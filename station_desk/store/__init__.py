"""Tables, rows <-> domain, unit of work, journal, access log, queries, migrations, backups. Owns SQLAlchemy.

Importing SQLAlchemy takes a quarter of a second, so a program that must show a window first imports this room late.
Alembic is imported later still: only `schema` opens that door, when a home is made or migrated.
"""
