"""How the database grows: what the journal holds of each year, how fast it grows now, how long the disk will do."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Year:
    """What the journal holds of one calendar year, in bytes of its own rows."""

    year: int
    transactions: int
    changes: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Sizes in bytes. `database` is the file, `free_inside` what of it is free for coming records, `journal` its rows,
    `contents` photos and documents, `backups` the files in the home's own folder, `disk_free` what is left beside them.

    `year` is what a year adds to the database as the last `months` whole months went, `disk_year` the same with the
    backups that are kept; None while there is no whole month to tell from.
    """

    database: int
    free_inside: int
    journal: int
    contents: int
    backups: int
    disk_free: int
    transactions: int
    changes: int
    years: tuple[Year, ...]
    months: int
    year: int | None
    disk_year: int | None

    @property
    def disk_years(self) -> int | None:
        """Whole years for which `disk_free` will do; None where nothing grows, or nothing can be told yet."""
        return self.disk_free // self.disk_year if self.disk_year else None

    def as_dict(self) -> dict[str, object]:
        """The answer of `journal size`: sizes in bytes."""
        told = asdict(self)
        sizes = ("database", "free_inside", "journal", "contents", "backups", "disk_free")
        return {f"{name}_bytes": told[name] for name in sizes} | {
            "transactions": self.transactions,
            "changes": self.changes,
            "years": told["years"],
            "months_counted": self.months,
            "year_bytes": self.year,
            "disk_year_bytes": self.disk_year,
            "disk_years": self.disk_years,
        }
