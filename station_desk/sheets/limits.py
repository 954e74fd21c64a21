"""How large a foreign file may be (RELIABILITY 0.6) and how long its reading may take."""

FILE_BYTES = 20 * 1024 * 1024
"""The file itself."""
UNPACKED_BYTES = 200 * 1024 * 1024
"""All parts of an xlsx together, counted while they are unpacked, not by what the headers claim."""
RATIO = 100
"""Unpacked to packed, judged from `RATIO_FROM_BYTES` on: small sheets of formatted blank rows compress well."""
RATIO_FROM_BYTES = 20 * 1024 * 1024
ROWS = 50_000
COLUMNS = 200
STRAY_CELLS = 100
"""So many cells beyond `ROWS` and `COLUMNS` are everyday dirt and are left out; more make the sheet too large."""
DENSE_CELLS = 2_000_000
"""Up to this area calamine may lay the sheet out in memory; beyond it the sheet is read row by row."""
CELL_CHARACTERS = 2_000
"""What a cell says beyond is left out: no fact about a person is so long."""
SHEETS = 100
MERGES = 100_000
"""Merged areas of one sheet."""
SECONDS = 25.0
"""The child's share of `WHOLE_SECONDS`."""
WHOLE_SECONDS = 30.0
"""Within this time a file is read and made ready to be looked at, or refused."""
MEMORY_MB = 512
