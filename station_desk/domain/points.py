"""Points as whole tenths, money as whole fen: nothing of either is ever a float (DESIGN 4)."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from station_desk.domain.trouble import Trouble


def tenths(points: object) -> int:
    """Points as written (`4.5`, 4, "4.50") in tenths: 45. Trouble points_wrong (text): no number, or finer than a tenth."""
    try:
        exact = Decimal(str(points).strip()) * 10
        whole = int(exact)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise Trouble("points_wrong", text=str(points)[:40]) from error
    if whole != exact:
        raise Trouble("points_wrong", text=str(points)[:40])
    return whole


def points_text(amount: int) -> str:
    """Tenths as people write points: 945 is `94.5`, 80 is `8`."""
    sign, (whole, rest) = "-" if amount < 0 else "", divmod(abs(amount), 10)
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def plain(amount: int) -> float:
    """Tenths as a number, whole where it is whole: 60 is 6, 45 is 4.5."""
    return amount / 10 if amount % 10 else amount // 10


def share(number: object) -> Fraction:
    """A number of a file as an exact fraction: 0.2 is one fifth. Trouble points_wrong (text)."""
    try:
        return Fraction(str(number).strip())
    except (ValueError, ZeroDivisionError) as error:
        raise Trouble("points_wrong", text=str(number)[:40]) from error


def half_up(amount: Fraction) -> int:
    """The whole number next to `amount`; a half goes up (away from nought below it)."""
    whole = (abs(amount) + Fraction(1, 2)).__floor__()
    return whole if amount >= 0 else -whole


def mean(amounts: Sequence[int]) -> int | None:
    """The mean of whole numbers, half up; None of none."""
    return half_up(Fraction(sum(amounts), len(amounts))) if amounts else None


ROUNDINGS = ("floor", "half_up", "ceil")


def rounded(exact: Fraction, rounding: str) -> int:
    """A share of sheets or rooms as a whole number of them, by one of `ROUNDINGS`."""
    if rounding == "ceil":
        return exact.__ceil__()
    return half_up(exact) if rounding == "half_up" else exact.__floor__()
