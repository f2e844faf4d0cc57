"""Somebody proposes a stranger who looks like a colleague to whoever confirms the account."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from central_offices.models import AccessChange, Installation, RoleGrant
from central_offices.two_persons import changes, commissioning
from kernel.errors import NotReady
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
EMAIL = "grace@office.example"
STRANGERS = [
    ("Grace Njoroge", "grace@\u043effice.example"),
    ("Grace Njoroge", "gr\u0430ce@office.example"),
    ("Gr\u0430ce Njoroge", EMAIL),
    ("Grace Njor\u03bfge", EMAIL),
    ("\u202eegorojN ecarG", EMAIL),
    ("Grace\u200b Njoroge", EMAIL),
    ("Grace\u2066 Njoroge", EMAIL),
    ("Grace Njoroge\u00ad", EMAIL),
    ("Grace\u2028Njoroge", EMAIL),
]
PEOPLE = [
    "Grace Njoroge",
    "\u0413\u0440\u0435\u0439\u0441 Njoroge",
    "\u0645\u062d\u0645\u062f \u0639\u0644\u06cc",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u738b\u5c0f\u660e",
    "Zo\u00eb O\u2019Neill-Nu\u00f1ez",
    "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2",
]


def account(by, name, email):
    return changes.propose(
        "ACCOUNT", by.office, by=by, email=email, name=name, clearance=1, language="en",
        role=None, valid_to=None,
    )  # fmt: skip


def test_no_stranger_with_letters_of_another_script_or_unseen_signs_is_proposed(wanjiku):
    for name, email in STRANGERS:
        with pytest.raises(NotReady):
            account(wanjiku, name, email)
    assert not AccessChange.objects.exists()


def test_people_of_every_script_are(wanjiku):
    for number, name in enumerate(PEOPLE):
        account(wanjiku, name, f"person{number}@office.example")


@pytest.fixture
def new_installation(db):
    with by_the_owner():
        RoleGrant.objects.filter(role="ADMINISTRATOR").delete()
        Installation.objects.update(status="NEW", commissioned_at=None, began_at=timezone.now())
    commissioning.forget()
    yield
    commissioning.forget()


def test_neither_as_first_administrator(new_installation):
    for name, email in STRANGERS:
        with pytest.raises(CommandError):
            call_command("first_administrator", email, name=name)
