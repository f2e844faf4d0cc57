"""Nairobi copies what Brasília gave under its conditions into a case that Lisbon reads."""

import io

import pytest

from cases import filing, sharing
from cases.drafts import CaseDraft, Marks, ShareDraft
from exchange.consents import asking
from exchange.conversation import answering, attaching
from exchange.conversation.contributions import ContributionDraft
from kernel.errors import NotReady
from policies.models import Portfolio
from tests.attacks.conftest import office
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db
CONTENT = b"Extract of the register: the boat is kept by a courier named Abelardo."
TEXT = "The account was opened by a courier named Abelardo in May 2024."
SENTENCE = "not to be passed on without"
H2 = Marks(handling_codes=["H2"])


def case_of(by, *readers, **fields):
    draft = CaseDraft(
        title="Boats", portfolios=[Portfolio.objects.get(pk="FRAUD")],
        shares=[ShareDraft(office(code), "CONTRIBUTOR") for code in readers], **fields,
    )  # fmt: skip
    return filing.open_case(draft, by=by)


def kept(case, by, content=CONTENT, name="register.txt", **more):
    return filing.add_document(case, io.BytesIO(content), name, by=by, **more)


@pytest.fixture
def answered(amina, joana):
    """Brasília's answer to Nairobi, with a file, not to be passed on."""
    row = recipient(sent(amina, "BRA"), "BRA")
    deliver_all()
    row.refresh_from_db()
    file = attaching.upload(io.BytesIO(CONTENT), "extract.txt", by=joana)
    words = ContributionDraft(TEXT, "A", "1", handling_codes=["H2"], attachments=[file])
    said = answering.answer(row, words, by=joana)
    deliver_all()
    return said


@pytest.fixture
def shown(amina, joana):
    """Brasília's document and note in its own case, shown to Nairobi."""
    case = case_of(joana, "KEN")
    kept(case, joana, marks=H2)
    filing.add_note(case, TEXT, by=joana, marks=H2)
    return case


def refused(act) -> None:
    with pytest.raises(NotReady, match=SENTENCE):
        act()


def test_the_copy_goes_into_an_own_case_that_is_shared_later(answered, amina):
    copies = [
        lambda case: kept(case, amina, name="mine.txt"),
        lambda case: filing.add_note(case, f"Note to self: {TEXT}", by=amina),
    ]
    for copy in copies:
        case = case_of(amina)
        copy(case)
        refused(lambda case=case: sharing.share(case, office("PRT"), by=amina))
        sharing.share(case, office("BRA"), by=amina)
    told = case_of(amina, summary=f"Known: {TEXT}")
    refused(lambda: sharing.share(told, office("PRT"), by=amina))


def test_it_goes_into_a_case_that_is_shared_already(shown, amina, pierre):
    case = case_of(amina, "PRT")
    refused(lambda: kept(case, amina))
    refused(lambda: filing.add_note(case, TEXT, by=amina))
    for name in ("summary", "charge"):
        changes = {name: f"Known: {TEXT}"}
        refused(lambda changes=changes: filing.edit(case, changes, by=amina, version=case.version))
    refused(lambda: case_of(amina, "PRT", summary=TEXT))
    invited = case_of(amina)
    sharing.invite(invited, pierre, by=amina)
    refused(lambda: kept(invited, amina))
    kept(case, amina, content=CONTENT + b" ")
    filing.add_note(case, "A courier was seen.", by=amina)


def test_it_goes_into_a_case_of_another_office(shown, amina, pierre):
    theirs = case_of(pierre, "KEN")
    refused(lambda: kept(theirs, amina))
    refused(lambda: filing.add_note(theirs, TEXT, by=amina))


def test_a_contributor_s_copy_is_shown_to_one_more_office(answered, amina, pierre, joana):
    theirs = case_of(pierre, "KEN")
    asked = asking.ask(answered, by=amina, use="SHARE", reason="x", offices=[office("PRT")])
    deliver_all()
    asking.grant(asked, by=joana)
    deliver_all()
    kept(theirs, amina)
    with pytest.raises(NotReady, match=SENTENCE) as refusal:
        sharing.share(theirs, office("QMB"), by=pierre)
    assert "Brasília" not in str(refusal.value) and "Brazil" not in str(refusal.value)
    sharing.share(theirs, office("BRA"), by=pierre)


def test_nobody_learns_whether_another_office_holds_a_file(answered, shown, pierre, arun):
    for by, readers in ((pierre, ["QMB", "KEN"]), (arun, ["PRT"])):
        case = case_of(by, *readers, summary=TEXT)
        kept(case, by)
        filing.add_note(case, TEXT, by=by)
        sharing.share(case, office("AGY"), by=by)


def test_where_it_was_given_it_is_no_copy(shown, amina, joana):
    kept(shown, amina, name="again.txt")
    filing.add_note(shown, TEXT, by=amina)
    own = case_of(joana, "KEN", "PRT")
    kept(own, joana)
    private = case_of(amina)
    kept(private, amina)
