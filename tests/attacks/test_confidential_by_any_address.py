"""A confidential record asks for a reason at every address, list and filter that shows of it."""

from inspect import isfunction

import pytest

from agency.api.urls import router
from exchange.consents import asking
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Request
from exchange.requests import sending
from tests.attacks.test_every_exit_is_silent import addresses, carry_out
from tests.cases import factories
from tests.exchange.conftest import draft, offices, recipient

pytestmark = pytest.mark.django_db
# What a page that asks for the reason may show is the reference, and nothing of the content.
NUMBER, SUMMARY, ASKED, SAID, WHY = (
    "QX9913377",
    "Zarquon pier",
    "Zarquon quay",
    "Zarquon buoy",
    "Zarquon mole",
)
# Pages list titles and names, since work is found by them; the API lists none.
TITLES = ("A hidden harbour", "A silent ferry", "KERN Ilse")
KEYS = {"reference", "case", "request"}  # filters that take a key of a record
TRIED = {"q": ["KERN", "Zarquon"], "status": ["SENT", "PUBLISHED"], "direction": ["from_us"]}
ANYTHING = ["KEN", "IDENTITY_CHECK", "SHARE", "true"]


@pytest.fixture
def confidential(amina, pierre):
    case = factories.case(
        amina, classification=2, people=["KERN Ilse"], title=TITLES[0], summary=SUMMARY
    )
    subject = case.case_subjects.get().subject
    subject.documents.create(kind="PASSPORT", number=NUMBER)
    words = {"case": case, "subject_ids": [subject.pk], "classification": 2, "ask": ASKED}
    sent, kept = (draft(amina, "PRT", title=TITLES[1], **words) for _ in range(2))
    sending.send(sent, by=amina)
    carry_out()
    answer = ContributionDraft(SAID, "A", "1", handling_codes=["H2"])
    said = answering.answer(recipient(sent, "PRT"), answer, by=pierre)
    carry_out()
    consent = asking.ask(said, by=amina, use="SHARE", reason=WHY, offices=offices("BRA"))
    assert list(Request.objects.values_list("classification", flat=True)) == [2, 2]
    row = {
        "case": case.reference, "case_pk": case.pk, "person": subject.pk, "number": 1,
        "notice": "2026-1", "notice_pk": case.pk, "paper": case.pk,
    }  # fmt: skip
    known = [row | {"request": str(one), "request_pk": one.pk} for one in (sent, kept)]
    return known, consent


def every(known) -> list[str]:
    """The addresses of both records, those that don't name the second one once."""
    first, second = map(addresses, known)
    return [*first, *(address for address in second if address not in set(first))]


def read(page) -> str:
    return (b"".join(page) if page.streaming else page.content).decode("utf-8", "replace")


def shows(address: str, page) -> bool:
    words = (NUMBER, SUMMARY, ASKED, SAID, WHY) + TITLES * address.startswith("/api/")
    text = read(page)
    return any(word in text for word in words)


def test_no_page_opens_it_before_the_reason_was_given(confidential, amina, signed_in):
    browser = signed_in(amina)
    opened = [one for one in every(confidential[0]) if shows(one, browser.get(one))]
    assert "\n".join(opened) == ""


def test_nothing_that_is_sent_there_opens_it_either(confidential, amina, signed_in):
    browser, opened = signed_in(amina), []
    for known in confidential[0]:
        keys = {str(known[name]) for name in ("case", "case_pk", "person", "request", "request_pk")}
        for address in addresses(known):
            if address.startswith("/api/") or not any(key in address for key in keys):
                continue
            if shows(address, browser.post(address, {"version": "0", "reason": ""})):
                opened.append(address)

    assert "\n".join(opened) == ""


def filters() -> list[tuple[str, str, list[str]]]:
    """Every list of the API with every filter that it knows, and the choices of the filter."""
    found = []
    for prefix, view, _name in router.registry:
        one = getattr(view, "filterset_class", None)
        known = (
            dict(one.base_filters) if one else dict.fromkeys(getattr(view, "filterset_fields", ()))
        )
        for name, kind in known.items():
            choices = kind.extra.get("choices", ()) if kind else ()
            if isfunction(choices):
                choices = choices()
            values = [value for value, _label in getattr(choices, "choices", choices)]
            found.append((f"/api/v1/{prefix}/", name, values))
    return found


def test_no_filter_of_a_list_opens_it(confidential, amina, over_api):
    (known, _kept), _consent = confidential
    ours = [str(known[name]) for name in ("case", "case_pk", "person", "request", "request_pk")]
    caller, opened, found = over_api(amina), [], set()
    said = {"X-Purpose": "INFORMATION"}
    assert len(filters()) > 25
    for address, name, choices in filters():
        values = ours if name in KEYS else TRIED.get(name) or choices[:2] or ANYTHING
        for value in values:
            answer = caller.get(address, {name: value}, headers=said)
            if answer.status_code == 200 and answer.json().get("results"):
                found.add(address)
            if shows(address, answer):
                opened.append(f"{address}?{name}={value}")
    assert "\n".join(opened) == ""
    listed = {f"/api/v1/{name}/" for name in ("cases", "persons", "requests", "consents")}
    assert found >= listed


def test_a_consent_about_it_asks_for_the_reason_too(confidential, amina, over_api):
    (known, _kept), consent = confidential
    caller = over_api(amina)
    address = f"/api/v1/consents/{consent.pk}/"
    assert caller.get(address).status_code == 400
    assert caller.get(address, headers={"X-Reason": "The hearing."}).json()["reason"] == WHY
    listed = caller.get("/api/v1/requests/", {"reference": known["request"]}).json()["results"]
    assert [row["title"] for row in listed] == [""]
    caller.get(f"/api/v1/requests/{known['request_pk']}/", headers={"X-Reason": "The hearing."})
    listed = caller.get("/api/v1/requests/", {"reference": known["request"]}).json()["results"]
    assert [row["title"] for row in listed] == [TITLES[1]]
