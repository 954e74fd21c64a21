"""What a person typed in words stays at the desk; what travels by design is told here, field by field (DESIGN 1)."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Text

from station_desk.bundles.identity import SECRET, Identity
from station_desk.domain.journal import Value
from station_desk.services.free_words import is_free
from station_desk.store.tables import ENTITIES
from tests.services.exchange_desks import Pair, make_pair

READER = Path(__file__).parents[2] / "packaging" / "bundle_reader.py"
FREE = {
    (kind, column.name)
    for kind, entity in ENTITIES.items()
    for column in entity.table.columns
    if isinstance(column.type, Text) and not column.primary_key and is_free(kind, column.name)
} - {(kind, name) for kind in ENTITIES for name in ("office", "rep", "hlc", "txh")}
"""Every field of a record that may hold words."""

LETTERS = {("remark", "words")}
"""Words that are written to be read at the other office: the county's comment or request, the station's answer."""

DECISIONS = {
    (kind, name)
    for kind, name in FREE
    if name
    in ("decided_by", "doc_no", "signed_by", "by_name", "second_by", "checker", "witness", "computed_by", "closed_by")
}
"""Who decided, by which document."""

NAMES = {
    *(("village", name) for name in ("name", "township", "officer", "room", "area")),
    *((kind, "name") for kind in ("office", "metric", "unit", "batch", "transfer")),
    *(("term", "number"), ("person", "post"), ("candidate", "post"), ("transfer", "post"), ("village_alias", "alias")),
    *(
        ("account", "role"),
        ("unit", "officer"),
        ("post", "covered_by"),
        ("attachment", "title"),
        ("publicity", "place"),
    ),
}
"""What somebody or something is called."""

CODES = {
    *((kind, "reason") for kind in ("remark", "log_entry", "batch", "stage_result", "stipend_adjust")),
    *(("assessment_item", "reason"), ("assessment_step", "reason"), ("eligibility_check", "relaxed_reason")),
    *(("month_state", "first_day"), ("month_state", "last_day"), ("transfer", "from_scope"), ("transfer", "to_scope")),
}
"""Codes and days, whatever their column is called."""

GROUNDS = {("post", "reason"), ("stipend_step", "reason"), ("pack_value", "value")}
"""The ground of a decision on posts, why a pay list goes back, a value that the county filled in: the other office needs them."""


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = make_pair(tmp_path)
    yield made
    made.close()


def test_every_field_of_words_stays_here_or_is_told_above() -> None:
    travel = {(kind, name) for kind, name in FREE if name not in ENTITIES[kind].local}
    assert travel == LETTERS | DECISIONS | NAMES | CODES | GROUNDS


def test_words_that_stay_are_in_no_bundle_and_those_of_a_remark_are(pair: Pair, tmp_path: Path) -> None:
    about: dict[str, str] = {}
    with pair.station.store.write(pair.station.account.id, "test") as work:
        for number, (kind, entity) in enumerate(ENTITIES.items()):
            if entity.owner == "county" or kind in ("office", "account"):
                continue
            words: dict[str, Value] = {name: f"留言{kind}{name}" for _k, name in sorted(FREE) if _k == kind}
            parents: dict[str, Value] = {name: about[of] for name, of in entity.parents.items()}
            about[kind] = f"{number:032d}"
            work.create(kind, about[kind], words | parents)
    bundle = pair.send()
    identity = pair.county.store.secret(SECRET)
    assert identity is not None
    key = tmp_path / "county.key"
    key.write_text(Identity.from_secret(identity).seal_secret, encoding="utf-8")
    command = [sys.executable, str(READER), "read", str(bundle), str(tmp_path / "keys" / "371602009.sdk"), str(key)]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env={"PYTHONIOENCODING": "utf-8"})
    home = [f"留言{kind}{name}" for kind, entity in ENTITIES.items() for name in entity.local if (kind, name) in FREE]
    assert len(home) >= 5
    assert not [one for one in home if one in told.stdout]
    assert "留言remarkwords" in told.stdout
