"""Station Desk: the offline desk of a police station for its village police assistants."""

__version__ = "0.1.0"
SCHEMA_VERSION = 4
"""One integer per release that changes the tables (journal field `sv`, EXCHANGE 7.5)."""
