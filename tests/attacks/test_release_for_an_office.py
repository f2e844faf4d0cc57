"""The Secretariat releases for an office only where nobody else can, and never what it reviews."""

import pytest

from kernel.errors import NotPermitted, NotReady, Stale
from notices.models import Notice
from notices.workflow import drafting, releasing, reviewing
from tests import systems
from tests.notices import drafts

pytestmark = pytest.mark.django_db
WHY = "Our head wrote it, and is alone."


@pytest.fixture
def hers(wanjiku):
    """A notice that the only head of the office wrote."""
    return drafts.submitted(wanjiku)


def test_an_office_with_a_releaser_left_cannot_go_round_the_head(amina, sato):
    notice = drafts.submitted(amina)

    with pytest.raises(NotPermitted):
        releasing.ask_for_release(notice, by=amina, reason=WHY)
    with pytest.raises(NotPermitted):
        releasing.release_for_office(notice, by=sato, reason="They asked.")


def test_the_secretariat_does_not_even_see_what_it_was_not_asked_for(hers, sato, signed_in):
    assert not Notice.objects.visible_to(sato).filter(pk=hers.pk).exists()
    assert signed_in(sato).get(f"/notices/{hers.pk}/").status_code == 404
    with pytest.raises(NotPermitted):
        releasing.release_for_office(hers, by=sato, reason="Let us be quick.")


def test_whoever_released_for_the_office_neither_reviews_nor_confirms(hers, amina, sato, lindqvist):
    systems.give(sato, "SECOND_REVIEWER")
    releasing.ask_for_release(hers, by=amina, reason=WHY)
    digest = hers.current_version.sha256
    releasing.release_for_office(hers, by=sato, reason="Read and found complete.", sha256=digest)
    assert hers.status == Notice.Status.REQUESTED

    with pytest.raises(NotPermitted):
        reviewing.claim(hers, by=sato)
    reviewing.claim(hers, by=lindqvist)
    drafts.answered(hers, lindqvist)
    reviewing.refuse(hers, by=lindqvist, reasons=["ART3_POLITICAL"], explanation="A journalist.")
    with pytest.raises(NotPermitted):
        reviewing.confirm(hers, by=sato, sha256=digest)


def test_a_head_who_comes_meanwhile_takes_the_release_back(hers, amina, otieno, sato):
    releasing.ask_for_release(hers, by=amina, reason=WHY)
    systems.give(otieno, "HEAD")

    with pytest.raises(NotPermitted):
        releasing.release_for_office(hers, by=sato, reason="They asked.")
    releasing.release(hers, by=otieno)


def test_what_was_asked_for_ends_with_the_version_it_was_asked_for(hers, amina, wanjiku, sato):
    releasing.ask_for_release(hers, by=amina, reason=WHY)
    drafting.send_back(hers, by=wanjiku, reason="Say where.")
    assert not Notice.objects.visible_to(sato).filter(pk=hers.pk).exists()
    drafting.facts(hers, by=wanjiku, facts_place="Lamu")
    drafting.submit(hers, by=wanjiku)

    with pytest.raises(NotPermitted):
        releasing.release_for_office(hers, by=sato, reason="They asked.")


def test_it_is_released_as_it_was_read_and_for_a_reason(hers, amina, sato):
    with pytest.raises(NotReady):
        releasing.ask_for_release(hers, by=amina, reason=" ")
    releasing.ask_for_release(hers, by=amina, reason=WHY)
    with pytest.raises(NotReady):
        releasing.release_for_office(hers, by=sato, reason=" ")
    with pytest.raises(Stale):
        releasing.release_for_office(hers, by=sato, reason="Read.", sha256="0" * 64)


def test_the_reviewer_reads_why_and_the_public_how_often(
    hers, amina, sato, lindqvist, signed_in, client
):
    releasing.ask_for_release(hers, by=amina, reason=WHY)
    assert hers in Notice.objects.to_release(lindqvist)
    assert "Release for the office" in signed_in(sato).get(f"/notices/{hers.pk}/").text
    releasing.release_for_office(hers, by=sato, reason="Read and found complete.")

    page = signed_in(lindqvist).get(f"/notices/{hers.pk}/").text
    assert WHY in page and "Read and found complete." in page
    assert "released 1 notice for an office" in client.get("/public/notices/").text
