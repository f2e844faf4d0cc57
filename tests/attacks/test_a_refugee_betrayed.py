"""Somebody fled ALPHA, Nairobi protects them: ALPHA looks for the person and the protection."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases import contributed_persons, filing, persons, sharing
from cases.drafts import (
    CaseDraft,
    DocumentDraft,
    IdentityDraft,
    NationalityDraft,
    PartDraft,
    PersonDraft,
    ShareDraft,
)
from cases.models import CaseShare, IdDocument, Nationality, ProtectedStatus
from cases.safeguards import decisions, protected_status
from cases.safeguards.protected_status import Act
from central_offices.models import Jurisdiction
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotReady
from kernel.who_reads import audiences
from notices.workflow import drafting, releasing
from policies.models import Portfolio
from tests.attacks.conftest import (
    claim,
    confirmed,
    country,
    decided,
    known,
    office,
    says_nothing,
    typed,
)
from tests.exchange.conftest import deliver_all, draft
from tests.notices import drafts

pytestmark = pytest.mark.django_db
CODES = ("XXB", "XXC")


def filed(by, person: PersonDraft, **fields):
    draft = CaseDraft(
        "Ships", [Portfolio.objects.get(pk="FRAUD")], parts=[PartDraft("SUSPECT", person)], **fields
    )
    return filing.open_case(draft, by=by)


def test_a_code_for_refugees_is_typed_wherever_a_country_is_asked_for(amina):
    alpha = [NationalityDraft(country("QMA"))]
    for code in CODES:
        for person in (
            typed(nationalities=[*alpha, NationalityDraft(country(code))]),
            typed(nationalities=alpha, documents=[DocumentDraft("OTHER", "R-1", country(code))]),
            PersonDraft([IdentityDraft("KERN Ilse", birth_country=country(code))], alpha),
        ):
            subject = filed(amina, person).case_subjects.get().subject
            assert known(subject, amina) == 1, (code, person)
            held = [row.jurisdiction_id for row in subject.nationalities.all()]
            held += [row.issuer_id for row in subject.documents.all()]
            held += [row.birth_country_id for row in subject.identities.all()]
            assert not set(held) & set(CODES)


def test_the_code_is_typed_again_and_again_and_stays_one_claim(amina):
    subject = filed(amina, typed()).case_subjects.get().subject
    again = typed(nationalities=[NationalityDraft(country("XXB"))])
    for _ in range(3):
        subject = persons.edit(subject, again, by=amina, version=subject.version)
    assert known(subject, amina) == 1


def test_sql_stores_the_code_as_a_country_all_the_same(ilse):
    _case, subject = ilse
    identity = subject.identities.get()
    for write in (
        lambda: Nationality.objects.create(subject=subject, jurisdiction_id="XXB"),
        lambda: IdDocument.objects.create(subject=subject, number="1", issuer_id="XXC"),
        lambda: type(identity).objects.update(birth_country_id="XXB"),
    ):
        with pytest.raises(DatabaseError, match="tells_no_status"), transaction.atomic():
            write()


def test_sql_reads_the_tables_and_asks_the_inner_functions(ilse):
    case, subject = ilse
    for statement in (
        "SELECT * FROM cases_protectedstatus",
        "SELECT granted_by FROM cases_protectedstatus",
        "SELECT count(*) FROM cases_protectedact",
        "SELECT * FROM cases_protectionquestion",
        "SELECT * FROM cases_commissionfinding",
        "UPDATE cases_protectedstatus SET kind = 'DENIED'",
        "DELETE FROM cases_protectedstatus",
        f"SELECT cases_fled_from('{subject.pk}')",
        f"SELECT cases_feared_of('{subject.pk}')",
        f"SELECT cases_countries_on_record('{subject.pk}', true)",
        f"SELECT cases_same_for_sure(ARRAY['{subject.pk}'::uuid])",
        f"SELECT cases_records_of_one('{subject.pk}')",
        f"SELECT * FROM cases_hits('CASE', '{case.pk}')",
        f"SELECT cases_hides_from('{case.pk}', 1)",
        f"SELECT cases_reached('CASE', '{case.pk}')",
        f"SELECT exchange_reached('{case.pk}')",
        f"SELECT notices_reached('{case.pk}')",
        f"SELECT * FROM cases_act('CASE', '{subject.pk}')",
        f"SELECT notices_may_be_public('{subject.pk}')",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)


def test_another_office_enters_denies_or_lists_what_is_not_its_own(ilse, arun, pierre, amina):
    _case, subject = ilse
    for by, kind in ((arun, "CLAIMED"), (pierre, "CLAIMED"), (amina, "DENIED"), (arun, "REVOKED")):
        row = ProtectedStatus(subject=subject, kind=kind, source="x", entered_by=by)
        with pytest.raises(DatabaseError, match="does not enter"), acting.acting_as(by):
            row.save(force_insert=True)
    for by in (arun, pierre):
        assert known(subject, by) == 0
        with acting.acting_as(by):
            assert decisions.statuses() == decisions.grounds() == []


def test_the_case_is_shared_with_the_country_of_flight(ilse, amina, arun, pierre):
    case, _subject = ilse
    for attempt in (
        lambda: sharing.share(case, office("QMA"), by=amina),
        lambda: sharing.invite(case, arun, by=amina),
    ):
        with pytest.raises(NotReady, match="must not see a person") as refusal:
            attempt()
        says_nothing(str(refusal.value))
    sharing.share(case, office("PRT"), by=amina)
    assert pierre.office.number in type(case).objects.get(pk=case.pk).seen_by


def test_the_person_is_put_into_a_case_that_the_country_sees(ilse, amina):
    _case, subject = ilse
    nobody = PersonDraft([IdentityDraft("FELD Otto")])
    shared = filed(amina, nobody, shares=[ShareDraft(office("QMA"))])
    with pytest.raises(NotReady, match="must not see"):
        persons.add(shared, PartDraft("SUSPECT", existing=subject.pk), by=amina)
    code = typed(nationalities=[NationalityDraft(country(code)) for code in ("QMA", "XXB")])
    with pytest.raises(NotReady, match="must not see"):
        persons.add(shared, PartDraft("SUSPECT", code), by=amina)
    assert shared.case_subjects.count() == 1


def test_the_claim_comes_after_the_share(amina, arun):
    case = filed(
        amina,
        typed(nationalities=[NationalityDraft(country("QMA"))]),
        shares=[ShareDraft(office("QMA"), "CONTRIBUTOR"), ShareDraft(office("PRT"))],
    )
    subject = case.case_subjects.get().subject
    claim(subject, amina)

    case.refresh_from_db()
    subject.refresh_from_db()
    offices = [at // audiences.LEVELS_AN_AUDIENCE for at in subject.seen_at]
    for seen in (case.seen_by, offices):
        assert arun.office.number not in seen and office("PRT").number in seen
    open_shares = CaseShare._base_manager.filter(case=case, ended_at=None)
    assert [row.office.code for row in open_shares] == ["PRT"]


def test_the_nationality_comes_after_the_claim(amina, arun):
    case = filed(amina, typed(nationalities=[NationalityDraft(country("QMB"))]))
    subject = case.case_subjects.get().subject
    claim(subject, amina)
    sharing.share(case, office("QMA"), by=amina)

    known_now = typed(nationalities=[NationalityDraft(country(code)) for code in ("QMA", "QMB")])
    persons.edit(subject, known_now, by=amina, version=subject.version)
    case.refresh_from_db()
    assert arun.office.number not in case.seen_by


def test_the_person_stands_in_the_country_s_own_case(amina, arun):
    theirs = filed(arun, typed(), shares=[ShareDraft(office("KEN"), "CONTRIBUTOR")])
    part = PartDraft("WITNESS", typed(nationalities=[NationalityDraft(country("QMA"))]))
    subject = persons.add(theirs, part, by=amina)
    assert subject in type(subject).objects.visible_to(arun)

    claim(subject, amina)
    assert subject not in type(subject).objects.visible_to(arun)
    assert subject in type(subject).objects.visible_to(amina)
    assert contributed_persons.given(amina, subject) == []


def test_the_notice_goes_to_the_country_of_flight(ilse, amina, wanjiku):
    notice = drafts.red(amina, case=ilse)
    drafting.submit(notice, by=amina)
    with pytest.raises(NotReady, match="Leave it out") as refusal:
        releasing.release(notice, by=wanjiku)
    says_nothing(str(refusal.value))
    assert "ALPHA" in str(refusal.value).upper()


def test_everybody_reads_of_the_person_in_public(ilse, amina):
    notice = drafts.red(amina, case=ilse)
    with pytest.raises(NotReady, match="Not everybody may learn"):
        drafting.public_extract(notice, by=amina, choice="REQUESTED")


def test_whoever_is_not_of_the_commission_opens_its_page(ilse, signed_in, request):
    for name in ("arun", "anika", "amina", "wanjiku", "sato", "lindqvist", "adler", "pierre"):
        reader = signed_in(request.getfixturevalue(name))
        assert reader.get("/commission/protection/").status_code == 404, name
    for name in ("arun", "pierre", "sato"):
        reader = signed_in(request.getfixturevalue(name))
        assert reader.get(f"/persons/{ilse[1].pk}/protection").status_code == 404, name


def test_the_commission_confirms_denies_and_seals_who_protects(
    ilse, auditor, member, amina, signed_in
):
    case, subject = ilse
    with acting.acting_as(auditor):
        (status,) = decisions.statuses()
    browser = signed_in(auditor)
    words = {"status": str(status.id), "kind": "CONFIRMED", "source": "File 7", "granted_by": "BRA"}
    browser.post("/commission/protection/", words)
    with acting.acting_as(auditor):
        (status,) = decisions.statuses()
    assert (status.kind, status.granted_by) == ("CONFIRMED", "BRA")
    page = signed_in(amina).get(f"/persons/{subject.pk}/protection").content.decode()
    assert "Granted by" not in page and "File 7" not in page

    decided(auditor, kind="REVOKED", source="File 8")
    confirmed(member)
    sharing.share(case, office("QMA"), by=amina)


def test_the_key_changes_and_the_commission_still_reads_who_protects(ilse, auditor):
    with acting.acting_as(auditor):
        (status,) = decisions.statuses()
        bra = Jurisdiction.objects.get(pk="BRA")
        decisions.decide(status, by=auditor, kind="CONFIRMED", source="File 7", granted_by=bra)
        assert decisions.rotate() == 0  # not while anybody acts
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('iisa.office', '', true)")
    assert decisions.rotate() == 1
    with acting.acting_as(auditor):
        assert decisions.statuses()[0].granted_by == "BRA"


def test_a_question_that_was_refused_leaves_a_trace(ilse, amina, arun):
    """The refusal undoes the share, and the note that it was asked; the trace is written again."""
    case, _subject = ilse
    act_kept = []
    note = protected_status._note_undone
    protected_status._note_undone = lambda *what: act_kept.append(what)
    try:
        with pytest.raises(NotReady):
            sharing.share(case, office("QMA"), by=amina)
    finally:
        protected_status._note_undone = note
    assert act_kept == [(Act.CASE, case.pk, arun.office.number)]


def test_another_country_is_asked_about_a_person_whom_nobody_protects(amina, case_of_nobody):
    request = draft(amina, "QMA", case=case_of_nobody[0], subject_ids=[case_of_nobody[1].pk])
    sending.send(request, by=amina)
    deliver_all()
    assert request.recipients.get().status == "DELIVERED"


@pytest.fixture
def case_of_nobody(amina):
    return drafts.person(amina, name="FELD Otto")
