"""A picture of a person made into the photo that is kept. Runs in the capped child process only (`foreign.portrait`)."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from station_desk.domain.attachments import PHOTO_BYTES
from station_desk.domain.trouble import Trouble

MOST_PIXELS = 40_000_000
WIDTH, HEIGHT = 413, 531
"""35 × 45 mm at 300 dots an inch."""

LEAST_WIDTH, LEAST_HEIGHT = 70, 90
"""A smaller picture shows nobody."""

_SHARE_ABOVE = 0.2
"""Of what a tall picture has too much, this share goes at the top: the face is in the upper part."""

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WIDTHS = (WIDTH, 350, 300, 240, 180, 120)
_QUALITIES = (90, 85, 80, 74, 68, 60, 52, 44)
_FORMATS = ("JPEG", "PNG", "BMP")
_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    AttributeError,
)


def portrait(source: bytes) -> bytes:
    """JPEG of at most `PHOTO_BYTES` without metadata: turned as its EXIF says, cut to 35 × 45, never made larger.

    Troubles photo_unreadable, photo_too_many_pixels(limit), photo_too_small(width, height).
    """
    warnings.simplefilter("ignore")  # what Pillow thinks of a foreign file is told by the outcome
    Image.MAX_IMAGE_PIXELS = None  # our own cap stands before anything is decoded
    try:
        with Image.open(io.BytesIO(source), formats=_FORMATS) as opened:
            picture = _upright(opened)
    except _UNREADABLE as error:
        raise Trouble("photo_unreadable") from error
    return _small_enough(_cut(picture))


def _upright(opened: Image.Image) -> Image.Image:
    """The picture in RGB on white, the right way up, no larger than is of use."""
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise Trouble("photo_too_many_pixels", limit=MOST_PIXELS // 1_000_000)
    if min(width, height) < LEAST_WIDTH or max(width, height) < LEAST_HEIGHT:
        raise Trouble("photo_too_small", width=LEAST_WIDTH, height=LEAST_HEIGHT)
    opened.draft("RGB", (2 * HEIGHT, 2 * HEIGHT))  # a JPEG is decoded at a fraction of its size
    turned = opened.getexif().get(_ORIENTATION, 1)
    picture: Image.Image = opened
    if picture.mode in ("P", "PA", "LA", "La", "RGBA", "RGBa") or "transparency" in opened.info:
        flat = picture.convert("RGBA")
        picture = Image.new("RGB", flat.size, "white")
        picture.paste(flat, mask=flat.getchannel("A"))
    elif picture.mode.startswith("I;16") or picture.mode == "I":
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    else:
        picture = picture.convert("RGB")
    scale = 2 * HEIGHT / min(picture.size)
    if scale < 1:
        picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BOX)
    turn = _TURNS.get(turned)
    return picture if turn is None else picture.transpose(turn)


def _cut(picture: Image.Image) -> Image.Image:
    """The middle of a wide picture, the upper part of a tall one, in the proportion 35 : 45."""
    width, height = picture.size
    if width * HEIGHT > height * WIDTH:
        keep = max(round(height * WIDTH / HEIGHT), 1)
        left = (width - keep) // 2
        return picture.crop((left, 0, left + keep, height))
    keep = max(round(width * HEIGHT / WIDTH), 1)
    top = round((height - keep) * _SHARE_ABOVE)
    return picture.crop((0, top, width, top + keep))


def _small_enough(picture: Image.Image) -> bytes:
    """The best JPEG that keeps within `PHOTO_BYTES`; a restless picture gets coarser, then smaller."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    for width in _WIDTHS:
        width = min(width, clean.width)
        sized = clean.resize((width, max(round(width * HEIGHT / WIDTH), 1)), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            out = io.BytesIO()
            sized.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= PHOTO_BYTES:
                return out.getvalue()
    raise Trouble("photo_unreadable")
