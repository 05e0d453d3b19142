"""The business's settings, every version of them, and what is known of each technician."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The latest version holds; the older ones stay, so that a change can be taken back.
SETTINGS = """
CREATE TABLE business_settings (
    version integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    document jsonb NOT NULL
)
"""

# Nobody is deleted who has been to a Visit. `week` and `skills` NULL: the business's hours, every job.
TECHNICIANS = """
ALTER TABLE technicians
    ADD COLUMN week jsonb,
    ADD COLUMN skills text[],
    ADD COLUMN active boolean NOT NULL DEFAULT true
"""

STATEMENTS = (SETTINGS, TECHNICIANS)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
