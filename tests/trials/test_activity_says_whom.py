"""Every event in a case's activity names its object, before and after, to who may see it."""

import html
import io
import re

import pytest

from cases import filing, lifecycle, persons, sharing
from cases.activity import reading
from cases.drafts import IdentityDraft, PersonDraft
from cases.models import Case, Subject
from central_offices.models import CentralOffice
from exchange.conversation import answering
from kernel.who_reads import audiences
from ledger.models import Event
from tests.cases import browsing, factories
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.notices import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina, joana, otieno):
    """A case in which everything happened that its activity tells."""
    made = factories.case(amina, people=["OKELLO Daniel"], title="Lantern Quay")
    lisbon = CentralOffice.objects.get(code="PRT")
    sharing.share(made, lisbon, by=amina, role="OBSERVER")
    sharing.share(made, lisbon, by=amina, role="CONTRIBUTOR")
    sharing.invite(made, joana, by=amina)
    sharing.end_invitation(made, joana, by=amina)
    subject = factories.add(made, "WANGARI Grace", amina, status="WITNESS")
    persons.change_part(made, subject, "SUSPECT", by=amina)
    draft = PersonDraft([IdentityDraft("WANGARI Gracia")], sex="F", facts={"height_cm": 171})
    persons.edit(subject, draft, by=amina, version=Subject.objects.get(pk=subject.pk).version)
    made = Case.objects.get(pk=made.pk)
    changes = {"title": "Lantern Pier", "lead_officer": otieno}
    filing.edit(made, changes, by=amina, version=made.version)
    filing.add_note(made, "The ship left at noon.", by=amina)
    filing.add_document(
        made,
        io.BytesIO(b"Twelve crates of machine parts."),
        "manifest.txt",
        by=amina,
        description="Manifest",
    )
    asked = sent(amina, "PRT", case=Case.objects.get(pk=made.pk))
    deliver_all()
    return Case.objects.get(pk=made.pk), asked


def shown(client, case, kind="") -> str:
    page = client.get(f"/cases/{case.reference}/activity/?kind={kind}").content.decode()
    text = re.sub(r"<[^>]+>", " ", page.split("<main")[1])
    return re.sub(r"\s+", " ", html.unescape(text))


def test_the_activity_says_whom_and_what_with_before_and_after(case, amina, pierre, signed_in):
    made, asked = case
    answering.acknowledge(recipient(asked, "PRT"), by=pierre)
    text = shown(signed_in(amina), made)
    for words in (
        *("Shared", "Portugal", "What it may do: May read May contribute"),
        *("Officer invited Joana", "Invitation ended Joana"),
        *("Person added WANGARI", "In this case: Witness"),
        *("Part of a person changed WANGARI", "In this case: Witness Suspect"),
        *("Record of a person changed", "WANGARI Grace", "WANGARI Gracia", "171", "Female"),
        *("Title: Lantern Quay Lantern Pier", "Amina", "Otieno"),
        *("Note written The ship left at noon.", "Document added manifest.txt, Manifest"),
        *(f"Request sent {asked.reference}", f"Request acknowledged {asked.reference}"),
    ):
        assert words in text, words


def test_other_offices_read_of_the_activity_what_they_may_see(case, amina, pierre, signed_in):
    made, asked = case
    text = shown(signed_in(pierre), made)
    assert "Changed" in text and "Title" in text  # which field, and not what stood there before
    assert "Lantern Quay Lantern Pier" not in text
    assert "Request sent" not in text and "Request drafted" not in text  # the asking office's own
    assert "Request delivered" in text and asked.reference in text
    assert "171" not in text


def test_whoever_sees_the_case_alone_reads_nothing_of_its_requests(case, amina, bela, signed_in):
    made, asked = case
    sharing.share(made, bela.office, by=amina)
    text = shown(signed_in(bela), made)
    assert "Portugal" in text
    assert asked.reference not in text and "Request" not in text.replace("Requests", "")


def test_an_object_that_the_reader_may_not_see_is_not_named(case, amina, pierre, signed_in):
    made, _asked = case
    event = Event.objects.get(verb="case.add_person", case_id=made.pk)
    lifecycle.close(Case.objects.get(pk=made.pk), by=amina, reason="Done.")
    hidden = Subject.objects.get(pk=event.subject_id)
    assert str(hidden) in shown(signed_in(pierre), made)
    Subject.objects.filter(pk=hidden.pk).update(
        seen_at=audiences.up_to(amina.office_number, amina.clearance)
    )
    things = reading.OWN["cases.subject"]
    seen = {row.pk for row in Subject.objects.visible_to(pierre)}
    assert set(things(pierre, [hidden.pk])) == seen & {hidden.pk}


def test_reads_name_what_was_read_and_are_shown_to_the_head(case, amina, wanjiku, signed_in):
    made, asked = case
    person = made.case_subjects.first().subject
    browser = signed_in(amina)
    browsing.with_purpose(browser).get(f"/persons/{person.pk}/")
    browser.get(f"/requests/{asked.reference}/")
    text = shown(signed_in(wanjiku), made, "reads")
    assert f"Person read {person}" in text
    assert f"Request read {asked.reference}" in text
    assert "Person read" not in shown(browser, made, "reads")


def test_the_api_tells_the_same(case, amina, pierre, over_api):
    made, _asked = case
    rows = over_api(amina).get(f"/api/v1/cases/{made.pk}/activity/").json()
    by_verb = {row["verb"]: row for row in rows}
    role = {"field": "What it may do", "before": "May read", "after": "May contribute"}
    assert by_verb["case.share"]["about"].startswith("Portugal") or "PRT" in str(rows)
    assert role in [change for row in rows for change in row["changes"]]
    assert "Joana" in by_verb["case.invite"]["about"]
    others = over_api(pierre).get(f"/api/v1/cases/{made.pk}/activity/").json()
    edit = next(row for row in others if row["verb"] == "case.edit")
    assert {(change["before"], change["after"]) for change in edit["changes"]} == {("", "")}
    assert (
        over_api(pierre)
        .get(f"/api/v1/cases/{'0' * 8}-0000-7000-8000-{'0' * 12}/activity/")
        .status_code
        == 404
    )


def test_every_step_of_a_case_has_its_words():
    steps = {f"case.{name}" for name in lifecycle.case_steps.steps}
    assert steps <= set(reading.WORDS)


def test_a_notice_in_the_activity_is_named(amina, wanjiku, signed_in):
    notice = drafts.submitted(amina)
    text = shown(signed_in(amina), notice.case)
    assert "Notice sent to the head of office Red notice IBRAHIM" in text
    assert "State: Draft Waiting for the head of office" in text
