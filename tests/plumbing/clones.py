"""Clones of the template databases, made and dropped by the cluster's superuser for the owner."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.db import connections
from psycopg2 import sql

from tests.plumbing import environment


@contextmanager
def clone(name: str, template: str = environment.TEMPLATE) -> Iterator[str]:
    """A database equal to the template, dropped afterwards whoever is still connected."""
    drop = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
    _ask(drop, name)
    # Copying the files takes half of what it takes to copy through the log, page by page.
    _ask(
        "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy OWNER iisa_owner",
        name,
        template,
    )
    _ask("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", name)  # a copy loses that
    try:
        yield name
    finally:
        _ask(drop, name)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Lead Django, in every thread, and the processes started from here to the database `name`."""
    before = {alias: connections.settings[alias]["NAME"] for alias in connections}
    environ = {key: os.environ[key] for key in environment.leads_to(name)}
    _lead(dict.fromkeys(before, name))
    os.environ.update(environment.leads_to(name))
    try:
        yield
    finally:
        _lead(before)
        os.environ.update(environ)


def _lead(names: dict[str, str]) -> None:
    connections.close_all()
    for alias, name in names.items():
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def _ask(statement: str, *names: str) -> None:
    connection = psycopg2.connect(os.environ["DATABASE_ADMIN_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    finally:
        connection.close()
