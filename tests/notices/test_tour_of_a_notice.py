"""The main job in the browser: drafted, released, reviewed, published, printed, withdrawn."""

import re

import pytest

from kernel.models import Job
from notices.models import Notice, Paper, ReviewItem
from tests.notices import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(signed_in):
    """send(officer, url, **data) fills in the form of a page and sends it."""

    def go(officer, url, **data):
        client = signed_in(officer)
        page = client.get(url)
        assert page.status_code == 200, (url, page.status_code)
        fields = hidden(page.content.decode())
        return client.post(url, fields | data)

    return go


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the last form that is not the frame's."""
    form = html.split("<main")[1]
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form)
    return {name: value for name, value in found if name not in {"csrfmiddlewaretoken", "next"}}


def test_a_red_notice_goes_from_its_case_to_every_office(
    amina, wanjiku, sato, pierre, signed_in, send, carried
):
    case, subject = drafts.person(amina)

    started = send(amina, f"/notices/new?case={case.reference}", colour="RED", link=_link(case))
    address = started.url
    _write(send, amina, address)
    sent = send(amina, f"{address}steps/submit")
    assert sent.status_code == 302, sent.content.decode()

    released = send(wanjiku, f"{address}steps/release")
    assert released.status_code == 302, released.content.decode()

    claimed = send(sato, f"{address}steps/claim")
    assert claimed.status_code == 302
    notice = Notice.objects.get(title__startswith="IBRAHIM")
    answers = {f"result-{pk}": "PASS" for pk in _items(notice)}
    answers |= {f"comment-{pk}": "Seen." for pk in _items(notice)}
    kept = send(sato, f"{address}review/", **answers, then="publish")
    assert kept.url.endswith("/review/publish")
    published = send(sato, f"{address}review/publish")
    assert published.status_code == 302, published.content.decode()

    carried()
    notice.refresh_from_db()
    assert notice.status == "PUBLISHED"
    shown = signed_in(pierre).get(f"/notices/{notice.slug}/").content.decode()
    assert "IBRAHIM" in shown
    assert "Amina" not in shown

    paper = Paper.objects.get(notice=notice)
    client = signed_in(amina)
    assert "Download" in client.get(f"/notices/papers/{paper.pk}/").content.decode()
    pdf = b"".join(client.get(f"/notices/papers/{paper.pk}/file").streaming_content)
    assert pdf.startswith(b"%PDF-")

    checked = signed_in(pierre).get(f"/verify/{paper.code}").content.decode()
    assert "Valid" in checked
    assert "IBRAHIM" not in checked

    withdrawn = send(wanjiku, f"/notices/{notice.slug}/steps/withdraw", code="WARRANT_REVOKED")
    assert withdrawn.status_code == 302, withdrawn.content.decode()
    assert client.get(f"/notices/papers/{paper.pk}/file").status_code == 409
    assert "Do not act" in signed_in(pierre).get(f"/notices/{notice.slug}/").content.decode()
    assert "Withdrawn" in client.get(f"/verify/{paper.code}").content.decode()
    assert not Job.objects.filter(status="FAILED").exists()


def _link(case):
    return case.case_subjects.get().pk


def _items(notice):
    rows = ReviewItem.objects.filter(review__notice_version=notice.current_version)
    return list(rows.values_list("pk", flat=True))


def _write(send, officer, address) -> None:
    """Write every part of the draft on its page."""
    charge = {
        "charges-TOTAL_FORMS": "1",
        "charges-INITIAL_FORMS": "0",
        "charges-0-title": "Armed robbery",
        "charges-0-law": "Penal Code",
        "charges-0-article": "s. 296",
        "charges-0-max_penalty": "MONTHS",
        "charges-0-max_penalty_months": "120",
    }
    parts = {
        "identity": {"second_language": "fr"},
        "judicial": charge
        | {
            "kind": "PROSECUTION",
            "jurisdiction": "KEN",
            "warrant_reference": "44/2026",
            "warrant_issuer": "Chief Magistrate’s Court",
            "warrant_issued_on": "2026-03-02",
            "issuer_is_judicial": "on",
            "extradition_will_be_sought": "on",
            "coordinated_with_extradition_authority": "on",
            "authority_is_competent": "on",
        },
        "facts": {
            "facts": "Between January and June 2025 the person robbed nine banks with a gun.",
            "facts_place": "Mombasa",
            "facts_from": "2025-01",
            "international_interest": "The proceeds were carried to three other countries.",
        },
        "action": {"action": "Locate and arrest.", "portfolios": ["FRAUD"]},
        "restrictions": {"classification": "1"},
        "extract": {"choice": "NONE"},
    }
    for name, data in parts.items():
        saved = send(officer, f"{address}draft/{name}", **data)
        assert saved.status_code == 302, (name, saved.content.decode())
