"""The duty board: the page, the news that it asks for by itself, and its steps."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import sessions
from central_offices.middleware import asks_by_itself
from central_offices.models import Officer
from central_offices.rosters import planning
from exchange.conversation import transfers
from exchange.delivery import unreachable
from exchange.desk import board, board_news, board_steps, shift_handover
from exchange.models import RequestRecipient, Transfer, Urgency
from exchange.performance import figures
from exchange.queries import may_read
from exchange.views import custody_context
from kernel.forms.carrying_out import refusal_of

DESKS = ("MINE", "NOBODY")
MOST_PASSED = 10


def duty(request: OfficerRequest) -> HttpResponse:
    """Everything by the time left; a script asks for news, a link does without one."""
    stands = {"stands": shift_handover.stands_duty(request.user)}
    return render(request, "exchange/duty.html", _context(request) | stands)


@asks_by_itself
def news(request: OfficerRequest) -> HttpResponse:
    """The board's inside for the script: nothing (204) while it is as the reader knows it."""
    context = _context(request)
    if request.GET.get("known") == context["digest"]:
        answer = HttpResponse(status=204)
    else:
        answer = render(request, "exchange/board.html", context | {"fragment": True})
        answer.headers["X-New"] = str(context["board"].figures["new"])
        answer.headers["X-Flash"] = str(context["board"].figures["flash"])
    answer.headers["X-Session-Left"] = str(sessions.seconds_left(request.session.get("seen")))
    return answer


@require_POST
def step(request: OfficerRequest, pk: UUID, name: str) -> HttpResponse:
    """Take a step from the board. Who was too slow is told so, on the board as it stands now."""
    button = board_steps.BUTTONS.get(name)
    if button is None:
        raise Http404
    rows = RequestRecipient.objects.to_us(request.user).select_related("request__type", "office")
    row = get_object_or_404(rows, pk=pk)
    known = {"known": request.POST.get("known", "")} if name == "escalate" else {}
    bad = refusal_of(request, lambda: button.verb(row, by=request.user, **known))
    said = f"{row.request.reference}: {bad or button.done}"
    if request.htmx:
        context = _context(request) | {"fragment": True, "said": said, "bad": bad, "focus": pk}
        return render(request, "exchange/board.html", context)
    (messages.warning if bad else messages.success)(request, said)
    return redirect(f"{reverse('exchange:duty')}?{request.GET.urlencode()}#row-{pk}")


def _context(request: OfficerRequest) -> dict[str, Any]:
    facets = _facets(request.GET)
    shown = board.read(request.user, facets)
    for row in shown.rows:
        row.buttons = board_steps.offered(request.user, row)
        row.told, row.known = board_steps.told_words(row), len(board_steps.told(row))
    out, held = unreachable.offices(request.user), custody_context.held(request.user)
    on_duty = planning.on_duty(request.user, request.user.office)
    note, lately = shift_handover.waiting(request.user), figures.lately(request.user)
    latest = board_news.read(request.user, shown.now)
    passed = list(Transfer.objects.waiting_for(request.user)[:MOST_PASSED])
    levels = [row.recipient.request.classification for row in passed]
    zone = ZoneInfo(request.user.zone)
    return {
        "board": shown,
        "passed": [(row, transfers.waits(row)) for row in passed],
        "facets": facets,
        "query": _query(facets),
        "urgencies": Urgency.choices,
        "out_of_reach": out,
        "held": held,
        "lately": lately,
        "waiting_for": sum(row.waiting > 0 for row in out),
        "more": min(shown.left_out, board.MAX_ROWS_SHOWN - facets.shown),
        "most": board.MAX_ROWS_SHOWN,
        "may": may_read(request.user),
        "on_duty": on_duty,
        "next_shift": planning.following(request.user, request.user.office),
        "note": note,
        "news": latest,
        "digest": _digest(shown, out, on_duty, note, latest, held, passed, lately),
        "last": None if shown.groups else _last(request.user),
        "heard": f"{shown.now.astimezone(zone):%H:%M:%S}",
        "zone": zone.key,
        "count_words": ngettext("%(n)d request", "%(n)d requests", shown.figures["total"])
        % {"n": shown.figures["total"]},
        "page_level": max([shown.level, *levels, *(one.level for one in latest)]),
    }


def _last(officer: Officer) -> RequestRecipient | None:
    """The latest request that came in, for a board that is empty."""
    return RequestRecipient.objects.to_us(officer).order_by("-delivered_at", "-pk").first()


def _digest(
    shown: Any, out: Any, on_duty: Any, note: Any, latest: Any, held: Any, passed: Any, lately: Any
) -> str:
    """Of everything that the board shows: news are sent when it differs."""
    digest: str = shown.digest(
        out,
        [one.pk for one in on_duty],
        note and note.pk,
        [(one.at, one.recipient.pk) for one in latest],
        custody_context.face(held),
        [one.pk for one in passed],
        (lately.count, lately.ack_median),
    )
    return digest


def _facets(query: QueryDict) -> board.Facets:
    """The facets that the address narrows the board to; nonsense narrows nothing."""
    urgency, desk, shown = (query.get(name, "") for name in ("urgency", "desk", "shown"))
    return board.Facets(
        urgency if urgency in Urgency.values else "",
        desk if desk in DESKS else "",
        board.MAX_ROWS_SHOWN if shown == str(board.MAX_ROWS_SHOWN) else board.ROWS_SHOWN,
    )


def _query(facets: board.Facets) -> str:
    given = {"urgency": facets.urgency, "desk": facets.desk}
    if facets.shown != board.ROWS_SHOWN:
        given["shown"] = str(facets.shown)
    return "&".join(f"{name}={value}" for name, value in given.items() if value)
