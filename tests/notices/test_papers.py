"""Papers: one for each who asks, never of what has ended, and verified by anybody."""

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from kernel import acting
from kernel.errors import WrongState
from kernel.files import stored_files
from kernel.jobs import running
from notices.models import Paper
from notices.papers import printing, verifying
from notices.workflow import circulating
from tests.notices import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato)


def make(paper: Paper) -> str:
    """Print it, and return the text that stands on it."""
    running.run(paper.job_id)
    paper.refresh_from_db()
    document = pypdfium2.PdfDocument(io.BytesIO(b"".join(stored_files.read(paper.file))))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_each_who_asks_gets_a_copy_of_their_own(published, pierre, joana):
    first = printing.ask(published, by=pierre)
    second = printing.ask(published, by=joana)
    again = printing.ask(published, by=pierre)

    assert first.pk == again.pk
    assert {first.copy, second.copy} == {2, 3}
    assert first.code != second.code
    text = make(first)
    assert "Pierre" in text and first.code in text and published.control_number in text


def test_a_copy_in_another_second_language_is_another_copy(published, pierre):
    french = printing.ask(published, by=pierre)
    arabic = printing.ask(published, by=pierre, language="ar")

    assert french.pk != arabic.pk
    assert "Red notice" in make(arabic)


def test_a_proof_has_no_code_and_is_made_of_the_draft(amina):
    notice = drafts.red(amina)

    proof = printing.proof(notice, by=amina)

    assert proof.code is None
    assert "PROOF" in make(proof)


def test_a_withdrawn_notice_is_neither_printed_nor_handed_out(published, amina, wanjiku, pierre):
    paper = Paper.objects.get(notice=published)
    make(paper)
    drafts.withdrawn(published, wanjiku)

    with acting.acting_as(amina), pytest.raises(WrongState):
        printing.hand_out(paper, by=amina)
    with pytest.raises(WrongState):
        printing.ask(published, by=pierre)


def test_the_code_says_what_became_of_the_notice_and_not_who_it_is(published, wanjiku, client):
    code = Paper.objects.get(notice=published).code

    def page(typed):
        return client.get(f"/verify/{typed}")

    assert verifying.check(code).state is verifying.VALID
    assert "Valid" in page(code).content.decode()
    until = timezone.now().date() + timedelta(days=30)
    circulating.suspend(published, by=wanjiku, reason="A doubt.", until=until)
    assert verifying.check(code).state is verifying.SUSPENDED
    circulating.resume(published, by=wanjiku)
    assert verifying.check(code).state is verifying.VALID
    drafts.withdrawn(published, wanjiku)
    answer = page(code.lower().replace("-", "")).content.decode()
    assert "Withdrawn" in answer
    assert "IBRAHIM" not in answer and "Ali" not in answer


def test_an_unknown_code_is_404_and_says_what_to_do(client, db):
    answer = client.get("/verify/AAAA-AAAA-AAAA")

    assert answer.status_code == 404
    assert "letter by letter" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "x", "%00", "A" * 500, "../../etc/passwd", "R7KM 4T2Q 9XDA"])
def test_whatever_is_typed_the_page_of_codes_answers(client, db, typed):
    assert client.get("/verify/", {"code": typed}).status_code in {200, 302}


def test_the_page_of_a_paper_is_its_offices_own(published, pierre, joana, bela, signed_in):
    paper = printing.ask(published, by=pierre)

    assert signed_in(pierre).get(f"/notices/papers/{paper.pk}/").status_code == 200
    assert signed_in(joana).get(f"/notices/papers/{paper.pk}/").status_code == 404
    assert signed_in(bela).get(f"/notices/papers/{paper.pk}/file").status_code == 404
