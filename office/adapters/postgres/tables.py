"""The tables as the queries see them. How they are made, constraints included, is office/migrations'."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSTZRANGE

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", DateTime(timezone=True)),
)

login_attempts = Table(
    "login_attempts",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_name", Text, nullable=False),
    Column("tried_at", DateTime(timezone=True), nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("merged_into", Integer),
    Column("name_plain", Text, Computed("plain_name(name)")),
    Column("sounds", ARRAY(Text), nullable=False),
)

customer_phones = Table(
    "customer_phones",
    metadata,
    Column("customer_id", Integer, primary_key=True),
    Column("phone", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("added_at", DateTime(timezone=True)),
)

customer_merges = Table(
    "customer_merges",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("kept_id", Integer, nullable=False),
    Column("dropped_id", Integer, nullable=False),
    Column("merged_by", Text, nullable=False),
    Column("merged_at", DateTime(timezone=True), nullable=False),
)

properties = Table(
    "properties",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("customer_id", Integer, nullable=False),
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("house_key", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("access_code", LargeBinary),
    Column("merged_into", Integer),
)

equipment = Table(
    "equipment",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("property_id", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("make", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("installed_on", Date),
    Column("note", Text, nullable=False),
)

service_history = Table(
    "service_history",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("property_id", Integer, nullable=False),
    Column("on_date", Date, nullable=False),
    Column("job", Text, nullable=False),
    Column("note", Text, nullable=False),
)

technicians = Table(
    "technicians",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("week", JSONB(none_as_null=True)),
    Column("skills", ARRAY(Text)),
    Column("active", Boolean, nullable=False),
)

business_settings = Table(
    "business_settings",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("document", JSONB, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("customer_id", Integer),
    Column("property_id", Integer),
    Column("technician_id", Integer, nullable=False),
    Column("job_code", Text, nullable=False),
    Column("during", TSTZRANGE, nullable=False),
    Column("status", Text, nullable=False),
    Column("call_id", Text),
    Column("booked_by", Text, nullable=False),
    Column("held_until", DateTime(timezone=True)),
    Column("forced", Boolean, nullable=False),
    Column("waits_for", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("cancel_reason", Text),
    Column("price_cents", BigInteger),
    Column("outcome_note", Text),
    Column("revision", Integer, nullable=False),
)

busy = Table(
    "busy",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("technician_id", Integer, nullable=False),
    Column("during", TSTZRANGE, nullable=False),
    Column("title", Text, nullable=False),
    Column("entry_id", Text),
)

calendar_links = Table(
    "calendar_links",
    metadata,
    Column("technician_id", Integer, primary_key=True),
    Column("calendar_id", Text, nullable=False),
    Column("sync_token", Text),
    Column("reaches_to", DateTime(timezone=True)),
    Column("synced_at", DateTime(timezone=True)),
)

calendar_account = Table(
    "calendar_account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("connected_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
)

mirrors = Table(
    "mirrors",
    metadata,
    Column("visit_id", Integer, primary_key=True),
    Column("calendar_id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("etag", Text, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("visit_id", Integer, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
)

installation = Table("installation", metadata, Column("id", Text, nullable=False))

calls = Table(
    "calls",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("user_id", Integer),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("outcome", Text),
    Column("hazard", Text),
)

used_tokens = Table(
    "used_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("used_at", DateTime(timezone=True), nullable=False),
)
