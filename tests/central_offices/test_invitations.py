"""One-time links: how somebody comes in, and how a password is chosen anew."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from central_offices.accounts import invitations, staff
from central_offices.models import Invitation, Officer
from kernel.errors import NotReady, WrongState
from ledger.models import Event, EventDetail
from tests import persons, world
from tests.central_offices.conftest import WORDS, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _commits(django_capture_on_commit_callbacks, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_an_invited_officer_comes_in_once(invited):
    officer, link = invited
    browser = Client()

    page = browser.get(link.removeprefix(settings.PUBLIC_URL))
    assert page.status_code == 200 and "New Comer" in page.text

    done = browser.post(page.request["PATH_INFO"], {"password": WORDS, "again": WORDS})
    assert done.status_code == 302 and done.url.startswith("/accounts/login/")
    officer.refresh_from_db()
    assert officer.check_password(WORDS)

    again = browser.post(page.request["PATH_INFO"], {"password": WORDS * 2, "again": WORDS * 2})
    assert again.status_code == 410
    officer.refresh_from_db()
    assert officer.check_password(WORDS)


def test_looking_at_the_link_uses_nothing_up(invited):
    _, link = invited
    for _ in range(3):
        assert Client().get(link.removeprefix(settings.PUBLIC_URL)).status_code == 200


@pytest.mark.parametrize("spoil", ["expired", "unknown", "disabled", "renewed"])
def test_a_link_that_is_gone_is_always_answered_alike(spoil, invited, adler):
    officer, link = invited
    token = token_of(link)
    if spoil == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoil == "unknown":
        token = "x" * len(token)
    elif spoil == "disabled":
        staff.disable(officer, by=adler, reason="Mistake")
    else:
        invitations.renew(officer, by=adler)

    page = Client().get(f"/invitation/{token}/")

    assert page.status_code == 410
    assert "72 hours" in page.text and "New Comer" not in page.text
    with pytest.raises(invitations.Gone):
        invitations.accept(token, WORDS)


def test_a_link_lives_72_hours(invited):
    row = Invitation.objects.get()
    assert row.expires_at - row.made_at - timedelta(hours=72) < timedelta(seconds=5)


def test_only_a_digest_of_the_link_is_kept(invited):
    _, link = invited
    token = token_of(link)

    assert len(token) >= 43
    assert token not in Invitation.objects.get().token_hash
    assert not Event.objects.filter(data__icontains=token).exists()
    assert not EventDetail.objects.filter(body__icontains=token).exists()


def test_a_mail_carries_a_link_and_no_personal_data(
    adler, nairobi, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        persons.invite(
            by=adler, email="x@office.test", name="Xaver Young", office=nairobi, clearance=1
        )

    (message,) = [one for one in mail.outbox if "/invitation/" in one.body]
    assert message.to == ["x@office.test"]
    link = message.body.split()[-1]
    said = (message.subject + message.body).replace(link, "")
    for private in ("Xaver", "Young", "Kenya", "Nairobi", "x@office.test", "Adler"):
        assert private not in said


def test_nothing_is_mailed_when_the_invitation_is_rolled_back(
    adler, nairobi, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(NotReady):
            persons.invite(
                by=adler,
                email="x@office.test",
                name="X",
                office=nairobi,
                clearance=1,
                role="REVIEWER",
            )

    assert not mail.outbox
    assert not Officer.objects.filter(email="x@office.test").exists()


def test_a_mail_server_out_of_reach_disturbs_nobody(
    adler, nairobi, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        officer = persons.invite(
            by=adler, email="x@office.test", name="X", office=nairobi, clearance=1
        )
    assert officer.invitations.open().exists()


def test_without_a_mail_server_it_is_written_to_a_folder(invited, settings):
    assert "EMAIL_URL" not in __import__("os").environ
    assert Path(settings.EMAIL_FILE_PATH).name == "mail"


@pytest.mark.parametrize("password", ["short", "password1234", "new.comer@office.test"])
def test_a_weak_password_is_refused_with_a_sentence(password, invited):
    _, link = invited

    page = Client().post(
        f"/invitation/{token_of(link)}/", {"password": password, "again": password}
    )

    assert page.status_code == 200
    assert "This cannot be saved yet" in page.text
    assert Invitation.objects.open().exists()


def test_an_address_that_is_known_is_not_invited_again(adler, nairobi, otieno):
    with pytest.raises(WrongState, match="There is an officer"):
        persons.invite(by=adler, email=otieno.email.upper(), name="X", office=nairobi, clearance=1)


def test_an_administrator_starts_a_reset_and_never_sees_the_link(
    adler, otieno, signed_in, django_capture_on_commit_callbacks
):
    officers_own = signed_in(otieno)
    assert officers_own.get("/").status_code == 200
    page = signed_in(adler).get(f"/officers/{otieno.pk}/start_reset")
    with django_capture_on_commit_callbacks(execute=True):
        done = signed_in(adler).post(
            f"/officers/{otieno.pk}/start_reset", {"once": _once(page)}, follow=True
        )

    (message,) = mail.outbox
    link = message.body.split()[-1]
    assert message.to == [otieno.email]
    assert token_of(link) not in done.text
    assert world.officer("otieno").check_password(world.PASSWORD)

    invitations.accept(token_of(link), WORDS)

    assert world.officer("otieno").check_password(WORDS)
    assert officers_own.get("/").status_code == 302, "sessions of the old password have ended"


def test_no_page_lets_an_administrator_choose_a_password(adler, otieno, signed_in):
    browser = signed_in(adler)
    for step in browser.get(f"/officers/{otieno.pk}/").context["steps"]:
        page = browser.get(f"/officers/{otieno.pk}/{step[0]}")
        assert 'type="password"' not in page.text


def _once(page) -> str:
    return str(page.context["form"]["once"].value())
