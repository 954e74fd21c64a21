"""The home folder of one office: what lies where. Everything in it belongs together and is copied together."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder `path` and the names in it. Nothing here touches the disk but the methods with a verb."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "desk.db"

    @property
    def database_next(self) -> Path:
        """The database under its new key, before it takes the place of the old one."""
        return self.path / "desk-next.db"

    @property
    def database_old(self) -> Path:
        """The database under its former key, until the new one stands."""
        return self.path / "desk-old.db"

    @property
    def slots_a(self) -> Path:
        return self.path / "keys-a.json"

    @property
    def slots_b(self) -> Path:
        return self.path / "keys-b.json"

    @property
    def anchor_a(self) -> Path:
        return self.path / "anchor-a.json"

    @property
    def anchor_b(self) -> Path:
        return self.path / "anchor-b.json"

    @property
    def attempts(self) -> Path:
        return self.path / "attempts.json"

    @property
    def lock(self) -> Path:
        return self.path / "writer.lock"

    @property
    def holder(self) -> Path:
        """Who holds the lock and since when."""
        return self.path / "writer.json"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    def exists(self) -> bool:
        """Whether anything of an office is here: one file is enough, so that nothing is ever written over it."""
        return any(file.exists() for file in (self.slots_a, self.slots_b, self.database))
