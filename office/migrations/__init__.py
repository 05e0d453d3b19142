"""The schema, migrated by number with Alembic. `upgrade` is all that anybody calls."""
