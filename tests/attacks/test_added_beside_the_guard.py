"""Nairobi's protected person is put where ALPHA reads already, or is being asked."""

import pytest

from cases import persons, sharing
from cases.drafts import NationalityDraft, PartDraft
from kernel.errors import NotReady
from tests.attacks.conftest import country, office, says_nothing, typed
from tests.exchange.conftest import deliver_all, sent
from tests.notices import drafts

pytestmark = pytest.mark.django_db


def parts(subject):
    """The same person as a record that exists, and entered anew with a code."""
    new = typed(nationalities=[NationalityDraft(country(code)) for code in ("QMA", "XXB")])
    return PartDraft("WITNESS", existing=subject.pk), PartDraft("WITNESS", new)


def shared(case, by, arun):
    sharing.share(case, office("QMA"), by=by)


def invited(case, by, arun):
    sharing.invite(case, arun, by=by)


def asked(case, by, arun):
    sent(by, "QMA", case=case)
    deliver_all()


def on_its_way(case, by, arun):
    sent(by, "QMA", case=case)


WAYS = (shared, invited, asked, on_its_way)


def test_the_person_is_added_to_a_case_that_somebody_of_the_country_sees(ilse, amina, arun):
    _case, subject = ilse
    for way in WAYS:
        case, _other = drafts.person(amina, name="FELD Otto")
        way(case, amina, arun)
        for part in parts(subject):
            with pytest.raises(NotReady, match="must not see a person") as refusal:
                persons.add(case, part, by=amina)
            says_nothing(str(refusal.value))
        assert case.case_subjects.count() == 1, way


def test_the_person_is_given_to_a_case_of_another_office_that_the_country_sees(
    ilse, amina, pierre, arun
):
    _case, subject = ilse
    for way in WAYS:
        case, _other = drafts.person(pierre, name="FELD Otto")
        sharing.share(case, office("KEN"), by=pierre, role="CONTRIBUTOR")
        way(case, pierre, arun)
        for part in parts(subject):
            with pytest.raises(NotReady, match="must not see a person"):
                persons.add(case, part, by=amina)
        assert case.case_subjects.count() == 1, way


def test_whoever_is_invited_no_more_is_not_asked(ilse, amina, arun):
    _case, subject = ilse
    case, _other = drafts.person(amina, name="FELD Otto")
    sharing.invite(case, arun, by=amina)
    sharing.end_invitation(case, arun, by=amina)
    persons.add(case, PartDraft("WITNESS", existing=subject.pk), by=amina)


def test_whoever_types_only_the_code_reads_the_way_out(amina):
    case, _other = drafts.person(amina, name="FELD Otto")
    sharing.share(case, office("PRT"), by=amina)
    new = typed(nationalities=[NationalityDraft(country("XXB"))])
    with pytest.raises(NotReady, match="Take the other offices out first"):
        persons.add(case, PartDraft("WITNESS", new), by=amina)
