"""`bundle find|slip|receipt-slip`, `bundle export --number` and the missing bundles of `bundle status`."""

from pathlib import Path

import pytest

from tests.cli.test_contract import Terminal, county, environment, station

__all__ = ["county", "environment", "station"]


@pytest.fixture
def handed(station: Terminal, county: Terminal, tmp_path: Path) -> dict[str, object]:
    """The station's first bundle, taken in by the county, the receipt taken back."""
    for one, other in ((station, county), (county, station)):
        key = tmp_path / f"{one.home.name}.sdk"
        one("key", "export", key)
        other("office", "trust", key)
    stick = tmp_path / "stick"
    stick.mkdir()
    made: dict[str, object] = station("bundle", "export", "--to", stick)["bundles"][0]
    taken = county("bundle", "import", made["file"])
    station("bundle", "import", taken["receipts"][0])
    return made


def test_a_bundle_is_found_by_its_code_on_both_sides(
    station: Terminal, county: Terminal, handed: dict[str, object]
) -> None:
    (ours,) = station("bundle", "find", handed["code"])["bundles"]
    assert (ours["way"], ours["state"], ours["number"]) == ("sent", "confirmed", 1)
    (theirs,) = county("bundle", "find", handed["file"])["bundles"]
    assert (theirs["way"], theirs["state"], theirs["changes"]) == ("received", "applied", handed["changes"])
    assert station("bundle", "find", "zz9", status=2)["trouble"]["code"] == "bundle_not_found"


def test_slips_are_written_as_pdf(
    station: Terminal, county: Terminal, handed: dict[str, object], tmp_path: Path
) -> None:
    slip = station("bundle", "slip", handed["code"], "--out", tmp_path / "slip.pdf")
    assert (slip["form"], slip["pages"], slip["serials"]) == ("F44", 1, ["371602009-371602-0001"])
    receipt = county("bundle", "receipt-slip", "--from", "371602009", "--out", tmp_path / "receipt.pdf")
    assert receipt["form"] == "F44B"
    for file in ("slip.pdf", "receipt.pdf"):
        assert (tmp_path / file).read_bytes().startswith(b"%PDF-")
    assert county("bundle", "slip", "--blank", 3, "--out", tmp_path / "blank.pdf")["pages"] == 3


def test_one_bundle_is_given_again_by_its_number(
    station: Terminal, county: Terminal, handed: dict[str, object], tmp_path: Path
) -> None:
    again = station("bundle", "export", "--to", tmp_path, "--number", 1)["bundles"]
    assert [(one["number"], one["changes"]) for one in again] == [(1, handed["changes"])]
    assert county("bundle", "import", again[0]["file"])["bundles"][0]["result"] == "duplicate"
    assert station("bundle", "export", "--to", tmp_path, "--number", 9, status=2)["trouble"]["code"] == (
        "bundle_never_made"
    )
    assert county("bundle", "status")["peers"][0]["missing"] == []
