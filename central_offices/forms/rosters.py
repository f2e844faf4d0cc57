"""Forms by which the head of an office plans who is on duty."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.forms.accounts import StepForm
from central_offices.forms.offices import LanguagesField
from central_offices.models import CentralOffice, DutyShift
from central_offices.rosters import planning
from kernel.forms.days import Day, DayField, TimeField
from kernel.forms.shown_again import offer_rows


class ShiftForm(StepForm):
    """One shift, or the same hours on several days, on the office's own clocks."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    officer: Any = forms.ModelChoiceField(  # the field; the form keeps no officer of its own
        None, label=gettext_lazy("Officer"), empty_label=gettext_lazy("Choose an officer")
    )
    day = DayField(label=gettext_lazy("Day"), widget=Day)
    begins = TimeField(label=gettext_lazy("From"))
    ends = TimeField(
        label=gettext_lazy("To"),
        help_text=gettext_lazy("Earlier than the beginning: on the next day."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("On how many days"),
        min_value=1,
        max_value=planning.MOST_DAYS,
        initial=1,
        help_text=gettext_lazy("The same hours on so many days, one after the other."),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone on duty"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=gettext_lazy("Shown to other offices' duty desks during the shift."),
    )
    languages = LanguagesField(
        label=gettext_lazy("Languages"),
        required=False,
        help_text=gettext_lazy("Codes, the preferred one first: en sw"),
    )
    field_order = ["officer", "day", "begins", "ends", "days", "phone", "languages"]

    def __init__(
        self, *args: Any, office: CentralOffice, shift: DutyShift | None = None, **kw: Any
    ):
        super().__init__(*args, **kw)
        self.zone = office.time_zone
        offer_rows(self, "officer", planning.candidates(office))
        place = self.zone.split("/")[-1].replace("_", " ")
        self.fields["begins"].help_text = _("On the office's clocks: %(zone)s.") % {"zone": place}
        if shift:
            del self.fields["days"]
            self._show(shift)
        else:
            self.initial.setdefault("phone", office.emergency_phone)
            self.initial.setdefault("languages", office.languages)

    def _show(self, shift: DutyShift) -> None:
        zone = ZoneInfo(self.zone)
        begins, ends = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
        self.initial = {
            **self.initial,
            "version": shift.version,
            "officer": shift.officer_id,
            "day": begins.date(),
            "begins": begins.time(),
            "ends": ends.time(),
            "phone": shift.phone,
            "languages": shift.languages,
        }

    def clean_day(self) -> Any:
        if not _is_planned(self.cleaned_data["day"]):
            raise ValidationError(_("No roster reaches so far. Choose another day."))
        return self.cleaned_data["day"]

    def times(self) -> list[tuple[Any, ...]]:
        data = self.cleaned_data
        days = data.get("days") or 1
        return planning.same_hours(data["day"], data["begins"], data["ends"], days, self.zone)

    def planned(self) -> dict[str, Any]:
        """The values, as `rosters.plan` takes them."""
        return self._who() | {"times": self.times()}

    def changed(self) -> dict[str, Any]:
        """The values, as `rosters.change` takes them."""
        ((starts_at, ends_at),) = self.times()
        return self._who() | {"starts_at": starts_at, "ends_at": ends_at}

    def _who(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("officer", "phone", "languages")}


class FromForm(forms.Form):
    """From which day on the roster is shown; nonsense shows it from today on."""

    of = DayField(required=False)

    def first(self, today: date) -> date:
        day: date | None = self.cleaned_data.get("of") if self.is_valid() else None
        return day if day and _is_planned(day) else today


def _is_planned(day: date) -> bool:
    """Whether calendars and time zones can count round this day."""
    return 2000 <= day.year < 2200
