"""Requests of an office that leaves: counted before it is decided, and told to who waits for it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access import mail
from central_offices.models import CentralOffice, Officer
from central_offices.taking_part import concerned
from central_offices.two_persons.lifecycle import heads
from exchange.models import Request, RequestRecipient
from kernel import acting

WAITING = RequestRecipient.OPEN | {RequestRecipient.Status.QUEUED}


def register() -> None:
    """Called once, when the app is ready."""
    concerned.register(count, leaves=tell)


def count(office: CentralOffice) -> Iterable[tuple[Any, int]]:
    """Count what is open between the office and others, in both directions."""
    rows = RequestRecipient.objects.filter(status__in=WAITING)
    yield gettext_lazy("Requests that wait for its answer"), rows.filter(office=office).count()
    asked = rows.filter(request__owner_office=office)
    yield gettext_lazy("Its own requests that wait for others"), asked.count()


@acting.by_a_rule("what waits for an office that leaves")
def tell(office: CentralOffice, day: date) -> None:
    """Mail everybody who asked the office and has no answer yet, and the heads of their offices.

    The mail says where the requests are, and nothing about them.
    """
    waiting = Request.objects.filter(recipients__in=_open_at(office))
    authors = Officer.objects.people().filter(is_active=True, pk__in=waiting.values("created_by"))
    asking = CentralOffice.objects.filter(pk__in=waiting.values("owner_office"))
    told = {one.pk: one for one in authors}
    told |= {one.pk: one for office_asking in asking for one in heads(office_asking)}
    page = f"{reverse('exchange:list')}?tab=from_us&office={office.code}"
    for officer in told.values():
        with translation.override(officer.language):
            words = {"office": office, "day": date_format(day, "j F Y")}
            subject = _("%(office)s leaves on %(day)s") % words
            text = _(
                "Requests of your office wait for its answer. What it has not answered by then is "
                "not answered: recall it, or ask another office. See which: %(link)s"
            ) % {"link": f"{settings.PUBLIC_URL}{page}"}
            mail.send(officer.email, subject, f"{text}\n")


def _open_at(office: CentralOffice) -> Any:
    return RequestRecipient.objects.filter(office=office, status__in=WAITING)
