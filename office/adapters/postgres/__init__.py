"""The records in PostgreSQL: SQLAlchemy Core over psycopg 3. The schema is made by office/migrations."""
