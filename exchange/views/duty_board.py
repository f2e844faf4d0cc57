"""The duty board: the page, the news that it asks for by itself, and its steps."""

from datetime import datetime
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
from exchange.desk import board, board_news, board_steps, board_version, shift_handover
from exchange.desk.board_version import Known, Version
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
    version, facets = board_version.read(request.user), _facets(request.GET)
    known = board_version.parsed(request.GET.get("known", ""))
    if known.still_holds(version, board_version.reader_of(request.user, facets)):
        answer = HttpResponse(status=204)
    else:
        answer = _renewed(request, version, known)
    answer.headers["X-Session-Left"] = str(sessions.seconds_left(request.session.get("seen")))
    return answer


def _renewed(request: OfficerRequest, version: Version, known: Known) -> HttpResponse:
    """The board as it is now; without its inside where only the version is another."""
    context = _context(request, version)
    now_known: Known = context["known"]
    if known.digest == now_known.digest:
        answer = HttpResponse(status=204)
        answer.headers["X-Known"] = str(now_known)
        return answer
    answer = render(request, "exchange/board.html", context | {"fragment": True})
    answer.headers["X-New"] = str(context["board"].figures["new"])
    answer.headers["X-Flash"] = str(context["board"].figures["flash"])
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


def _context(request: OfficerRequest, version: Version | None = None) -> dict[str, Any]:
    """Everything on the board, as of the moment at which its version was read, or of now."""
    officer, facets = request.user, _facets(request.GET)
    version = version or board_version.read(officer)
    now, zone = version.now, ZoneInfo(officer.zone)
    shown = board.read(officer, facets, now)
    for row in shown.rows:
        row.buttons = board_steps.offered(officer, row)
        row.told, row.known = board_steps.told_words(row), len(board_steps.told(row))
    beside = _beside(officer, now)
    levels = [row.recipient.request.classification for row, _words in beside["passed"]]
    levels += [one.level for one in beside["news"]]
    return beside | {
        "board": shown,
        "facets": facets,
        "query": _query(facets),
        "urgencies": Urgency.choices,
        "waiting_for": sum(row.waiting > 0 for row in beside["out_of_reach"]),
        "more": min(shown.left_out, board.MAX_ROWS_SHOWN - facets.shown),
        "most": board.MAX_ROWS_SHOWN,
        "may": may_read(officer),
        "known": Known(
            version.number,
            beside["edge"],
            board_version.reader_of(officer, facets),
            _digest(shown, beside),
        ),
        "last": None if shown.groups else _last(officer),
        "heard": f"{now.astimezone(zone):%H:%M:%S}",
        "zone": zone.key,
        "count_words": ngettext("%(n)d request", "%(n)d requests", shown.figures["total"])
        % {"n": shown.figures["total"]},
        "page_level": max([shown.level, *levels]),
    }


def _beside(officer: Officer, now: datetime) -> dict[str, Any]:
    """Everything that stands beside the rows."""
    news = board_news.everything(officer, now)
    passed = list(Transfer.objects.waiting_for(officer)[:MOST_PASSED])
    return {
        "passed": [(row, transfers.waits(row)) for row in passed],
        "out_of_reach": unreachable.offices(officer),
        "held": custody_context.held(officer),
        "lately": figures.lately(officer, now),
        "on_duty": planning.on_duty(officer, officer.office, now),
        "next_shift": planning.following(officer, officer.office, now),
        "note": shift_handover.waiting(officer),
        "news": board_news.shown(news, now),
        "edge": board_version.next_edge(officer, now, news),
    }


def _last(officer: Officer) -> RequestRecipient | None:
    """The latest request that came in, for a board that is empty."""
    return RequestRecipient.objects.to_us(officer).order_by("-delivered_at", "-pk").first()


def _digest(shown: board.Board, beside: dict[str, Any]) -> str:
    """Of everything that the board shows: news are sent when it differs."""
    out, note, next_shift = beside["out_of_reach"], beside["note"], beside["next_shift"]
    shifts = [*beside["on_duty"], *([next_shift] if next_shift else [])]
    return shown.digest(
        [(*one, one.office.emergency_phone) for one in out],
        [(one.pk, one.version, str(one.officer)) for one in shifts],
        note and (note.pk, str(note.written_by)),
        [(one.at, one.words, one.recipient.pk) for one in beside["news"]],
        custody_context.face(beside["held"]),
        [(row.pk, words) for row, words in beside["passed"]],
        (beside["lately"].count, beside["lately"].ack_median),
    )


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
