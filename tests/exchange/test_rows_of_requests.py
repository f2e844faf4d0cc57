"""The rows of the list of requests, filled in by code, are what their template shows of a row."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from exchange.conversation import answering
from exchange.models import RequestRecipient
from exchange.templatetags.exchange import state_tag, urgency_tag
from exchange.views import request_rows
from kernel.templatetags.iisa import country, due, handling
from tests.cases.test_rows import ODD, shown
from tests.exchange.conftest import deliver_all, sent

pytestmark = pytest.mark.django_db


def by_template(row: RequestRecipient) -> str:
    asked = row.request
    values = {
        "reference": asked.reference,
        "url": f"/requests/{asked.reference}/",
        "title": asked.title,
        "type": asked.type,
        "sender": country(asked.owner_office),
        "recipient": country(row.office),
        "urgency": urgency_tag(asked),
        "state": state_tag(row),
        "assigned_to": row.assigned_to or "",
        "level": handling(asked),
        "due": due(row.next_due, row.delivered_at),
    }
    return render_to_string(request_rows.TEMPLATE, values)


def test_a_row_is_what_its_template_shows(amina, pierre):
    for urgency, title in (("NORMAL", "Owner of a boat"), ("ROUTINE", ODD)):
        sent(amina, "PRT", urgency=urgency, title=title, classification=2)
    deliver_all()
    rows = RequestRecipient.objects.order_by("-delivered_at", "-pk")
    answering.acknowledge(rows[0], by=pierre)
    answering.assign(rows[0], by=pierre)

    for language in ("en", "ar"):
        with translation.override(language):
            filled = request_rows.table_rows(list(request_rows.lean(rows)), pierre.office)
            assert [*map(shown, filled)] == [shown(by_template(row)) for row in rows]
