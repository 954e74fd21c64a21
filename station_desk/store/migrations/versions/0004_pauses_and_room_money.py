"""Schema 4: from when to when a term was suspended, adjustments of a room's money, the township's addition for rooms."""

from alembic import op
from sqlalchemy import Column, Text

from station_desk.store.migrations.making import record

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what schema 3 lacks; no row changes."""
    _pay()


def downgrade() -> None:
    """There is no way back from a schema: a backup is."""
    raise NotImplementedError("restore the backup made before the migration")


def _pay() -> None:
    op.add_column("term", Column("pauses", Text))
    op.add_column("stipend_adjust", Column("unit_id", Text))
    record("room_topup", "unit_id valid_from decided_by doc_no decided_on amount#")
