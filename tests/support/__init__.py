"""What tests stand on: a PostgreSQL server, migrated databases, a browser."""
