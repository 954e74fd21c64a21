"""Degraded scans: how many sheets are identified, how many ticks are right, how long it takes.

    python -m tests.bench.scans [pages] [seed] [first page] [hard]

Each page is an F20 or F25 with ticks by pen or pencil, then turned, blurred, stained, folded, cut, photographed, saved as
JPEG at 100 to 300 dpi. Whoever took both codes away (a folded corner and a cut edge) cannot be identified; such pages
count all the same. `hard`: pages of the other pile (`tests.support.hard_piles`), digits too. The floor is decoding the
picture alone. A page is the same whatever page comes first, so that a run can
be split, and one page looked at again.
"""

import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from PIL import Image

from station_desk.domain.paper import Box, Place, Serial, SheetMark, code_text
from station_desk.domain.scanned import Geometry
from station_desk.machine.folders import forms_dir, resources_dir
from station_desk.printing import door
from station_desk.scans import images
from station_desk.scans.pages import look
from tests.support import hard_piles
from tests.support.form_samples import blank as sample
from tests.support.hard_piles import Made
from tests.support.paper import KEY, NOWHERE, bundled, picture
from tests.support.scan_piles import Filled, fill_ticks, some_wear, worn

FORMS = ("F20", "F25")
SHEETS = 12
"""Different serials of each form."""

DRAWN = 4
"""So many of them are drawn, and filled in and worn anew for every page."""

TOLD_EVERY = 50
"""Pages after which it is said how far it got."""


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


def main(pages: int, seed: int, first: int, *, hard: bool) -> None:
    """Make, read and judge so many pages."""
    places: dict[str, tuple[Geometry, ...]] = {f"{code}/1": (geometry(code),) for code in FORMS}
    printed = {code: print_pages(code) for code in FORMS}
    drawn = {
        (code, at, dpi): picture(printed[code][0], at + 1, dpi)
        for code in FORMS
        for at in range(DRAWN)
        for dpi in ((hard_piles.DPI,) if hard else (200, 300))
    }
    count: Counter[str] = Counter()
    make = _hard if hard else _worn
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        for at in range(first, first + pages):
            rng = random.Random(seed * 100_003 + at)
            code, sheet = rng.choice(FORMS), rng.randrange(DRAWN)
            made, file, what = make(drawn, code, sheet, places[f"{code}/1"][0].boxes, rng, Path(folder))
            judge(count, file, places, made, printed[code][1][sheet], f"page {at} {code} {what}")
            if count["pages"] % TOLD_EVERY == 0:
                say(f"{count['pages']} of {pages} pages, {count['wrong and sure']} ticks wrong and sure")
    tell(count)


Drawn = Mapping[tuple[str, int, int], Image.Image]


def _worn(
    drawn: Drawn, code: str, sheet: int, boxes: tuple[Box, ...], rng: random.Random, folder: Path
) -> tuple[Filled, Path, str]:
    """A page of the ordinary bad pile."""
    wear = some_wear(rng)
    dpi = 300 if wear.dpi == 300 else 200
    made = fill_ticks(drawn[code, sheet, dpi], dpi, boxes, rng, doubts=0.03)
    file = folder / "page.jpg"
    worn(made.picture, dpi, wear, rng).save(file, quality=wear.jpeg)
    return made, file, str(wear)


def _hard(
    drawn: Drawn, code: str, sheet: int, boxes: tuple[Box, ...], rng: random.Random, folder: Path
) -> tuple[Made, Path, str]:
    """A page of the other pile; what shows through is the sheet that lies behind it."""
    other = drawn[code, (sheet + 1) % DRAWN, hard_piles.DPI]
    made = hard_piles.hard_page(drawn[code, sheet, hard_piles.DPI], other, boxes, rng)
    file = folder / f"page{made.suffix}"
    made.picture.save(file, quality=made.quality)  # a PNG has none and does not mind
    return made, file, ", ".join(made.mishaps)


def judge(
    count: Counter[str],
    file: Path,
    places: dict[str, tuple[Geometry, ...]],
    made: Filled | Made,
    wanted: str,
    what: str,
) -> None:
    """Read one page and add to the counts how it went; what went wrong is said."""
    start = time.process_time_ns()
    grey = images.load(file, 1)
    count["floor"] += time.process_time_ns() - start
    seen = look(grey, 1, places, cutouts=False)
    count["spent"] += time.process_time_ns() - start
    named = [one.code.split(":")[1] for one in seen.sheets]
    count["pages"] += 1
    count["identified"] += wanted in named
    count["filed wrongly"] += any(name != wanted for name in named)
    if wanted not in named:
        say(f"{what}: {seen.fault}")
        return
    count["not fitting"] += not seen.sheets[0].fits
    marks = {mark.box: mark for mark in seen.sheets[0].marks}
    for box, says in made.says.items():
        mark = marks.get(box)
        sure = mark is not None and mark.sure
        right = mark is not None and mark.value == says
        if not isinstance(says, bool):
            count["numbers"] += 1
            count["numbers read"] += sure and right
            count["numbers wrong"] += sure and not right
            continue
        count["ticks"] += 1
        count["right"] += sure and right
        count["in doubt"] += not sure
        count["wrong and sure"] += sure and not right
        if sure and not right:
            say(f"{what}: {box} says {says}")
    for box in made.doubtful:
        count["struck out"] += 1
        count["struck out, taken as ticked"] += box in marks and marks[box].value is True


def say(line: str) -> None:
    """A line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def tell(count: Counter[str]) -> None:
    """The figures; after Ctrl+C those of the pages so far."""
    pages, ticks = max(count["pages"], 1), max(count["ticks"], 1)
    say(
        f"{pages} pages: identified {count['identified'] / pages:.2%}, filed wrongly {count['filed wrongly']}, "
        f"boxes not fitting {count['not fitting']}"
    )
    say(
        f"{ticks} tick boxes: right {count['right'] / ticks:.3%}, in doubt {count['in doubt'] / ticks:.3%}, "
        f"wrong and sure {count['wrong and sure']} ({count['wrong and sure'] / ticks:.4%})"
    )
    if count["numbers"]:
        read = count["numbers read"] / count["numbers"]
        say(f"{count['numbers']} numbers: read {read:.1%}, wrong and sure {count['numbers wrong']}")
    say(f"struck out {count['struck out']}, taken as ticked {count['struck out, taken as ticked']}")
    say(
        f"CPU {count['spent'] / pages / 1e9:.3f} s a page, {count['spent'] / max(count['floor'], 1):.1f} x decoding alone"
    )


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:] if one != "hard"]
    main(*given, *(1000, 1, 0)[len(given) :], hard="hard" in sys.argv[1:])
