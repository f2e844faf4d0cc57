"""Somebody sits down at an officer's unlocked machine, or runs a script in that session."""

import re
import subprocess

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone

from agency import lifecycles
from central_offices.accounts import proofs
from central_offices.agreements import deputy_offices
from central_offices.keys_and_clients import endpoints
from central_offices.models import ApiClient, CentralOffice, Officer
from central_offices.two_persons import changes
from kernel import acting
from kernel.errors import ProofNeeded
from kernel.pages import middleware
from ledger import events, fresh_proof
from ledger.lifecycle import Lifecycle
from ledger.models import Event
from notices.models import Notice, SafeguardRule
from policies import writing
from tests import world
from tests.attacks import acts
from tests.cases import factories
from tests.central_offices import rules
from tests.notices import drafts, un_files
from tests.notices.test_tour_of_a_notice import hidden
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
STALE = proofs.PROOF_SECONDS + 1


class Stale:
    """A session whose proof is too old."""

    def demand(self) -> None:
        raise ProofNeeded("Show it.")


@pytest.fixture
def records(amina, wanjiku, adler, sato, arun, anika):
    """One record of each model whose table has a step that asks, by the table's module."""
    lisbon = CentralOffice.objects.get(code="PRT")
    with by_the_owner():
        SafeguardRule.objects.filter(code="OFFICES_WITHOUT_REVIEW").update(number=2)
    return {
        "exchange.review_lifecycle": acts.review(acts.sent(arun, anika, "PRT", "BRA", "KEN")),
        "notices.lifecycle": drafts.submitted(amina),
        "policies.lifecycle": writing.begin(2031, by=adler, languages=["en"]),
        "central_offices.keys_and_clients.endpoints": endpoints.propose(
            lisbon, "MAILBOX", by=adler
        )[0],
        "central_offices.two_persons.lifecycle": changes.propose(
            "ROLE", amina.office, person=amina, by=wanjiku, role="ANALYST"
        ),
        "notices.un_list.editions": un_files.proposed(),
        "central_offices.agreements.deputy_lifecycle": deputy_offices.propose(
            amina.office, lisbon, by=wanjiku, valid_from=timezone.now().date()
        ),
        "central_offices.dated_rules.lifecycle": rules.proposed(adler),
        "cases.lifecycle": factories.case(amina),
    }


def test_every_step_whose_row_says_so_refuses_an_old_proof(records, adler):
    """Generated from the tables: whoever may, and whatever the state, the proof comes first."""
    asked = set()
    for module, _name, table in lifecycles.tables():
        for step_name, step in table.steps.items():
            if not step.proof:
                continue
            record = records[module]
            open_to_all = step._replace(sources={record.status}, allowed=lambda by, row: True)
            life = Lifecycle(**{step_name: open_to_all})
            before = Event.objects.count()
            with pytest.raises(ProofNeeded), acting.acting_as(adler, Stale()):
                with acting.by_a_rule("a test"), life.take(step_name, record, by=adler):
                    pytest.fail("The step began.")
            assert Event.objects.count() == before
            asked.add((module, step_name))
    assert {name for _, name in asked} >= {
        *("release", "publish", "propose", "suspend", "resume", "withdraw", "cancel"),
        *("approve", "confirm"),
    }


def test_every_other_step_that_asks_refuses_an_old_proof(adler):
    """Generated from the list: what records such a verb, from whichever page, is undone."""
    assert len(fresh_proof.verbs()) > 20
    for verb in fresh_proof.verbs():
        with pytest.raises(ProofNeeded), acting.acting_as(adler, Stale()):
            events.record(verb, by=adler)
    assert not Event.objects.filter(verb__in=fresh_proof.verbs()).exists()


def test_every_verb_that_asks_is_one_that_something_records():
    """A verb that was renamed would ask nobody any more."""
    found = subprocess.run(
        ["git", "grep", "-hoE", r'"[a-z_]+(\.[a-z_]+)?"', "--", "*.py", ":!*steps_that_ask.py"],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    ).stdout
    said = set(re.findall(r'"([a-z_.]+)"', found))
    lost = [v for v in fresh_proof.verbs() if v not in said and v.partition(".")[2] not in said]
    assert lost == []


def test_a_session_of_which_nothing_is_known_counts_as_unproven(amina):
    request = RequestFactory().post("/")
    request.user = amina
    with pytest.raises(ProofNeeded):
        middleware._proof(request).demand()
    request.user = AnonymousUser()
    assert middleware._proof(request) is None


@pytest.fixture
def pages(amina, wanjiku, sato, adler, beatriz):
    """(officer, address of a step that asks, what the form needs): from every app that has any."""
    fields = {"reason": "Because"}
    submitted, published = drafts.submitted(amina), drafts.published(amina, wanjiku, sato)
    head = "/offices/PRT/"
    new = {"email": "m@office.test", "name": "M", "office": "KEN", "clearance": 1, "language": "en"}
    return [
        (wanjiku, f"/notices/{submitted.pk}/steps/release", {}),
        (wanjiku, f"/notices/{published.slug}/steps/suspend", {"code": "OTHER"} | fields),
        (wanjiku, f"/notices/{published.slug}/steps/withdraw", {"code": "WARRANT_REVOKED"}),
        (sato, f"/notices/{published.slug}/steps/cancel", {"code": "OTHER"} | fields),
        (adler, "/officers/invite", new),
        (adler, f"/officers/{amina.pk}/give_role", {"role": "ANALYST"}),
        (adler, f"/officers/{amina.pk}/change_clearance", {"clearance": 0} | fields),
        (adler, f"/officers/{amina.pk}/disable", fields),
        (adler, f"/officers/{amina.pk}/start_reset", {}),
        (adler, "/clients/new", {"name": "x"}),
        (beatriz, f"{head}keys/renew", {}),
        (beatriz, f"{head}receive", {"mode": "MAILBOX"}),
    ]


def state():
    return (
        [*Notice.objects.order_by("pk").values_list("pk", "status", "version")],
        [*Officer.objects.order_by("pk").values_list("pk", "version", "is_active", "clearance")],
        ApiClient.objects.count(),
        Event.objects.filter(verb__in=fresh_proof.verbs()).count(),
    )


def sent(browser: Client, address: str, given: dict, **more):
    fields = hidden(browser.get(address).text)
    return browser.post(address, fields | given | more)


def test_no_page_of_such_a_step_takes_it_from_an_old_session(pages, signed_in):
    for officer, address, given in pages:
        browser = signed_in(officer, proof=STALE)
        before = state()
        shown = browser.get(address)
        assert 'name="proof"' in shown.text, f"{address} does not ask beforehand"
        for typed in ("", "not the password"):
            refused = sent(browser, address, given, proof=typed)
            assert refused.status_code in (200, 403, 422), address
            assert 'name="proof"' in refused.text, f"{address} lost the question"
        assert state() == before, address


def test_a_wrong_password_keeps_all_that_was_typed_and_the_right_one_goes_on(adler, signed_in):
    browser = signed_in(adler, proof=STALE)
    typed = {"email": "ndirangu@office.test", "name": "Ndirangu Wa Thiong", "clearance": "1"}
    typed |= {"language": "en", "office": "KEN"}
    refused = sent(browser, "/officers/invite", typed, proof="wrong")

    assert "The password is wrong." in refused.text
    assert "Ndirangu Wa Thiong" in refused.text and "ndirangu@office.test" in refused.text
    assert 'value="wrong"' not in refused.text
    done = browser.post("/officers/invite", hidden(refused.text) | typed | right())
    assert done.url.startswith("/access-changes/")
    assert "ndirangu@office.test" in browser.get(done.url).text


def right() -> dict[str, str]:
    return {"proof": world.PASSWORD}


def test_the_right_password_takes_a_head_through_release_at_once(amina, wanjiku, signed_in):
    notice = drafts.submitted(amina)
    browser = signed_in(wanjiku, proof=None)
    done = sent(browser, f"/notices/{notice.pk}/steps/release", {}, **right())

    assert done.status_code == 302, done.text
    notice.refresh_from_db()
    assert notice.status == "REQUESTED"
    assert Event.objects.get(verb="officer.prove", actor=wanjiku).data == {"method": "password"}


def test_a_proof_lasts_five_minutes_for_the_next_step_and_changes_the_key(adler, signed_in, amina):
    browser = signed_in(adler, proof=STALE)
    old = browser.cookies[settings.SESSION_COOKIE_NAME].value
    sent(browser, f"/officers/{amina.pk}/end_sessions", {}, **right())

    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != old
    page = browser.get(f"/officers/{amina.pk}/change_clearance")
    assert 'name="proof"' not in page.text


def test_wrong_passwords_typed_here_end_in_waiting_also_for_the_right_one(adler, signed_in, amina):
    """Whoever sits at the desk may not go on guessing."""
    browser = signed_in(adler, proof=STALE)
    address = f"/officers/{amina.pk}/disable"
    for _ in range(10):
        sent(browser, address, {"reason": "x"}, proof="guess")
    refused = sent(browser, address, {"reason": "x"}, **right())

    assert "too many attempts" in refused.text
    amina.refresh_from_db()
    assert amina.is_active


def test_the_password_is_no_proof_of_an_officer_who_has_a_second_factor(adler, signed_in, amina):
    TOTP.activate(adler, generate_totp_secret())
    browser = signed_in(adler, proof=STALE)
    address = f"/officers/{amina.pk}/disable"
    refused = sent(browser, address, {"reason": "x"}, **right())

    assert "Code of your app" in refused.text and "code is wrong" in refused.text
    amina.refresh_from_db()
    assert amina.is_active


def test_a_download_asks_on_a_page_that_leads_back(wanjiku, signed_in):
    browser = signed_in(wanjiku, proof=STALE)
    asked = browser.get("/performance/figures.csv")
    assert asked.status_code == 403 and 'name="proof"' in asked.text

    onwards = {"next": "/performance/figures.csv"} | right()
    led = browser.post("/accounts/reauthenticate/", onwards)
    assert led.status_code == 302 and led.url == "/performance/figures.csv"
    assert browser.get(led.url).headers["Content-Type"].startswith("text/csv")


def test_the_page_of_proofs_leads_to_no_other_site(wanjiku, signed_in):
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        browser = signed_in(wanjiku, proof=STALE)
        page = browser.get("/accounts/reauthenticate/", {"next": elsewhere})
        assert 'name="next" value=""' in page.text
        led = browser.post("/accounts/reauthenticate/", {"next": elsewhere} | right())
        assert led.status_code == 302 and "evil" not in led.url


def test_a_session_that_calls_the_api_is_told_what_to_do(amina, wanjiku, over_api):
    notice = drafts.submitted(amina)
    address = f"/api/v1/notices/{notice.pk}/release/"
    body = {"sha256": notice.current_version.sha256}
    tag = over_api(wanjiku).get(f"/api/v1/notices/{notice.pk}/").headers["ETag"]
    headers = {"Idempotency-Key": "a-release-of-an-old-session", "If-Match": tag}

    refused = over_api(wanjiku, proof=STALE).post(address, body, format="json", headers=headers)

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (403, "proof_needed"), problem
    assert "/accounts/reauthenticate/" in problem["detail"]
    notice.refresh_from_db()
    assert notice.status == "NATIONAL_REVIEW"


def test_the_typed_proof_is_nowhere_kept(adler, amina, signed_in):
    browser = signed_in(adler, proof=STALE)
    sent(browser, f"/officers/{amina.pk}/disable", {"reason": "x"}, proof="a-secret-of-adler")
    from tests.attacks.test_stolen_dump import dumped

    assert "a-secret-of-adler" not in dumped()


@pytest.mark.parametrize("age", [0, proofs.PROOF_SECONDS - 20])
def test_a_fresh_proof_is_not_asked_again(adler, amina, signed_in, age):
    browser = signed_in(adler, proof=age)
    assert 'name="proof"' not in browser.get(f"/officers/{amina.pk}/disable").text
    assert sent(browser, f"/officers/{amina.pk}/disable", {"reason": "Left"}).status_code == 302


def test_a_proof_of_the_future_is_none(adler, amina, signed_in):
    """A clock that was set back doesn't make a proof last for hours."""
    browser = signed_in(adler, proof=-3600)
    assert 'name="proof"' in browser.get(f"/officers/{amina.pk}/disable").text
