"""What a slip's code says, and what a person types or a scanner sends is read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.slips import Asked, Countersigned, HandedBundle, kinds_text, qr_text, read_asked, size_text

QR = "SDB1:371602009:371602:153.5B0E19:154.00AB0C"


def test_the_code_on_a_slip_names_bundles_in_the_alphanumeric_set_of_a_qr() -> None:
    text = qr_text("371602009", "371602", [(153, "5B0E-19"), (154, "00AB-0C")])
    assert text == QR
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize(
    "typed",
    ["5B0E-19", "5b0e19", " 5b0e 19 ", "５Ｂ０Ｅ－１９", "5BOE-I9", "5b0e-l9", "5B0E—19", "5B0E_19"],
)
def test_a_short_code_is_read_however_it_is_typed(typed: str) -> None:
    asked = read_asked(typed)
    assert asked is not None
    assert asked.codes == ("5B0E-19",)


def test_numbers_files_and_scanned_codes_are_told_apart() -> None:
    assert read_asked("153") == Asked((), 153)
    assert read_asked("第 153 号包") == Asked((), 153)
    assert read_asked("153456") == Asked(("1534-56",), 153456)
    assert read_asked("371602009_20261122_0153_5b0e19.sdb") == Asked(("5B0E-19",), 153, "371602009")
    assert read_asked(QR.lower()) == Asked(("5B0E-19", "00AB-0C"), None, "371602009", "371602")
    assert read_asked("ＳＤＢ１：３７１６０２００９：３７１６０２：１５３．５Ｂ０Ｅ１９") == Asked(
        ("5B0E-19",), 153, "371602009", "371602"
    )


@pytest.mark.parametrize("typed", ["", "王芳", "5B0E-1", "5B0E-199", "SDB1:1:2", "-", "第包"])
def test_what_is_no_bundle_is_none(typed: str) -> None:
    assert read_asked(typed) is None


@given(st.text(max_size=80))
def test_nothing_that_is_typed_makes_it_stumble(typed: str) -> None:
    read_asked(typed)


@given(
    st.lists(
        st.tuples(st.integers(1, 99_999), st.text("0123456789ABCDEF", min_size=6, max_size=6)), min_size=1, max_size=8
    )
)
def test_every_code_that_is_printed_is_read_back(pairs: list[tuple[int, str]]) -> None:
    bundles = [(number, f"{code[:4]}-{code[4:]}") for number, code in pairs]
    asked = read_asked(qr_text("371602009", "371602", bundles))
    assert asked is not None
    assert list(asked.codes) == [code for _number, code in bundles]


def test_what_is_in_a_bundle_stands_in_words() -> None:
    assert kinds_text({"person": 6, "term": 12, "sheet": 0}) == "人员 6、聘期 12"
    assert (size_text(46_000), size_text(13_000_000)) == ("45 KB", "12.4 MB")
    line = HandedBundle(3, "5B0E-19", "2026-11-22", "李四", 46_000, 0, {}, again=True).scope(1)
    assert line["内容"] == "补发：只有回执，没有新的改动"


def test_the_countersignature_is_one_line_of_paper() -> None:
    signed = Countersigned("371602", "滨城分局", "", ("9C53-FFA8",), "C61E-A85F", 9, 4, 4, 2, valid=True)
    assert signed.line("2026-12-06") == (
        "滨城分局 2026年12月6日确认到第 2 号包、第 9 笔（签名 C61E-A85F 有效），其后 4 笔还没有确认"
    )
