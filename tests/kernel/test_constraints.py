"""Check constraints that are asked together say the same as Django's, asked one by one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from central_offices.models import CentralOffice
from exchange.models import Request, RequestType

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(amina):
    return Request(
        reference="R-KEN-2026-900001",
        title="Owner of a boat",
        ask="Who owns it?",
        owner_office=CentralOffice.objects.get(code="KEN"),
        type=RequestType.objects.in_force().get(code="INFO"),
        created_by=amina,
        seen_by=[amina.office_number],
    )


def said(check) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        check()
    return sorted(caught.value.messages)


def test_a_row_that_keeps_all_is_asked_once(request_):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        request_.validate_constraints()
    assert len([row for row in asked if "SELECT" in row["sql"]]) == 1


def test_every_broken_constraint_is_named_as_django_names_it(request_, amina):
    broken = [
        {"title": "", "ask": ""},
        {"approved_by": amina},
        {"approved_by": amina, "submitted_by": amina, "written_by": [amina.pk]},
        {"handling_codes": ["H3"]},
        {"status": "SENT"},
        {"status": "SENT", "handling_codes": ["H3"], "title": "", "approved_by": amina},
    ]
    for values in broken:
        kept = {name: getattr(request_, name) for name in values}
        for name, value in values.items():
            setattr(request_, name, value)
        ours = said(request_.validate_constraints)
        assert ours == said(lambda: models.Model.validate_constraints(request_)), values
        for name, value in kept.items():
            setattr(request_, name, value)
    request_.validate_constraints()


def test_what_is_left_out_is_not_asked(request_):
    request_.title = request_.ask = ""
    request_.validate_constraints(exclude={"title"})
    with pytest.raises(ValidationError):
        request_.validate_constraints(exclude={"purpose"})
