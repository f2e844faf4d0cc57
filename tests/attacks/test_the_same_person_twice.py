"""Somebody fled ALPHA, Nairobi protects them: another record of the same person, or nearly so."""

import pytest

from cases import persons, sharing
from cases.drafts import DocumentDraft, IdentityDraft, NationalityDraft, PersonDraft
from cases.models import Case, IdDocument, Nationality
from cases.safeguards import decisions
from cases.search import name_keys
from exchange.models import Request
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotReady
from notices.workflow import reviewing
from tests.attacks import acts
from tests.attacks.conftest import claim, confirmed, country, decided, office, says_nothing
from tests.notices import drafts

pytestmark = pytest.mark.django_db
NUMBERS = ("A-4411908", "a 4411908", "A441 19O8")


def copy(by, *, name="FELD Otto", number="", born="1981-04-12", status="CHARGED"):
    """(case, person): a record of the officer's office with its name keys."""
    case, subject = drafts.person(by, name=name, status=status)
    identity = subject.identities.get()
    days = (born, born) if len(born) == 10 else (f"{born}-01-01", f"{born}-12-31")
    identity.birth_earliest, identity.birth_latest = days if born else (None, None)
    identity.save()
    if number:
        IdDocument.objects.create(subject=subject, kind="PASSPORT", number=number)
    name_keys.write(subject)
    return case, subject


def grounds(auditor) -> list[tuple[str, str, str]]:
    with acting.acting_as(auditor):
        return [(row.kind, row.office, row.ground) for row in decisions.grounds()]


def test_an_own_second_record_is_shown_to_the_country_of_flight(ilse, amina):
    copies = [copy(amina, number=number) for number in NUMBERS]
    copies += [copy(amina, name="KERN Ilse"), copy(amina, name="Ilse KERN")]
    for case, _subject in copies:
        with pytest.raises(NotReady, match="must not see a person"):
            sharing.share(case, office("QMA"), by=amina)
        sharing.share(case, office("PRT"), by=amina)
    for name, born in (("FELD Otto", "1981-04-12"), ("KERN Ilse", "1990-04-12")):
        case, _subject = copy(amina, name=name, born=born)
        sharing.share(case, office("QMA"), by=amina)


def test_the_second_record_was_shared_before_the_claim(amina):
    case, _subject = copy(amina, number="A-4411908")
    sharing.share(case, office("QMA"), by=amina)
    _other, subject = copy(amina, name="KERN Ilse", number="A-4411908", born="1990-01-01")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    claim(subject, amina)
    assert office("QMA").number not in Case.objects.get(pk=case.pk).seen_by


def test_the_number_is_typed_after_the_share(ilse, amina):
    case, subject = copy(amina)
    sharing.share(case, office("QMA"), by=amina)
    same = PersonDraft(
        [IdentityDraft("FELD Otto")],
        [NationalityDraft(country("QMB"))],
        documents=[DocumentDraft("PASSPORT", "A-4411908")],
    )
    persons.edit(subject, same, by=amina, version=subject.version)
    assert office("QMA").number not in Case.objects.get(pk=case.pk).seen_by


def test_lisbon_tells_alpha_of_its_own_record_of_the_same_passport(
    ilse, pierre, beatriz, sato, auditor
):
    case, _subject = copy(pierre, number="A-4411908")
    sharing.share(case, office("QMA"), by=pierre)
    assert grounds(auditor) == [("CASE", "PRT", "PROTECTED")]

    notice = drafts.requested(pierre, beatriz, case=copy(pierre, number="A-4411908"))
    assert ("NOTICE", "PRT", "PROTECTED") in grounds(auditor)
    reviewing.claim(notice, by=sato)
    drafts.answered(notice, sato)
    with pytest.raises(NotReady) as refusal:
        reviewing.pass_on(notice, by=sato)
    says_nothing(str(refusal.value))


def test_lisbon_s_notice_that_leaves_alpha_and_nairobi_out_reaches_nobody_feared(
    ilse, pierre, beatriz, auditor
):
    left_out = [office("QMA"), office("KEN")]
    copied = copy(pierre, number="A-4411908")
    drafts.requested(pierre, beatriz, case=copied, not_for=left_out)
    assert grounds(auditor) == []


def seen_by_reviewers(by, head, **dressed) -> bool:
    """Whether a request for the arrest of such a person waits for its review."""
    case, subject = copy(by, **dressed)
    facts = {"OFFENCE": "Fraud", "WARRANT": "1/26"}
    request = acts.draft(
        by, "BRA", type="ARREST_PROVISIONAL", facts=facts, case=case,
        subject_ids=[subject.pk], necessity="He flees.",
    )  # fmt: skip
    sending.send(request, by=by)
    sending.approve(request, by=head, digest=request.content_digest)
    request.refresh_from_db()
    return request.status == Request.Status.UNDER_REVIEW


def test_alpha_leaves_the_birth_out_or_moves_it_by_a_year(ilse, arun, anika, auditor):
    for number, born in enumerate(("", "1980", "1982", "1981", "1980-06-01")):
        assert not seen_by_reviewers(arun, anika, name=f"KERN Ilse {'I' * number}", born=born)
    assert set(grounds(auditor)) == {("REQUEST", "QMA", "POSSIBLE")}
    assert len(grounds(auditor)) == 5
    decided(auditor, kind="CONFIRMED", source="File 7")
    for born in ("", "1980", "1982"):
        assert seen_by_reviewers(arun, anika, name="KERN Ilse", born=born), born
    assert not seen_by_reviewers(arun, anika, name="KERN Ilse", born="1970")


def test_the_day_of_birth_or_the_document_binds_without_the_commission(ilse, arun, anika):
    assert seen_by_reviewers(arun, anika, name="KERN Ilsa")
    assert seen_by_reviewers(arun, anika, number="A 4411908", born="")


def test_alpha_claims_somebody_by_name_and_nobody_can_be_arrested(
    amina, wanjiku, arun, auditor, member, signed_in
):
    _case, wanted = copy(arun, name="WANTED Ndugu", born="1979")
    Nationality.objects.create(subject=wanted, jurisdiction_id="KEN")
    claim(wanted, arun)
    assert not seen_by_reviewers(amina, wanjiku, name="WANTED Ndugu", born="1979-03-03")
    assert grounds(auditor) == [("REQUEST", "KEN", "POSSIBLE")]
    page = signed_in(auditor).get("/commission/protection/").content.decode()
    assert "fits by name alone binds nobody" in page and "23 h" in page


def test_ten_like_names_are_no_finding_against_an_office(ilse, arun, anika, auditor):
    for number in range(11):
        seen_by_reviewers(arun, anika, name=f"KERN Ilse {'I' * number}", born="")
    with acting.acting_as(auditor):
        assert decisions.findings() == []


def test_revoked_in_one_record_and_claimed_in_another(ilse, amina, auditor, member):
    case, _subject = ilse
    _other, again = copy(amina, number="A-4411908")
    claim(again, amina)
    decided(auditor, kind="REVOKED", source="File 8")
    confirmed(member)
    with pytest.raises(NotReady, match="must not see a person"):
        sharing.share(case, office("QMA"), by=amina)
