"""What is kept about an officer within a request is forgotten with the rights."""

import pytest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from central_offices.models import RoleGrant
from central_offices.two_persons import counting
from tests import world
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def test_whether_somebody_counts_is_asked_anew_once_rights_are_forgotten():
    # As a request holds whoever is signed in.
    officer = SimpleLazyObject(lambda: world.officer("wanjiku"))
    assert counting.counts(officer, "release_notice")

    with by_the_owner():
        RoleGrant.objects.filter(officer=officer.pk).update(valid_from=timezone.now())
    officer.forget_rights()

    assert not counting.counts(officer, "release_notice")
