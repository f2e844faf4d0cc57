"""The duty board and the dead letters: what a desk watches day and night."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices import roles
from exchange import board, dead_letters
from exchange.queries import may_read


def duty(request):
    """Everything by the time left; htmx asks again every ten seconds, a link does without it."""
    grouped = board.groups(request.user)
    rows = [row for group in grouped for row in group.rows]
    context = {
        "groups": grouped,
        "figures": board.figures(grouped),
        "out_of_reach": board.out_of_reach(request.user),
        "now": timezone.now(),
        "may": may_read(request.user),
        "page_level": max((row.request.classification for row in rows), default=0),
    }
    return render(request, "exchange/duty.html", context)


def letters(request):
    """What could not be delivered: why, and a button to send it again."""
    rows = dead_letters.visible_to(request.user).order_by("-dead_at")[:200]
    administrator = roles.may(request.user, "administer", request.user.office)
    level = max((row.message.classification for row in rows), default=0)
    context = {"rows": rows, "technical": administrator, "page_level": level}
    return render(request, "exchange/dead_letters.html", context)


@require_POST
def resend(request, pk):
    row = get_object_or_404(dead_letters.visible_to(request.user), pk=pk)
    dead_letters.resend(row, by=request.user)
    words = _("On its way to %(office)s again.") % {"office": row.destination.office}
    messages.success(request, words)
    return redirect("exchange:dead_letters")
