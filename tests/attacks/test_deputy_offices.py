"""A deputy office approves more than it was asked, or what it must not: alone, in time, by SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Case, Nationality
from central_offices.agreements import deputy_offices
from central_offices.models import DeputyOffice, Officer, Role
from exchange.models import InternalNote, Request
from exchange.requests import deputies, flash, sending
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, Message
from tests import persons, systems, world
from tests.attacks import acts
from tests.attacks.conftest import claim, office, says_nothing
from tests.exchange.conftest import deliver_all
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def agreed(**days) -> DeputyOffice:
    """Lisbon approves for Nairobi, from today on."""
    wanjiku, beatriz = world.officer("wanjiku"), world.officer("beatriz")
    row = deputy_offices.propose(
        office("KEN"), office("PRT"), by=wanjiku, **({"valid_from": TODAY} | days)
    )
    deputy_offices.agree(row, by=beatriz)
    return row


def written_by_the_head(**given) -> Request:
    """The only head wrote it: nobody of Nairobi is left to approve."""
    request = acts.drafted(world.officer("wanjiku"), "BRA", **given)
    sending.send(request, by=world.officer("wanjiku"))
    return request


@pytest.fixture
def asked(amina):
    agreed()
    request = written_by_the_head()
    deputies.ask(request, by=amina)
    return request


def page(request) -> str:
    return f"/requests/as-deputy/{request.pk}/"


def approve(request, by) -> None:
    sending.approve(Request.objects.get(pk=request.pk), by=by, digest=request.content_digest)


def test_it_approves_and_everybody_reads_that_it_did(
    asked, amina, beatriz, joana, signed_in, over_api
):
    browser = signed_in(beatriz)
    assert page(asked) in browser.get("/approvals").text
    shown = browser.get(page(asked)).text
    assert asked.title in shown and "nothing else of it" in shown

    browser.post(page(asked), {"digest": asked.content_digest})
    deliver_all()

    asked.refresh_from_db()
    assert (asked.status, asked.approved_by, asked.approved_as_deputy) == ("SENT", beatriz, True)
    (sent,) = Message.objects.filter(type="request.sent")
    assert sent.data["approval"]["deputy"] == "PRT"
    for officer in (amina, joana):
        assert "Approved by the deputy office" in signed_in(officer).get(f"/requests/{asked}/").text
        read = over_api(officer).get(f"/api/v1/requests/{asked.pk}/").json()
        assert read["approved_by_deputy"] == "PRT"
    assert Event.objects.filter(verb="request.approve", actor=beatriz).exists()
    assert browser.get(page(asked)).status_code == 404  # it has decided


def test_it_looks_for_more_than_it_was_asked(asked, beatriz, signed_in, over_api):
    other = written_by_the_head()
    browser, caller = signed_in(beatriz), over_api(beatriz)
    unknown = browser.get("/requests/as-deputy/00000000-0000-7000-8000-000000000000/")
    for path in (page(other), f"/requests/{asked}/", f"/requests/{other}/"):
        assert browser.get(path).status_code == 404 == unknown.status_code, path
    for row in (asked, other):
        assert caller.get(f"/api/v1/requests/{row.pk}/").status_code == 404
        assert str(row) not in browser.get("/requests/").text
    assert other.title == asked.title and browser.get("/approvals").text.count(page(asked)) == 1
    assert not Case.objects.visible_to(beatriz).filter(owner_office=asked.owner_office).exists()
    assert not Request.objects.visible_to(beatriz).exists()


def test_who_is_nobody_s_deputy_approves(asked, pierre, anika, bela, joana, sato, adler, signed_in):
    machine = systems.register(office("PRT"), clearance=2).officer
    for officer in (pierre, anika, bela, joana, sato, adler, machine):
        with pytest.raises(NotPermitted):
            approve(asked, officer)
        if officer.is_human:
            assert signed_in(officer).get(page(asked)).status_code == 404, officer


def test_while_somebody_of_the_office_may(amina, wanjiku, beatriz, mutua):
    agreed()
    request = acts.drafted(amina, "BRA")
    sending.send(request, by=amina)
    with pytest.raises(NotPermitted):
        deputies.ask(request, by=amina)
    Request.objects.filter(pk=request.pk).update(deputy=beatriz.office)
    with pytest.raises(NotPermitted):
        approve(request, beatriz)


def test_somebody_of_the_office_becomes_head_after_it_was_asked(asked, otieno, wanjiku, beatriz):
    persons.give_role(otieno, Role.HEAD, by=wanjiku)
    persons.grow_old(otieno)
    with pytest.raises(NotPermitted):
        approve(asked, beatriz)


def test_before_it_was_agreed_begins_or_after_it_ended(amina, wanjiku, beatriz):
    request = written_by_the_head()
    proposed = deputy_offices.propose(
        office("KEN"), office("PRT"), by=wanjiku, valid_from=TODAY + timedelta(days=1)
    )
    for step in (lambda: None, lambda: deputy_offices.agree(proposed, by=beatriz)):
        step()
        with pytest.raises(NotReady, match="no deputy office"):
            deputies.ask(request, by=amina)
    deputy_offices.end(proposed, by=wanjiku)
    row = agreed()
    deputies.ask(request, by=amina)
    deputy_offices.end(row, by=beatriz)
    with pytest.raises(NotPermitted):
        approve(request, beatriz)


def test_by_somebody_who_had_a_part_in_it(asked, beatriz, signed_in):
    Request.objects.filter(pk=asked.pk).update(written_by=[*asked.written_by, beatriz.pk])
    assert signed_in(beatriz).get(page(asked)).status_code == 404
    with pytest.raises(NotPermitted):
        approve(asked, beatriz)


def test_beyond_its_clearance(asked, beatriz, amina, signed_in):
    with by_the_owner():
        Officer.objects.filter(pk=beatriz.pk).update(clearance=asked.classification - 1)
    assert signed_in(beatriz).get(page(asked)).status_code == 404
    with pytest.raises(NotPermitted):
        approve(asked, world.officer("beatriz"))
    other = written_by_the_head()
    with pytest.raises(NotReady, match="Nobody of"):
        deputies.ask(other, by=amina)


def test_of_a_country_that_a_person_in_it_fears(amina, wanjiku, beatriz, signed_in):
    agreed()
    request = written_by_the_head()
    (subject,) = request.case.case_subjects.all()
    Nationality.objects.create(subject=subject.subject, jurisdiction_id="PRT")
    deputies.ask(request, by=amina)
    claim(subject.subject, amina)

    request.refresh_from_db()
    assert request.deputy is None
    page_ = signed_in(beatriz).get(page(request))
    assert page_.status_code == 404
    says_nothing(page_.text)
    with pytest.raises(NotReady):
        deputies.ask(request, by=amina)
    Request.objects.filter(pk=request.pk).update(deputy=beatriz.office)
    assert signed_in(beatriz).get(page(request)).status_code == 404
    with pytest.raises(NotReady):
        approve(request, beatriz)


def test_it_sends_it_back_and_the_office_reads_why(asked, amina, beatriz, signed_in):
    signed_in(beatriz).post(page(asked) + "send-back", {"reason": "The warrant has no date."})
    asked.refresh_from_db()
    assert (asked.status, asked.deputy) == ("DRAFT", None)
    assert InternalNote.objects.visible_to(amina).filter(request=asked).exists()
    assert not InternalNote.objects.visible_to(beatriz).filter(request=asked).exists()


def test_flash_that_left_is_approved_afterwards(amina, mutua, wanjiku, beatriz):
    agreed()
    request = acts.flashed(mutua, "BRA")
    Request.objects.filter(pk=request.pk).update(written_by=[mutua.pk, wanjiku.pk])
    request.refresh_from_db()
    deputies.ask(request, by=amina)
    flash.confirm(request, by=beatriz, digest=request.content_digest)
    (told,) = Message.objects.filter(type="request.approved")
    assert told.data["deputy"] == "PRT"


def test_sql_lets_any_office_approve(asked, beatriz, joana, wanjiku):
    ways = [
        {"approved_by": joana},
        {"approved_by": joana, "approved_as_deputy": True},
        {"approved_by": joana, "approved_as_deputy": True, "deputy": joana.office},
        {"approved_by": beatriz},
        {"approved_as_deputy": True},
    ]
    for fields in ways:
        now = {"approved_at": timezone.now()} if "approved_by" in fields else {}
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.filter(pk=asked.pk).update(**fields, **now)


def test_sql_agrees_for_both_offices(wanjiku, beatriz, amina):
    row = deputy_offices.propose(office("KEN"), office("PRT"), by=wanjiku, valid_from=TODAY)
    for by in (amina, wanjiku, world.officer("joana"), world.officer("adler")):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeputyOffice.objects.filter(pk=row.pk).update(
                status="AGREED", decided_by=by, decided_at=timezone.now()
            )
    for statement in (
        "UPDATE central_offices_deputyoffice SET valid_from = valid_from - 1",
        "UPDATE central_offices_deputyoffice SET deputy_id = office_id",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_head_agrees_alone_twice_or_for_others(wanjiku, beatriz, anika, amina, adler):
    for by in (amina, anika, adler):
        with pytest.raises(NotPermitted):
            deputy_offices.propose(office("KEN"), office("PRT"), by=by, valid_from=TODAY)
    with pytest.raises(NotReady, match="another office"):
        deputy_offices.propose(office("KEN"), office("KEN"), by=wanjiku, valid_from=TODAY)
    row = deputy_offices.propose(office("KEN"), office("PRT"), by=wanjiku, valid_from=TODAY)
    for by in (wanjiku, anika, amina, adler):
        with pytest.raises(NotPermitted):
            deputy_offices.agree(row, by=by)
    with pytest.raises(WrongState):
        deputy_offices.propose(office("KEN"), office("QMB"), by=wanjiku, valid_from=TODAY)
    deputy_offices.agree(row, by=beatriz)
    second = deputy_offices.propose(office("KEN"), office("QMB"), by=wanjiku, valid_from=TODAY)
    with pytest.raises(NotReady, match="already"):
        deputy_offices.agree(second, by=world.officer("bela"))


def test_heads_agree_on_their_pages(wanjiku, beatriz, amina, joana, signed_in):
    from tests.central_offices.test_pages import send

    send(
        signed_in(wanjiku),
        "/offices/KEN/deputy-office/new",
        deputy="PRT",
        valid_from=TODAY.isoformat(),
    )
    row = DeputyOffice.objects.get()
    assert signed_in(joana).get("/offices/KEN/deputy-office").text.count("Waits for") == 0
    send(signed_in(beatriz), f"/offices/KEN/deputy-office/{row.pk}/agree")
    assert "/offices/PRT/" in signed_in(joana).get("/offices/KEN/").text
    assert signed_in(amina).get("/offices/KEN/deputy-office/new").status_code == 404
    send(signed_in(wanjiku), f"/offices/PRT/deputy-office/{row.pk}/end")
    row.refresh_from_db()
    assert (row.status, row.ended_by) == ("ENDED", wanjiku)


def test_over_the_api_it_approves_what_it_was_asked_and_finds_nothing_else(
    asked, amina, wanjiku, beatriz, pierre, joana, over_api
):
    home, at = "/api/v1/deputy-requests/", f"/api/v1/deputy-requests/{asked.pk}/"
    other = written_by_the_head()  # about which nobody asked
    nobodys = [amina, wanjiku, pierre, joana, systems.register(beatriz.office).officer]
    for officer in nobodys:
        caller = over_api(officer)
        found = caller.get(home)
        assert found.status_code == 403 or found.json()["results"] == [], officer
        for answer in (
            caller.get(at),
            caller.post(f"{at}approve/", {"digest": asked.content_digest}),
            caller.post(f"{at}send-back/", {"reason": "x"}),
        ):
            assert answer.status_code in (403, 404), officer

    caller = over_api(beatriz)
    (row,) = caller.get(home).json()["results"]
    assert (row["id"], row["sender"], row["type"]) == (str(asked.pk), "KEN", asked.type.code)
    assert caller.get(f"{home}{other.pk}/").status_code == 404
    whole = caller.get(at).json()
    assert whole["offices"] == ["BRA"] and whole["content_digest"] == asked.content_digest
    assert "case" not in whole
    assert Event.objects.filter(verb="request.view", subject_id=asked.pk, actor=beatriz).exists()
    assert caller.post(f"{at}approve/", {"digest": "0" * 64}).status_code == 412
    assert caller.post(f"{at}approve/", {"digest": whole["content_digest"]}).status_code == 204
    asked.refresh_from_db()
    assert (asked.status, asked.approved_as_deputy) == ("SENT", True)
    assert caller.get(at).status_code == 404
