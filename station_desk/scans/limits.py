"""How much a scan may ask for (RELIABILITY 0.6: foreign files)."""

FILE_BYTES = 1024 * 1024 * 1024
"""A pile of 1,000 pages at 300 dpi in colour is about 600 MB."""

PAGES = 5_000
PIXELS = 120_000_000
"""An A3 page at 600 dpi has 70 million."""

LONGEST = 3600
"""Pixels along the longer side with which a page is worked on: A3 at 220 dpi, A4 at 300 dpi."""

MEMORY_MB = 2048
COUNT_SECONDS = 60.0
PAGE_SECONDS = 20.0
AT_ONCE = 8
"""Pages that one child process reads: few enough to show progress, enough to make its start cheap."""
