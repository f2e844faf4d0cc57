"""The forms of the Commission on a refusal that is kept."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.forms.days import Day, DayField
from notices.forms.steps import StepForm, words


class EndForm(StepForm):
    reason = forms.CharField(label=_("Why it is forgotten"), max_length=4000, widget=words())


class ExtendForm(StepForm):
    until = DayField(
        label=_("Keep it until"),
        help_text=_("Ten years from today at most."),
        widget=Day,
    )
    reason = forms.CharField(label=_("Why it is kept longer"), max_length=4000, widget=words())

    @property
    def given(self) -> dict[str, Any]:
        """The day as a moment: its end, in UTC."""
        end = datetime.combine(self.cleaned_data["until"], time.min) + timedelta(days=1)
        until = timezone.make_aware(end, timezone.get_default_timezone())
        return {"until": until, "reason": self.cleaned_data["reason"]}
