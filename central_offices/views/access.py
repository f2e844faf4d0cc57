"""Access to the pages about accounts: who may open them, and which accounts there."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from central_offices.models import Officer
from kernel.errors import NotPermitted


def officer(by: Officer, pk: int) -> Officer:
    """The account that `by` may look at; 404 when there is none, 403 when accounts are closed."""
    demand_reader(by)
    return get_object_or_404(
        Officer.objects.visible_to(by).people().select_related("office"), pk=pk
    )


def demand_reader(by: Officer) -> None:
    """Administrators and the Commission see all accounts, a head those of the own office."""
    if by.administers or by.oversees:
        return
    if not by.may("manage_office", by.office):
        raise NotPermitted(_("Accounts are for heads of office and administrators to see."))
