"""The key issues in the browser: written and published by two editors, read by anybody."""

import pytest
from django.test import Client

from kernel.pages import keyset
from ledger.models import Event
from policies.models import Edition, EditionDocument, Portfolio
from policies.papers import printing
from tests.cases import factories
from tests.exchange.conftest import deliver_all, sent

pytestmark = pytest.mark.django_db
TEXT = {"title": "Ports & <b>harbours</b>", "rationale": "Containers move.", "targets": "One\nTwo"}


def fields(page) -> dict:
    """The fields that a browser would send back unchanged."""
    return {f.html_name: f.value() or "" for f in page.context["form"]}


def begin(editor, languages=("en", "ar")):
    page = editor.get("/key-issues/new")
    return editor.post("/key-issues/new", fields(page) | {"year": 2027, "languages": languages})


def write(editor, languages=("en", "ar")):
    page = editor.get("/key-issues/2027-1/texts")
    given = {f"title-{code}": f"Key issues {code}" for code in languages}
    editor.post("/key-issues/2027-1/texts", fields(page) | given)
    page = editor.get("/key-issues/2027-1/issues/new")
    given = {f"{part}-{code}": words for part, words in TEXT.items() for code in languages}
    values = fields(page) | {"rank": 1, "portfolios": ["DRUGS", "FRAUD"]} | given
    return editor.post("/key-issues/2027-1/issues/new", values)


@pytest.fixture
def published(signed_in, adler, benes):
    first, second = signed_in(adler), signed_in(benes)
    begin(first)
    write(first)
    first.post("/key-issues/2027-1/steps/submit")
    page = second.get("/key-issues/2027-1/")
    second.post("/key-issues/2027-1/steps/approve", {"sha256": page.context["sha256"]})
    second.post("/key-issues/2027-1/steps/publish", {"year": 2027})
    return Edition.objects.get(year=2027)


def test_two_editors_publish_an_edition_that_anybody_can_read(published):
    page = Client().get("/public/key-issues/")

    assert published.status == "PUBLISHED"
    assert b"Ports &amp; &lt;b&gt;harbours&lt;/b&gt;" in page.content
    assert Client().get("/public/key-issues/2027-1/?lang=ar").context["direction"] == "rtl"


def test_its_pdf_is_made_once_for_every_promised_language(published):
    for document in printing.waiting():
        assert printing.make(document)

    assert not printing.waiting().exists()
    answer = Client().get("/public/key-issues/2027-1/ar.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert not printing.make(EditionDocument.objects.first())


def test_over_the_api_an_office_reads_the_frozen_text(published, over_api, pierre):
    answer = over_api(pierre).get("/api/v1/key-issues/?year=2027").json()

    documents = answer["results"][0]["documents"]
    assert {row["language"] for row in documents} == {"en", "ar"}


def test_a_missing_language_is_named_where_it_blocks(signed_in, adler):
    editor = signed_in(adler)
    begin(editor)
    write(editor, languages=("en",))

    page = editor.post("/key-issues/2027-1/steps/submit")

    assert page.status_code == 422
    assert "Arabic" in page.content.decode()


def test_the_same_form_sent_twice_begins_one_edition(signed_in, adler):
    editor = signed_in(adler)
    page = editor.get("/key-issues/new")
    values = fields(page) | {"year": 2027, "languages": ["en"]}

    answers = [editor.post("/key-issues/new", values) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Edition.objects.count() == 1


def test_bad_input_keeps_what_was_typed(signed_in, adler):
    editor = signed_in(adler)
    begin(editor)
    page = editor.get("/key-issues/2027-1/issues/new")

    given = {"title-en": "Kept words", "portfolios": []}
    answer = editor.post("/key-issues/2027-1/issues/new", fields(page) | given)

    assert "Choose at least one portfolio." in answer.content.decode()
    assert "Kept words" in answer.content.decode()


def test_an_officer_finds_no_drafts(signed_in, adler, amina):
    begin(signed_in(adler))

    assert signed_in(amina).get("/key-issues/2027-1/").status_code == 404
    assert signed_in(amina).get("/key-issues/").status_code == 404
    assert Client().get("/public/key-issues/2027-1/").status_code == 404


def test_a_portfolio_shows_its_key_issues(published, signed_in, amina):
    page = signed_in(amina).get("/portfolios/DRUGS/").content.decode()

    assert "harbours" in page
    assert "harbours" not in signed_in(amina).get("/portfolios/TERRORISM/").content.decode()


def test_a_version_that_is_no_number_removes_nothing(signed_in, adler):
    editor = signed_in(adler)
    begin(editor)
    write(editor)
    issue = Edition.objects.get().issues.get()

    answer = editor.post(f"/key-issues/2027-1/issues/{issue.pk}/remove", {"version": "one"})

    assert answer.status_code == 412
    assert Edition.objects.get().issues.count() == 1


def test_what_was_submitted_stands_under_the_approvals_of_the_second_editor_alone(
    signed_in, adler, benes, wanjiku
):
    first, second = signed_in(adler), signed_in(benes)
    begin(first)
    write(first)
    assert "/key-issues/2027-1/" not in second.get("/approvals").text
    first.post("/key-issues/2027-1/steps/submit")

    shown = [row for row in second.get("/approvals").context["rows"] if "key-issues" in row.url]
    assert [(row.title, row.by) for row in shown] == [("Key issues 2027", str(adler))]
    steps = Event.objects.filter(verb="edition.submit")
    assert shown[0].since == steps.get().at, "not when it was last written"
    for other in (first, signed_in(wanjiku)):
        assert "/key-issues/2027-1/" not in other.get("/approvals").text

    page = second.get("/key-issues/2027-1/")
    second.post("/key-issues/2027-1/steps/approve", {"sha256": page.context["sha256"]})
    assert "/key-issues/2027-1/" not in second.get("/approvals").text


def test_a_portfolio_shows_its_requests_as_far_as_the_reader_may_see(
    amina, pierre, signed_in, monkeypatch
):
    """With their number and in pages; whoever is asked learns nothing of a case that is hidden."""
    case = factories.case(amina, portfolios=[Portfolio.objects.get(pk="GRAFT")])
    for title in ("First question", "Second question"):
        sent(amina, "PRT", case=case, title=title)
    sent(amina, "PRT", title="Without a case", portfolios=["TERRORISM"])
    deliver_all()
    monkeypatch.setattr(keyset, "ROWS_A_PAGE", 1)

    page = signed_in(amina).get("/portfolios/GRAFT/?of=requests")
    assert "Second question" in page.content.decode()
    assert "First question" not in page.content.decode()
    assert [one["n"] for one in page.context["kinds"]] == [1, 0, 2]
    further = signed_in(amina).get(f"/portfolios/GRAFT/{page.context['pager']['next']}")
    assert "First question" in further.content.decode()

    asked = signed_in(pierre).get("/portfolios/GRAFT/?of=requests")
    assert [one["n"] for one in asked.context["kinds"]] == [0, 0, 0]
    assert "question" not in asked.content.decode()
    own = signed_in(pierre).get("/portfolios/TERRORISM/?of=requests")
    assert "Without a case" in own.content.decode()
    assert "/requests/?tab=to_us&amp;portfolio=TERRORISM" in own.content.decode()
    assert signed_in(amina).get("/portfolios/FRAUD/?of=requests").context["rows"] == []
    for of in ("cases", "notices", "nothing"):
        assert signed_in(amina).get(f"/portfolios/GRAFT/?of={of}&page=x").status_code == 200


def test_a_portfolio_is_named_as_a_policy_in_every_language(amina, signed_in):
    words = {
        "en": "Anti-",
        "ar": "مكافحة",
        "fr": "Lutte contre",
        "es": "Lucha contra",
        "ru": "Борьба с",
        "zh": "反",
    }
    for row in Portfolio.objects.all():
        for language, word in words.items():
            assert row.names[language].startswith(word), (row.code, language)
    amina.language = "ar"
    amina.save(update_fields=["language"])
    assert "مكافحة الإرهاب" in signed_in(amina).get("/portfolios/").content.decode()
