"""Pages on which it is proposed how an office takes part, with what the change concerns."""

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.directory import entries
from central_offices.forms import taking_part as forms
from central_offices.models import AccessChange, CentralOffice
from central_offices.taking_part import concerned
from central_offices.two_persons import changes
from central_offices.views import access_changes
from central_offices.views.step_page import step_page
from kernel.errors import NotPermitted

Kind, Standing = AccessChange.Kind, CentralOffice.Standing


class Page(NamedTuple):
    """A change with its form, and the sentence that says what follows from it."""

    kind: str
    label: Any
    effect: Any
    form: type[forms.ChangeForm]
    style: str = "primary"


PAGES = {
    "join": Page(
        Kind.JOIN,
        gettext_lazy("Let the office join"),
        gettext_lazy(
            "From this day on it can have officers. It is asked only once it has gone live by its "
            "check-list."
        ),
        forms.JoinForm,
    ),
    "live": Page(
        Kind.LIVE,
        gettext_lazy("Let the office go live"),
        gettext_lazy(
            "From this day on requests, shares and notices reach it. One of the two persons is a "
            "head of the office, the other an administrator of the General Secretariat."
        ),
        forms.LiveForm,
    ),
    "rename": Page(
        Kind.RENAME,
        gettext_lazy("Give the office another name"),
        gettext_lazy(
            "From this day on it stands under the new name; its code, references and records stay. "
            "It is found under the former name, too."
        ),
        forms.NamesForm,
    ),
    "succession": Page(
        Kind.SUCCESSION,
        gettext_lazy("Let a successor state take over"),
        gettext_lazy(
            "From this day on the office acts for the state that follows. Everything below goes "
            "with it, and its code and references stay. Further successors get offices of their "
            "own."
        ),
        forms.SuccessionForm,
    ),
    "leave": Page(
        Kind.LEAVE,
        gettext_lazy("Let the office leave"),
        gettext_lazy(
            "From this day on nothing is sent to it, and none of its officers and systems comes "
            "in. Whoever waits for an answer of it is told now. Its notices stay in force under "
            "its name, and reviewers of the General Secretariat look at each."
        ),
        forms.LeaveForm,
        "danger",
    ),
}


def propose(request: OfficerRequest, code: str, name: str) -> HttpResponse:
    """The last look before a change of an office is proposed, and the proposal."""
    rows = CentralOffice.objects.visible_to(request.user).filter(kind="NATIONAL")
    office = get_object_or_404(rows.select_related("jurisdiction"), code=code)
    if name not in PAGES:
        raise Http404
    page = PAGES[name]
    if not entries.manages(request.user, office):
        raise NotPermitted(_("How an office takes part is for its head and administrators."))
    more = {"names": office.names} if issubclass(page.form, forms.NamesForm) else {}
    form = page.form(request.POST or None, by=request.user, **more)
    return _page(
        request,
        page,
        form,
        lambda: changes.propose(page.kind, office, by=request.user, **form.values()),
        back=reverse("central_offices:detail", args=[office.code]),
        back_label=str(office),
        facts=[(told.words, told.number) for told in concerned.count(office)],
    )


def new(request: OfficerRequest) -> HttpResponse:
    """A new office, and its country where that is new."""
    if not request.user.administers:
        raise NotPermitted(_("Only administrators of the General Secretariat may do this."))
    page = Page(
        Kind.NEW_OFFICE,
        _("Add an office"),
        _("It stands in the directory once a second person confirms it. It joins on a day that is "
          "proposed after that."),
        forms.NewOfficeForm,
    )  # fmt: skip
    form = forms.NewOfficeForm(request.POST or None, by=request.user)
    agency = CentralOffice.objects.secretariat()
    return _page(
        request,
        page,
        form,
        lambda: changes.propose(page.kind, agency, by=request.user, **form.values()),
        back=reverse("central_offices:list"),
        back_label=_("Offices"),
    )


def open_pages(office: CentralOffice) -> list[tuple[str, Page]]:
    """The changes that can be proposed for an office as it stands: name and page."""
    standing, found = office.standing, []
    if not office.is_national:
        return []
    if standing == Standing.LEFT or not office.joined_on:
        found = ["join"]
    elif not office.left_on:
        found = ["rename", "succession", "leave"]
    return [(name, PAGES[name]) for name in found]


def _page(
    request: OfficerRequest, page: Page, form: Any, carry_out: Any, **words: Any
) -> HttpResponse:
    return step_page(
        request,
        form,
        carry_out,
        to=access_changes.address,
        done=_("Proposed. It waits for a second person."),
        title=page.label,
        effect=page.effect,
        button=_("Propose"),
        kind=page.style,
        asks_proof=True,
        **words,
    )
