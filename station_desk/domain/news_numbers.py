"""Numbers as the news writes them: 2347 is 2300余, 36123 is 3.6万余, 298 is 近300 (DOMAIN 1.7).

Only for a text that is asked for; a report prints whole numbers.
"""

from decimal import Decimal

_NEAR = 100
"""Closer than a hundredth below a round number, it is 近."""
_EXACT = 100
"""Below this a number is told as it is."""


def news_number(count: int | Decimal) -> str:
    """A count in the words of the news: round numbers as they are, others cut to two figures with 余, or 近 a round one;
    places only below a hundred.
    """
    if isinstance(count, Decimal):
        if abs(count) < _EXACT:
            return str(count)
        whole = news_number(int(count))
        return whole if whole.lstrip("-").startswith("近") or whole.endswith("余") else f"{whole}余"
    if count < 0:
        return "-" + news_number(-count)
    step = 10 ** (len(str(count)) - 2)
    if count < _EXACT or count % step == 0:
        return _written(count)
    above = -(-count // (step * 10)) * step * 10
    if 0 < (above - count) * _NEAR <= above:
        return f"近{_written(above)}"
    return f"{_written(count // step * step)}余"


def _written(count: int) -> str:
    """A number with 万 and 亿 from ten thousand on, where at most one place follows."""
    for size, word in ((100_000_000, "亿"), (10_000, "万")):
        if count >= size and count * 10 % size == 0:
            whole, tenth = divmod(count * 10 // size, 10)
            return f"{whole}.{tenth}{word}" if tenth else f"{whole}{word}"
    return str(count)
