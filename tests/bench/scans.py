"""Degraded scans: how many sheets are identified, how many ticks are right, how long it takes.

    python -m tests.bench.scans [pages] [seed]

Each page is an F20 or F25 with ticks by pen or pencil, then turned, blurred, stained, folded, cut, photographed, saved as
JPEG at 100 to 300 dpi. Whoever took both codes away (a folded corner and a cut edge) cannot be identified; such pages
count all the same. The floor is decoding the JPEG alone.
"""

import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from station_desk.domain.paper import Box, Place, Serial, SheetMark, code_text
from station_desk.domain.scanned import Geometry
from station_desk.machine.folders import forms_dir, resources_dir
from station_desk.printing import door
from station_desk.scans import images
from station_desk.scans.pages import look
from tests.support.form_samples import blank as sample
from tests.support.paper import KEY, NOWHERE, bundled, picture
from tests.support.scan_piles import fill_ticks, some_wear, worn

FORMS = ("F20", "F25")
SHEETS = 12
"""Different serials of each form; every page is filled in and worn anew."""


def geometry(code: str) -> Geometry:
    """The geometry file of a bundled form."""
    told = json.loads((forms_dir() / "geometry" / f"{code}.json").read_text("utf-8"))
    return Geometry(
        code,
        told["version"],
        told["width_mm"],
        told["height_mm"],
        tuple(Place(**told[name]) for name in ("qr", "qr_low")),
        tuple(Place(**mark) for mark in told["marks"]),
        tuple(Box(**box) for box in told["boxes"]),
    )


def print_pages(code: str) -> tuple[bytes, list[str]]:
    """`SHEETS` sheets of a form, each with its own code."""
    serials = [str(Serial("2009", code, 2026, at + 1)) for at in range(SHEETS)]
    form = bundled(code)
    scope = sample(form.subject)

    def mark(index: int, page: int) -> SheetMark:
        return SheetMark(serials[index], code_text(serials[index], page, KEY))

    made = door.print_form(form, resources_dir() / "fonts", NOWHERE, [scope] * SHEETS, mark)
    return made.pdf, serials


def main(pages: int, seed: int) -> None:
    """Make, read and judge so many pages."""
    places = {f"{code}/1": (geometry(code),) for code in FORMS}
    printed = {code: print_pages(code) for code in FORMS}
    drawn = {
        (code, at, dpi): picture(printed[code][0], at + 1, dpi)
        for code in FORMS
        for at in range(SHEETS)
        for dpi in (200, 300)
        if at < 4
    }
    count: Counter[str] = Counter()
    spent = floor = 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.jpg"
        for at in range(pages):
            rng = random.Random(seed * 100_003 + at)
            code, sheet = rng.choice(FORMS), rng.randrange(4)
            wear = some_wear(rng)
            dpi = 300 if wear.dpi == 300 else 200
            made = fill_ticks(drawn[code, sheet, dpi], dpi, places[f"{code}/1"][0].boxes, rng, doubts=0.03)
            worn(made.picture, dpi, wear, rng).save(file, quality=wear.jpeg)
            start = time.process_time()
            grey = images.load(file, 1)
            floor += time.process_time() - start
            seen = look(grey, 1, places, cutouts=False)
            spent += time.process_time() - start
            wanted = printed[code][1][sheet]
            named = [one.code.split(":")[1] for one in seen.sheets]
            count["pages"] += 1
            count["identified"] += wanted in named
            count["filed wrongly"] += any(name != wanted for name in named)
            if wanted not in named:
                print(f"page {at}: {seen.fault} {wear}")  # noqa: T201
                continue
            count["not fitting"] += not seen.sheets[0].fits
            marks = {mark.box: mark for mark in seen.sheets[0].marks}
            for box, says in made.says.items():
                mark = marks.get(box)
                count["ticks"] += 1
                count["right"] += mark is not None and mark.sure and mark.value == says
                count["in doubt"] += mark is None or not mark.sure
                wrong = mark is not None and mark.sure and mark.value != says
                count["wrong and sure"] += wrong
                if wrong:
                    print(f"page {at} {code} {box}: says {says} {wear}")  # noqa: T201
            for box in made.doubtful:
                count["struck out"] += 1
                count["struck out, taken as ticked"] += box in marks and marks[box].value is True
    tell(count, spent, floor)


def tell(count: Counter[str], spent: float, floor: float) -> None:
    """The figures."""
    pages, ticks = max(count["pages"], 1), max(count["ticks"], 1)
    print(  # noqa: T201
        f"{pages} pages: identified {count['identified'] / pages:.2%}, filed wrongly {count['filed wrongly']}, "
        f"boxes not fitting {count['not fitting']}\n"
        f"{ticks} tick boxes: right {count['right'] / ticks:.3%}, in doubt {count['in doubt'] / ticks:.3%}, "
        f"wrong and sure {count['wrong and sure']} ({count['wrong and sure'] / ticks:.4%})\n"
        f"struck out {count['struck out']}, taken as ticked {count['struck out, taken as ticked']}\n"
        f"CPU {spent / pages:.3f} s a page, {spent / max(floor, 1e-9):.1f} times decoding alone"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
