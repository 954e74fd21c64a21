"""Record ids made offline: UUIDv7 as 32 lower-case hex digits (time first, so inserts stay in order)."""

import os
import re
import threading
import time

RECORD_ID = re.compile(r"[0-9a-f]{32}")

_COUNTER_BITS = 74
_COUNTER_START = (1 << 73) - 1


class _Last:
    """The id made last by this process: within one millisecond the next one is a little larger, never smaller."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.ms = 0
        self.counter = 0

    def next(self, ms: int) -> tuple[int, int]:
        noise = int.from_bytes(os.urandom(10), "big")
        with self.lock:
            if ms > self.ms:
                self.ms, self.counter = ms, noise & _COUNTER_START
            else:
                self.counter += 1 + (noise & 0xFFFF_FFFF)
                if self.counter >> _COUNTER_BITS:
                    self.ms, self.counter = self.ms + 1, noise & _COUNTER_START
            return self.ms, self.counter


_last = _Last()


def new_id(now_ms: int | None = None) -> str:
    """A new UUIDv7, larger than every one this process made before. `now_ms`: the wall clock (default: now)."""
    ms, counter = _last.next(time.time_ns() // 1_000_000 if now_ms is None else now_ms)
    value = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (counter >> 62) << 64 | 0b10 << 62 | counter & (1 << 62) - 1
    return f"{value:032x}"
