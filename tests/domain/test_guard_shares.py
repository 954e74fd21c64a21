"""How much the guard catches and how seldom it warns in vain, on numbers written in many ways and texts of the trade."""

from collections.abc import Iterator

import pytest

from station_desk.domain.guard import Own, own_numbers, residents_data
from station_desk.domain.idno import check_digit
from tests.domain.guard_texts import KEPT, TIED

OWN = Own(
    own_numbers(["371602198503159977", "13800001234", "371602009000", "371602009201"]),
    frozenset({"张俊", "李荣宝", "王敏"}),
    frozenset({"梁才派出所", "甲村", "梁才街道", "刘庄村"}),
)
WAYS = ("０１２３４５６７８９", "零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨", "洞幺二三四五六拐八九")
LINKS = (" ", "-", ".", "·", "　", "—", "_", "/", "  ", "、")
AROUND = ("{}", "群众{}", "户主：{}，已登记", "纠纷1起，当事人{}。", "（{}）", "请打{}找他", "走访12户，其中{}")
IDS = tuple(
    first + check_digit(first)
    for first in ("37160219850302997", "41022219491231998", "35058320080615999", "65010219770708996")
)
MOBILES = ("13800005678", "18600001357", "19900002468", "15100009753")
CARDS = ("6228480402564890018", "6222020000001234569", "4367420000000000006")


def grouped(number: str, *sizes: int) -> list[str]:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return [*parts, number[at:]] if at < len(number) else parts


def spoken(number: str, way: str) -> str:
    return "".join(way[int(sign)] if sign.isdigit() else sign for sign in number)


def written(number: str, groups: tuple[tuple[int, ...], ...]) -> Iterator[str]:
    yield number
    yield " ".join(number)
    yield "\u200b".join(number)
    yield from (spoken(number, way) for way in WAYS)
    yield f"①{number}"
    yield "、" + "、".join(number)
    yield from (link.join(grouped(number, *sizes)) for link in LINKS for sizes in groups)


def texts() -> Iterator[str]:
    numbers = [
        *(one for number in IDS for one in written(number, ((6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4)))),
        *(one for number in MOBILES for one in written(number, ((3, 4, 4), (3, 3, 5), (4, 4, 3), (5, 6)))),
        *(one for number in MOBILES for prefix in ("+86", "0086 ", "86-", "（+86）") for one in (prefix + number,)),
        *(one for number in CARDS for one in (number, " ".join(grouped(number, 4, 4, 4, 4)), spoken(number, WAYS[0]))),
        *(
            "鲁M12345",
            "鲁M·12345",
            "鲁m 12345",
            "豫PD12345",
            "豫P-D12345",
            "闽CAD1234",
            "鲁M1234D",
            "鲁M【12345】",
            "使014578",
            "WJ鲁0012J",
        ),
        *(
            "0543-3210010",
            "(0543)3210010",
            "010-65120000",
            "０５４３－３２１００１０",
            "0543/3210010",
            "[0543]3210010",
            "86-543-3210010",
        ),
    ]
    for at, number in enumerate(numbers):
        yield number
        yield AROUND[at % len(AROUND)].format(number)


def test_of_residents_numbers_at_least_99_of_a_hundred_are_caught() -> None:
    every = list(texts())
    missed = [one for one in every if not residents_data(one, OWN)]
    assert len(missed) <= len(every) / 100, missed


@pytest.mark.parametrize("text", KEPT)
def test_words_of_the_trade_are_kept(text: str) -> None:
    assert residents_data(text, OWN) == ()


@pytest.mark.parametrize("text", TIED)
def test_names_tied_to_what_concerns_nobody_are_warned_of(text: str) -> None:
    assert "name" in residents_data(text, OWN)
