"""Nairobi asks ALPHA out of the case of somebody who fled it, and names the person in words."""

import io

import pytest

from cases import persons, sharing
from cases.drafts import PartDraft
from cases.models import Nationality
from exchange.conversation import attaching
from exchange.requests import readiness, sending
from kernel.errors import NotReady
from tests.attacks.conftest import claim, office, says_nothing
from tests.exchange.conftest import deliver_all, draft, sent
from tests.notices import drafts

pytestmark = pytest.mark.django_db


# Letters apart, words in one, and both.
DRESSED = (
    "I.l.s.e K.e.r.n", "I.L.S.E. KERN", "IlseKern", "KERNIlse", "Mrs Kernilse", "I l s e  K e r n",
    "K-e-r-n, the elder, I·l·s·e", "Ilse_Kern", "K.E.R.N.I.L.S.E", "И.л.с.е Керн", "KernMrsIlse",
)  # fmt: skip


def refused(request, by, words: str) -> None:
    with pytest.raises(NotReady, match=words) as refusal:
        sending.send(request, by=by)
    says_nothing(str(refusal.value))


def test_the_request_names_the_case_and_no_person(ilse, amina):
    case, _subject = ilse
    refused(draft(amina, "QMA", case=case), amina, "out of this case")
    refused(draft(amina, "PRT", "QMA", case=case), amina, "out of this case")
    sent(amina, "PRT", case=case)


def test_another_person_of_the_case_is_asked_about(ilse, amina):
    case, _subject = ilse
    _other, friend = drafts.person(amina, name="FELD Otto")
    persons.add(case, PartDraft("WITNESS", existing=friend.pk), by=amina)
    refused(draft(amina, "QMA", case=case, subject_ids=[friend.pk]), amina, "out of this case")


def test_name_and_number_are_typed_into_the_words(ilse, amina):
    for words in (
        {"ask": "Where does Ilse Kern live?"},
        {"title": "KERN, Ilse"},
        {"ask": "Whose is passport A 4411908?"},
        {"necessity": "No. A4411908 was seen."},
        {"legal_basis": "The matter of İlse KERN."},
        {"facts": {"OFFENCE": "Kern, ilse: fraud"}},
        *({"ask": f"Where does {name} live?"} for name in DRESSED),
    ):
        refused(draft(amina, "QMA", **words), amina, "These words name a person")
        sent(amina, "PRT", **words)
    for words in ({"ask": "Who is Otto Kern?"}, {"ask": "Ilse Feld, A-4411909"}):
        sent(amina, "QMA", **words)


def test_the_name_stands_in_the_name_of_a_file(ilse, amina):
    for name in ("ilse-kern.pdf", "A4411908.pdf", "ilsekern.pdf", "k_e_r_n.ilse.pdf"):
        stored = attaching.upload(io.BytesIO(b"%PDF-1.4 a statement"), name, by=amina)
        refused(draft(amina, "QMA", attachments=[stored]), amina, "These words name a person")


def test_somebody_tries_names_of_other_offices_persons(ilse, pierre, arun):
    for by, to in ((pierre, "QMA"), (arun, "PRT"), (arun, "KEN")):
        sent(by, to, ask="Where does Ilse Kern live? Passport A-4411908.")
    deliver_all()


def test_lisbon_reads_the_same_of_a_contributed_person_whoever_is_protected(ilse, amina, pierre):
    said = []
    for protect in (False, True):
        theirs, _own = drafts.person(pierre, name="FELD Otto")
        _case, subject = drafts.person(amina, name="BRANDT Ida")
        sharing.share(theirs, office("KEN"), by=pierre, role="CONTRIBUTOR")
        persons.add(theirs, PartDraft("WITNESS", existing=subject.pk), by=amina)
        if protect:
            Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
            claim(subject, amina)
        request = draft(pierre, "QMA", case=theirs, subject_ids=[subject.pk])
        said.append(readiness.missing(request))
        with pytest.raises(NotReady) as refusal:
            sending.send(request, by=pierre)
        said.append((str(refusal.value), refusal.value.missing))
        about_nobody = draft(pierre, "QMA", case=theirs)
        said.append(readiness.missing(about_nobody))
    assert said[:3] == said[3:] and len(said[0]) == 1
