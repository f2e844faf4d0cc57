"""The list of requests, one request, its attachments and its internal notes."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.safeguards import originator_control
from cases.views import lists as case_lists
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.agreements import deputy_offices
from central_offices.directory import standing
from central_offices.models import Officer
from exchange.conversation import answering, contributions, referral
from exchange.delivery import signature_lines, timeline
from exchange.desk import lists
from exchange.forms import list_filters
from exchange.forms import requests as forms
from exchange.lifecycle import asks, recipient_steps, request_steps
from exchange.models import (
    Attachment,
    Contribution,
    Escalation,
    InternalNote,
    Request,
    RequestRecipient,
)
from exchange.requests import protection, visibility
from exchange.second_person import approvers_in_time, waits_for_second_person
from exchange.views import (
    consents,
    custody_context,
    request_reviews,
    request_rows,
    transfers_context,
)
from exchange.views.reasons import reason_page
from kernel.files import stored_files
from kernel.forms.carrying_out import carried_out
from kernel.pages import keyset, narrowing
from ledger import events
from ledger.delivery import outbox

REFERENCE = re.compile(r"(?:R-)?[A-Z0-9]{2,8}-\d{4}-\d+", re.IGNORECASE)
FEW_RECIPIENTS, MAX_RECIPIENTS_SHOWN = 6, 20
REPORTS = {"report_arrest", "report_arrest_later"}
OPEN = {*RequestRecipient.OPEN, RequestRecipient.Status.QUEUED}
TABS = {
    "to_us": gettext_lazy("To us"),
    "from_us": gettext_lazy("From us"),
    "drafts": gettext_lazy("Drafts"),
}


def requests(request: OfficerRequest) -> HttpResponse:
    """Three tabs, and facets that are all in the address."""
    narrowing.keep_known(request, ["tab", *list_filters.FacetsForm.base_fields])
    officer, tab = request.user, request.GET.get("tab", "to_us")
    given, offered = list_filters.read(request.GET), list_filters.choices(officer)
    if given.get("q"):
        if not (purpose_on_pages.said(request) or REFERENCE.fullmatch(given["q"].strip())):
            return case_lists.ask_purpose(request)
        reason = purpose_on_pages.purpose_of(request)
        events.record("request.search", by=officer, purpose=reason, detail={"q": given["q"]})
    tab = tab if tab in TABS else "from_us"
    if tab == "to_us":
        found, by = lists.to_us(officer, given), keyset.Order("delivered_at")
        page = keyset.asked(found, request.GET, by, shape=request_rows.lean)
        rows = request_rows.table_rows(page.rows, officer.office)
        levels = [row.request__classification for row in page.rows]
    else:
        found = lists.from_us(officer, given, drafts=tab == "drafts")
        page, rows = keyset.asked(found, request.GET), []
        lists.summarise(officer, page.rows)
        levels = [row.classification for row in page.rows]
    context = {
        "tab": tab,
        "tabs": TABS.items(),
        "page": page,
        "rows": rows,
        "pager": keyset.links(page, request.GET),
        "count_words": lists.count_words(page),
        "facets": given,
        "chips": list_filters.chips(given, offered, request.GET),
        "choices": list_filters.with_chosen(offered, given),
        "page_level": max(levels, default=0),
    }
    return render(request, "exchange/list.html", context)


def detail(request: OfficerRequest, reference: str) -> HttpResponse:
    """Page of a request: what is asked, how far it is with whom, and what was said."""
    officer = request.user
    row = visible(officer, reference)
    if page := reason_page(request, row):
        return page
    outbox.opened(row.pk, by=officer)
    purpose = purpose_on_pages.purpose_of(request)
    events.record("request.view", by=officer, subject=row, purpose=purpose, case_id=row.case_id)
    recipients = list(_recipients(officer, row))
    said = _said(officer, row)
    shown = _shown(recipients, said, request.GET.get("office", ""))
    ours = row.owner_office_id == officer.office_id
    _put_on(officer, row, shown, said, ours=ours)
    mine = next((one for one in recipients if one.office_id == officer.office_id), None)
    transfers_context.put_on(officer, mine)
    steps = request_steps.open_to(officer, row)
    context = {
        "row": row,
        "ours": ours,
        "mine": mine,
        "recipients": recipients,
        "shown": shown,
        "steps": steps,
        **request_reviews.note_for(row, officer),
        "deputy_office": deputy_offices.of(officer.office) if "ask_deputy" in steps else None,
        "recalled_because": protection.told(row, officer),
        "approvers": _approvers(row) if ours else [],
        "closable": not any(one.status in OPEN for one in recipients),
        "parties": visibility.parties(row),
        "may_send": asks(officer, row),
        "notes": InternalNote.objects.visible_to(officer).filter(request=row).order_by("-pk"),
        "note_form": forms.NoteForm(),
        "files": row.attachments.select_related("file"),
        "consents": consents.consents_of(officer, row),
        "arrests": custody_context.arrests_of(officer, row),
        "may_report": mine and not REPORTS.isdisjoint(mine.steps),
        "page_level": max([row.classification, *[item.classification for item in said]]),
    }
    return render(request, "exchange/detail.html", context)


def _approvers(row: Request) -> list[Officer]:
    return approvers_in_time(row.owner_office, row) if waits_for_second_person(row) else []


def _put_on(
    officer: Officer, row: Request, shown: list[Any], said: list[Any], *, ours: bool
) -> None:
    """Hang on each recipient shown how it stands there, what was said, and the officer's steps."""
    tracks = timeline.receipts(row, shown)
    ladder = Escalation.objects.visible_to(officer).live().filter(recipient__in=shown)
    for recipient in shown:
        recipient.gone = standing.gone(recipient.office) if ours else ""
        recipient.track = tracks[recipient.office_id]
        recipient.steps = recipient_steps.open_to(officer, recipient)
        recipient.said = _between(said, recipient, everything=row.is_common and not ours)
        recipient.ladder = [step for step in ladder if step.recipient_id == recipient.pk]


def attachment(request: OfficerRequest, pk: UUID) -> HttpResponseBase:
    """The file, to whoever sees what it belongs to."""
    row = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related(
            "file", "request", "contribution__request"
        ),
        pk=pk,
    )
    asked = row.request or (row.contribution and row.contribution.request)
    if asked and (page := reason_page(request, asked)):
        return page
    events.record(
        "attachment.view",
        by=request.user,
        subject=row,
        purpose=purpose_on_pages.purpose_of(request),
    )
    return stored_files.as_response(row.file)


@require_POST
def note(request: OfficerRequest, reference: str) -> HttpResponse:
    row = visible(request.user, reference)
    form = forms.NoteForm(request.POST)

    def keep() -> str:
        answering.note(row, form.cleaned_data["text"], by=request.user)
        return address(row) + "#notes"

    if answer := carried_out(request, form, keep):
        return answer
    return render(request, "exchange/note.html", {"row": row, "form": form})


def visible(officer: Officer, reference: str) -> Request:
    rows = Request.objects.visible_to(officer).select_related(
        "type", "owner_office", "created_by", "submitted_by", "approved_by"
    )
    return get_object_or_404(rows, reference=reference)


def address(row: Request) -> str:
    return reverse("exchange:detail", args=[row.reference])


def _recipients(officer: Officer, row: Request) -> Any:
    return (
        RequestRecipient.objects.visible_to(officer)
        .filter(request=row)
        .select_related(
            "office",
            "request__type",
            "request__owner_office",
            "acknowledged_by",
            "assigned_to",
            "refusal_ground",
        )
        .order_by("office__sort_key")
    )


def _shown(recipients: list[Any], said: list[Any], chosen: str) -> list[Any]:
    """Each office while they are few; of many the one chosen, or those that spoke or missed it."""
    if len(recipients) <= FEW_RECIPIENTS:
        return recipients
    if chosen:
        return [recipient for recipient in recipients if recipient.office.code == chosen]
    spoke, missed = {item.recipient_id for item in said}, RequestRecipient.Status.UNDELIVERABLE
    return [
        recipient for recipient in recipients if recipient.pk in spoke or recipient.status == missed
    ][:MAX_RECIPIENTS_SHOWN]


def _between(said: list[Any], recipient: Any, *, everything: bool) -> list[Any]:
    """The contributions of one side; to a recipient of a common conversation all of them."""
    return [item for item in said if everything or item.recipient_id == recipient.pk]


def _said(officer: Officer, row: Request) -> list[Any]:
    """The contributions, each with what its page adds: its key, and whether its owner is asked."""
    rows = Contribution.objects.in_request(officer, row.pk)
    rows = rows.select_related("office", "written_by", "instead")
    said: list[Any] = list(
        rows.prefetch_related("attachments__file", referral.with_drafts(officer))
    )
    contributions.name_sides(said)
    signature_lines.mark(said)
    for item in said:
        item.asks_owner = originator_control.asks_owner(item, officer.office)
    return said
