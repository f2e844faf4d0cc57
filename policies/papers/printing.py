"""Printing of published editions: one PDF a language, kept for good."""

import io
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from central_offices import roles
from kernel import acting, batches, trail
from kernel.files import stored_files
from kernel.periodic import UNLIMITED, Budget
from ledger import events
from policies.models import EditionDocument
from policies.papers.model import EditionPaper
from policies.papers.pdf import print_edition


def waiting() -> QuerySet[EditionDocument]:
    """Published documents whose PDF is not made yet, because no worker was told."""
    return EditionDocument.objects.filter(file=None).select_related("edition")


def make_all(budget: Budget = UNLIMITED) -> int:
    """Make what waits, also what begins to wait meanwhile; returns how many PDFs were kept.

    One that cannot be made is logged, and the others go on.
    """
    kept = 0
    tried: set[UUID] = set()
    while not budget.is_spent():
        document = waiting().exclude(pk__in=tried).order_by("pk").first()
        if document is None:
            break
        tried.add(document.pk)
        with batches.logged(f"printing {document.pk}"):
            kept += make(document)
    return kept


def make(document: EditionDocument) -> bool:
    """Make the PDF of a document unless it has one; returns whether this call kept it."""
    ids = {"edition_id": str(document.edition_id), "language": document.language}
    with trail.timed("Printing of key issues", **ids):
        content = print_edition(paper_of(document))
    system = roles.system()
    with acting.acting_as(system):
        stored = stored_files.store(
            io.BytesIO(content),
            name_of(document),
            by=system,
            allowed={"application/pdf"},
            made=True,
        )
        kept = EditionDocument.objects.filter(pk=document.pk, file=None).update(
            file=stored, made_at=timezone.now()
        )
        if kept:
            events.record("edition.print", by=system, subject=document.edition, step=True)
        else:
            stored_files.discard(stored)
    return bool(kept)


def paper_of(document: EditionDocument) -> EditionPaper:
    edition = document.edition
    assert edition.published_at is not None
    address = settings.PUBLIC_URL + reverse("public_key_issues_edition", args=[edition.slug])
    return EditionPaper.from_json(
        document.payload,
        published_on=edition.published_at.date().isoformat(),
        sha256=document.sha256,
        address=address,
    )


def name_of(document: EditionDocument) -> str:
    return f"key-issues-{document.edition.slug}-{document.language}.pdf"
