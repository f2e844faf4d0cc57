"""Forms about the keys with which offices sign."""

from django import forms
from django.utils.translation import gettext_lazy as _

from central_offices.forms import Day, StepForm, end_of
from central_offices.models import OfficeKey


class RegisterForm(StepForm):
    """A public key, and until when it counts."""

    public_key = forms.CharField(
        label=_("Public key"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
        help_text=_("Ed25519, as a JWK or PEM. The private key never leaves the office."),
    )
    last_day = forms.DateField(
        label=_("Last day"), widget=Day, required=False, help_text=_("Empty: for two years.")
    )

    def values(self) -> dict:
        return {
            "text": self.cleaned_data["public_key"],
            "not_after": end_of(self.cleaned_data["last_day"]),
        }

    def forget_key(self) -> None:
        """Show nothing again that may be a private key."""
        self.data = self.data.copy()
        self.data["public_key"] = ""


class RevokeForm(StepForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=OfficeKey.Reason,
        help_text=_("If somebody else may have it, nothing that was signed with it counts."),
    )
    note = forms.CharField(label=_("Note for the ledger"), max_length=200, required=False)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("reason", "note")}
