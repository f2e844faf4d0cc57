"""What a page carries out, and its refusals: said in one way, and nothing typed is lost.

Whatever is refused leaves nothing behind, neither rows nor events. Refused is what a step says
(Refusal), and what the database says when two did the same at once.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.contrib import messages
from django.db import IntegrityError, OperationalError
from django.forms import BaseForm, FileField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kernel import acting
from kernel.errors import NotPermitted, NotReady, ProofNeeded, Refusal, Stale
from kernel.forms.shown_again import retype
from kernel.forms.submit_once import SentBefore, once
from kernel.ids import new_id

log = logging.getLogger("agency")
RACES = {"23505", "23P01", "40P01"}  # unique, exclusion, deadlock (PostgreSQL, appendix A)
HAVE_PAGES = (NotPermitted, ProofNeeded)  # that the middleware shows, where no form can


def carried_out(
    request: HttpRequest,
    form: BaseForm,
    carry_out: Callable[[], str],
    *,
    named: Callable[[str], str] = lambda field: field,
    on_stale: Callable[[Any, Any], object] | None = None,
    done: Any = "",
) -> HttpResponse | None:
    """Lead to the address that `carry_out()` returns, and say `done` there.

    None while the form isn't filled in, or where it is refused. Then the refusal stands at the
    fields that it names (`named` gives the form's name of one), else above the form, which asks
    for a proof where one is needed (parts/errors.html); `refusal_on(form)` returns it. Where
    somebody else saved meanwhile, `on_stale(form, stale)` says so otherwise, in one of the ways of
    shown_again.py. A form with the field `once` that is sent twice is carried out once; with other
    words it is shown again with a new token and a link to what it made.
    """
    if not form.is_valid():
        ask_for_files_again(request, form)
        return None
    try:
        with _whole(request):
            if "once" in form.fields:
                answer = once(request, form.cleaned_data["once"], carry_out)
            else:
                answer = redirect(carry_out())
    except Refusal as refusal:
        cast(Any, form).refusal = refusal
        if isinstance(refusal, SentBefore):
            retype(form, once=new_id())
        if on_stale and isinstance(refusal, Stale):
            on_stale(form, refusal)
        else:
            _blame(form, refusal, named)
        ask_for_files_again(request, form)
        return None
    if done:
        messages.success(request, done)
    return answer


def ask_for_files_again(request: HttpRequest, form: BaseForm) -> None:
    """Say at each file of a form that is shown again that no browser sends it a second time.

    A field that keeps its files says so (`keeps_files`).
    """
    for name, field in form.fields.items():
        is_lost = isinstance(field, FileField) and not getattr(field, "keeps_files", False)
        if is_lost and form.add_prefix(name) in request.FILES and not form.errors.get(name):
            form.add_error(name, _("Choose this file once more: it was not kept."))


def refusal_on(form: BaseForm) -> Refusal | None:
    """The refusal with which `carried_out` shows the form again."""
    return getattr(form, "refusal", None)


def status_of(form: BaseForm) -> int:
    """The status of a page that shows the form: 200, or that of the refusal."""
    refusal = refusal_on(form)
    return refusal.status if refusal else 200


def pressed(request: HttpRequest, carry_out: Callable[[], object], *, done: Any = "") -> bool:
    """True if what a button asks was carried out; the next page says `done`, or why not.

    Raises NotPermitted and ProofNeeded, which are shown on pages of their own.
    """
    if refusal := refusal_of(request, carry_out):
        messages.error(request, str(refusal))
    elif done:
        messages.success(request, done)
    return refusal is None


def refusal_of(
    request: HttpRequest,
    carry_out: Callable[[], object],
    passes: tuple[type[Refusal], ...] = HAVE_PAGES,
) -> Refusal | None:
    """Call `carry_out()`, and return with what it was refused; raise those of `passes`."""
    try:
        with _whole(request):
            carry_out()
    except passes:
        raise
    except Refusal as refusal:
        return refusal
    return None


@contextmanager
def _whole(request: HttpRequest) -> Iterator[None]:
    """Undo all that the body did if it raises; what two did at once is a Refusal."""
    try:
        with acting.acting_as(cast(acting.Officer, request.user)):
            yield
    except (IntegrityError, OperationalError) as error:
        if getattr(error.__cause__, "pgcode", "") not in RACES:
            raise
        constraint = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
        log.warning("The database refused %s: %s.", request.path, constraint or "deadlock")
        raise Refusal(
            _(
                "This is there already, or somebody did the same at this moment. Look at what is "
                "there now, then try again."
            )
        ) from error


def _blame(form: BaseForm, refusal: Refusal, named: Callable[[str], str]) -> None:
    """Show a refusal at the fields that it names, else above the form."""
    missing = refusal.missing if isinstance(refusal, NotReady) else []
    for field, sentence in missing or [("", str(refusal))]:
        name = "" if isinstance(refusal, ProofNeeded) else named(field)
        form.add_error(name if name in form.fields else None, sentence)
