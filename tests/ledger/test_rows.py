"""Many rows changed by one UPDATE hold what Django would have written."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, transaction

from ledger.delivery import bulk_update
from ledger.models import Destination
from tests.exchange.conftest import draft, sent

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_values_and_null_stays_null(amina):
    request = sent(amina, "PRT", "BRA", "QMA")
    sides = list(request.recipients.order_by("office__code"))
    at = datetime(2026, 11, 22, 9, 41, 0, 123456, tzinfo=UTC)
    sides[0].delivered_at, sides[0].status, sides[1].paused_seconds = at, "DELIVERED", 7
    sides[2].assigned_to = amina

    bulk_update.update(sides, ["delivered_at", "paused_seconds", "assigned_to", "status"])

    found = list(request.recipients.order_by("office__code"))
    for field in ("delivered_at", "paused_seconds", "assigned_to_id", "status", "version"):
        assert [getattr(row, field) for row in found] == [getattr(row, field) for row in sides]
    assert found[1].delivered_at is None and found[0].delivered_at == at


def test_lists_and_json_are_written_too(amina):
    request = draft(amina, "PRT")
    seen = [amina.office_number, amina.office_number]
    request.seen_by, request.facts = seen, {"a": "b"}
    bulk_update.update([request], ["seen_by", "facts"])

    request.refresh_from_db()
    assert (request.seen_by, request.facts) == (seen, {"a": "b"})


def test_what_a_column_refuses_is_refused_and_not_cut_off(amina):
    side = sent(amina, "PRT").recipients.get()
    side.status = "MUCH_LONGER_THAN_THE_COLUMN"
    with pytest.raises(DataError), transaction.atomic():
        bulk_update.update([side], ["status"])

    row = Destination.objects.first()
    row.mode, row.url = "WEBHOOK", ""
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk_update.update([row], ["mode", "url"])


def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk_update.update([], ["status"])
