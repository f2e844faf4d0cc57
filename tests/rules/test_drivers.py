"""psycopg2 is the driver: Django would silently prefer psycopg 3 if it were there."""

import importlib.util

from django.db import connection


def test_psycopg_3_is_not_installed():
    assert importlib.util.find_spec("psycopg") is None


def test_django_uses_psycopg2():
    assert connection.Database.__name__ == "psycopg2"
    assert connection.features.__module__.endswith("postgresql.features")
