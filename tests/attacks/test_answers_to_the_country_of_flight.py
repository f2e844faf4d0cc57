"""ALPHA asks Nairobi itself about somebody who fled it, and Nairobi is about to answer."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import IdDocument, Nationality
from cases.search import name_keys
from exchange.consents import asking
from exchange.conversation import answering, attaching, delays, referral
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import arrests
from exchange.models import Contribution, RefusalGround
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotReady
from tests.attacks import acts
from tests.attacks.conftest import claim, office, says_nothing
from tests.exchange.conftest import deliver_all, draft, recipient, sent
from tests.notices import drafts

pytestmark = pytest.mark.django_db
SAID = ContributionDraft("She lives at 12 Moi Avenue.", "A", "1")
PARTS = [
    {"name": "KERNE Elsa", "number": "A 4411908", "born": "1990-01-01"},
    {"name": "KERN Ilse", "number": ""},
    {"name": "KERN Ilse", "number": "", "born": ""},
    {"name": "Керн Ильзе", "number": "", "born": "1982-01-01"},
    {"name": "FELD Otto", "number": "А-44119О8", "status": "WITNESS"},
    {"name": "KERN Ilse", "number": "", "status": "MISSING"},
]  # fmt: skip


def later():
    return timezone.now() + timedelta(days=2)


def told(row, by):
    """Every way in which an office says something to another, by its name."""
    referred = SAID._replace(instead=office("BRA"))
    return {
        "answer": lambda: answering.answer(row, SAID, by=by),
        "answer in part": lambda: answering.answer(row, SAID, by=by, partial=True),
        "defer": lambda: answering.defer(row, SAID, by=by, until=later()),
        "ask": lambda: answering.ask(row, SAID, by=by),
        "refer": lambda: referral.refer(row, referred, by=by),
        "authorisation": lambda: delays.need_authorisation(row, SAID, by=by, until=later()),
        "arrest": lambda: arrests.report(row, SAID, by=by, arrested_at=timezone.now()),
    }


def asked(by, *codes, words=None, **part):
    """A request of the officer's about such a person, delivered."""
    case, subject = acts.person(by, **part)
    name_keys.write(subject)
    given = {"type": "IDENTITY_CHECK", "case": case, "subject_ids": [subject.pk]} | (words or {})
    request = draft(by, *codes, **given)
    sending.send(request, by=by)
    deliver_all()
    return request


def held(row, by) -> None:
    """Whatever the office would say is refused, in a sentence of its own record."""
    answering.acknowledge(row, by=by)
    answering.start(row, by=by)
    for name, say in told(row, by).items():
        if name == "arrest" and row.request.type.code != "ARREST_PROVISIONAL":
            continue
        with pytest.raises(NotReady, match="your office has on record") as refusal:
            say()
        says_nothing(str(refusal.value))
        row.refresh_from_db()


@pytest.mark.parametrize("kind", ["IDENTITY_CHECK", "INFO"])
def test_nairobi_tells_alpha_where_she_lives(ilse, amina, arun, kind):
    name_keys.write(ilse[1])
    for part in PARTS:
        request = asked(arun, "KEN", words={"type": kind}, **part)
        held(recipient(request, "KEN"), amina)
    assert not Contribution.objects.exists()


def test_nairobi_arrests_her_for_alpha(ilse, amina, arun, anika):
    name_keys.write(ilse[1])
    words = {"facts": {"OFFENCE": "Fraud", "WARRANT": "1/26"}, "necessity": "She flees."}
    words["type"] = "ARREST_PROVISIONAL"
    request = asked(arun, "KEN", words=words, name="KERN Ilse", number="", born="")
    sending.approve(request, by=anika, digest=request.content_digest)
    deliver_all()
    held(recipient(request, "KEN"), amina)


def test_alpha_names_her_in_words_alone(ilse, amina, arun):
    for words in ({"ask": "Where does Ilse Kern live?"}, {"title": "Passport A 4411908"}):
        request = sent(arun, "KEN", **words)
        deliver_all()
        held(recipient(request, "KEN"), amina)


def test_nairobi_s_answer_about_somebody_else_names_her(ilse, amina, arun):
    row = recipient(sent(arun, "KEN", ask="Who lives at 12 Moi Avenue?"), "KEN")
    deliver_all()
    file = attaching.upload(io.BytesIO(b"%PDF-1.4 a lease"), "ilse-kern.pdf", by=amina)
    row.refresh_from_db()
    for words in (
        SAID._replace(text="Ilse Kern does."),
        SAID._replace(text="No. A-4411908 was shown."),
        SAID._replace(handling_note="Not to KERN, Ilse"),
        SAID._replace(attachments=[file]),
    ):
        with pytest.raises(NotReady, match="These words name a person"):
            answering.answer(row, words, by=amina)
    answering.answer(row, SAID, by=amina)


def test_lisbon_asks_in_common_and_alpha_listens(ilse, amina, pierre, arun):
    name_keys.write(ilse[1])
    common = {"conversation": "COMMON"}
    request = asked(pierre, "KEN", "QMA", words=common, **PARTS[0])
    held(recipient(request, "KEN"), amina)
    alone = SAID._replace(private=True)
    answering.answer(recipient(request, "KEN"), alone, by=amina)


def test_nairobi_asked_and_explains_to_alpha(amina, arun):
    row = recipient(sent(amina, "QMA", ask="Who is this?"), "QMA")
    deliver_all()
    _case, subject = drafts.person(amina, name="KERN Ilse")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    claim(subject, amina)
    row.refresh_from_db()
    steps = (answering.ask, answering.clarify), (answering.answer, answering.ask_again)
    for theirs, ours in steps:
        theirs(row, SAID, by=arun)
        row.refresh_from_db()
        with pytest.raises(NotReady, match="These words name a person"):
            ours(row, SAID._replace(text="Ilse Kern is meant."), by=amina)
        ours(row, SAID, by=amina)
        row.refresh_from_db()


def test_it_can_be_refused_with_a_ground_that_others_get(ilse, amina, arun, signed_in, over_api):
    name_keys.write(ilse[1])
    request = asked(arun, "KEN", **PARTS[0])
    row = recipient(request, "KEN")
    form = signed_in(amina).get(f"/requests/{request}/KEN/refuse").text
    for code in ("TORTURE_RISK", "DATA_NOT_HELD", "REFUGEE_NON_REFOULEMENT"):
        ground = RefusalGround.objects.in_force().get(code=code)
        assert f'value="{ground.pk}"' not in form, code
        with pytest.raises(NotReady, match="could tell of asylum"):
            answering.refuse(row, SAID, by=amina, ground=ground, contact="The desk")
    ground = RefusalGround.objects.in_force().get(code="NO_DATA_OR_NOT_DISCLOSABLE")
    with pytest.raises(NotReady, match="These words name a person"):
        answering.refuse(row, SAID, by=amina, ground=ground, contact="Ilse Kern")
    page = f"/api/v1/requests/{request.pk}/answer/"
    body = {"text": SAID.text, "source_evaluation": "A", "information_evaluation": "1"}
    assert over_api(amina).post(page, body, format="json").status_code == 422
    answering.refuse(row, SAID._replace(text="No."), by=amina, ground=ground, contact="The desk")
    deliver_all()
    says_nothing(signed_in(arun).get(f"/requests/{request}/").text)


def test_everybody_else_is_answered_and_nobody_tries_names(ilse, amina, arun, pierre):
    name_keys.write(ilse[1])
    for by, to, answers in ((pierre, "KEN", amina), (arun, "PRT", pierre)):
        for part in PARTS[:3]:
            request = asked(by, to, **part)
            answering.answer(recipient(request, to), SAID, by=answers)
    for part in ({"name": "FELD Otto", "number": "A-4411909"}, {"name": "KERN Ilse", "number": "",
                 "born": "1979-01-01"}):  # fmt: skip
        request = asked(arun, "KEN", **part)
        answering.answer(recipient(request, "KEN"), SAID, by=amina)


def test_another_record_of_nairobi_is_the_same_person(ilse, amina, arun):
    _case, subject = drafts.person(amina, name="FELD Otto")
    IdDocument.objects.create(subject=subject, kind="PASSPORT", number="A 4411908")
    name_keys.write(subject)
    name_keys.write(ilse[1])
    request = asked(arun, "KEN", name="FELD Otto", number="")
    with acting.acting_as(amina), pytest.raises(NotReady, match="your office has on record"):
        answering.answer(recipient(request, "KEN"), SAID, by=amina)


def test_lisbon_asks_to_pass_nairobi_s_answer_on_to_alpha(ilse, amina, wanjiku, pierre):
    name_keys.write(ilse[1])
    request = asked(pierre, "KEN", **PARTS[0])
    about_her = answering.answer(
        recipient(request, "KEN"), SAID._replace(handling_codes=["H2"]), by=amina
    )
    other = sent(pierre, "KEN", ask="Who lives at 12 Moi Avenue?")
    deliver_all()
    words = SAID._replace(text="Kern Ilse, and a cousin.", handling_codes=["H2"])
    names_her = answering.answer(recipient(other, "KEN"), words, by=amina)
    deliver_all()
    for given in (about_her, names_her):
        more = {"use": "SHARE", "reason": "Needed.", "offices": [office("QMA")]}
        row = asking.ask(given, by=pierre, **more)
        deliver_all()
        row.refresh_from_db()
        with pytest.raises(NotReady, match="your office has on record|name a person"):
            asking.grant(row, by=wanjiku)
