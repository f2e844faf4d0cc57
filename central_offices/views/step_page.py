"""The one page of a step: what will happen, its form, and the step carried out once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from central_offices.access.officer_request import OfficerRequest
from kernel.forms.carrying_out import carried_out
from kernel.forms.shown_again import ask_to_open_again


def step_page(
    request: OfficerRequest,
    form: Any,
    carry_out: Callable[[], Any],
    *,
    back: str,
    to: Callable[[Any], str] | None = None,
    reveal: Callable[[Any], HttpResponse | None] | None = None,
    done: Any = "",
    blame: str | None = None,
    asks_proof: bool = False,
    **words: Any,
) -> HttpResponse:
    """Show the form; once it is filled, carry the step out and go on to `to(made)`, or `back`.

    `made` is what `carry_out()` returns; `done` may be a function of it. What is to be seen once,
    such as a secret, goes to `reveal`, which shows it, or returns None. A Refusal stands at the
    field `blame`; `words` are title, effect, button, kind, back_label and facts.
    `asks_proof`: show the field for a proof beforehand.
    """
    made: list[Any] = []

    def act() -> str:
        made.append(carry_out())
        return to(made[0]) if to else back

    def named(field: str) -> str:
        return field or blame or ""

    if answer := carried_out(request, form, act, named=named, on_stale=ask_to_open_again):
        if reveal and made and (shown := reveal(made[0])):
            return shown
        said = done(made[0] if made else None) if callable(done) else done
        messages.success(request, said or _("Saved."))
        return answer
    context = words | {"form": form, "back": back, "asks_proof": asks_proof, "page_level": 0}
    return render(request, "central_offices/step.html", context)
