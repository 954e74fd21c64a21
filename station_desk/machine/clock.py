"""The clock of this computer, and one that stands still for tests. Instants are UTC; days are the day on the wall."""

from datetime import UTC, date, datetime, timedelta


class Clock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """This instant, UTC, with its zone."""
        return datetime.now(UTC)

    def now_iso(self) -> str:
        """This instant as it is stored: `2026-11-22T01:41:07.250Z`."""
        return iso(self.now())

    def today(self) -> date:
        """The day on the wall (local time zone)."""
        return self.now().astimezone().date()

    def wall_ms(self) -> int:
        """Milliseconds since 1970, for the journal's clock."""
        return int(self.now().timestamp() * 1000)


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("an instant needs its zone")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        """Move the clock; negative moves it back."""
        self._at += by


def iso(instant: datetime) -> str:
    """An instant as it is stored: UTC, milliseconds, `Z`; such texts sort like the instants."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def time_text(instant: datetime, now: datetime) -> str:
    """An instant as a person reads it, local: `09:12`, with the date before it when it is not today."""
    local = instant.astimezone()
    return local.strftime("%H:%M" if local.date() == now.astimezone().date() else "%Y-%m-%d %H:%M")
