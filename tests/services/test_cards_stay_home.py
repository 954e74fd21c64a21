"""Bank cards never leave: whatever was done with them, nothing of a number is in what travels, in file names, in drafts
beside the database or in the access log (DESIGN 4, decision 3).
"""

import importlib.util
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from station_desk.bundles.identity import Identity
from station_desk.domain.assessment import Step
from station_desk.domain.ids import new_id
from station_desk.domain.records import Account, OfficeKind, Role
from station_desk.domain.roster import PersonDraft
from station_desk.domain.stipend import Adjustment
from station_desk.machine.clock import FixedClock
from station_desk.services import (
    assessment,
    drafts,
    exchange,
    log_months,
    roster,
    rubrics,
    selection_terms,
    stipend,
    stipend_export,
)
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import SECRET
from station_desk.services.pack_fill import fill
from station_desk.store import record_tables
from station_desk.store.assess_tables import stipend_line
from tests.services.exchange_desks import trust_each_other
from tests.services.roster_desks import clock
from tests.support.homes import make_home

__all__ = ["clock"]

CARDS = ("6222021234567890123", "6217009876543210987", "6228480402564890018")
MONTH, DAY = "2026-10", "2026-11-02"


def numbers_in(data: bytes) -> list[str]:
    """The cards of which at least eight digits in a row stand in the bytes, as text or as whole number."""
    found = []
    for card in CARDS:
        pieces = {card[at : at + 8].encode() for at in range(len(card) - 7)}
        if any(piece in data for piece in pieces) or int(card).to_bytes(8, "big") in data:
            found.append(card)
    return found


def month_end(desk: Desk, folder: Path) -> None:
    """Cards typed, changed, taken back, paid to; everything that touches them."""
    places = [view.village.id for view in village_list.list_villages(desk)]
    people = [
        roster.add_person(desk, PersonDraft(name=f"试{n}", village_ids=(places[n],), start_date="2024-01-01"))
        for n in range(3)
    ]
    for person, card in zip(people, CARDS, strict=True):
        roster.edit_person(desk, person, {"bank_card": card, "phone": "13800001234"})
    roster.edit_person(desk, people[0], {"bank_card": CARDS[1]})
    roster.undo_last(desk)
    selection_terms.suspend(desk, "试2", "2026-10-20")
    file = folder / "rubric.toml"
    file.write_text(rubrics.example("person").body.replace("example = true\n", ""), encoding="utf-8")
    rubrics.adopt(desk, file, "县局", "3号", "2026-01-05")
    for key, value in (("money.stipend_fen", "50000"), ("money.grade_fen", "10000、5000、1000")):
        fill(desk, desk.office.pack, key, value, "县局", "5号", "2026-01-05")
    sheets = assessment.open_month(desk, MONTH)
    points = {item.code: item.most for item in sheets.rubric.items}
    done = assessment.score(desk, MONTH, [Given(person, points, {}, {}) for person in people])
    assessment.step(desk, [one.id for one in done.sheets], Step("", "confirm", DAY, doc_no="9号"))
    log_months.close_month(desk, MONTH)
    stipend.adjust(desk, Adjustment("", people[1], MONTH, "2026-09", 100, "card_failed", "所长", DAY, "卡号换过"))
    stipend.compute(desk, MONTH)
    stipend.step(desk, MONTH, "sign", DAY, "所长")
    chief = Account(desk.office.code, new_id(), "王", Role.CHIEF)
    stipend.step(replace(desk, account=chief), MONTH, "approve", DAY)
    stipend_export.set_bank_columns(desk, "姓名，银行卡号，应发")
    stipend_export.export(desk, folder / "银行.xlsx", MONTH, bank=True)


def plain_text(bundle: Path, secret: bytes) -> bytes:
    """What the receiver reads: header and payload, opened by the reader that was written from the paper alone."""
    spec = importlib.util.spec_from_file_location(
        "bundle_reader", Path(__file__).parents[2] / "packaging/bundle_reader.py"
    )
    assert spec is not None
    assert spec.loader is not None
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    header, ciphertext = reader.split(bundle.read_bytes())
    identity = Identity.from_secret(secret)
    return repr(header).encode() + reader.payload(header, ciphertext, identity.seal_secret)


def test_nothing_of_a_card_travels_or_lies_about(tmp_path: Path, clock: FixedClock) -> None:
    clock.advance(timedelta(days=-20))
    with (
        make_home(tmp_path, villages=3, clock=clock) as desk,
        make_home(tmp_path, OfficeKind.COUNTY, villages=0, folder="county", clock=clock) as county,
    ):
        trust_each_other(desk, county, tmp_path / "keys")
        month_end(desk, tmp_path)
        drafts.keep(desk, "person-form", {"bank_card": CARDS[0]})
        (tmp_path / "stick").mkdir()
        clock.advance(timedelta(minutes=1))
        (made,) = exchange.export_bundles(desk, tmp_path / "stick", full=True)
        secret = county.store.secret(SECRET)
        assert secret is not None
        told = plain_text(Path(made.file), secret)
        assert "试0".encode() in told, "the reader sees what travels"
        assert numbers_in(told) == []
        answer = exchange.import_bundles(county, [Path(made.file)])
        assert answer.trouble is None
        with county.store.read() as conn:
            assert {row.bank_card for row in conn.execute(select(record_tables.person.c.bank_card))} == {None}
            assert conn.execute(select(stipend_line.c.payable)).scalars().all() != []
        with desk.store.read() as conn:
            kept = {row.bank_card for row in conn.execute(select(record_tables.person.c.bank_card))}
            entries = "\n".join(f"{row}" for row in conn.exec_driver_sql("SELECT * FROM access_log"))
        assert kept == set(CARDS), "at home they are whole"
        assert "stipend" in entries
        assert numbers_in(entries.encode()) == []
        for file in (*tmp_path.rglob("*"),):
            assert numbers_in(str(file).encode()) == []
            if file.is_file() and file.name != "银行.xlsx":
                assert numbers_in(file.read_bytes()) == [], file
