"""One administrator takes heads, roles and second factors away, alone and unseen."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from central_offices.accounts import staff
from central_offices.models import AccessChange, Officer, Role
from central_offices.two_persons import changes
from central_offices.two_persons.lifecycle import heads
from kernel.errors import NotPermitted, NotReady
from tests import persons, systems, world
from tests.central_offices.test_pages import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(settings, django_capture_on_commit_callbacks):
    """mails(verb) does it, and says who was told what of it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def told(verb) -> dict[str, str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb()
        return {one.to[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}

    return told


def factor(officer) -> None:
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})


def head_grant(officer):
    return officer.grants.get(role=Role.HEAD)


def test_unseen(adler, benes, wanjiku, amina, otieno, mutua, mails):
    duty = mutua.grants.get(role=Role.DUTY_OFFICER)
    ways = [
        (mutua, lambda: staff.end_role(duty, by=adler, reason="x")),
        (amina, lambda: staff.lower_clearance(amina, 0, by=adler, reason="x")),
        (otieno, lambda: staff.disable(otieno, by=adler, reason="Stolen telephone")),
    ]
    for officer, verb in ways:
        told = mails(verb)
        expected = {one.email for one in (adler, benes, wanjiku, officer)}
        assert set(told) == expected, officer
        for email, text in told.items():
            assert "Adler" in text, email
            assert "give it back" in text and "Stolen telephone" not in text, email
            assert email == officer.email or f"/officers/{officer.pk}/" in text, email
        assert officer.name not in told[wanjiku.email]


def test_in_an_emergency_one_person_is_enough(adler, otieno, signed_in):
    browser = signed_in(otieno)
    staff.disable(otieno, by=adler, reason="Stolen account")
    assert browser.get("/").status_code == 302


def test_the_last_head(adler, wanjiku, signed_in):
    for verb in (
        lambda: staff.disable(wanjiku, by=adler, reason="Refuses"),
        lambda: staff.end_role(head_grant(wanjiku), by=adler),
    ):
        with pytest.raises(NotReady, match="second person"):
            verb()
    browser = signed_in(adler)
    for page in ("disable", f"roles/{head_grant(wanjiku).pk}/end"):
        send(browser, f"/officers/{wanjiku.pk}/{page}", reason="Refuses")
    assert list(heads(wanjiku.office)) == [wanjiku]
    proposed = AccessChange.objects.order_by("kind").values_list("kind", "status")
    assert list(proposed) == [("DISABLE", "PENDING"), ("END_ROLE", "PENDING")]


def test_two_take_the_last_head_away_and_the_whole_office_hears_of_it(
    adler, benes, wanjiku, amina, auditor, mails
):
    change = changes.propose("DISABLE", wanjiku.office, person=wanjiku, by=adler, reason="Stolen")
    for second in (adler, wanjiku, amina):
        for verb in (changes.confirm, changes.decline):
            with pytest.raises(NotPermitted):
                verb(change, by=second)

    told = mails(lambda: changes.confirm(change, by=benes))

    office = Officer.objects.people().filter(office=wanjiku.office).exclude(pk=wanjiku.pk)
    expected = {one.email for one in (*office, adler, benes, auditor)}
    assert expected <= set(told)
    assert not world.officer("wanjiku").is_active
    assert AccessChange.objects.visible_to(amina).filter(pk=change.pk).exists()


def test_the_role_of_the_last_head_ends_by_two(adler, benes, wanjiku):
    grant = head_grant(wanjiku)
    about = {"role": "HEAD", "grant": str(grant.pk)}
    with pytest.raises(NotReady, match="Say why"):
        changes.propose("END_ROLE", wanjiku.office, person=wanjiku, by=adler, **about)
    persons.decided(
        changes.propose(
            "END_ROLE", wanjiku.office, person=wanjiku, by=adler, reason="Left", **about
        )
    )
    assert not heads(wanjiku.office).exists()
    assert world.officer("wanjiku").is_active


def test_a_second_factor(adler, benes, amina, pierre, beatriz, wanjiku, otieno):
    factor(amina)
    change = changes.propose("FACTORS", amina.office, person=amina, by=adler, reason="He called")
    machine = systems.register(amina.office).officer
    for second in (adler, benes, amina, otieno, pierre, beatriz, machine):
        with pytest.raises(NotPermitted):
            changes.confirm(change, by=second)
    assert Authenticator.objects.filter(user=amina).exists()

    changes.confirm(change, by=wanjiku)
    assert not Authenticator.objects.filter(user=amina).exists()


def test_a_second_factor_by_a_head_alone(amina, wanjiku, adler):
    factor(amina)
    change = changes.propose("FACTORS", amina.office, person=amina, by=wanjiku, reason="She called")
    with pytest.raises(NotPermitted):
        changes.confirm(change, by=wanjiku)
    changes.decline(change, by=amina)  # it was not she who called
    assert Authenticator.objects.filter(user=amina).exists()
    with pytest.raises(NotReady, match="who is asking"):
        changes.propose("FACTORS", amina.office, person=amina, by=adler)


def test_the_second_factor_of_the_only_head(adler, benes, wanjiku):
    factor(wanjiku)
    change = changes.propose("FACTORS", wanjiku.office, person=wanjiku, by=adler, reason="Lost")
    assert change.without_head
    changes.confirm(change, by=benes)
    assert change.status == "AGREED" and Authenticator.objects.filter(user=wanjiku).exists()
    changes.object_to(change, by=world.officer("otieno"), reason="She has not lost it.")
    assert change.status == "OBJECTED"
