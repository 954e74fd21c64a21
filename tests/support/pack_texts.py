"""The bundled packs as one text each, to be changed by a test and written somewhere else."""

from pathlib import Path

from station_desk.packs.folders import parts_of, whole_text

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"


def pack_text(pack_id: str) -> str:
    """The whole text of a bundled pack, all files of its folder."""
    return whole_text(parts_of(PACKS / pack_id))
