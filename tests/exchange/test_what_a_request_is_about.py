"""Portfolios and tags of a request: suggested from its case, chosen by its writer, read by all."""

import pytest
from django.db import IntegrityError, transaction

from cases import sharing
from exchange.conversation import referral
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Request
from exchange.requests import envelopes, sending
from kernel.errors import NotReady
from policies.models import Portfolio
from tests import systems
from tests.cases import factories
from tests.exchange.conftest import deliver_all, draft, offices, recipient, sent
from tests.exchange.test_pages import WORDS, hidden
from tests.policies.ended import ended
from tests.signatures import System

pytestmark = pytest.mark.django_db
API = "/api/v1/requests/"
BODY = {"type": "INFO", "recipients": ["KEN"], "title": "A car", "ask": "Whose is it?"}
BODY |= {"legal_basis": "Agreement of 2019"}
ABOUT = {"portfolios": ["FRAUD", "DRUGS"], "tags": ["FOOD_SAFETY", "CYBER"]}


@pytest.fixture
def mills(amina):
    under = list(Portfolio.objects.filter(pk__in=["FRAUD", "GRAFT"]))
    return factories.case(amina, "Mills", portfolios=under, tags=["CYBER", "FOOD_SAFETY"])


def ticked(page, name: str) -> list[str]:
    """The boxes of a field that are ticked when the page comes."""
    return [box.data["value"] for box in page.context["form"][name] if box.data["selected"]]


def about(request) -> tuple[list[str], list[str]]:
    return request.portfolios, request.tags


def test_those_of_the_case_are_suggested_and_the_writer_decides(amina, pierre, mills, signed_in):
    browser, address = signed_in(amina), f"/requests/new/INFO?case={mills.reference}"
    form = browser.get(address)
    assert {str(value) for value in ticked(form, "portfolios")} == {"FRAUD", "GRAFT"}
    assert ticked(form, "tags") == ["CYBER", "FOOD_SAFETY"]
    assert "Suggested are those of the case" in form.content.decode()

    chosen = {"portfolios": ["FRAUD"], "tags": ["CYBER"]}
    saved = browser.post(address, hidden(form) | WORDS | chosen)
    request = Request.objects.get()
    assert about(request) == (["FRAUD"], ["CYBER"])
    for shown in (browser.get(saved.url), browser.get(f"/requests/{request}/")):
        assert "Anti-fraud" in shown.content.decode() and "Cyber-enabled" in shown.content.decode()
    sending.send(request, by=amina)
    deliver_all()

    read = signed_in(pierre).get(f"/requests/{request}/").content.decode()
    assert "/requests/?tab=to_us&amp;tag=CYBER" in read and "/portfolios/FRAUD/" in read
    assert "Anti-graft" not in read and "Food safety" not in read


def test_without_a_case_none_is_suggested_and_the_list_is_the_same(amina, signed_in):
    browser, address = signed_in(amina), "/requests/new/INFO"
    form = browser.get(address)
    assert ticked(form, "portfolios") == ticked(form, "tags") == []

    browser.post(address, hidden(form) | WORDS | ABOUT)

    assert about(Request.objects.get()) == (["DRUGS", "FRAUD"], ["CYBER", "FOOD_SAFETY"])


def test_whoever_comes_second_sees_what_the_first_has_saved(amina, signed_in):
    request, browser = draft(amina, "PRT"), signed_in(amina)
    address = f"/requests/{request}/edit"
    given = hidden(browser.get(address)) | WORDS
    sending.revise(request, by=amina, portfolios=["DRUGS"], tags=["CYBER"])

    shown = browser.post(address, given).content.decode().split("Two versions")[1]
    assert "<dd>Anti-drug</dd>" in shown and "<dd>Cyber-enabled</dd>" in shown


def test_a_system_says_and_reads_them_and_gets_none_that_it_did_not_say(amina, mills, over_api):
    brasilia = systems.calling(systems.register(offices("BRA")[0]))
    said = brasilia.post(API, BODY | ABOUT).json()
    assert said["portfolios"] == ["DRUGS", "FRAUD"] and said["tags"] == ["CYBER", "FOOD_SAFETY"]
    unsaid = over_api(amina).post(API, BODY | {"recipients": ["PRT"], "case": mills.reference})
    assert (unsaid.json()["portfolios"], unsaid.json()["tags"]) == ([], [])
    deliver_all()

    kenya = systems.calling(systems.register(offices("KEN")[0]))
    (message,) = kenya.get("/api/v1/mailbox/").json()["messages"]
    assert message["data"]["portfolios"] == said["portfolios"]
    assert message["data"]["tags"] == said["tags"]
    assert kenya.get(f"{API}{said['id']}/").json()["tags"] == said["tags"]

    for wrong, status in (({"tags": ["IVAN"]}, 422), ({"portfolios": ["IVAN"]}, 400)):
        refused = brasilia.post(API, BODY | wrong)
        pointers = {error["pointer"].split("/")[1] for error in refused.json()["errors"]}
        assert (refused.status_code, pointers) == (status, set(wrong))


def test_a_system_signs_them_in_any_order_and_nobody_else_puts_them_in(amina):
    brasilia = System("BRA")
    assert brasilia.post(API, BODY | ABOUT).status_code == 201
    deliver_all()
    kenya = systems.calling(systems.register(offices("KEN")[0]))
    (message,) = kenya.get("/api/v1/mailbox/").json()["messages"]
    assert message["signature"]["held_by"] == "OFFICE"

    request = draft(amina, "PRT")
    before = envelopes.digest(request)
    for name in ("portfolios", "tags"):
        setattr(request, name, ABOUT[name])
        assert envelopes.digest(request) != before, name
        setattr(request, name, [])


def test_lists_are_narrowed_to_their_own_and_those_of_a_case_that_one_sees(
    amina, pierre, mills, signed_in, over_api
):
    own = sent(amina, "PRT", title="Own", portfolios=["GRAFT"], tags=["FOOD_SAFETY"])
    of_case = sent(amina, "PRT", title="Of the case", case=mills)
    sent(amina, "PRT", title="Neither", portfolios=["DRUGS"], tags=["CUSTOMS_TRADE"])
    deliver_all()

    def found(officer, query):
        tab = "from_us" if officer == amina else "to_us"
        page = signed_in(officer).get(f"/requests/?tab={tab}&{query}").context["page"]
        rows = over_api(officer).get(f"{API}?{query}").json()["results"]
        listed = {row.pk if officer == amina else row.request_id for row in page.rows}
        assert listed == {Request.objects.get(reference=row["reference"]).pk for row in rows}
        return listed

    for query in ("portfolio=GRAFT", "tag=FOOD_SAFETY", "portfolio=GRAFT&tag=FOOD_SAFETY"):
        assert found(amina, query) == {own.pk, of_case.pk}
        assert found(pierre, query) == {own.pk}
    assert found(amina, "portfolio=GRAFT&tag=CUSTOMS_TRADE") == set()
    sharing.share(mills, pierre.office, by=amina)
    assert found(pierre, "tag=FOOD_SAFETY") == {own.pk, of_case.pk}
    assert over_api(amina).get(f"{API}?tag=IVAN").status_code == 400
    shown = signed_in(amina).get("/requests/?tab=from_us&tag=CYBER&portfolio=GRAFT")
    assert "Cyber-enabled" in str(shown.context["chips"])


def test_an_office_that_is_not_asked_finds_none(amina, joana, signed_in, over_api):
    sent(amina, "PRT", **ABOUT)
    deliver_all()

    assert signed_in(joana).get("/requests/?tag=CYBER").context["page"].rows == []
    assert over_api(joana).get(f"{API}?tag=CYBER&portfolio=FRAUD").json()["results"] == []
    assert "Owner of a boat" not in signed_in(joana).get("/portfolios/FRAUD/?of=requests").text


def test_a_tag_that_ended_stays_on_a_draft_and_goes_to_no_other(amina, pierre, mills, signed_in):
    kept = sent(amina, "PRT", tags=["CYBER", "FOOD_SAFETY"])
    written = draft(amina, "PRT", tags=["CYBER"])
    deliver_all()
    to = ContributionDraft("They have the register.", instead=offices("BRA")[0])
    said = referral.refer(recipient(kept, "PRT"), to, by=pierre)
    deliver_all()
    ended("CYBER")

    sending.revise(written, by=amina, tags=["CYBER"], title="Two cars")
    sending.send(written, by=amina)
    written.refresh_from_db()
    assert written.tags == ["CYBER"]
    with pytest.raises(NotReady, match="not in the list of tags today"):
        draft(amina, "PRT", tags=["CYBER"])
    assert referral.prepare(said, by=amina).tags == ["FOOD_SAFETY"]
    form = signed_in(amina).get(f"/requests/new/INFO?case={mills.reference}")
    assert ticked(form, "tags") == ["FOOD_SAFETY"]
    assert "Cyber-enabled" not in form.content.decode()
    assert "Cyber-enabled" in signed_in(amina).get(f"/requests/{kept}/").content.decode()


def test_sql_as_the_application_writes_no_words_of_its_own(amina):
    row = Request.objects.filter(pk=draft(amina, "PRT").pk)
    for own in ({"tags": ["IVAN"]}, {"portfolios": ["IVAN"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**own)
