"""Alembic steps, one for each schema number. `schema` is the only door; nothing else imports this folder."""
