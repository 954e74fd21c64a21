"""Wrong pass phrases are counted on disk: five, then a wait that doubles and survives a restart (RELIABILITY 3).

Only wrong tries are written, after they were judged: many programs may open one home at the same moment. The wait is
for people at the keyboard; who copies the files is held up by Argon2id alone.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import Clock, time_text
from station_desk.machine.files import write_atomic
from station_desk.machine.home import Home

TRIES = 5
FIRST_WAIT_MS = 30 * 60 * 1000
LONGEST_WAIT_MS = 24 * 3600 * 1000


@dataclass(slots=True)
class _Count:
    wrong: int = 0
    rounds: int = 0
    until_ms: int = 0


class Attempts:
    """The wrong tries at one home, by slot."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self._home = home
        self._clock = clock

    def check(self, slot: str) -> None:
        """Trouble must_wait(until) while the wait lasts; then even the right pass phrase is not tried."""
        counts = self._load()
        count, now = counts.get(slot, _Count()), self._clock.wall_ms()
        if count.until_ms <= now:
            return
        longest = _wait_ms(max(count.rounds - 1, 0))
        if count.until_ms - now > longest:  # the clock was set back: wait once more, not until that distant day
            count.until_ms = now + longest
            self._save(counts)
        raise self._must_wait(count.until_ms)

    def wrong(self, slot: str) -> Trouble:
        """Count one wrong try; what to say of it: wrong_pass_phrase(left), or must_wait(until) after the last."""
        counts = self._load()
        count = counts.setdefault(slot, _Count())
        count.wrong += 1
        left = TRIES - count.wrong
        if left <= 0:
            count.until_ms = self._clock.wall_ms() + _wait_ms(count.rounds)
            count.rounds, count.wrong = count.rounds + 1, 0
        self._save(counts)
        return Trouble("wrong_pass_phrase", left=left) if left > 0 else self._must_wait(count.until_ms)

    def forget(self, slot: str) -> None:
        """The right pass phrase was given: the count starts anew."""
        counts = self._load()
        if counts.pop(slot, None) is not None:
            self._save(counts)

    def _must_wait(self, until_ms: int) -> Trouble:
        until = datetime.fromtimestamp(until_ms / 1000, UTC)
        return Trouble("must_wait", until=time_text(until, self._clock.now()))

    def _load(self) -> dict[str, _Count]:
        try:
            told = json.loads(self._home.attempts.read_bytes())
            return {str(slot): _Count(**{k: int(v) for k, v in count.items()}) for slot, count in told.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _save(self, counts: dict[str, _Count]) -> None:
        with suppress(OSError):  # a home on a full or read-only disk can still be opened to look at it
            data = json.dumps({slot: asdict(count) for slot, count in counts.items()})
            write_atomic(self._home.attempts, data.encode())


def _wait_ms(rounds: int) -> int:
    return min(FIRST_WAIT_MS << min(rounds, 10), LONGEST_WAIT_MS)
