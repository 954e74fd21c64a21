"""Tries every hostile bundle on a county, within bounds of memory and time: run by the test in a process of its own.

python -m tests.services.exchange_hostile_child FOLDER
"""

import json
import resource
import sys
from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.store import tables
from tests.bundles import samples
from tests.services.exchange_desks import COUNTY, make_desk, remove_template
from tests.services.exchange_evils import first_bundle, vectors

MEMORY = 1 << 30
SECONDS = 300
GROWTH_KIB = 200 * 1024
LEARNT = ("peer", "bundle_out", "statement")
"""What a gap may change: what its sender says of itself."""


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every record as a clerk would see it."""
    with desk.store.read() as conn:
        return {
            name: sorted(map(tuple, conn.exec_driver_sql(f"SELECT * FROM {name}").all()), key=repr)
            for name in (*tables.ENTITIES, "tombstone", "conflict")
        }


def journal(desk: Desk) -> list[tuple[object, ...]]:
    with desk.store.read() as conn:
        heads = conn.exec_driver_sql("SELECT scope, hash FROM head").all()
        counts = conn.exec_driver_sql("SELECT (SELECT count(*) FROM txn), (SELECT count(*) FROM change)").all()
    return [*map(tuple, heads), *map(tuple, counts)]


def main(folder: Path) -> dict[str, object]:
    county = make_desk(folder / "county", COUNTY, samples.COUNTY)
    (folder / "station.sdk").write_bytes(samples.STATION.public_file())
    exchange.trust(county, folder / "station.sdk")
    file = folder / "first.sdb"
    data, honest = first_bundle()
    file.write_bytes(data)
    assert exchange.import_bundles(county, [file]).bundles[0].result == "applied"
    parents = [honest.hash]
    before, kept = rows(county), journal(county)
    wrong: list[str] = []
    tried = 0
    began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, data, fate in vectors(parents):
        tried += 1
        file.write_bytes(data)
        try:
            answer = exchange.import_bundles(county, [file], receipt_to=folder).bundles[0]
        except (Trouble, Exception) as error:  # noqa: BLE001 - anything but an answer is a finding
            wrong.append(f"{name}: {type(error).__name__} {error}")
            continue
        if fate == "refused" and (answer.trouble is None or journal(county) != kept):
            wrong.append(f"{name}: {answer.result}")
        if fate == "listed" and answer.trouble is None and not answer.rejected + answer.unknown_fields:
            wrong.append(f"{name}: {answer.result}, nothing listed")
        if rows(county) != before:
            wrong.append(f"{name}: a row has changed")
            before = rows(county)
        kept = journal(county)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - began
    found = [finding.code for finding in county.store.integrity(deep=True)]
    county.close()
    remove_template()
    return {"tried": tried, "wrong": wrong, "grown_kib": grown, "findings": found}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))  # noqa: T201 - the answer
