"""What a check finds wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: a code and where (`detail`: page numbers, a day, a count; never a name)."""

    code: str
    detail: str = ""
