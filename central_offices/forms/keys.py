"""Forms about the keys with which offices sign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from central_offices.forms.accounts import StepForm, end_of
from central_offices.keys_and_clients import registered_keys
from central_offices.models import CentralOffice, OfficeKey
from kernel.forms.days import Day, DayField, UtcField
from kernel.forms.shown_again import CHOOSE, offer_choices, retype
from ledger.events import canonical
from ledger.signatures import jws


class RegisterForm(StepForm):
    """A public key, and until when it counts."""

    public_key = forms.CharField(
        label=_("Public key"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
        help_text=_("Ed25519, as a JWK or PEM. The private key never leaves the office."),
    )
    proof = forms.CharField(
        label=_("Statement, signed with the private key"),
        max_length=2000,
        # Without it the page says why, and shows no private key again that was pasted above.
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
    )
    last_day = DayField(
        label=_("Last day"), widget=Day, required=False, help_text=_("Empty: for two years.")
    )

    replaces = forms.ChoiceField(
        label=_("In the place of a revoked key"),
        required=False,
        help_text=_(
            "Then a head and another person of the office can put it in force, and it counts at "
            "once. Any other key counts for decisions of the office's system once the waiting "
            "time is over."
        ),
    )

    def __init__(self, *args: Any, office: CentralOffice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = office.keys.filter(held_by=OfficeKey.Holder.OFFICE).exclude(revoked_at=None)
        choices = [("", _("No, it is a new one")), *((row.kid, str(row)) for row in rows)]
        offer_choices(self, "replaces", choices)
        self.fields["proof"].help_text = _(
            "A compact JWS that the office's system makes today. Header: alg Ed25519, typ "
            "%(typ)s, kid: the thumbprint of the key, iss: %(office)s, iat: now, jti: any. "
            "Payload: %(statement)s"
        ) % {
            "typ": jws.KEY,
            "office": office.code,
            "statement": canonical(registered_keys.statement(office.code, "…")),
        }

    def values(self) -> dict[str, Any]:
        return {
            "text": self.cleaned_data["public_key"],
            "proof": self.cleaned_data["proof"],
            "not_after": end_of(self.cleaned_data["last_day"]),
            "replaces": self.cleaned_data["replaces"],
        }

    def forget_key(self) -> None:
        """Show nothing again that may be a private key."""
        retype(self, public_key="")


class RevokeForm(StepForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[CHOOSE, *OfficeKey.Reason.choices],
        help_text=_(
            "If somebody else may have it, what was signed with it counts only where a receipt of "
            "the General Secretariat shows that it is older."
        ),
    )
    since = UtcField(
        label=_("Somebody else may have it since (UTC)"),
        required=False,
        help_text=_(
            "Empty: since now. A moment in the past counts once an administrator of the General "
            "Secretariat has confirmed it."
        ),
    )
    note = forms.CharField(label=_("Note for the ledger"), max_length=200, required=False)
