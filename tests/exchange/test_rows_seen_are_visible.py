"""What the policies of rows let an officer read is what `visible_to` lets him: nothing vanishes."""

import pytest

from exchange.models import (
    Arrest,
    Attachment,
    BulkRow,
    Consent,
    Contribution,
    CustodyAlarm,
    Escalation,
    InternalNote,
    Request,
    RequestRecipient,
    RequestReview,
    Transfer,
)
from kernel import acting
from tests import world
from tests.exchange import walls

pytestmark = pytest.mark.django_db
MODELS = [Arrest, Attachment, BulkRow, Consent, Contribution, CustodyAlarm, Escalation]
MODELS += [InternalNote, Request, RequestRecipient, RequestReview, Transfer]
# Of each office who may read all that an office may; policies don't know roles.
READERS = ["amina", "okello", "beatriz", "joana", "anika", "bela", "sato", "auditor"]


@pytest.fixture
def requests(db):
    return walls.made()


def seen(model, officer) -> set:
    """The keys that the second wall lets the officer read."""
    with acting.acting_as(officer):
        return set(model._base_manager.values_list("pk", flat=True))


def allowed(model, officer) -> set:
    """The keys that the first wall lets the officer read, whichever way it leads there."""
    with acting.acting_as(officer), acting.by_a_rule("a test"):
        rows = model.objects
        found = set(rows.visible_to(officer).values_list("pk", flat=True))
        if model is Request:
            found |= set(rows.for_deputy(officer).values_list("pk", flat=True))
            reviewed = RequestReview.objects.visible_to(officer).values_list("request", flat=True)
            found |= set(reviewed)
    return found


def test_every_reader_sees_the_same_rows_through_both_walls(requests):
    other = {
        (model.__name__, name): seen(model, officer) ^ allowed(model, officer)
        for name in READERS
        for model in MODELS
        for officer in [world.officer(name)]
        if seen(model, officer) != allowed(model, officer)
    }

    assert other == {}


def test_the_world_has_rows_of_every_kind_seen_by_some_and_not_by_others(requests):
    """Else the test above could compare nothing with nothing."""
    for model in MODELS:
        found = [frozenset(allowed(model, world.officer(name))) for name in READERS]
        assert len(set(found)) > 1, model
        assert model.objects.exists(), model


def test_nobody_reads_any_of_it_for_the_public(requests):
    for model in MODELS:
        assert seen(model, acting.PUBLIC) == set()
