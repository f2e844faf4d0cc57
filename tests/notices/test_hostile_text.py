"""Whatever is typed into a notice stays text: on pages, in the PDF, in the public service."""

import io

import pypdfium2
import pytest

from kernel.files import stored_files
from kernel.jobs import running
from notices.workflow import drafting
from tests.notices import drafts

PAYLOADS = [
    '<img src="file:///etc/passwd">',
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% load static %}",
    "'; DROP TABLE notices_notice; --",
    '=HYPERLINK("http://evil.example")',
    "</style><link rel=stylesheet href=http://evil.example/x.css>",
]


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_every_field_stays_text(amina, wanjiku, sato, pierre, signed_in, payload):
    case = drafts.person(amina, name=f"IBRAHIM {payload[:60]}", distinguishing_marks=payload)
    notice = drafts.red(
        amina,
        case=case,
        extract="REQUESTED",
        charges=[drafts.charge(title=payload, title_second=payload, law=payload)],
        warrant_reference=payload,
        warrant_issuer=payload,
    )
    drafting.facts(
        notice, by=amina, facts=payload * 3, facts_second=payload, facts_place=payload[:200]
    )
    drafting.action(notice, by=amina, action=payload, caution=payload)
    drafting.identity(notice, by=amina, mother=payload, build=payload)
    drafts.send_through(notice, amina, wanjiku, sato)

    page = signed_in(pierre).get(f"/notices/{notice.slug}/").content.decode()
    public = signed_in(pierre).get(f"/public/notices/{notice.slug}/").content.decode()
    for shown in (page, public):
        assert payload not in shown or "<" not in payload
        assert "django-insecure" not in shown and "SECRET" not in shown.replace(payload, "")
    service = signed_in(pierre).get(f"/notices/v1/red/{notice.slug}").json()
    assert service["arrest_warrants"][0]["charge"] == payload

    paper = notice.papers.get()
    running.run(paper.job_id)
    paper.refresh_from_db()
    assert paper.status == "READY"
    text = _text(paper)
    assert "root:" not in text
    assert payload[:20] in text.replace("\r\n", " ").replace("\n", " ")


def _text(paper) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(b"".join(stored_files.read(paper.file))))
    return "\n".join(page.get_textpage().get_text_range() for page in document)
