"""Somebody alone writes another telephone into the directory, or another effect of a red notice."""

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from central_offices.directory import entries
from central_offices.models import AccessChange, CentralOffice
from central_offices.two_persons import changes, proposing
from central_offices.two_persons.lifecycle import access_change_steps
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event
from tests import world

pytestmark = pytest.mark.django_db
OTHER = {
    "emergency_phone": "+254 20 555 0199",
    "contact_point": "The third man",
    "red_notice_effect": "ARREST",
}


@pytest.fixture
def kenya(db):
    return CentralOffice.objects.get(code="KEN")


def write(office, by, **values):
    office.refresh_from_db()
    return entries.change(office, by=by, version=office.version, **values)


def effect(office) -> str:
    others = [one for one in office.RedNoticeEffect.values if one != office.red_notice_effect]
    return others[0]


def test_an_administrator_alone_changes_each_of_them(adler, benes, wanjiku, kenya):
    for name, value in (OTHER | {"red_notice_effect": effect(kenya)}).items():
        before = getattr(kenya, name)
        change = write(kenya, adler, **{name: value})
        kenya.refresh_from_db()
        assert getattr(kenya, name) == before
        for nobody in (adler, benes):
            with pytest.raises(NotPermitted):
                changes.confirm(change, by=nobody)
        changes.confirm(change, by=wanjiku)
        kenya.refresh_from_db()
        assert getattr(kenya, name) == value


def test_a_head_alone_changes_the_own_telephone(adler, wanjiku, amina, kenya):
    change = write(kenya, wanjiku, emergency_phone="+254 1")
    deciders = {
        name
        for name, *_ in world.CAST
        if "confirm" in access_change_steps.open_to(world.officer(name), change)
    }
    assert {"adler", "benes"} <= deciders and "wanjiku" not in deciders
    with pytest.raises(NotPermitted):
        changes.confirm(change, by=amina)


def test_hours_are_the_heads_alone_and_saved_beside_what_waits(wanjiku, kenya):
    change = write(kenya, wanjiku, hours="Always", emergency_phone="+254 1")
    kenya.refresh_from_db()
    assert kenya.hours == "Always" and change.content == {"emergency_phone": "+254 1"}
    assert write(kenya, wanjiku, hours="Mornings") is None
    assert Event.objects.filter(verb="office.change").count() == 2


def test_two_wait_for_one_office(adler, wanjiku, kenya):
    write(kenya, adler, emergency_phone="+254 1")
    with pytest.raises(WrongState, match="proposed already"):
        write(kenya, wanjiku, emergency_phone="+254 2")


def test_of_two_proposals_at_once_the_second_is_refused_by_the_table(adler, wanjiku, kenya):
    write(kenya, adler, emergency_phone="+254 1")
    second = AccessChange(
        kind="ENTRY", office=kenya, proposed_by=wanjiku, content={"emergency_phone": "+254 2"}
    )
    with pytest.raises(WrongState, match="proposed already"):
        proposing.save_alone(second)


def test_an_office_without_a_head_keeps_what_it_has(adler):
    brasilia = CentralOffice.objects.get(code="BRA")
    with pytest.raises(NotReady, match="has no head"):
        write(brasilia, adler, emergency_phone="+55 1")


def test_an_old_proof_is_not_enough(adler, kenya, signed_in):
    browser = signed_in(adler, proof=3600)
    form = browser.get("/offices/KEN/edit").context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given["languages"] = "en"
    page = browser.post("/offices/KEN/edit", given | {"emergency_phone": "+254 1"})
    assert page.status_code != 302 and not AccessChange.objects.exists()


def test_who_must_know_is_told(adler, wanjiku, kenya, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        write(kenya, adler, emergency_phone="+254 1")
    told = {one.to[0]: one.subject for one in mail.outbox}
    assert "was proposed" in told[wanjiku.email]


def test_the_page_shows_what_is_proposed(adler, wanjiku, kenya, signed_in):
    change = write(kenya, adler, emergency_phone="+254 20 555 0199", contact_point="x")
    page = signed_in(wanjiku).get(f"/access-changes/{change.pk}/").content.decode()
    assert "+254 20 555 0199" in page and "Phone, day and night" in page


def test_the_application_writes_it_by_sql(adler, wanjiku, kenya):
    rows = CentralOffice.objects.filter(pk=kenya.pk)
    for name, value in (OTHER | {"red_notice_effect": effect(kenya)}).items():
        with pytest.raises(IntegrityError, match="Two persons"), transaction.atomic():
            rows.update(**{name: value})
            at_the_commit()
    with transaction.atomic():
        changes.confirm(write(kenya, adler, emergency_phone="+254 1"), by=wanjiku)
        rows.update(hours="Always")
        at_the_commit()


def at_the_commit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
