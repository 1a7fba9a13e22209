"""What Django loads by the name of this package."""

import types
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from playground.core.postgresql.patience import PatientConnection
from playground.core.postgresql.resting import rest, rested


def _connect(**params: Any) -> PatientConnection:
    return rested(params) or PatientConnection.connect(**params)


# The driver as Django uses it: its module, but for the connections that it makes.
_driver = types.ModuleType("psycopg")
_driver.__dict__.update(vars(psycopg), connect=_connect)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, whose silence is noticed and whose connections are handed on."""

    Database = _driver

    def let_go(self) -> None:
        """Need no connection for now; another thread may have it."""
        made = self.connection
        if made is not None and not self.errors_occurred and rest(made):
            self.connection = None
        self.close()
