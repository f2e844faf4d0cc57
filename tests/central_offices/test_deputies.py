"""Standing in for who is away: the work shows, the rights stay, the days are kept."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from central_offices.accounts import deputies
from central_offices.models import Deputy, Officer
from exchange.conversation import answering
from exchange.views import my_work
from kernel.errors import NotPermitted, NotReady
from tests import systems
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = date.today()
SECTION = "In the hands of colleagues you stand in for"


def away(officer, deputy, begins=0, ends=7) -> Deputy:
    days = [TODAY + timedelta(days=n) for n in (begins, ends)]
    return deputies.name(deputy, by=officer, valid_from=days[0], valid_to=days[1])


@pytest.fixture
def in_hand(amina, pierre):
    """A request in Pierre's hands."""
    request = sent(amina, "PRT")
    deliver_all()
    answering.assign(recipient(request, "PRT"), by=pierre)
    return request


def shown(officer) -> list[str]:
    return [item.title for item in dict(my_work.sections(officer))[SECTION]]


def test_the_deputy_finds_the_work_of_who_is_away(in_hand, pierre, beatriz):
    assert shown(beatriz) == []
    away(pierre, beatriz)
    assert shown(beatriz) == [in_hand.title]


@pytest.mark.parametrize("begins, ends", [(1, 7), (-7, 1)])
def test_only_in_the_days_named(in_hand, pierre, beatriz, begins, ends):
    row = away(pierre, beatriz, begins, ends)
    assert shown(beatriz) == ([in_hand.title] if begins < 0 else [])
    Deputy.objects.filter(pk=row.pk).update(valid_from=TODAY - timedelta(days=9), valid_to=TODAY)
    assert shown(beatriz) == []


def test_rights_do_not_follow(in_hand, pierre, beatriz):
    away(pierre, beatriz)
    in_hand.classification = 2
    in_hand.save(update_fields=["classification"])
    with by_the_owner():
        Officer.objects.filter(pk=beatriz.pk).update(clearance=0)
    beatriz.refresh_from_db()
    assert shown(beatriz) == []
    with pytest.raises(NotPermitted):
        answering.start(recipient(in_hand, "PRT"), by=beatriz)


def test_a_deputy_who_moved_to_another_office_finds_nothing(in_hand, pierre, beatriz, joana):
    away(pierre, beatriz)
    with by_the_owner():
        Officer.objects.filter(pk=beatriz.pk).update(office=joana.office)
    assert deputies.stands_in_for(beatriz) == []


def test_one_names_a_colleague_for_days_to_come(amina, otieno, pierre):
    for wrong in (amina, pierre, systems.register(amina.office).officer):
        with pytest.raises(NotReady, match="colleague"):
            away(amina, wrong)
    with pytest.raises(NotReady, match="return"):
        away(amina, otieno, 3, 3)
    with pytest.raises(NotReady, match="over"):
        away(amina, otieno, -9, -2)
    with pytest.raises(NotPermitted):
        away(systems.register(amina.office).officer, otieno)


def test_one_deputy_at_a_time(amina, otieno, mutua):
    away(amina, otieno)
    with pytest.raises(NotReady, match="some of these days"):
        away(amina, mutua, 3, 9)
    away(amina, mutua, 7, 9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.create(
            officer=amina, deputy=mutua, valid_from=TODAY, valid_to=TODAY + timedelta(days=1)
        )


def test_only_who_is_away_takes_it_back(amina, otieno, mutua):
    row = away(amina, otieno)
    for officer in (otieno, mutua):
        with pytest.raises(NotPermitted):
            deputies.end(row, by=officer)
    deputies.end(row, by=amina)
    assert deputies.stands_in_for(otieno) == []


def test_the_page_names_shows_and_takes_back(amina, otieno, pierre, signed_in):
    browser = signed_in(amina)
    page = browser.get("/settings/deputy/")
    words = {
        "once": page.context["form"]["once"].value(),
        "deputy": str(otieno.pk),
        "valid_from": TODAY.isoformat(),
        "valid_to": (TODAY + timedelta(days=3)).isoformat(),
    }
    wrong = browser.post("/settings/deputy/", words | {"deputy": str(pierre.pk)})
    assert wrong.status_code == 200 and not Deputy.objects.exists()
    assert browser.post("/settings/deputy/", words).status_code == 302
    assert "You stand in for" in signed_in(otieno).get("/settings/deputy/").content.decode()
    row = Deputy.objects.get()
    assert signed_in(pierre).post(f"/settings/deputy/{row.pk}/end").status_code == 404
    browser.post(f"/settings/deputy/{row.pk}/end")
    assert not Deputy.objects.exists()
