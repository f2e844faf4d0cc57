"""A step of a notice as its page takes it: once for a form sent twice, with the refusal if any."""

from collections.abc import Callable

from django.http import HttpResponse

from central_offices.access.officer_request import OfficerRequest
from kernel.errors import Refusal
from kernel.forms.submit_once import once
from notices.forms.steps import StepForm
from notices.models import Notice


def step_once(
    request: OfficerRequest, notice: Notice, form: StepForm, carry_out: Callable[[], None]
) -> HttpResponse | Refusal:
    """Call `carry_out()` and lead back to the notice.

    A Refusal is returned and not raised: it stands on the form, whose page says what is missing.
    """

    def take() -> str:
        carry_out()
        return notice.get_absolute_url()

    try:
        return once(request, form.cleaned_data["once"], take)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return refusal
