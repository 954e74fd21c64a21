"""Small JSON files that a person hands over on the command line."""

import json
from pathlib import Path

from station_desk.domain.trouble import Trouble

MOST_BYTES = 64 * 1024 * 1024


def read_json(file: Path) -> object:
    """The document in `file` (UTF-8, with or without a mark). Trouble json_unreadable (file)."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Trouble("json_unreadable", file=file.name)
        document: object = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Trouble("json_unreadable", file=file.name) from error
    return document
