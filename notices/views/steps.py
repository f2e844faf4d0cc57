"""The steps of a notice's life as pages: each says what will happen, and asks what it needs."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer
from kernel.errors import Refusal
from kernel.forms.carrying_out import carried_out, refusal_on, status_of
from kernel.wording import within_sentence
from notices.forms import steps
from notices.lifecycle import notice_steps
from notices.models import Notice
from notices.views import frame, stated
from notices.workflow import circulating, drafting, of_offices, releasing, reviewing


class Page(NamedTuple):
    """A step's button, what it says beforehand, its form, and the verb that takes it."""

    label: Any
    words: Any
    form: type[steps.StepForm]
    take: Callable[..., Any]
    kind: str = ""


PAGES: dict[str, Page] = {
    "submit": Page(
        gettext_lazy("Send to the head of office"),
        gettext_lazy("The draft is frozen as it stands. The head of office reads and releases it."),
        steps.SubmitForm,
        drafting.submit,
        "primary",
    ),
    "release": Page(
        gettext_lazy("Release"),
        gettext_lazy(
            "You ask the General Secretariat to publish this version. After its legal review it "
            "goes to every office but those left out."
        ),
        steps.ReleaseForm,
        releasing.release,
        "primary",
    ),
    "ask_for_release": Page(
        gettext_lazy("Ask the General Secretariat to release"),
        gettext_lazy(
            "Nobody is left in your office who may release this notice and wrote nothing of it. "
            "Somebody of the General Secretariat reads and releases it, and does not review it."
        ),
        steps.AskForReleaseForm,
        releasing.ask_for_release,
    ),
    "release_for_office": Page(
        gettext_lazy("Release for the office"),
        gettext_lazy(
            "You ask for the legal review in place of the head of the office. You cannot review "
            "this notice afterwards. The public is told how often this happens."
        ),
        steps.ReleaseForOfficeForm,
        releasing.release_for_office,
        "primary",
    ),
    "send_back": Page(
        gettext_lazy("Send back"),
        gettext_lazy("The author can change the draft again."),
        steps.ReasonForm,
        drafting.send_back,
    ),
    "claim": Page(
        gettext_lazy("Review this notice"),
        gettext_lazy("You become its reviewer. Nobody else works on it until you decide."),
        steps.VersionForm,
        reviewing.claim,
        "primary",
    ),
    "put_back": Page(
        gettext_lazy("Put back into the queue"),
        gettext_lazy("Your answers so far are kept, but the next reviewer begins anew."),
        steps.StepForm,
        reviewing.put_back,
    ),
    "suspend": Page(
        gettext_lazy("Suspend"),
        gettext_lazy("Every office is told at once not to act on it. Its papers become void."),
        steps.SuspendForm,
        circulating.suspend,
    ),
    "suspend_too": Page(
        gettext_lazy("Suspend too"),
        gettext_lazy(
            "The other side has suspended it. It holds again only when both suspensions have "
            "ended: each by its own side, or after its last day."
        ),
        steps.SuspendForm,
        circulating.suspend,
    ),
    "lift_one": Page(
        gettext_lazy("Lift your suspension"),
        gettext_lazy(
            "The notice stays suspended until the other side lifts its suspension too, or the last "
            "day of that one is over."
        ),
        steps.StepForm,
        circulating.lift,
    ),
    "resume": Page(
        gettext_lazy("Lift the suspension"),
        gettext_lazy("Every office is told that the notice holds again."),
        steps.StepForm,
        circulating.lift,
    ),
    "let_stand": Page(
        gettext_lazy("Let it stand"),
        gettext_lazy(
            "It stays in force although its office has left. Every office goes on reading that it "
            "asks the General Secretariat before it acts."
        ),
        steps.LetStandForm,
        of_offices.let_stand,
    ),
    "withdraw": Page(
        gettext_lazy("Withdraw"),
        gettext_lazy(
            "The notice is recalled from every office at once, its papers become void, and its "
            "public extract disappears. This cannot be undone."
        ),
        steps.WithdrawForm,
        circulating.withdraw,
        "danger",
    ),
    "cancel": Page(
        gettext_lazy("Cancel the notice"),
        gettext_lazy("The notice is recalled from every office at once. This cannot be undone."),
        steps.CancelForm,
        circulating.cancel,
        "danger",
    ),
    "discard": Page(
        gettext_lazy("Discard the draft"),
        gettext_lazy("The draft disappears from the lists. Frozen versions stay in the ledger."),
        steps.DiscardForm,
        drafting.discard,
        "danger",
    ),
}

# Steps by which somebody answers for what the notice says, after reading all of it.
DECIDED_ON = ("submit", "release", "release_for_office")


def buttons(officer: Officer, notice: Notice, open_steps: list[str]) -> list[dict[str, Any]]:
    """The buttons of the steps that this officer may take now."""
    return [
        {
            "label": page.label,
            "kind": page.kind,
            "url": reverse("notices:step", args=[notice.address, name]),
        }
        for name, page in PAGES.items()
        if name in open_steps
    ]


@frame.of_notice
def step(request: OfficerRequest, notice: Notice, name: str) -> HttpResponse:
    """Ask, then take the step; what is refused keeps what was typed."""
    page = PAGES.get(name)
    if page is None:
        raise Http404
    form = page.form(request.POST or None, initial=_initial(notice))

    def take() -> str:
        page.take(notice, by=request.user, **form.given)
        messages.success(request, state_words(notice))
        return notice.get_absolute_url()

    if answer := carried_out(request, form, take):
        return answer
    refusal = refusal_on(form)
    if refusal is None:
        notice_steps.demand(name, notice, by=request.user)
    context = frame.context(request, notice, name) | {
        "form": form,
        "step": page,
        "name": name,
        "asks_proof": notice_steps.steps[name].proof,
        "missing": parts_missing(refusal),
    }
    if name in DECIDED_ON:
        context |= stated.for_head(request, notice)
    return render(request, "notices/step.html", context, status=status_of(form))


def state_words(notice: Notice) -> str:
    """The outcome of a step in words: the notice and its state."""
    words = _("%(notice)s: %(state)s.")
    return words % {"notice": notice, "state": within_sentence(notice.get_status_display())}


def parts_missing(refusal: Refusal | None) -> list[dict[str, str]]:
    """Sentences about what is missing, each with the part of the draft where it is added."""
    from notices.views.drafts import part_of

    rows = getattr(refusal, "missing", None) or []
    return [{"words": words, "part": part_of(code)} for code, words in rows]


def _initial(notice: Notice) -> dict[str, Any]:
    digest = notice.current_version.sha256 if notice.current_version else ""
    return {"version": notice.version, "sha256": digest}
