"""Forms about an office: its entry in the directory, and how it receives."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.forms.accounts import StepForm
from central_offices.models import CentralOffice
from kernel.forms import sizes
from kernel.forms.sizes import MOST_CODE_CHARACTERS
from kernel.wording import is_language_code
from ledger.models import Destination


class LanguagesField(forms.CharField):
    """Language codes between spaces or commas."""

    def __init__(self, **kw: Any):
        super().__init__(**{"max_length": MOST_CODE_CHARACTERS, **kw})

    def clean(self, value: str) -> list[str]:
        words = super().clean(value).lower().replace(",", " ").split()
        wrong = [word for word in words if not is_language_code(word)]
        if wrong:
            raise ValidationError(_("%s is not a language code, such as pt.") % wrong[0])
        return list(dict.fromkeys(words))

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value


class OfficeForm(forms.ModelForm):
    """The office in the directory; only the fields that the officer may write are there."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    languages = LanguagesField(
        label=gettext_lazy("Languages"),
        required=False,
        help_text=gettext_lazy("Codes, the preferred one first: en sw"),
    )

    class Meta:
        model = CentralOffice
        formfield_callback = sizes.formfield
        fields = ["contact_point", "emergency_phone", "hours", "languages", "red_notice_effect"]
        labels = {
            "contact_point": gettext_lazy("Contact point"),
            "emergency_phone": gettext_lazy("Phone, day and night"),
            "hours": gettext_lazy("Hours"),
            "red_notice_effect": gettext_lazy("A red notice there"),
        }

    def __init__(self, *args: Any, writable: tuple[str, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(writable) - {"version"}:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReceiveForm(StepForm):
    mode = forms.ChoiceField(
        label=gettext_lazy("Receives requests"),
        choices=Destination.Mode,
        widget=forms.RadioSelect,
    )
    url = forms.CharField(
        label=gettext_lazy("Address of its system"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "For a signed webhook only: https, on port 443 or 8443, such as "
            "https://exchange.lisbon.example/inbox"
        ),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("mode") == Destination.Mode.WEBHOOK and not given.get("url"):
            self.add_error("url", _("Write the address of the office's system."))
