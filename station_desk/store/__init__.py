"""Tables, rows <-> domain, unit of work, journal, access log, queries, migrations, backups. Owns SQLAlchemy."""
