"""An office that isn't live yet, or has left: nobody is asked there, and everybody is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.drafts import ShareDraft
from central_offices.directory import as_typed, standing
from central_offices.models import CentralOffice
from exchange.requests import sending
from kernel.errors import NotReady
from tests import systems
from tests.exchange.conftest import draft
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
DAY = timedelta(days=1)
STATES = [
    # joined, live, left, the sentence
    (None, None, None, "has not joined"),
    (TODAY + DAY, None, None, "has not joined"),
    (TODAY - DAY, None, None, "not live yet"),
    (TODAY - DAY, TODAY + DAY, None, "goes live on"),
    (TODAY - DAY, TODAY - DAY, TODAY, "nobody answers there any more"),
]


def stands(code: str, joined, live, left) -> CentralOffice:
    with by_the_owner():
        rows = CentralOffice.objects.filter(code=code)
        rows.update(joined_on=joined, live_on=live, left_on=left)
    return CentralOffice.objects.get(code=code)


@pytest.mark.parametrize(("joined", "live", "left", "sentence"), STATES)
def test_it_is_said_wherever_a_recipient_is_chosen(
    joined, live, left, sentence, amina, wanjiku, signed_in, over_api
):
    office = stands("PRT", joined, live, left)

    with pytest.raises(NotReady, match=sentence):
        as_typed.office("Lisbon")
    with pytest.raises(NotReady, match=sentence):
        sending.send(draft(amina, "PRT"), by=amina)
    body = {"type": "INFO", "recipients": ["PRT"], "title": "A car", "ask": "Whose is it?"}
    body |= {"legal_basis": "Agreement of 2019", "send": True}
    reply = over_api(amina).post("/api/v1/requests/", body)
    assert reply.status_code == 422 and sentence in reply.content.decode()
    assert sentence in signed_in(amina).get("/offices/PRT/").content.decode()
    assert standing.why_not_asked(office)
    assert str(office.standing.label) in signed_in(amina).get("/offices/?q=PRT").content.decode()


def test_on_its_first_day_it_is_asked_and_on_its_last_too(amina):
    stands("PRT", TODAY - DAY, TODAY, TODAY + DAY)
    request = draft(amina, "PRT")
    sending.send(request, by=amina)
    assert request.status == "SENT"


def test_a_system_reads_when_an_office_goes_live(amina, over_api):
    stands("PRT", TODAY - DAY, TODAY + DAY, None)
    told = over_api(amina).get("/api/v1/offices/PRT/").json()
    assert told["live_on"] == (TODAY + DAY).isoformat()


def test_a_case_is_not_shared_with_it(case_of_amina, amina):
    from cases import sharing

    office = stands("PRT", TODAY - DAY, None, None)
    with pytest.raises(NotReady, match="not live yet"):
        sharing.give(case_of_amina, ShareDraft(office=office, role="READER"), by=amina)


def test_nobody_of_an_office_that_has_left_comes_in_or_stays_in(pierre, signed_in, client):
    inside = signed_in(pierre)
    assert inside.get("/offices/").status_code == 200
    stands("PRT", TODAY - DAY, TODAY - DAY, TODAY)

    assert inside.get("/offices/").status_code == 302
    answer = client.post(
        "/account/login/", {"login": pierre.email, "password": "only-for-tests-2026"}
    )
    assert "_auth_user_id" not in client.session, answer
    pierre = type(pierre).objects.get(pk=pierre.pk)
    assert not pierre.may("send_request", pierre.office) and not pierre.is_at_work


def test_nor_do_its_systems(db):
    office = CentralOffice.objects.get(code="BRA")
    caller = systems.calling(systems.register(office))
    assert caller.get("/api/v1/mailbox/").status_code == 200
    stands("BRA", TODAY - DAY, TODAY - DAY, TODAY)
    assert caller.get("/api/v1/mailbox/").status_code == 401
