"""A second kind of bad pile, made apart from `scan_piles`: other hands, other machines, other mishaps, in colour.

Marks are curves in pen colours that overshoot their boxes; pages are photographed, curled, faxed in one bit, torn at the
staple, punched, folded in four, wet with coffee, with the next sheet showing through.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from station_desk.domain.paper import Box
from station_desk.machine.folders import resources_dir

DPI = 300
"""In which pages are drawn before anything befalls them."""

_MM = DPI / 25.4
_INKS = ((20, 20, 25), (25, 45, 150), (60, 90, 190), (185, 30, 35), (30, 110, 60), (110, 110, 115), (140, 140, 145))
"""Black, two blues, red, green, two pencils."""

_FACES = ("LXGWWenKai-Regular.ttf", "NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf")

Point = tuple[float, float]
Values = NDArray[np.float32]


@dataclass
class Made:
    """A page as it comes in: the picture, what its boxes say, those nobody can judge, what befell it."""

    picture: Image.Image
    says: dict[str, bool | int]
    doubtful: set[str]
    mishaps: list[str] = field(default_factory=list)
    quality: int = 80
    suffix: str = ".jpg"


def hard_page(page: Image.Image, other: Image.Image, boxes: Sequence[Box], rng: random.Random) -> Made:
    """`page` (grey, 300 dpi) filled in by hand and badly treated; `other` is the sheet that lay behind it."""
    sheet = page.convert("RGB")
    says, doubtful = _write(sheet, boxes, rng)
    made = Made(sheet, says, doubtful)
    _befall(made, other, rng)
    _seen_by(made, rng)
    return made


# --- the hand ------------------------------------------------------------------------------------------------------
def _write(sheet: Image.Image, boxes: Sequence[Box], rng: random.Random) -> tuple[dict[str, bool | int], set[str]]:
    ink, width = rng.choice(_INKS), rng.uniform(0.25, 0.8)
    says: dict[str, bool | int] = {}
    doubtful: set[str] = set()
    taken: set[str] = set()
    face = ImageFont.truetype(str(_face(rng.choice(_FACES))), 90)
    habit = rng.choice(("tick", "tick", "cross", "full", "any"))
    for box in boxes:
        if box.kind == "digits":
            if rng.random() < 0.25:
                says[box.id] = _number(sheet, box, face, ink, rng)
            continue
        says[box.id] = False
        chance = rng.random()
        if chance > 0.35 or (box.group and box.group in taken):
            if chance > 0.97:
                _speck(sheet, box, ink, rng)
            continue
        if box.group:
            taken.add(box.group)
        _mark(sheet, box, habit if habit != "any" else rng.choice(("tick", "cross", "full")), ink, width, rng)
        says[box.id] = True
        if chance < 0.015:
            _cross_out(sheet, box, ink, width, rng)
            del says[box.id]
            doubtful.add(box.id)
    return says, doubtful


def _face(name: str) -> Path:
    return next((resources_dir() / "fonts").rglob(name))


def _mark(sheet: Image.Image, box: Box, kind: str, ink: tuple[int, ...], width: float, rng: random.Random) -> None:
    """A tick that may overshoot its box, a cross, a box filled by strokes to and fro."""
    w = box.w_mm
    x, y = box.x_mm + w / 2 + rng.gauss(0, 0.3), box.y_mm + w / 2 + rng.gauss(0, 0.3)
    if kind == "tick":
        far = rng.uniform(0.4, 1.5)
        down, corner = (x - 0.42 * w, y - rng.uniform(0, 0.25) * w), (x - 0.08 * w, y + rng.uniform(0.28, 0.5) * w)
        end = (x + 0.5 * w * (0.6 + far), y - w * (0.3 + 0.5 * far))
        _curve(sheet, down, (down[0] + 0.05 * w, y + 0.2 * w), corner, ink, width, rng)
        _curve(sheet, corner, (x + 0.15 * w, y - 0.05 * w), end, ink, width, rng)
    elif kind == "cross":
        far = w * rng.uniform(0.35, 0.7)
        for sign in (1, -1):
            tilt = rng.gauss(0, 0.15) * w
            _curve(sheet, (x - far, y - sign * far + tilt), (x, y), (x + far, y + sign * far), ink, width, rng)
    else:
        steps = rng.randrange(7, 13)
        for n in range(steps):
            row = y - 0.42 * w + 0.84 * w * n / steps
            _curve(sheet, (x - 0.44 * w, row), (x, row + 0.2), (x + 0.44 * w, row + 0.3), ink, max(width, 0.4), rng)


def _cross_out(sheet: Image.Image, box: Box, ink: tuple[int, ...], width: float, rng: random.Random) -> None:
    """Somebody took the mark back: strokes through it and out on both sides."""
    y = box.y_mm + box.w_mm / 2
    for n in range(rng.randrange(2, 5)):
        at = y + (n - 1) * 0.7
        _curve(sheet, (box.x_mm - 2.2, at), (box.x_mm + 2, at + 0.3), (box.x_mm + box.w_mm + 2.2, at), ink, width, rng)


def _speck(sheet: Image.Image, box: Box, ink: tuple[int, ...], rng: random.Random) -> None:
    """A pen that rested in the box."""
    x, y = (box.x_mm + rng.uniform(0.8, 3)) * _MM, (box.y_mm + rng.uniform(0.8, 3)) * _MM
    ImageDraw.Draw(sheet).ellipse([x - 2, y - 2, x + 2, y + 2], fill=ink)


def _curve(
    sheet: Image.Image, a: Point, b: Point, c: Point, ink: tuple[int, ...], width: float, rng: random.Random
) -> None:
    """A stroke from a by way of b to c (mm) that presses more or less, over what is printed."""
    left, top = (min(p[k] for p in (a, b, c)) - 2 for k in (0, 1))
    right, low = (max(p[k] for p in (a, b, c)) + 2 for k in (0, 1))
    area = (round(left * _MM), round(top * _MM), round(right * _MM), round(low * _MM))
    layer = Image.new("RGB", (area[2] - area[0], area[3] - area[1]), "white")
    draw = ImageDraw.Draw(layer)
    pressed = rng.uniform(0.75, 1.1)
    for n in range(41):
        t = n / 40
        x, y = ((1 - t) ** 2 * a[k] + 2 * t * (1 - t) * b[k] + t * t * c[k] + rng.gauss(0, 0.03) for k in (0, 1))
        r = width * _MM / 2 * pressed * (1 - 0.3 * t)
        at = (x * _MM - area[0], y * _MM - area[1])
        draw.ellipse([at[0] - r, at[1] - r, at[0] + r, at[1] + r], fill=ink)
    under = sheet.crop(area)
    sheet.paste(ImageChops.darker(under, layer), area[:2])


def _number(
    sheet: Image.Image, box: Box, face: ImageFont.FreeTypeFont, ink: tuple[int, ...], rng: random.Random
) -> int:
    """Digits in the places from the right, leaning, some of them touching the sides."""
    places = max(1, round(box.w_mm / box.h_mm))
    text = str(rng.randrange(10 ** rng.randrange(1, places + 1)))
    pitch = box.w_mm / places
    for n, digit in enumerate(reversed(text)):
        glyph = Image.new("L", (120, 140), 0)
        ImageDraw.Draw(glyph).text((35, 15), digit, fill=255, font=face)
        lean = rng.gauss(0, 0.12)
        glyph = glyph.transform(glyph.size, Image.Transform.AFFINE, (1, lean, -lean * 70, 0, 1, 0)).rotate(
            rng.gauss(0, 4)
        )
        glyph = glyph.crop(glyph.getbbox())
        high = box.h_mm * rng.uniform(0.6, 1.0) * _MM
        glyph = glyph.resize((max(4, round(glyph.width / glyph.height * high)), round(high)))
        x = (box.x_mm + box.w_mm - pitch * (n + 0.5) + rng.gauss(0, 0.25)) * _MM - glyph.width / 2
        y = (box.y_mm + box.h_mm / 2 + rng.gauss(0, 0.2)) * _MM - glyph.height / 2
        sheet.paste(Image.new("RGB", glyph.size, ink), (round(x), round(y)), glyph)
    return int(text)


# --- the paper -----------------------------------------------------------------------------------------------------
def _befall(made: Made, other: Image.Image, rng: random.Random) -> None:
    """What happens to the sheet between the hand and the scanner."""
    happened = [name for name, chance in _MISHAPS.items() if rng.random() < chance]
    values = np.asarray(made.picture, dtype=np.float32) / 255
    values = values * np.array([1.0, rng.uniform(0.95, 1.0), rng.uniform(0.85, 1.0)], dtype=np.float32)
    if "shows through" in happened:
        behind = np.asarray(ImageOps.mirror(other).filter(ImageFilter.GaussianBlur(4)), dtype=np.float32) / 255
        behind = np.asarray(Image.fromarray((behind * 255).astype(np.uint8)).resize(made.picture.size)) / np.float32(
            255
        )
        values = values * (1 - rng.uniform(0.05, 0.16) * (1 - behind))[..., None]
    if "folded" in happened:
        values = values * _creases(values.shape, rng)[..., None]
    sheet = Image.fromarray(np.clip(values * 255, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(sheet)
    if "punched" in happened:
        for mm in (108.5, 188.5):
            x, y, r = rng.uniform(7, 12) * _MM, mm * _MM, 3 * _MM
            draw.ellipse([x - r, y - r, x + r, y + r], fill=rng.choice(((15, 15, 15), (255, 255, 255), (120, 90, 60))))
    if "torn at the staple" in happened:
        reach = rng.uniform(8, 24) * _MM
        edge = [(reach * t + rng.gauss(0, 5), reach * (1 - t) + rng.gauss(0, 5)) for t in (0, 0.2, 0.4, 0.6, 0.8, 1)]
        draw.polygon([(0, 0), *edge], fill=(240, 240, 240))
    if "coffee" in happened:
        sheet = _coffee(sheet, rng)
    made.picture, made.mishaps = sheet, happened


_MISHAPS = {"shows through": 0.3, "folded": 0.3, "punched": 0.3, "torn at the staple": 0.25, "coffee": 0.25}


def _creases(shape: tuple[int, ...], rng: random.Random) -> Values:
    """A sheet that was folded in half or in four: a dark line, and one side a little darker."""
    shade = np.ones(shape[:2], dtype=np.float32)
    for axis in rng.choice(((0,), (0, 1))):
        at = round(shape[axis] * rng.uniform(0.45, 0.55))
        along = np.abs(np.arange(shape[axis]) - at).astype(np.float32)
        line = 1 - rng.uniform(0.1, 0.35) * np.exp(-((along / 4) ** 2)) - rng.uniform(0, 0.08) * np.exp(-along / 200)
        shade *= line[:, None] if axis == 0 else line[None, :]
    return shade


def _coffee(sheet: Image.Image, rng: random.Random) -> Image.Image:
    """Drops and the ring of a cup, in brown, with soft and with hard rims."""
    cover = Image.new("RGB", sheet.size, "white")
    draw = ImageDraw.Draw(cover)
    for _ in range(rng.randrange(1, 6)):
        x, y, r = rng.uniform(0, sheet.width), rng.uniform(0, sheet.height), rng.uniform(1, 12) * _MM
        tone = rng.uniform(0.45, 0.9)
        draw.ellipse([x - r, y - r * 0.8, x + r, y + r * 0.8], fill=_brown(tone + 0.08), outline=_brown(tone), width=12)
    x, y, r = rng.uniform(0, sheet.width), rng.uniform(0, sheet.height), rng.uniform(30, 45) * _MM
    draw.arc([x - r, y - r, x + r, y + r], rng.uniform(0, 180), rng.uniform(200, 360), fill=_brown(0.6), width=18)
    return ImageChops.multiply(sheet, cover.filter(ImageFilter.GaussianBlur(rng.uniform(1, 6))))


def _brown(light: float) -> tuple[int, int, int]:
    light = min(light, 1.0)
    return round(255 * light), round(255 * (light * 0.9)), round(255 * (light * 0.72))


# --- the machine ---------------------------------------------------------------------------------------------------
def _seen_by(made: Made, rng: random.Random) -> None:
    """A flat scanner, a telephone, or a fax."""
    machine = rng.choice(("scanner", "scanner", "telephone", "fax"))
    dpi = rng.choice((100, 100, 120, 150, 200))
    sheet = made.picture
    if machine == "telephone":
        dpi = rng.choice((130, 150, 200))
        sheet = _photograph(sheet, rng)
    if machine == "fax":
        dpi = rng.choice((150, 200))
    size = (round(sheet.width * dpi / DPI), round(sheet.height * dpi / DPI))
    sheet = sheet.resize(size, Image.Resampling.BOX)
    turn = rng.choice((rng.uniform(-7, 7), rng.uniform(-7, 7) + 180, rng.uniform(0, 360)))
    if machine == "fax":
        turn = rng.uniform(-2, 2) + rng.choice((0, 180))
    sheet = sheet.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=rng.choice(((250,) * 3, (40,) * 3)))
    values = np.asarray(sheet, dtype=np.float32)
    noise = np.random.default_rng(rng.randrange(1 << 30))
    values = values + noise.normal(0, rng.uniform(1, 8), values.shape).astype(np.float32)
    sheet = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if machine == "fax":
        grey = sheet.convert("L")
        cut = rng.randrange(120, 190)
        made.picture, made.suffix = grey.point(lambda value: 255 if value > cut else 0).convert("1"), ".png"
    else:
        made.picture, made.quality = sheet, rng.choice((30, 30, 45, 60, 85))
    made.mishaps += [machine, f"{dpi} dpi", f"{turn:.0f} degrees", f"q{made.quality}"]


def _photograph(sheet: Image.Image, rng: random.Random) -> Image.Image:
    """On a table, aslant, a little curled, darker towards one corner."""
    w, h = sheet.size
    far = rng.uniform(0.02, 0.06)
    corners = [
        (u + rng.uniform(0, far) * w * (1 if u == 0 else -1), v + rng.uniform(0, far) * h * (1 if v == 0 else -1))
        for u, v in ((0.0, 0.0), (float(w), 0.0), (float(w), float(h)), (0.0, float(h)))
    ]
    table = Image.new("RGB", (w, h), rng.choice(((96, 72, 50), (60, 62, 66), (190, 186, 180))))
    bend = rng.uniform(-0.006, 0.006) * h
    strips = 24
    mesh = []
    for n in range(strips):
        left, right = w * n / strips, w * (n + 1) / strips
        lift = [bend * math.sin(math.pi * at / w) for at in (left, right)]
        mesh.append(
            (
                (round(left), 0, round(right), h),
                (left, lift[0], left, h + lift[0], right, h + lift[1], right, lift[1]),
            )
        )
    curled = sheet.transform((w, h), Image.Transform.MESH, mesh, Image.Resampling.BILINEAR, fillcolor=(235, 235, 235))
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (w, 0), (w, h), (0, h)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    way = tuple(np.linalg.solve(np.array(rows), np.array(wanted)))
    laid = curled.transform((w, h), Image.Transform.PERSPECTIVE, way, Image.Resampling.BILINEAR, fillcolor=(1, 2, 3))
    mask = Image.new("L", (w, h), 255).transform((w, h), Image.Transform.PERSPECTIVE, way, fillcolor=0)
    table.paste(laid, (0, 0), mask)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    light = 1 - rng.uniform(0.05, 0.4) * np.hypot(x / w - rng.random(), y / h - rng.random()) / 1.4
    return Image.fromarray(np.clip(np.asarray(table, dtype=np.float32) * light[..., None], 0, 255).astype(np.uint8))
