"""Forms about how an office takes part: added, joins, goes live, renamed, followed, leaves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from central_offices.directory import as_typed
from central_offices.forms.accounts import StepForm
from central_offices.forms.offices import LanguagesField
from central_offices.models import Officer
from kernel.errors import NotReady
from kernel.forms.days import Day, DayField
from kernel.forms.sizes import MOST_NAMES_CHARACTERS
from kernel.tables import LANGUAGES

NAME_CHARACTERS = 120


class OfficesInsteadField(forms.CharField):
    """Offices by code, city or country, with commas between them; their codes."""

    def __init__(self, **kw: Any):
        super().__init__(**{"max_length": MOST_NAMES_CHARACTERS, "required": False, **kw})

    def clean(self, value: str) -> list[str]:
        words = [word.strip() for word in super().clean(value).replace(";", ",").split(",")]
        found, wrong = [], []
        for word in filter(None, words):
            try:
                found.append(as_typed.office(word).code)
            except NotReady as unclear:
                wrong.append(str(unclear))
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))


class WithoutHead(forms.BooleanField):
    """That two of the Secretariat decide, though the office has a head."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("The head of the office is gone or refuses"),
            required=False,
            help_text=gettext_lazy(
                "Two administrators decide, every officer of the office is told and may object "
                "until the waiting time is over; where one does, the Commission decides. Say why."
            ),
        )


class ChangeForm(StepForm):
    """From which day, and why; for administrators, whether the head is left aside."""

    day = DayField(
        label=gettext_lazy("From this day on"),
        widget=Day,
        help_text=gettext_lazy("A day begins at 00:00 UTC."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200, required=False)
    without_head = WithoutHead()
    order: tuple[str, ...] = ("day", "reason", "without_head")

    def __init__(self, *args: Any, by: Officer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not by.administers:
            del self.fields["without_head"]
        self.order_fields(self.order)

    def values(self) -> dict[str, Any]:
        """The reason and content that `two_persons.changes.propose` takes, as they will be kept."""
        given = super().values()
        if "day" in given:
            given["day"] = given["day"].isoformat()
        names = {name: given.pop(f"name_{name}", "") for name in LANGUAGES}
        return given | ({"names": _filled(names)} if names["en"] else {})


class JoinForm(ChangeForm):
    """The day on which an office joins."""


class LiveForm(ChangeForm):
    """The day on which an office goes live; the head is always asked."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields.pop("without_head", None)


class LeaveForm(ChangeForm):
    """The last day, and whom to ask instead."""

    instead = OfficesInsteadField(
        label=gettext_lazy("Offices to ask instead"),
        help_text=gettext_lazy(
            "Cities, countries or codes, separated by commas. Whoever waits for an answer of the "
            "office is told them."
        ),
    )
    order = ("day", "instead", "reason", "without_head")


class NamesForm(ChangeForm):
    """The names by language; without one, English is shown."""

    order = ("country", *(f"name_{code}" for code in LANGUAGES), *ChangeForm.order)

    def __init__(self, *args: Any, names: dict[str, str] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=NAME_IN[code],
                max_length=NAME_CHARACTERS,
                required=code == "en",
                initial=(names or {}).get(code, ""),
            )
        self.order_fields(self.order)


class SuccessionForm(NamesForm):
    """The state that follows, and the names under which the office stands then."""

    country = forms.CharField(
        label=gettext_lazy("The state that follows"),
        max_length=NAME_CHARACTERS,
        help_text=gettext_lazy("Its name or code. The state of today counts as dissolved then."),
    )

    def clean_country(self) -> str:
        try:
            return as_typed.country(self.cleaned_data["country"]).code
        except NotReady as unclear:
            raise ValidationError(str(unclear)) from unclear


class NewOfficeForm(NamesForm):
    """A new office, and its country where that is new."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=3,
        help_text=gettext_lazy("Three letters of ISO 3166-1. The office keeps it for good."),
    )
    alpha2 = forms.CharField(
        label=gettext_lazy("Two letters of ISO 3166-1"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("Only for a country that is new here."),
    )
    city = forms.CharField(label=gettext_lazy("City"), max_length=80)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=50,
        help_text=gettext_lazy("Such as Africa/Nairobi"),
    )
    languages = LanguagesField(
        label=gettext_lazy("Languages"),
        required=False,
        help_text=gettext_lazy("Codes, the preferred one first: en sw"),
    )
    order = ("code", "alpha2", *(f"name_{one}" for one in LANGUAGES), "city", "time_zone",
             "languages", "reason")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["day"]
        self.fields.pop("without_head", None)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()

    def clean_alpha2(self) -> str:
        return str(self.cleaned_data["alpha2"]).strip().upper()


class CallForm(StepForm):
    """The number that the officer on duty reads out."""

    number = forms.CharField(
        label=gettext_lazy("Number that was read out"),
        max_length=20,
        help_text=gettext_lazy("Six digits, in any script."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


NAME_IN = {
    "en": gettext_lazy("Name in English"),
    "ar": gettext_lazy("Name in Arabic"),
    "fr": gettext_lazy("Name in French"),
    "es": gettext_lazy("Name in Spanish"),
    "ru": gettext_lazy("Name in Russian"),
    "zh": gettext_lazy("Name in Chinese"),
}


def _filled(names: dict[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in names.items() if text.strip()}
