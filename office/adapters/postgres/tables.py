"""The tables as the queries see them. How they are made, constraints included, is office/migrations'."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Identity, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import TSTZRANGE

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
)

properties = Table(
    "properties",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("customer_id", Integer, nullable=False),
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False),
    Column("street", Text, nullable=False),
)

technicians = Table(
    "technicians",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("customer_id", Integer, nullable=False),
    Column("property_id", Integer, nullable=False),
    Column("technician_id", Integer, nullable=False),
    Column("job_code", Text, nullable=False),
    Column("during", TSTZRANGE, nullable=False),
    Column("status", Text, nullable=False),
    Column("call_id", Text),
    Column("booked_by", Text, nullable=False),
)

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
