"""Users with their technician, sessions that can be ended, settings with their technicians, the stream of changes."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

USERS = """
ALTER TABLE users
    ADD COLUMN active boolean NOT NULL DEFAULT true,
    ADD COLUMN technician_id integer REFERENCES technicians
"""

# `key_hash` is SHA-256 of what the cookie holds: who reads the table can't log in with it.
SESSIONS = """
CREATE TABLE sessions (
    key_hash bytea PRIMARY KEY,
    user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
    begun_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
)
"""
SESSIONS_USER = "CREATE INDEX sessions_user_id ON sessions (user_id)"
SESSIONS_EXPIRY = "CREATE INDEX sessions_expires_at ON sessions (expires_at)"

# Tries are counted by name and by the address that they came from.
LOGIN_ATTEMPTS = "ALTER TABLE login_attempts ADD COLUMN address text NOT NULL DEFAULT ''"
LOGIN_ATTEMPTS_INDEX = "CREATE INDEX login_attempts_address_tried_at ON login_attempts (address, tried_at)"

# The technicians as they were in each version, so that going back to one is whole.
SETTINGS = "ALTER TABLE business_settings ADD COLUMN technicians jsonb"
SETTINGS_TECHNICIANS = """
UPDATE business_settings SET technicians = (
    SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'week', week, 'skills', skills, 'active', active)
                     ORDER BY id) FROM technicians)
WHERE version = (SELECT max(version) FROM business_settings)
"""

# What was answered to a request that may be sent again (header Idempotency-Key).
REPEATABLE = """
CREATE TABLE repeatable_requests (
    user_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
    key text NOT NULL,
    asked_hash bytea NOT NULL,
    asked_at timestamptz NOT NULL,
    visit_id integer REFERENCES visits ON DELETE CASCADE,
    PRIMARY KEY (user_id, key)
)
"""

# Who listens on `changes` hears which row of which table changed, and none of its words.
NOTIFY = """
CREATE FUNCTION notify_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
    PERFORM pg_notify('changes', jsonb_build_object(
        'kind', TG_ARGV[0], 'id', changed ->> TG_ARGV[1], 'technician_id', changed -> 'technician_id')::text);
    RETURN NULL;
END
$$
"""
NOTIFY_CHANGES = """
CREATE FUNCTION notify_changes(changing regclass, kind text, key text DEFAULT 'id') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION notify_change(%L, %L)',
        kind || '_notify_change', changing, kind, key);
END
$$
"""
NOTIFYING = (
    ("visits", "visit", "id"),
    ("busy", "busy", "id"),
    ("estimates", "estimate", "id"),
    ("leads", "lead", "id"),
    ("messages", "message", "id"),
    ("calls", "call", "id"),
    ("customers", "customer", "id"),
    ("properties", "property", "id"),
    ("conflicts", "conflict", "id"),
    ("calendar_account", "calendar", "id"),
    ("business_settings", "settings", "version"),
)

STATEMENTS = (
    USERS,
    SESSIONS,
    SESSIONS_USER,
    SESSIONS_EXPIRY,
    LOGIN_ATTEMPTS,
    LOGIN_ATTEMPTS_INDEX,
    SETTINGS,
    SETTINGS_TECHNICIANS,
    REPEATABLE,
    NOTIFY,
    NOTIFY_CHANGES,
    *(f"SELECT notify_changes('{table}', '{kind}', '{key}')" for table, kind, key in NOTIFYING),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
