"""The forms of a notice's steps: what is asked before one is taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms.days import Day, DayField
from kernel.forms.shown_again import CHOOSE
from kernel.forms.submit_once import OnceField
from notices.models.refusal_reasons import CancelReason, RefusalReason

WITHDRAWALS = [
    CancelReason.WITHDRAWN_BY_OWNER,
    CancelReason.PURPOSE_ACHIEVED_ARREST,
    CancelReason.PURPOSE_ACHIEVED_SURRENDER,
    CancelReason.WARRANT_REVOKED,
    CancelReason.DECEASED,
    CancelReason.LIMITATION,
    CancelReason.MISTAKE,
]


def words(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StepForm(forms.Form):
    """A step that needs nothing but the will to take it."""

    once = OnceField()

    @property
    def given(self) -> dict[str, Any]:
        """The typed values, as the step's verb takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class VersionForm(StepForm):
    """A step on the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SubmitForm(VersionForm):
    pass


class ReleaseForm(VersionForm):
    """The head releases the bytes that were read: their digest comes back with the form."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AskForReleaseForm(VersionForm):
    reason = forms.CharField(
        label=_("Why nobody of your office can release it"), max_length=4000, widget=words()
    )


class ReleaseForOfficeForm(ReleaseForm):
    reason = forms.CharField(
        label=_("Why you release it for the office"), max_length=4000, widget=words()
    )


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("What has to change"), max_length=4000, widget=words())


class DiscardForm(StepForm):
    reason = forms.CharField(label=_("Why"), max_length=4000, required=False, widget=words(2))


class LetStandForm(StepForm):
    reason = forms.CharField(label=_("Why it stays in force"), max_length=4000, widget=words())


class SuspendForm(StepForm):
    reason = forms.CharField(label=_("Why it is suspended"), max_length=4000, widget=words())
    until = DayField(
        label=_("Until"),
        help_text=_("Within six months, as 2027-03-31."),
        widget=Day,
    )


class WithdrawForm(StepForm):
    code = forms.ChoiceField(
        label=_("Why it is withdrawn"),
        choices=[(one.value, one.label) for one in WITHDRAWALS],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("In your own words"), max_length=4000, required=False, widget=words()
    )


class CancelForm(StepForm):
    code = forms.ChoiceField(
        label=_("Why it is cancelled"), choices=[CHOOSE, *CancelReason.choices]
    )
    reason = forms.CharField(label=_("Explanation for the office"), max_length=4000, widget=words())


class ReturnForm(VersionForm):
    explanation = forms.CharField(
        label=_("What the office has to add"), max_length=4000, required=False, widget=words()
    )


class RefuseForm(VersionForm):
    reasons = forms.MultipleChoiceField(
        label=_("Grounds"), choices=RefusalReason, widget=forms.CheckboxSelectMultiple
    )
    explanation = forms.CharField(
        label=_("Explanation for the office"), max_length=4000, widget=words()
    )


class PublishForm(VersionForm):
    valid_until = DayField(
        label=_("Valid until"),
        required=False,
        help_text=_("One year if you leave it empty, five years at most."),
        widget=Day,
    )


class ConfirmForm(VersionForm):
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class DisagreeForm(StepForm):
    explanation = forms.CharField(
        label=_("Why you do not confirm it"), max_length=4000, widget=words()
    )
