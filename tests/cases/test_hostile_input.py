"""Whatever is typed into any field is text, on every page and in every answer."""

import pytest

from cases import filing
from cases.drafts import DocumentDraft, IdentityDraft, PersonDraft
from cases.models import Subject
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE cases_case; --",
    '=HYPERLINK("http://x")',
    "{{ 7*7 }}{% load i18n %}",
    "%s %(name)s {0}",
    "\u202eevil\u2066",
    "' & !(| <-> ':*",
]


def everywhere(payload, by):
    """A case in which every field of free text says the payload."""
    identity = IdentityDraft(
        payload, romanised=payload, family_name=payload, forename=payload, birth_place=payload
    )
    person = PersonDraft(
        [identity],
        documents=[DocumentDraft("OTHER", payload[:60])],
        facts={"distinguishing_marks": payload},
    )
    case = factories.case(
        by, payload, people=[person], summary=payload, charge=payload, handling_note=payload
    )
    filing.add_note(case, payload, by=by)
    return case


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_every_field_is_shown_as_text(payload, amina, signed_in):
    from django.utils.html import escape

    case = everywhere(payload, amina)
    subject = Subject.objects.get()
    browser = browsing.with_purpose(signed_in(amina))

    for url in (
        "/cases/",
        f"/cases/{case.reference}/",
        f"/cases/{case.reference}/persons/",
        f"/cases/{case.reference}/activity/",
        f"/cases/{case.reference}/edit",
        f"/persons/{subject.pk}/",
        f"/persons/{subject.pk}/edit",
        "/persons/",
    ):
        page = browser.get(url)
        assert page.status_code == 200
        if escape(payload) != payload:
            assert payload not in browsing.text(page), url
        if url.endswith(f"{case.reference}/"):
            assert escape(payload) in browsing.text(page)


@pytest.mark.parametrize("payload", [*PAYLOADS, "\0", "%", "_", "\\", "a\0b", "☃", "   "])
@pytest.mark.parametrize("url", ["/cases/", "/persons/", "/api/v1/cases/", "/api/v1/persons/"])
def test_a_payload_that_is_searched_for_is_only_searched_for(
    payload, url, amina, signed_in, over_api
):
    case = factories.case(amina, people=["Daniel Okello"])
    client = over_api(amina) if "/api/" in url else browsing.with_purpose(signed_in(amina))

    for name in ("q", "reference", "nationality", "office"):
        query = {name: payload}
        page = client.get(url, query, headers={"X-Purpose": "INFORMATION"})
        assert page.status_code in {200, 400}, query
        if page["Content-Type"].startswith(("application/json", "application/problem+json")):
            assert page["X-Content-Type-Options"] == "nosniff", query  # a sentence may repeat it
        else:
            assert payload == "\0" or "<script>alert" not in browsing.text(page)
    case.refresh_from_db()


def test_a_page_address_that_was_changed_leads_to_the_first_page(amina, signed_in, over_api):
    factories.case(amina)

    assert "Lantern Quay" in browsing.text(signed_in(amina).get("/cases/?page=nonsense"))
    assert over_api(amina).get("/api/v1/cases/?cursor=nonsense").status_code == 404


def test_markup_in_a_refusal_is_text_too(amina, signed_in):
    browser = signed_in(amina)
    filled = browsing.filled_in(browser, amina, **{"shares-0-office": "<b>Lisbon</b>"})

    page = browsing.text(browser.post("/cases/new", filled | {"check": "1"}))

    assert "<b>Lisbon</b>" not in page and "&lt;b&gt;Lisbon" in page
