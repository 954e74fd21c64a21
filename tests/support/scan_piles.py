"""Piles of scanned paper as they come: sheets filled in by hand, badly scanned, with what is truly on them."""

import io
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from station_desk.domain.paper import Box
from station_desk.domain.scanned import Geometry

PENS = {"black": 30, "blue": 70, "gel": 15, "pencil": 105, "hard pencil": 150}
"""How bright the ink of a pen is in grey (paper is 255)."""

STYLES = ("tick", "long tick", "cross", "fill", "scribble", "slash")


@dataclass
class Filled:
    """A sheet filled in: the picture, what each box says (absent: empty or blank), boxes that nobody can judge."""

    picture: Image.Image
    dpi: int
    says: dict[str, bool | int] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)


# --- filling in ----------------------------------------------------------------------------------------------------
def fill_ticks(
    page: Image.Image, dpi: int, boxes: Sequence[Box], rng: random.Random, *, share: float = 0.3, doubts: float = 0.0
) -> Filled:
    """Ticks in about `share` of the tick boxes (one of a group), in one pen; `doubts`: share of struck out ones."""
    filled = Filled(page.copy(), dpi)
    pen = PENS[rng.choice(tuple(PENS))]
    width = rng.uniform(0.3, 0.75)
    taken: set[str] = set()
    for box in boxes:
        if box.kind != "tick":
            continue
        filled.says[box.id] = False
        if rng.random() > share or (box.group in taken and box.group):
            continue
        if box.group:
            taken.add(box.group)
        draw_mark(filled, box, rng.choice(STYLES), pen, width, rng)
        filled.says[box.id] = True
        if rng.random() < doubts:
            draw_mark(filled, box, "strike", pen, width, rng)
            del filled.says[box.id]
            filled.doubtful.add(box.id)
    return filled


def draw_mark(filled: Filled, box: Box, style: str, pen: int, width: float, rng: random.Random) -> None:
    """One mark in a box, in a pen of this grey, `width` mm wide."""
    w = box.w_mm
    cx, cy = box.x_mm + w / 2 + rng.gauss(0, 0.06 * w), box.y_mm + w / 2 + rng.gauss(0, 0.06 * w)
    size = w * rng.uniform(0.75, 1.15)
    lines: list[list[tuple[float, float]]] = []
    if style in ("tick", "long tick"):
        tail = 1.6 if style == "long tick" else 1.0
        lines = [[(-0.42, -0.02), (-0.12, 0.38), (0.45 * tail, -0.45 * tail)]]
    elif style == "cross":
        lines = [[(-0.42, -0.4), (0.42, 0.42)], [(0.4, -0.42), (-0.42, 0.4)]]
    elif style == "slash":
        lines = [[(-0.38, 0.42), (0.42, -0.42)]]
    elif style == "fill":
        lines = [[(-0.42, y / 20), (0.42, y / 20)] for y in range(-8, 9)]
        width = max(width, 0.35)
    elif style == "scribble":
        zigzag = [(-0.42 + 0.84 * (i % 2), -0.4 + 0.8 * i / 9) for i in range(10)]
        lines = [zigzag]
    elif style == "strike":
        lines = [[(-0.95, y), (0.95, y + rng.uniform(-0.1, 0.1))] for y in (-0.12, 0.12)]
    stroke(filled, [[(cx + x * size, cy + y * size) for x, y in line] for line in lines], pen, width, rng)


def stroke(filled: Filled, lines: list[list[tuple[float, float]]], pen: int, width: float, rng: random.Random) -> None:
    """Lines by hand, in mm: shaky, thinner and thicker, over what is printed."""
    scale = filled.dpi / 25.4
    xs = [x for line in lines for x, _ in line]
    ys = [y for line in lines for _, y in line]
    left, top = int((min(xs) - 2) * scale), int((min(ys) - 2) * scale)
    size = (int((max(xs) - min(xs) + 4) * scale) + 1, int((max(ys) - min(ys) + 4) * scale) + 1)
    up = 3
    ink = Image.new("L", (size[0] * up, size[1] * up), 255)
    draw = ImageDraw.Draw(ink)
    for line in lines:
        path = _shaky(line, rng)
        for (x0, y0), (x1, y1) in pairwise(path):
            thick = max(1.0, width * scale * up * rng.uniform(0.8, 1.1))
            a = ((x0 * scale - left) * up, (y0 * scale - top) * up)
            b = ((x1 * scale - left) * up, (y1 * scale - top) * up)
            draw.line([a, b], fill=pen, width=round(thick))
            r = thick / 2
            draw.ellipse([b[0] - r, b[1] - r, b[0] + r, b[1] + r], fill=pen)
    ink = ink.resize(size, Image.Resampling.BOX)
    area = (left, top, left + size[0], top + size[1])
    filled.picture.paste(ImageChops.darker(filled.picture.crop(area), ink), area)


def _shaky(line: list[tuple[float, float]], rng: random.Random) -> list[tuple[float, float]]:
    path = [line[0]]
    for (x0, y0), (x1, y1) in pairwise(line):
        bend = rng.gauss(0, 0.05) * math.hypot(x1 - x0, y1 - y0)
        for i in range(1, 7):
            t = i / 6
            curve = bend * math.sin(math.pi * t)
            path.append(
                (x0 + (x1 - x0) * t + curve + rng.gauss(0, 0.02), y0 + (y1 - y0) * t + curve + rng.gauss(0, 0.02))
            )
    return path


def write_digits(filled: Filled, box: Box, text: str, glyph: Callable[[str], Image.Image], rng: random.Random) -> None:
    """Digits, one a place from the right; `glyph` gives a digit's ink as a picture, white on black."""
    scale = filled.dpi / 25.4
    places = max(1, round(box.w_mm / box.h_mm))
    pitch = box.w_mm / places
    for i, mark in enumerate(reversed(text)):
        high = box.h_mm * rng.uniform(0.62, 0.85)
        ink = glyph(mark)
        box_ = ink.getbbox()
        assert box_ is not None
        ink = ink.crop(box_)
        size = (max(1, round(ink.width / ink.height * high * scale)), round(high * scale))
        ink = ink.resize(size, Image.Resampling.BICUBIC)
        cx = box.x_mm + box.w_mm - pitch * (i + 0.5) + rng.gauss(0, 0.05 * pitch)
        cy = box.y_mm + box.h_mm / 2 + rng.gauss(0, 0.04 * pitch)
        at = (round(cx * scale - size[0] / 2), round(cy * scale - size[1] / 2))
        under = filled.picture.crop((*at, at[0] + size[0], at[1] + size[1]))
        filled.picture.paste(ImageChops.darker(under, ImageChops.invert(ink)), at)
    filled.says[box.id] = int(text)


# --- what befalls paper --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wear:
    """How a page came through: everything that befell it."""

    dpi: int = 200
    turn: float = 0.0  # degrees
    quarter: int = 0  # quarter turns
    blur: float = 0.0  # pixels
    noise: float = 0.0
    jpeg: int = 92
    paper: int = 255
    fade: float = 1.0  # share of the ink's strength that is left
    shadow: float = 0.0
    stains: int = 0
    holes: bool = False
    staple: bool = False
    fold: str = ""  # "tl", "tr", "bl", "br"
    fold_mm: float = 0.0
    cut: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # mm off left, top, right, bottom
    border: int = 0  # black edge of the scanner, pixels
    photo: float = 0.0  # perspective: share by which corners move


def some_wear(rng: random.Random, dpis: Sequence[int] = (100, 150, 200, 300)) -> Wear:
    """What befalls an ordinary page of a bad pile."""
    dpi = rng.choice(dpis)
    cut = [0.0] * 4
    if rng.random() < 0.2:
        cut[rng.randrange(4)] = rng.uniform(2, 12)
    return Wear(
        dpi=dpi,
        turn=rng.gauss(0, 2.0),
        quarter=rng.choice((0, 0, 0, 2, 2, 1, 3)),
        blur=rng.uniform(0, 0.004 * dpi),
        noise=rng.uniform(0, 12),
        jpeg=rng.randrange(35, 95),
        paper=rng.randrange(190, 256),
        fade=rng.uniform(0.75, 1.0),
        shadow=rng.choice((0, 0, 0.15, 0.3)),
        stains=rng.choice((0, 0, 0, 1, 2)),
        holes=rng.random() < 0.3,
        staple=rng.random() < 0.3,
        fold=rng.choice(("", "", "", "", "tl", "tr", "bl", "br")),
        fold_mm=rng.uniform(8, 38),
        cut=(cut[0], cut[1], cut[2], cut[3]),
        border=rng.choice((0, 0, 0, rng.randrange(5, 40))),
        photo=rng.choice((0, 0, 0, 0, rng.uniform(0.01, 0.05))),
    )


def worn(page: Image.Image, page_dpi: int, wear: Wear, rng: random.Random) -> Image.Image:
    """The page as it comes out of the scanner."""
    shown = _on_paper(page, page_dpi, wear, rng)
    scale = wear.dpi / page_dpi
    if scale < 1:
        shown = shown.resize((round(shown.width * scale), round(shown.height * scale)), Image.Resampling.BOX)
    elif scale > 1:
        shown = shown.resize((round(shown.width * scale), round(shown.height * scale)), Image.Resampling.BICUBIC)
    ground = rng.choice((255, 235, 60)) if wear.photo or wear.border else 250
    if wear.photo:
        shown = _photographed(shown, wear.photo, ground, rng)
    if wear.turn:
        shown = shown.rotate(wear.turn, Image.Resampling.BICUBIC, expand=True, fillcolor=ground)
    if wear.quarter:
        shown = shown.rotate(90 * wear.quarter, expand=True)
    if wear.blur:
        shown = shown.filter(ImageFilter.GaussianBlur(wear.blur))
    values = np.asarray(shown, dtype=np.float32)
    noise = np.random.default_rng(rng.randrange(1 << 30))
    if wear.noise:
        values = values + noise.normal(0, wear.noise, values.shape).astype(np.float32)
    if wear.shadow:
        values = values * _shadow(values.shape, wear.shadow, rng)
    if wear.border:
        values = np.pad(values, ((0, wear.border), (wear.border, 0)), constant_values=12)
    done = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    done.save(out, "JPEG", quality=wear.jpeg)
    return Image.open(io.BytesIO(out.getvalue())).convert("L")


def _on_paper(page: Image.Image, dpi: int, wear: Wear, rng: random.Random) -> Image.Image:
    """What happens to the paper itself, in its own size."""
    scale = dpi / 25.4
    ink = 255 - np.asarray(page, dtype=np.float32)
    shown = Image.fromarray(np.clip(wear.paper - ink * wear.fade * wear.paper / 255, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(shown)
    for _ in range(wear.stains):
        shown = _stained(shown, scale, rng)
        draw = ImageDraw.Draw(shown)
    if wear.holes:
        for y in (108.5, 188.5):
            x, r = 9.0 * scale, 3 * scale
            draw.ellipse([x - r, y * scale - r, x + r, y * scale + r], fill=rng.choice((20, 90, 250)))
    if wear.staple:
        draw.line([(5 * scale, 6 * scale), (14 * scale, 10 * scale)], fill=60, width=max(1, round(0.6 * scale)))
    if wear.fold:
        x = 0 if "l" in wear.fold else shown.width
        y = 0 if "t" in wear.fold else shown.height
        reach = wear.fold_mm * scale
        corner = [(x, y), (x + (reach if x == 0 else -reach), y), (x, y + (reach if y == 0 else -reach))]
        draw.polygon(corner, fill=rng.choice((40, 235, 205)))
        inner = [(corner[1][0], corner[2][1]), corner[1], corner[2]]
        draw.polygon(inner, fill=round(wear.paper * 0.93))
        draw.line([corner[1], corner[2]], fill=150, width=2)
    left, top, right, bottom = (round(mm * scale) for mm in wear.cut)
    return shown.crop((left, top, shown.width - right, shown.height - bottom))


def _stained(page: Image.Image, scale: float, rng: random.Random) -> Image.Image:
    """A ring and a blot of coffee."""
    cover = Image.new("L", page.size, 255)
    draw = ImageDraw.Draw(cover)
    x, y, r = rng.uniform(0, page.width), rng.uniform(0, page.height), rng.uniform(8, 35) * scale
    draw.ellipse([x - r, y - r, x + r, y + r], fill=rng.randrange(170, 235))
    draw.ellipse([x - r, y - r, x + r, y + r], outline=rng.randrange(120, 200), width=round(1.5 * scale))
    return ImageChops.multiply(page, cover.filter(ImageFilter.GaussianBlur(0.4 * scale)))


def _shadow(
    shape: tuple[int, ...], depth: float, rng: random.Random
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """Darker towards one side, with a soft edge somewhere."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    way = rng.uniform(0, 2 * math.pi)
    along = (x / shape[1] - 0.5) * math.cos(way) + (y / shape[0] - 0.5) * math.sin(way)
    step = 1 / (1 + np.exp(-(along - rng.uniform(-0.3, 0.3)) * 30))
    return (1 - depth * 0.5 * (along + 0.5) - depth * 0.5 * step).astype(np.float32)


def _photographed(page: Image.Image, far: float, ground: int, rng: random.Random) -> Image.Image:
    """Seen aslant, on a table."""
    w, h = page.size
    moved = [
        (
            x * w + rng.uniform(0, far) * w * (1 if x == 0 else -1),
            y * h + rng.uniform(0, far) * h * (1 if y == 0 else -1),
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(moved, ((0, 0), (w, 0), (w, h), (0, h)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    solved = np.linalg.solve(np.array(rows), np.array(wanted))
    return page.transform(
        (w, h), Image.Transform.PERSPECTIVE, tuple(solved), Image.Resampling.BICUBIC, fillcolor=ground
    )


def geometry_boxes(geometry: Geometry, kind: str) -> list[Box]:
    """The boxes of one kind."""
    return [box for box in geometry.boxes if box.kind == kind]
