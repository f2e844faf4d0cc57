"""The short form of the bench: every row of its table once, in a small world.

It says nothing about time. What fails here would be slow at full size on any machine: a statement
more than the budget, a large table that is read whole, a count without a bound.
"""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.over_http import scopes, table
from bench.world.making import fill
from bench.world.sizes import SIZES
from cases.models import Offence
from tests.bench import plans

# Transaction control and telling the database who acts are not counted.
UNCOUNTED = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK|SELECT set_config)", re.I)
# By the beginning of a row's name, the longest that fits. They come down, and never go up without
# a reason in the commit.
MOST_STATEMENTS = {
    "nothing": 0,
    "API list of 100": 5,
    "page of 50": 6,
    "filter": 9,
    "search": 12,
    "one case, API": 5,
    "one case, page": 15,
    "one person, page": 12,
    "page of persons": 9,
    "file a case, one office": 9,
    "file a case with a person": 13,
    "duty board": 18,
    "news of the board": 15,
    "no news of the board": 3,
    "my work": 17,
    "requests, page": 6,
    "requests, API": 3,
    "performance": 9,
    "notices, page": 5,
    "notices, API": 3,
    "public notices": 5,
    "one public notice": 2,
}
OTHER_SCOPES = ("few", "wide", "four offices")  # they ask the same statements


@pytest.fixture
def world(committed):
    fill(SIZES["tiny"], said=False)
    found = scopes.found()
    offence = Offence.objects.order_by("pk").values_list("code", flat=True)[0]
    rows = table.rows(found, offence, page)
    return [row for row in rows if not any(other in row.name for other in OTHER_SCOPES)]


def page(headers, address):
    return asked_by(headers, address).content.decode()


def asked_by(headers, address, body=None):
    client, fields = Client(HTTP_HOST="127.0.0.1"), dict(headers) | {"Accept-Encoding": "identity"}
    for cookie in filter(None, fields.pop("Cookie", "").split("; ")):
        name, _, value = cookie.partition("=")
        client.cookies[name] = value
    if body is None:
        return client.get(address, headers=fields)
    return client.post(address, body, content_type="application/json", headers=fields)


def counted(row):
    """The statements of a row once it is warm."""
    address = row.address if isinstance(row.address, str) else row.address(1)
    for number in (1, 2):
        body = row.body(number) if row.body else None
        with CaptureQueriesContext(connection) as queries:
            answer = asked_by(row.who[0], address, body)
        assert answer.status_code == row.status, f"{row.name}: {answer.status_code}"
    return [one["sql"] for one in queries if not UNCOUNTED.match(one["sql"])]


def budget(name):
    fitting = [start for start in MOST_STATEMENTS if name.startswith(start)]
    return MOST_STATEMENTS[max(fitting, key=len)] if fitting else 0


def test_every_row_of_the_bench_keeps_its_statements_and_reads_no_large_table_whole(world):
    wrong = []
    for row in world:
        statements = counted(row)
        if len(statements) > budget(row.name):
            wrong.append(f"{row.name}: {len(statements)} statements, budget {budget(row.name)}")
        with transaction.atomic():
            found = {fault for one in statements for fault in plans.faults(one)}
        wrong += [f"{row.name}: {one}" for one in sorted(found)]
    assert wrong == [], "\n".join(wrong)
