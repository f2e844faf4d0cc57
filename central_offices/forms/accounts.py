"""Forms about officers, their roles and their offices."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import CentralOffice, Classification, Officer, Role, rights
from kernel.forms.days import Day, DayField
from kernel.forms.shown_again import CHOOSE, ByName, offer_choices, offer_rows
from kernel.forms.submit_once import OnceField

PEOPLE_ROLES = [(role.value, role.label) for role in Role if role != Role.SYSTEM]


class StepForm(forms.Form):
    """Nothing but the wish to go on: what happens is written above the button."""

    once = OnceField()

    def __init__(self, *args: Any, officer: Officer | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.officer = officer

    def values(self) -> dict[str, Any]:
        """The arguments of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class ReasonForm(StepForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class NoteForm(StepForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)


class ClearanceForm(ReasonForm):
    clearance = forms.TypedChoiceField(
        label=gettext_lazy("Clearance"), choices=Classification, coerce=int
    )
    field_order = ["clearance", "reason"]

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any):
        super().__init__(*args, officer=officer, **kwargs)
        self.initial["clearance"] = officer.clearance


def _taking_part() -> QuerySet[CentralOffice]:
    offices = CentralOffice.objects
    return offices.filter(Q(pk__in=offices.joined()) | ~Q(kind=CentralOffice.Kind.NATIONAL))


class OfficeChoice(forms.ModelChoiceField):
    """One of the offices that take part, the Secretariat and the Commission."""

    iterator = ByName

    def __init__(self, **kwargs: Any):
        super().__init__(
            _taking_part(),
            to_field_name="code",
            label=gettext_lazy("Office"),
            empty_label=gettext_lazy("Choose an office"),
            error_messages={"invalid_choice": gettext_lazy("Choose an office from the list.")},
            **kwargs,
        )

    def label_from_instance(self, obj: CentralOffice) -> str:
        return f"{obj} ({obj.code})"


class MoveForm(ReasonForm):
    office = OfficeChoice()
    clearance = forms.TypedChoiceField(
        label=gettext_lazy("Clearance in the new office"),
        choices=[CHOOSE, *Classification.choices],
        coerce=int,
    )
    field_order = ["office", "clearance", "reason"]

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any):
        super().__init__(*args, officer=officer, **kwargs)
        offer_rows(self, "office", _taking_part().exclude(pk=officer.office_id))


class WithoutHead(forms.BooleanField):
    """That two of the Secretariat decide, with the reason in the field beside it."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("The head of the office is gone or refuses"),
            required=False,
            help_text=gettext_lazy(
                "Only to make another head. Two administrators decide, every officer of the office "
                "is told and may object until the waiting time is over; where one does, the "
                "Commission decides. Say why."
            ),
        )


class ShiftForm(NoteForm):
    """How many hours from now on."""

    hours = forms.IntegerField(
        label=gettext_lazy("Hours from now"), min_value=1, max_value=24, initial=8
    )
    field_order = ["hours", "reason"]


class RoleForm(NoteForm):
    """A role with its first and last day, in UTC."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    first_day = DayField(
        label=gettext_lazy("First day"),
        widget=Day,
        required=False,
        help_text=gettext_lazy("Empty: from now on."),
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        widget=Day,
        required=False,
        help_text=gettext_lazy("Empty: until it is ended."),
    )
    without_head = WithoutHead()
    field_order = ["role", "first_day", "last_day", "reason", "without_head"]

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any):
        super().__init__(*args, officer=officer, **kwargs)
        fitting = rights.fitting(officer.office)
        offer_choices(self, "role", [CHOOSE, *((role.value, role.label) for role in fitting)])

    def clean_first_day(self) -> Any:
        day = self.cleaned_data["first_day"]
        if day and day < timezone.now().date():
            raise ValidationError(_("A role does not begin in the past. Leave the day empty."))
        return day

    def values(self) -> dict[str, Any]:
        """Role, reason, `valid_from` (None: now) and `valid_to` (None: open)."""
        values = super().values()
        first, last = values.pop("first_day"), values.pop("last_day")
        begins = None if not first or first == timezone.now().date() else _midnight(first)
        return values | {"valid_from": begins, "valid_to": end_of(last)}


class InviteForm(NoteForm):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    office = OfficeChoice()
    clearance = forms.TypedChoiceField(
        label=gettext_lazy("Clearance"), choices=[CHOOSE, *Classification.choices], coerce=int
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[CHOOSE, *settings.LANGUAGES]
    )
    role = forms.ChoiceField(
        label=gettext_lazy("First role"),
        choices=[("", gettext_lazy("None yet")), *PEOPLE_ROLES],
        required=False,
    )
    last_day = DayField(
        label=gettext_lazy("Last day of the role"),
        widget=Day,
        required=False,
        help_text=gettext_lazy("Empty: until it is ended."),
    )

    without_head = WithoutHead()
    field_order = ["email", "name", "office", "clearance", "language", "role", "last_day"]

    def __init__(self, *args: Any, by: Officer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not by.administers:
            offer_rows(self, "office", _taking_part().filter(pk=by.office_id))
            self.initial["office"] = by.office.code
            del self.fields["without_head"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().casefold()

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        role, office = values.get("role"), values.get("office")
        if role and office and not rights.fits(role, office):
            words = {"office": office, "role": Role(role).label}
            self.add_error("role", _("%(office)s has no role %(role)s.") % words)
        return values

    def values(self) -> dict[str, Any]:
        values = super().values()
        until = end_of(values.pop("last_day"))
        return values | {"role": values["role"] or None, "valid_to": moment_text(until)}


class PasswordForm(forms.Form):
    """The password that somebody with a one-time link chooses."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 characters. Several words are easier to remember."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean_password(self) -> Any:
        password_validation.validate_password(self.cleaned_data["password"], self.officer)
        return self.cleaned_data["password"]

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        if "password" in values and values["password"] != values.get("again"):
            self.add_error("again", _("The two are not the same."))
        return values


def moment_text(at: datetime | None) -> str | None:
    """A moment as the content of a change of access holds it."""
    return at.isoformat() if at else None


def end_of(day: date) -> datetime | None:
    """The moment at which a last day is over, UTC."""
    return _midnight(min(day, date.max - timedelta(days=2)) + timedelta(days=1)) if day else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
