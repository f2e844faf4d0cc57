"""Changing a case in the browser: whoever comes second sees both versions and decides."""

import pytest

from cases import filing
from cases.models import Case
from ledger.models import Event
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina):
    return factories.case(amina, summary="As first heard.")


def changes(case, officer, **given):
    return {
        "title": case.title,
        "portfolios": ["FRAUD"],
        "classification": "1",
        "lead_officer": officer.pk,
        "summary": case.summary,
        "version": case.version,
    } | given


def test_a_change_is_saved_with_its_values_before_and_after_in_the_detail(case, amina, signed_in):
    browser = signed_in(amina)

    browser.post(f"/cases/{case.reference}/edit", changes(case, amina, summary="As now known."))

    case.refresh_from_db()
    assert case.summary == "As now known."
    event = Event.objects.get(verb="case.edit")
    assert event.detail.body == {"summary": ["As first heard.", "As now known."]}
    assert event.data == {}


def test_the_second_of_two_officers_sees_both_versions_and_keeps_what_was_typed(
    case, amina, otieno, signed_in
):
    form = changes(case, otieno, summary="Otieno's words")
    filing.edit(case, {"summary": "Amina's words"}, by=amina, version=case.version)
    browser = signed_in(otieno)

    page = browsing.text(browser.post(f"/cases/{case.reference}/edit", form))
    assert "Amina&#x27;s words" in page and "Otieno&#x27;s words" in page
    assert Case.objects.get().summary == "Amina's words"

    browser.post(f"/cases/{case.reference}/edit", form | {"version": Case.objects.get().version})
    assert Case.objects.get().summary == "Otieno's words"


def test_words_changed_are_found_and_words_gone_are_not(case, amina, signed_in):
    filing.edit(case, {"title": "Harbour Light"}, by=amina, version=case.version)
    browser = browsing.with_purpose(signed_in(amina))

    assert "Harbour Light" in browsing.text(browser.get("/cases/?q=harbour"))
    assert "No case matches" in browsing.text(browser.get("/cases/?q=lantern"))


def test_a_case_cannot_be_put_above_one_s_own_clearance(case, amina, mutua, signed_in):
    from central_offices.models import Officer
    from kernel.errors import NotReady

    Officer.objects.filter(pk=amina.pk).update(clearance=1)
    amina.refresh_from_db()

    with pytest.raises(NotReady, match="Your clearance does not reach this level"):
        filing.edit(case, {"classification": 2}, by=amina, version=case.version)


def test_a_step_is_taken_from_its_page_with_a_reason(case, amina, signed_in):
    browser = signed_in(amina)
    url = f"/cases/{case.reference}/step/close"

    page = browser.post(url, {"reason": "", "version": case.version})
    assert "Reason: This field is required." in browsing.text(page)

    done = browser.post(url, {"reason": "Solved.", "version": case.version}, follow=True)
    assert f"Case {case.reference}: closed." in browsing.text(done)


def test_a_step_that_is_not_open_is_refused_with_a_sentence(case, amina, signed_in):
    page = signed_in(amina).get(f"/cases/{case.reference}/step/reopen")

    assert page.status_code == 409
    assert "Cannot reopen: this case is open." in browsing.text(page)


def test_a_note_sent_twice_is_written_once_and_told_to_nobody(case, amina, signed_in):
    browser = signed_in(amina)
    once = browsing.token(browser.get(f"/cases/{case.reference}/"))
    note = {"text": "Hearing moved.", "once": once}

    for _ in range(2):
        browser.post(f"/cases/{case.reference}/note", note)

    assert [entry.text for entry in case.entries.all()] == ["Hearing moved."]
    assert "Hearing moved." in browsing.text(browser.get(f"/cases/{case.reference}/"))


def test_a_confidential_case_is_opened_with_a_reason_asked_once(amina, signed_in):
    case = factories.case(amina, "Deep Well", classification=2)
    browser = signed_in(amina)
    url = f"/cases/{case.reference}/"

    asked = browsing.text(browser.get(url))
    assert "This record is confidential" in asked and "Deep Well" not in asked

    browsing.with_reason(browser, url, "Named in a request")
    assert "Deep Well" in browsing.text(browser.get(url))
    event = Event.objects.get(verb="record.open")
    assert event.detail.body == {"reason": "Named in a request"}


def test_an_office_is_shared_with_from_the_page_and_named_with_its_reason(case, amina, signed_in):
    browser = signed_in(amina)
    url = f"/cases/{case.reference}/access/"

    browser.post(f"{url}share", {"office": "Lisbon", "role": "CONTRIBUTOR"})
    page = browsing.text(browser.get(url))
    assert "Shared: May contribute" in page

    browser.post(f"{url}end-share", {"office": "PRT"})
    assert "No longer" in browsing.text(browser.get(url))


def test_an_officer_is_invited_by_address_or_the_page_says_what_is_wrong(
    case, amina, pierre, signed_in
):
    browser = signed_in(amina)
    url = f"/cases/{case.reference}/access/invite"

    wrong = browsing.text(browser.post(url, {"officer": "nobody@office.test"}))
    assert "No active officer has the address nobody@office.test." in wrong

    browser.post(url, {"officer": pierre.email})
    assert Case.objects.visible_to(pierre).get() == case


def test_the_activity_tells_who_may_know_and_reads_only_the_head(case, amina, wanjiku, signed_in):
    browser = signed_in(amina)
    browser.get(f"/cases/{case.reference}/")
    assert "Case filed" in browsing.text(browser.get(f"/cases/{case.reference}/activity/"))
    reads = f"/cases/{case.reference}/activity/?kind=reads"
    assert "Nothing of this kind" in browsing.text(browser.get(reads))

    assert "Read" in browsing.text(signed_in(wanjiku).get(reads))


def test_a_reason_is_taken_only_for_a_record_that_the_officer_was_asked_about(
    amina, pierre, signed_in
):
    case = factories.case(amina, "Deep Well", classification=2)
    theirs = signed_in(amina).get(f"/cases/{case.reference}/").context["asked"]
    browser = signed_in(pierre)

    for asked in ("", theirs, f"{case.pk}:x"):
        form = {"reason": "To look", "asked": asked, "next": "/cases/"}
        assert browser.post(f"/cases/reason/{case.pk}", form).status_code == 404

    assert not Event.objects.filter(verb="record.open").exists()


def test_an_administrator_is_not_invited_to_a_case(case, amina, adler, signed_in):
    url = f"/cases/{case.reference}/access/invite"

    told = browsing.text(signed_in(amina).post(url, {"officer": adler.email}))

    assert "is an administrator, who reads no cases." in told
    assert not Case.objects.visible_to(adler).exists()
