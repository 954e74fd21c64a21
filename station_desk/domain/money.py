"""Amounts of money in capital words (人民币大写), from fen.

Rules: 支付结算办法, annex 《正确填写票据和结算凭证的基本规定》: 整 behind 元; behind 角 it may be left out, behind 分 it is never
written. A run of noughts inside is one 零; it may be left out where it holds the place of 万 or of 元 and the next figure
is one of 千 or of 角; before 分 without 角 it is written. Where the rules leave a choice, the shorter form is taken.
"""

from station_desk.domain.trouble import Trouble

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
LARGEST_YUAN = 9_999_999_999_999_999


def money_words(fen: int) -> str:
    """`fen` in capital words: 140950 is 壹仟肆佰零玖元伍角; below nought with 负. Trouble amount_too_large (yuan: the most)."""
    yuan, small = divmod(abs(fen), 100)
    if yuan > LARGEST_YUAN:
        raise Trouble("amount_too_large", yuan=LARGEST_YUAN)
    sign = "负" if fen < 0 else ""
    words = f"{_whole(yuan)}元" if yuan or not small else ""
    return f"{sign}{words}{_small(small, bool(yuan))}"


def _small(small: int, behind_yuan: bool) -> str:
    """角 and 分 of 0 to 99 fen."""
    jiao, fen = divmod(small, 10)
    if not small:
        return "整"
    if not jiao:
        return f"{'零' if behind_yuan else ''}{_DIGITS[fen]}分"
    return f"{_DIGITS[jiao]}角" + (f"{_DIGITS[fen]}分" if fen else "")


def _whole(yuan: int) -> str:
    """Whole yuan without the word 元."""
    if not yuan:
        return "零"
    words, noughts, group = "", False, False
    figures = str(yuan)
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure == "0":
            noughts = True
        else:
            if noughts and place != 3:
                words += "零"
            words += _DIGITS[int(figure)] + _PLACES[place % 4]
            noughts, group = False, True
        if place % 4 == 0 and place and (group or place == 8):
            words += "亿" if place == 8 else "万"
            group = False
    return words
