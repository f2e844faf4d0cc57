"""The form by which an edition of the UN list is loaded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms.submit_once import OnceField

PUBLISHED_AT = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"


class UnListForm(forms.Form):
    once = OnceField()
    file = forms.FileField(
        label=_("The list, in XML"),
        help_text=_("The United Nations publish it at %(address)s.") % {"address": PUBLISHED_AT},
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
    delist_anyway = forms.BooleanField(
        label=_("Delist what is missing"),
        help_text=_("Only where more than 30 % of the notices are truly off the list."),
        required=False,
    )
    older_anyway = forms.BooleanField(
        label=_("Load an older edition"),
        help_text=_("Only to go back to an edition made before the one that is loaded."),
        required=False,
    )
