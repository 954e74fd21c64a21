"""The shape of a pack file, checked by msgspec: an unknown key or a value of another kind is refused with its place."""

from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class WrittenRule(msgspec.Struct, Generic[T], forbid_unknown_fields=True, frozen=True):
    """A rule as written: `value` with document, clause and quotation, or `unset` with whoever may fill it in."""

    value: T | msgspec.UnsetType = msgspec.UNSET
    unset: str = ""
    doc: str = ""
    clause: str = ""
    quote: str = ""


class WrittenDocument(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A source: `text` is the name of its stored text (tests/reference/seeds)."""

    title: str
    text: str
    number: str = ""
    date: str = ""


class WrittenTerms(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Section `terms`."""

    person: WrittenRule[str] | None = None
    programme: WrittenRule[str] | None = None
    post: WrittenRule[str] | None = None
    approver: WrittenRule[str] | None = None


class WrittenQuota(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Section `quota`."""

    unit: WrittenRule[str] | None = None
    per_unit: WrittenRule[int] | None = None
    at_least: WrittenRule[bool] | None = None
    large_households: WrittenRule[int] | None = None
    large_bonus: WrittenRule[int] | None = None
    covered_by: WrittenRule[str] | None = None


class WrittenAge(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Section `age`."""

    minimum: WrittenRule[int] | None = None
    maximum: WrittenRule[int] | None = None
    level: WrittenRule[str] | None = None
    applies_to: WrittenRule[tuple[str, ...]] | None = None
    relaxed_max: WrittenRule[int] | None = None
    relaxed_for: WrittenRule[str] | None = None


class WrittenPerson(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Section `person`."""

    political_purpose: WrittenRule[str] | None = None
    education: WrittenRule[str] | None = None
    term_months: WrittenRule[int] | None = None


class WrittenMonth(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Section `month`."""

    from_day: WrittenRule[int] | None = None
    to_day: WrittenRule[int] | None = None
    due_day: WrittenRule[int] | None = None


class WrittenPack(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A whole file."""

    id: str
    title: str
    version: int
    effective_from: str
    parent: str = ""
    documents: dict[str, WrittenDocument] = msgspec.field(default_factory=dict)
    terms: WrittenTerms = msgspec.field(default_factory=WrittenTerms)
    quota: WrittenQuota = msgspec.field(default_factory=WrittenQuota)
    age: WrittenAge = msgspec.field(default_factory=WrittenAge)
    person: WrittenPerson = msgspec.field(default_factory=WrittenPerson)
    month: WrittenMonth = msgspec.field(default_factory=WrittenMonth)
