"""What costs the system much and a stranger nothing is made once."""

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from agency.api import schema_view

pytestmark = pytest.mark.django_db


def test_the_schema_is_written_once_however_often_strangers_ask(monkeypatch):
    monkeypatch.setattr(schema_view, "_schemas", {})
    monkeypatch.setattr(schema_view, "_texts", {})
    made = []
    real = SchemaGenerator.get_schema
    monkeypatch.setattr(
        SchemaGenerator,
        "get_schema",
        lambda self, **asked: made.append(1) or real(self, **asked),
    )
    client = Client()

    answers = [client.get("/api/v1/schema/", {"format": form}) for form in ("json", "json", "yaml")]
    answers += [client.get(f"/api/v1/schema/?lang=x{n}&version={n}") for n in range(5)]
    page = client.get("/api/v1/docs/")

    assert {answer.status_code for answer in [*answers, page]} == {200}
    assert answers[0].json()["openapi"].startswith("3.1")
    assert made == [1]
