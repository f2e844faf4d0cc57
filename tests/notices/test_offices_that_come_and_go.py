"""An office that goes live sees what is in force; what an office leaves behind is looked at."""

from datetime import timedelta

import pytest
from babel.dates import format_date
from django.utils import timezone

from central_offices.models import CentralOffice
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from kernel.files import stored_files
from kernel.jobs import running
from notices.models import Notice
from notices.papers import printing
from notices.workflow import of_offices
from tests import world
from tests.kernel import glyphs
from tests.notices.drafts import published
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def stands(code: str, **days) -> CentralOffice:
    with by_the_owner():
        CentralOffice.objects.filter(code=code).update(**days)
    return CentralOffice.objects.get(code=code)


def test_whoever_goes_live_sees_what_is_in_force_and_not_before(
    amina, wanjiku, sato, joana, arun, signed_in
):
    lisbon = stands("PRT", live_on=None)
    notice = published(amina, wanjiku, sato)
    left_out = published(amina, wanjiku, sato)
    with by_the_owner():
        left_out.not_for.add(lisbon)
    seen = Notice.objects.filter(pk__in=[notice.pk, left_out.pk], seen_by__contains=[lisbon.number])
    assert not seen.all().exists()
    assert of_offices.follow() == 0

    stands("PRT", live_on=TODAY)

    assert of_offices.follow() == 1
    assert list(seen.all()) == [notice]
    assert of_offices.follow() == 0
    stands("PRT", left_on=TODAY)
    assert of_offices.follow() == 1
    assert not seen.all().exists()


def test_what_an_office_leaves_behind_stays_in_force_and_is_looked_at(
    amina, wanjiku, sato, joana, signed_in
):
    notice = published(amina, wanjiku, sato)
    page, queue = f"/notices/{notice.address}/", "/notices/review/"
    sentence = "nobody answers there any more"
    assert sentence not in signed_in(joana).get(page).content.decode()
    stands("KEN", left_on=TODAY)

    of_offices.follow()

    notice.refresh_from_db()
    assert notice.status == "PUBLISHED"
    text = signed_in(joana).get(page).content.decode()
    assert sentence in text and "Ask the General Secretariat before you act" in text
    assert "its owner has left" in signed_in(sato).get(queue).content.decode()
    assert of_offices.items(joana) == []


def test_a_reviewer_lets_stand_what_an_office_left_behind(
    amina, wanjiku, sato, joana, lindqvist, signed_in, over_api
):
    notice = published(amina, wanjiku, sato)
    why = "The child is still missing."
    for nobody in (joana, wanjiku, lindqvist):
        with pytest.raises((NotPermitted, WrongState)):
            of_offices.let_stand(notice, by=nobody, reason=why)
    stands("KEN", left_on=TODAY)
    notice = Notice.objects.get(pk=notice.pk)
    assert len(of_offices.items(lindqvist)) == 1
    with pytest.raises(NotReady, match="Say why"):
        of_offices.let_stand(notice, by=lindqvist, reason=" ")
    for nobody in (joana, wanjiku):
        with pytest.raises(NotPermitted):
            of_offices.let_stand(notice, by=nobody, reason=why)

    of_offices.let_stand(notice, by=lindqvist, reason=why)

    assert of_offices.items(lindqvist) == of_offices.items(sato) == []
    notice.refresh_from_db()
    assert (notice.status, notice.let_stand_on) == ("PUBLISHED", TODAY)
    with pytest.raises(NotPermitted):  # twice
        of_offices.let_stand(notice, by=sato, reason=why)
    text = signed_in(joana).get(f"/notices/{notice.address}/").content.decode()
    assert "let it stand" in text and why not in text
    assert "Ask the General Secretariat before you act" in text


def test_what_was_let_stand_is_looked_at_again_when_its_office_leaves_again(
    amina, wanjiku, sato, lindqvist
):
    notice = published(amina, wanjiku, sato)
    stands("KEN", left_on=TODAY)
    with by_the_owner():
        Notice.objects.filter(pk=notice.pk).update(let_stand_on=TODAY - timedelta(days=400))
    assert len(of_offices.items(lindqvist)) == 1


def test_it_is_let_stand_on_its_page_and_over_the_api(amina, wanjiku, sato, joana, signed_in):
    notice = published(amina, wanjiku, sato)
    stands("KEN", left_on=TODAY)
    page = f"/notices/{notice.address}/steps/let_stand"
    assert signed_in(joana).get(page).status_code == 403
    reader = signed_in(sato)
    assert "Let it stand" in reader.get(f"/notices/{notice.address}/").content.decode()
    form = reader.get(page)
    once = form.context["form"]["once"].value()
    answer = reader.post(page, {"once": once, "reason": "A child.", "password": world.PASSWORD})
    assert answer.status_code == 302
    assert of_offices.items(sato) == []


def test_a_paper_says_that_its_office_has_left_and_so_does_its_code(
    amina, wanjiku, sato, pierre, client
):
    def made(paper):
        running.run(paper.job_id)
        paper.refresh_from_db()
        return glyphs.text(b"".join(stored_files.read(paper.file)))

    notice = published(amina, wanjiku, sato)
    before = printing.ask(notice, by=pierre, language="fr")
    assert "lefttheagency" not in made(before)
    latest = before
    for day, said in ((TODAY + timedelta(days=9), "leaves"), (TODAY, "left")):
        stands("KEN", left_on=day)
        with acting.acting_as(pierre), pytest.raises(WrongState, match="new copy"):
            printing.hand_out(latest, by=pierre)
        paper = printing.ask(notice, by=pierre, language="fr")
        assert paper.pk != before.pk and printing.ask(notice, by=pierre, language="fr") == paper
        text, latest = made(paper), paper
        words = f"The office that asked {said} the agency on {day.day} {day:%B %Y}"
        assert "".join(words.split()) in text
        assert "".join(format_date(day, "long", locale="fr").split()) in text
    assert "ask the General Secretariat" in client.get(f"/verify/{before.code}").text
