"""An administrator alone tries to become the whole agency: by pages, by the API, by verbs, by SQL.

He invites, gives roles, moves, opens accounts again, raises clearances, makes clients, keys and
addresses, confirms what he proposed himself, and waits for the time to pass.
"""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from central_offices.accounts import invitations, shifts, staff
from central_offices.keys_and_clients import clients, endpoints, registered_keys
from central_offices.models import (
    AccessChange,
    ApiClient,
    CentralOffice,
    OfficeKey,
    Officer,
    RoleGrant,
)
from central_offices.two_persons import changes
from central_offices.two_persons.lifecycle import access_change_steps
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Refusal
from ledger.models import Event
from tests import persons, signatures, world
from tests.central_offices.test_pages import send
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
CLIENT = {
    "name": "System",
    "clearance": 2,
    "scopes": ["cases"],
    "purposes": ["WARN"],
    "default_purpose": "WARN",
    "ip_allow": [],
}


def account(office: str, role: str | None = None, **given):
    words = {"name": "Puppet", "clearance": 2, "language": "en", "role": role, "valid_to": None}
    return lambda by: changes.propose(
        "ACCOUNT",
        CentralOffice.objects.get(code=office),
        by=by,
        email=f"puppet.{office}.{role}@office.test".casefold(),
        **words,
        **given,
    )


def role(name: str, what: str, **given):
    def propose(by):
        person = world.officer(name)
        return changes.propose("ROLE", person.office, by=by, person=person, role=what, **given)

    return propose


def about(kind: str, office: str, name: str, **given):
    return lambda by: changes.propose(
        kind,
        CentralOffice.objects.get(code=office),
        by=by,
        person=world.officer(name),
        **given,
    )


def a_client(office: str):
    return lambda by: changes.propose(
        "CLIENT", CentralOffice.objects.get(code=office), by=by, **CLIENT
    )


def a_key(office: str):
    key, row, given = signatures.pair(), CentralOffice.objects.get, registered_keys.content
    text, proof = json.dumps(key.as_dict(private=False)), signatures.proof(office, key)
    return lambda by: changes.propose("KEY", row(code=office), by=by, **given(text, proof=proof))


ATTEMPTS = {
    "an officer of another office": account("KEN", "OFFICER"),
    "a head of another office": account("KEN", "HEAD"),
    "a head beside the head": account("KEN", "HEAD", without_head=True, reason="He is gone"),
    "the first head of an office": account("BRA", "HEAD"),
    "a reviewer": account("AGY", "REVIEWER"),
    "a second reviewer": account("AGY", "SECOND_REVIEWER"),
    "a second administrator of his own": account("AGY", "ADMINISTRATOR"),
    "a member of the Commission": account("CCF", "OVERSIGHT"),
    "an accomplice as head": role("amina", "HEAD"),
    "an accomplice as supervisor": role("amina", "SUPERVISOR"),
    "an accomplice as second reviewer": role("sato", "SECOND_REVIEWER"),
    "an accomplice moved to another office": about(
        "MOVE", "PRT", "otieno", clearance=2, reason="Posted"
    ),
    "an accomplice with a higher clearance": about("CLEARANCE", "KEN", "okello", clearance=2),
    "a system of an office": a_client("KEN"),
    "a system of the Secretariat": a_client("AGY"),
    "a key of an office": a_key("KEN"),
}
REFUSED_AT_ONCE = {
    "a member of the Commission without it": account(
        "CCF", "OVERSIGHT", without_head=True, reason="They do not answer"
    ),
    "himself as reviewer": role("adler", "REVIEWER"),
    "himself moved": about("MOVE", "KEN", "adler", clearance=2),
    "himself with a role beside": role("adler", "HEAD"),
    "an officer where no head is": account("BRA", "OFFICER"),
    "a system where no head is": a_client("BRA"),
    "a key where no head is": a_key("BRA"),
    "an officer without asking the head": account(
        "KEN", "OFFICER", without_head=True, reason="Busy"
    ),
    "an accomplice without asking the head": role(
        "amina", "SUPERVISOR", without_head=True, reason="Busy"
    ),
    "another head without a reason": role("amina", "HEAD", without_head=True),
}


def everything() -> tuple:
    """All that gives power, as it stands."""
    people = Officer.objects.order_by("pk").values_list("pk", "office", "clearance", "is_active")
    grants = RoleGrant.objects.order_by("pk").values_list("pk", "valid_from", "valid_to")
    systems = ApiClient.objects.count(), OfficeKey.objects.filter(held_by="OFFICE").count()
    return list(people), list(grants), systems


def test_nothing_that_he_proposes_is_in_force_by_him(adler):
    before = everything()
    for what, propose in ATTEMPTS.items():
        with transaction.atomic():
            change = propose(adler)
            own = set(access_change_steps.open_to(adler, change))
            assert own == {"withdraw"}, what
            for name in access_change_steps.steps:
                with (
                    pytest.raises(Refusal),
                    access_change_steps.take(name, change, by=adler) as row,
                ):
                    assert name == "withdraw"
                    row.decided_by, row.decided_at = adler, timezone.now()
                    raise NotPermitted
            with pytest.raises(NotPermitted):
                changes.confirm(change, by=adler)
            assert everything() == before, what
            transaction.set_rollback(True)


def test_some_of_it_he_cannot_even_propose(adler):
    for what, propose in REFUSED_AT_ONCE.items():
        with pytest.raises((NotPermitted, NotReady)):
            pytest.fail(f"{what}: {propose(adler)}")
    assert not AccessChange.objects.exists()


def test_waiting_brings_him_nothing_before_a_second_administrator_has_agreed(adler, benes):
    change = role("amina", "HEAD", without_head=True, reason="The head is gone")(adler)
    with by_the_owner():
        AccessChange.objects.filter(pk=change.pk).update(in_force_at=timezone.now())
    changes.upkeep()
    change.refresh_from_db()
    assert change.status == "PENDING"
    changes.confirm(change, by=benes)
    assert change.status == "AGREED"
    assert change.in_force_at - change.decided_at == timedelta(hours=72)
    changes.upkeep()
    assert world.officer("amina").roles_held() == {"OFFICER"}


def test_two_administrators_are_stopped_by_one_officer_and_the_commission(
    adler, benes, otieno, auditor, amina
):
    change = role("amina", "HEAD", without_head=True, reason="The head is gone")(adler)
    changes.confirm(change, by=benes)
    changes.object_to(change, by=otieno, reason="She is on leave, and back on Monday.")
    with pytest.raises(NotPermitted):
        changes.object_to(change, by=otieno, reason="Once more")
    with by_the_owner():
        AccessChange.objects.filter(pk=change.pk).update(in_force_at=timezone.now())
    changes.upkeep()
    change.refresh_from_db()
    assert change.status == "OBJECTED"
    for nobody in (adler, benes, amina, otieno):
        with pytest.raises(NotPermitted):
            changes.allow(change, by=nobody, reason="x")

    changes.forbid(change, by=auditor, reason="The head was asked, and is there.")

    assert world.officer("amina").roles_held() == {"OFFICER"}
    verbs = Event.objects.filter(subject_id=change.pk).order_by("id")
    assert [row.verb.split(".")[1] for row in verbs] == ["propose", "agree", "object", "forbid"]


def test_the_pages_give_him_no_link_no_secret_and_no_second_step(
    adler, wanjiku, signed_in, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    browser = signed_in(adler)
    words = {"name": "Puppet", "office": "KEN", "clearance": "2", "role": "HEAD"}
    words["language"] = "en"
    seen = []
    with django_capture_on_commit_callbacks(execute=True):
        seen.append(send(browser, "/officers/invite", email="puppet@office.test", **words))
    change = AccessChange.objects.get()
    at = f"/access-changes/{change.pk}"
    for name in ("confirm", "agree", "allow", "forbid", "decline", "object"):
        page = browser.get(f"{at}/{name}")
        once = str(page.context["form"]["once"].value()) if page.status_code == 200 else ""
        seen.append(browser.post(f"{at}/{name}", {"once": once, "reason": "x"}, follow=True))
    change.refresh_from_db()
    assert change.status == "PENDING" and not Officer.objects.filter(name="Puppet").exists()

    with django_capture_on_commit_callbacks(execute=True):
        changes.confirm(change, by=wanjiku)
    puppet = Officer.objects.get(name="Puppet")
    seen += [browser.get(f"/officers/{puppet.pk}/"), browser.get(f"{at}/")]
    with django_capture_on_commit_callbacks(execute=True):
        seen.append(send(browser, f"/officers/{puppet.pk}/renew_invitation"))
    links = [one.body.split()[-1] for one in mail.outbox if "/invitation/" in one.body]
    assert len(links) == 2
    assert all(one.to == ["puppet@office.test"] for one in mail.outbox if links[0] in one.body)
    token = links[-1].rstrip("/").rsplit("/", 1)[1]
    assert not any(token in page.text or "/invitation/" in page.text for page in seen)


def test_no_call_of_the_api_makes_an_account_a_role_or_a_client(adler, over_api):
    caller = over_api(adler)
    body = {"email": "x@office.test", "name": "X", "office": "KEN", "role": "HEAD"}
    for path in ("officers", "accounts", "access-changes", "clients", "roles", "invitations"):
        for method in ("get", "post", "put", "patch"):
            reply = getattr(caller, method)(f"/api/v1/{path}/", body, format="json")
            assert reply.status_code in (404, 405), (path, method)


def test_he_takes_no_secret_and_gives_no_shift(adler, otieno, nairobi_system):
    with pytest.raises(NotPermitted):
        clients.take_secret(nairobi_system, by=adler)
    with pytest.raises(NotPermitted):
        shifts.give_shift(otieno, by=adler, hours=8)
    with pytest.raises(NotReady, match="second person"):
        staff.lower_clearance(world.officer("okello"), 2, by=adler, reason="x")
    wider = CLIENT | {"scopes": [*nairobi_system.scopes, clients.DECIDES]}
    with pytest.raises(NotReady, match="second person"):
        clients.narrow(nairobi_system, by=adler, **wider)


@pytest.fixture
def nairobi_system(adler, amina):
    return persons.make_client(amina.office, by=adler, **CLIENT)[0]


def test_a_disabled_head_of_his_does_not_come_back_by_him(adler, wanjiku):
    persons.disable_by_two(wanjiku, by=adler, reason="Said to be gone")
    change = changes.propose("ENABLE", wanjiku.office, by=adler, person=wanjiku, reason="Back")
    assert change.without_head
    with pytest.raises(NotPermitted):
        changes.confirm(change, by=adler)


def test_where_he_disabled_the_head_he_still_needs_another_and_72_hours(adler, benes, wanjiku):
    persons.disable_by_two(wanjiku, by=adler, reason="Said to be gone")
    change = account("KEN", "HEAD")(adler)
    changes.confirm(change, by=benes)
    assert not Officer.objects.filter(email__startswith="puppet").exists()
    assert change.in_force_at > timezone.now() + timedelta(hours=71)


def test_an_address_needs_the_head(adler, benes):
    change, secret = endpoints.propose(
        CentralOffice.objects.get(code="KEN"), "WEBHOOK", "https://elsewhere.example/in", by=adler
    )
    assert secret == ""
    for second in (adler, benes):
        with pytest.raises(NotPermitted):
            endpoints.confirm(change, by=second)


def test_an_account_of_his_that_a_head_let_in_starts_nothing_for_days(adler, wanjiku):
    change = account("KEN", "HEAD")(adler)
    changes.confirm(change, by=wanjiku)
    puppet = Officer.objects.get(email__startswith="puppet")
    with acting.acting_as(puppet):
        link = persons.new_link(puppet)
        invitations.accept(link.rstrip("/").rsplit("/", 1)[1], "four words nobody guesses")
    mine = role("otieno", "SUPERVISOR")
    with pytest.raises(NotPermitted, match="until"):
        mine(puppet)
    other = mine(adler)
    with pytest.raises(NotPermitted, match="until"):
        changes.confirm(other, by=puppet)
    persons.grow_old(puppet)
    changes.confirm(other, by=Officer.objects.get(pk=puppet.pk))
