"""Looking at a print of 1,000 pages: the time of a page, and the memory of the whole, beside pdfium alone.

    .venv/bin/python -m tests.bench.preview [count]

The floor opens the document once and draws the same pages at the same size; ours opens it for each page, as the window
does, so that nothing of a print stays behind. Both draw 900 pixels wide. Memory is the highest of a fresh process that
draws the letters, looks at 40 of them and holds the bytes.
"""

import resource
import statistics
import subprocess
import sys
import time

from tests.bench.letters import layer, tell

WIDTH = 900
LOOKED_AT = 40
MOST_MS, MOST_MB = 100, 300


def floor(pdf: bytes, pages: list[int]) -> list[float]:
    """Seconds a page with the document kept open."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    taken = []
    for page in pages:
        began = time.perf_counter()
        sheet = document[page - 1]
        bytes(sheet.render(scale=WIDTH / sheet.get_width()).buffer)
        taken.append(time.perf_counter() - began)
    document.close()
    return taken


def ours(pdf: bytes, pages: list[int]) -> list[float]:
    """Seconds a page as the window makes it."""
    from station_desk.printing import door

    taken = []
    for page in pages:
        began = time.perf_counter()
        door.page_picture(pdf, page, WIDTH)
        taken.append(time.perf_counter() - began)
    return taken


def run(count: int) -> None:
    """One fresh process: print, look, tell."""
    pdf = layer(count)
    pages = [1 + at * (count - 1) // (LOOKED_AT - 1) for at in range(LOOKED_AT)]
    ours(pdf, pages[:1])
    mine, least = ours(pdf, pages), floor(pdf, pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    middle, base = statistics.median(mine) * 1000, statistics.median(least) * 1000
    tell(f"a preview page of {count}: median {middle:.1f} ms, worst {max(mine) * 1000:.1f} ms (bar {MOST_MS} ms)")
    tell(f"pdfium alone: median {base:.1f} ms; ratio {middle / base:.2f}")
    tell(
        f"memory of {count} pages printed and looked at: {peak:.0f} MB (bar {MOST_MB} MB), PDF {len(pdf) / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if "--here" in sys.argv:
        run(wanted)
    else:
        subprocess.run([sys.executable, "-m", "tests.bench.preview", str(wanted), "--here"], check=True)
