"""The forms by which an edition of the UN list is brought, confirmed and declined."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from central_offices.forms.accounts import StepForm
from kernel.forms.days import UtcField
from kernel.forms.submit_once import OnceField
from notices.un_list import groups

PUBLISHED_AT = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"


class UnListForm(forms.Form):
    once = OnceField()
    file = forms.FileField(
        label=_("The list, in XML"),
        help_text=format_lazy(
            _("The United Nations publish it at {address}."), address=PUBLISHED_AT
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
    source = forms.CharField(
        label=_("Where you obtained it"),
        help_text=_("The address, or who gave it to you and by which way."),
        max_length=300,
    )
    obtained_at = UtcField(label=_("When you obtained it (UTC)"))
    delist_anyway = forms.BooleanField(
        label=_("Delist what is missing"),
        help_text=_("Only where more than 30 % of the notices are truly off the list."),
        required=False,
    )
    older_anyway = forms.BooleanField(
        label=_("Load an edition that is older or undated"),
        help_text=_(
            "Only to go back to an edition made before the one that is loaded, or where it does "
            "not say when it was made."
        ),
        required=False,
    )
    expected = forms.CharField(
        label=_("What is meant all the same"),
        help_text=_(
            "Only where a refusal asks for it, with the codes that it names: ENTITIES or "
            "INDIVIDUALS, a regime such as KP, the entities of a regime such as KPe, a reference. "
            "The second person confirms each."
        ),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "class": "ref"}),
    )

    def clean_obtained_at(self) -> datetime:
        given: datetime = self.cleaned_data["obtained_at"]
        if given > timezone.now():
            raise forms.ValidationError(gettext("This time is still to come."))
        return given

    def clean_expected(self) -> list[str]:
        codes, strange = groups.read_codes(self.cleaned_data["expected"])
        if strange:
            raise forms.ValidationError(
                gettext("No section, regime or reference is written so: %(words)s.")
                % {"words": ", ".join(strange)}
            )
        return codes

    @property
    def given(self) -> dict[str, Any]:
        """The values that were typed beside the file."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("once", "file")}


class ConfirmForm(StepForm):
    digest = forms.CharField(
        label=_("First characters of the SHA-256 of your own copy"),
        help_text=_(
            "At least 8. Obtain the list from its source yourself, not from whoever uploaded this "
            "one, and compute the digest of your copy: sha256sum on Linux, shasum -a 256 on a "
            "Mac, certutil -hashfile FILE SHA256 on Windows."
        ),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "class": "ref"}
        ),
    )
    expected = forms.MultipleChoiceField(
        label=_("What is meant all the same"),
        help_text=_(
            "Whoever uploaded it says that these groups are truly off the list, or that these "
            "references only have a new name. Tick each that you have checked yourself."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def ask_expected(self, codes: list[str]) -> None:
        """Ask for each of the codes; for nothing where there is none."""
        if codes:
            field = cast(forms.MultipleChoiceField, self.fields["expected"])
            field.choices = [(code, code) for code in codes]
        else:
            del self.fields["expected"]


class DeclineForm(StepForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
