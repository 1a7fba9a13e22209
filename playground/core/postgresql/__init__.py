"""Django's backend for PostgreSQL, with connections that notice a silent server."""
