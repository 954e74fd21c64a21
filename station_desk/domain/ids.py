"""Record ids made offline: UUIDv7 as 32 lower-case hex digits (time first, so inserts stay in order)."""

import os
import re
import time

RECORD_ID = re.compile(r"[0-9a-f]{32}")


def new_id(now_ms: int | None = None) -> str:
    """A new UUIDv7. `now_ms` is the wall clock in milliseconds since 1970 (default: now)."""
    ms = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    noise = int.from_bytes(os.urandom(10), "big")
    value = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    return f"{value:032x}"
