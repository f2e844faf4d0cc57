"""The forms in which editions of the key issues are written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms.sizes import MOST_TEXT_CHARACTERS
from kernel.forms.submit_once import OnceField
from policies.models import Edition, KeyIssue, KeyIssueText, Language, Portfolio

MAX_LINE_CHARACTERS = 300
MAX_TEXT_CHARACTERS = 8_000


class BeginForm(forms.Form):
    """A new edition: its year and the languages that are promised."""

    once = OnceField()
    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2100)
    languages = forms.MultipleChoiceField(
        label=_("Promised languages"),
        choices=Language,
        widget=forms.CheckboxSelectMultiple,
        initial=list(Language.values),
        help_text=_("A text that is missing in one of them blocks publishing."),
    )

    def clean_languages(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["languages"]
        if Language.ENGLISH not in chosen:
            raise forms.ValidationError(_("English is always promised. Choose it."))
        return chosen


class VersionedForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class TextsForm(VersionedForm):
    """Title and foreword in every promised language."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {text.language: text for text in edition.texts.all()}
        for code in edition.languages:
            text, word = known.get(code), Language(code).label
            self.fields[f"title-{code}"] = _words(
                _("Title, %(language)s") % {"language": word}, code, text.title if text else ""
            )
            self.fields[f"foreword-{code}"] = _words(
                _("Foreword, %(language)s") % {"language": word},
                code,
                text.foreword if text else "",
                rows=4,
            )


class IssueForm(VersionedForm):
    """A key issue: rank, portfolios, and three texts in every promised language."""

    rank = forms.IntegerField(label=_("Rank"), min_value=1, max_value=50)
    portfolios = forms.ModelMultipleChoiceField(
        Portfolio.objects.all(),
        label=_("Portfolios"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one portfolio.")},
    )

    PARTS = {
        "title": (_("Title, %(language)s"), 1),
        "rationale": (_("Why it is a key issue, %(language)s"), 4),
        "targets": (_("Targets, one a line, %(language)s"), 3),
    }

    def __init__(self, *args: Any, edition: Edition, issue: KeyIssue | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.languages = edition.languages
        known = {text.language: text for text in issue.texts.all()} if issue else {}
        if issue:
            own = {"rank": issue.rank, "portfolios": list(issue.portfolios.all())}
            self.initial = {**self.initial, **own}
        for code in self.languages:
            text = known.get(code)
            for part, (label, rows) in self.PARTS.items():
                value = getattr(text, part) if text else ""
                words = label % {"language": Language(code).label}
                self.fields[f"{part}-{code}"] = _words(words, code, value, rows)

    def texts(self) -> dict[str, dict[str, str]]:
        """{language: {title, rationale, targets}}, of languages in which anything is written."""
        found = {
            code: {part: self.cleaned_data[f"{part}-{code}"] for part in self.PARTS}
            for code in self.languages
        }
        limit = KeyIssueText._meta.get_field("title").max_length
        for words in found.values():
            words["title"] = words["title"][:limit]
        return {code: words for code, words in found.items() if any(words.values())}


class AbsencesForm(VersionedForm):
    """The sentence about every portfolio without a key issue, in every promised language."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, str]] = {}
        rows = edition.absences.select_related("portfolio").order_by("portfolio__rank")
        for row in rows.filter(language__in=edition.languages):
            name = f"{row.portfolio_id}-{row.language}"
            self.places[name] = (row.portfolio_id, row.language)
            label = f"{row.portfolio}, {row.get_language_display()}"
            self.fields[name] = _words(label, row.language, row.sentence)

    def sentences(self) -> dict[tuple[str, str], str]:
        return {place: self.cleaned_data[name] for name, place in self.places.items()}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What has to change"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_TEXT_CHARACTERS,
    )


class PublishForm(forms.Form):
    year = forms.IntegerField(label=_("Type the year to publish"))


class CorrectForm(forms.Form):
    once = OnceField()
    note = forms.CharField(
        label=_("What is corrected"), max_length=300, help_text=_("Printed on the new edition.")
    )


def _words(label: str, language: str, value: str, rows: int = 1) -> forms.CharField:
    attributes = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    widget = (
        forms.Textarea(attributes | {"rows": rows}) if rows > 1 else forms.TextInput(attributes)
    )
    limit = MAX_LINE_CHARACTERS if rows == 1 else MAX_TEXT_CHARACTERS
    return forms.CharField(
        label=label, required=False, initial=value, widget=widget, max_length=limit
    )
