"""The form of an entry of the offence catalogue."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.catalogue import OffenceDraft
from kernel.forms.days import DayField
from kernel.forms.submit_once import OnceField
from policies.models import Portfolio

EXCLUSIONS = [
    ("", _("Not excluded")),
    ("NORMS_CONTROVERSIAL", _("Behavioural or cultural norms, art. 83(1)(a)(i)")),
    ("FAMILY_PRIVATE", _("Family or private matter, art. 83(1)(a)(i)")),
    (
        "ADMINISTRATIVE_PRIVATE_DISPUTE",
        _("Administrative matter or private dispute, art. 83(1)(a)(i)"),
    ),
    ("POLITICAL", _("Political, article 3")),
    ("MILITARY", _("Military, article 3")),
    ("RELIGIOUS", _("Religious, article 3")),
]  # fmt: skip


class OffenceForm(forms.Form):
    """A new entry, or the one that follows an entry of the same code."""

    once = OnceField()
    code = forms.RegexField(
        r"^[A-Z][A-Z0-9_]{2,39}$",
        label=_("Code"),
        max_length=40,
        help_text=_("Capital letters, digits and underlines, such as INVOICE_FRAUD."),
    )
    portfolios = forms.ModelMultipleChoiceField(
        label=_("Portfolios"),
        queryset=Portfolio.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    excluded_for_red = forms.ChoiceField(
        label=_("Excluded for red notices"), choices=EXCLUSIONS, required=False
    )
    valid_from = DayField(label=_("First day"), help_text=_("2027-01-01"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            short = code.split("-")[0]
            self.fields[f"name_{short}"] = forms.CharField(
                label=format_lazy("{} ({})", _("Name"), language),
                max_length=200,
                required=short == "en",
            )
            self.fields[f"note_{short}"] = forms.CharField(
                label=format_lazy("{} ({})", _("Reason of the exclusion"), language),
                max_length=400,
                required=False,
            )

    def draft(self) -> OffenceDraft:
        given = self.cleaned_data
        return OffenceDraft(
            code=given["code"],
            names=self._by_language("name"),
            portfolios=list(given["portfolios"]),
            valid_from=given["valid_from"],
            excluded_for_red=given["excluded_for_red"],
            exclusion_note=self._by_language("note"),
        )

    def _by_language(self, what: str) -> dict[str, str]:
        prefix = f"{what}_"
        return {
            name.removeprefix(prefix): words.strip()
            for name, words in self.cleaned_data.items()
            if name.startswith(prefix) and words.strip()
        }


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day"))
