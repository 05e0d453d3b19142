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
    Column("phone", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("active", Boolean, nullable=False),
    Column("technician_id", Integer),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key_hash", LargeBinary, primary_key=True),
    Column("user_id", Integer, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

login_attempts = Table(
    "login_attempts",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("user_name", Text, nullable=False),
    Column("address", Text, nullable=False),
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
    Column("technicians", JSONB),
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
    Column("customer_confirmed_at", DateTime(timezone=True)),
)

repeatable_requests = Table(
    "repeatable_requests",
    metadata,
    Column("user_id", Integer, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("asked_hash", LargeBinary, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("visit_id", Integer),
)

estimates = Table(
    "estimates",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("customer_id", Integer),
    Column("phone", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("job_code", Text),
    Column("call_id", Text),
    Column("status", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("proposal", JSONB(none_as_null=True)),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("answered_at", DateTime(timezone=True)),
    Column("visit_id", Integer),
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
    Column("phone", Text),
    Column("customer_id", Integer),
    Column("flags", ARRAY(Text), nullable=False),
    Column("close_reason", Text),
)

call_notes = Table(
    "call_notes",
    metadata,
    Column("call_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("detail", Text, primary_key=True),
    Column("times", Integer, nullable=False),
)

call_details = Table(
    "call_details",
    metadata,
    Column("call_id", Text, primary_key=True),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("job", Text),
    Column("customer_name", Text),
    Column("phone", Text),
    Column("address", Text),
)

call_turns = Table(
    "call_turns",
    metadata,
    Column("call_id", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    Column("recognise_ms", Integer),
    Column("think_ms", Integer),
    Column("speak_ms", Integer),
)

leads = Table(
    "leads",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("call_id", Text),
    Column("reason", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("job", Text),
    Column("customer_name", Text),
    Column("phone", Text),
    Column("address", Text),
    Column("customer_id", Integer),
    Column("settled_at", DateTime(timezone=True)),
    Column("settled_by", Text),
    Column("visit_id", Integer),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("done_by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("done_at", DateTime(timezone=True), nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("medium", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("customer_id", Integer),
    Column("user_id", Integer),
    Column("phone", Text),
    Column("visit_id", Integer),
    Column("visit_start", DateTime(timezone=True)),
    Column("estimate_id", BigInteger),
    Column("call_id", Text),
    Column("body", Text, nullable=False),
    Column("key", Text),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("provider_id", Text),
    Column("error_code", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("send_after", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Column("claimed_at", DateTime(timezone=True)),
    Column("attempts", Integer, nullable=False),
    Column("done_at", DateTime(timezone=True)),
    Column("acknowledged_at", DateTime(timezone=True)),
    Column("acknowledged_by", Text),
)

consents = Table(
    "consents",
    metadata,
    Column("phone", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
)

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("number_hash", LargeBinary, primary_key=True),
    Column("opted_out_at", DateTime(timezone=True), nullable=False),
)

push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("user_id", Integer, nullable=False),
    Column("endpoint", Text, nullable=False),
    Column("p256dh", Text, nullable=False),
    Column("auth", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

push_deliveries = Table(
    "push_deliveries",
    metadata,
    Column("message_id", BigInteger, primary_key=True),
    Column("subscription_id", Integer, primary_key=True),
)

used_tokens = Table(
    "used_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("used_at", DateTime(timezone=True), nullable=False),
)
