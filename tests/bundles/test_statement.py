"""Head statements: only exactly what an office signed counts."""

import msgspec
import pytest

from station_desk.bundles.frames import SignedStatement
from station_desk.bundles.statement import make_statement, read_statement
from tests.bundles.samples import COUNTY, STATION

HEADS = [bytes([2]) * 32, bytes([1]) * 32]


@pytest.fixture
def statement() -> SignedStatement:
    return make_statement(STATION, "371602009", "2026-11-22T01:00:00.000Z", HEADS, 7, 30, bytes(32))


def test_a_statement_says_heads_and_counts(statement: SignedStatement) -> None:
    text = read_statement(statement, STATION.public.sign_key)
    assert text is not None
    assert (text.heads, text.transactions, text.changes) == (["01" * 32, "02" * 32], 7, 30)


def test_anothers_signature_does_not_count(statement: SignedStatement) -> None:
    assert read_statement(statement, COUNTY.public.sign_key) is None


@pytest.mark.parametrize(
    "changed",
    [{"office": "371602"}, {"scope": "all"}, {"at": "2027-01-01T00:00:00.000Z"}, {"signature": bytes(64)}],
)
def test_what_stands_beside_the_signed_text_must_agree(statement: SignedStatement, changed: dict[str, object]) -> None:
    assert read_statement(msgspec.structs.replace(statement, **changed), STATION.public.sign_key) is None


def test_a_changed_text_does_not_count(statement: SignedStatement) -> None:
    other = msgspec.structs.replace(statement, body=statement.body.replace('"transactions":7', '"transactions":8'))
    assert read_statement(other, STATION.public.sign_key) is None


@pytest.mark.parametrize(
    "at",
    ["2026-11-22", "9999-12-31T23:59:59.999Z", "2026-02-30T01:00:00.000Z", "0000-01-01T00:00:00.000Z", "----------"],
)
def test_a_statement_of_no_time_does_not_count(statement: SignedStatement, at: str) -> None:
    body = statement.body.replace(statement.at, at)
    signature = STATION.sign(b"station-desk head statement 1\0" + body.encode())
    other = msgspec.structs.replace(statement, at=at, body=body, signature=signature)
    assert read_statement(other, STATION.public.sign_key) is None
