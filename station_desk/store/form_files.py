"""Forms that travel: an office's own version of a form, as its record holds it."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from station_desk.domain.paper import SentForm
from station_desk.store.tables import form_file

AGREEMENT = "协议"
"""The code of a record that is no form: the clauses which F16 prints."""


@dataclass(frozen=True, slots=True)
class FormRecord:
    """A form that was sent out: the record, who made it, the form's code and its file."""

    scope: str
    id: str
    office: str
    code: str
    form: SentForm


def load_form_files(conn: Connection) -> list[FormRecord]:
    """Every form that is in force, by code; of two with one code the later one comes last."""
    columns = (form_file.c[name] for name in ("scope", "id", "office", "code", "file", "body"))
    query = select(*columns).where(form_file.c.deleted == 0).order_by(form_file.c.code, form_file.c.hlc, form_file.c.id)
    return [
        FormRecord(row.scope, row.id, row.office, row.code, SentForm(row.file or "", row.body or ""))
        for row in conn.execute(query)
    ]
