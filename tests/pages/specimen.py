"""One page with every part of the design system on it, for the eye and for Chromium."""

from datetime import timedelta
from pathlib import Path

from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from kernel.templatetags.iisa import MARKS

PAGE = Path(__file__).with_name("specimen.html")
TITLES = [
    ("Border stop: forged passports, four holders", 1, "RED", -22),
    ("Missing child, age 9, last seen at Namanga", 1, "YELLOW", 18),
    ("Lantern Quay: container trade used to move fraud proceeds", 2, "BLUE", 259),
    ("Crew list of a vessel due in Mombasa", 0, "GREEN", 4320),
]


class Every(forms.Form):
    """A field of every kind that the project uses."""

    title = forms.CharField(label="Title", help_text="What it is about, in one line.")
    summary = forms.CharField(label="Summary", widget=forms.Textarea, required=False)
    born = forms.CharField(label="Born", help_text="A year, a month or a day: 1979, 1979-08.")
    office = forms.ChoiceField(label="Office", choices=[("KEN", "Kenya"), ("PRT", "Portugal")])
    offices = forms.MultipleChoiceField(
        label="Offices", choices=[("KEN", "Kenya"), ("PRT", "Portugal")], required=False
    )
    portfolios = forms.MultipleChoiceField(
        label="Portfolios",
        choices=[("1", "Anti-terrorism"), ("2", "Anti-graft")],
        widget=forms.CheckboxSelectMultiple,
        help_text="At least one.",
    )
    level = forms.ChoiceField(
        label="Level",
        choices=[("0", "Official use"), ("1", "Restricted")],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label="The office agreed", help_text="By phone or in writing.")
    photo = forms.FileField(label="Photograph", required=False)
    due = forms.DateField(label="Due", widget=forms.DateInput(attrs={"type": "date"}))
    version = forms.CharField(widget=forms.HiddenInput, required=False)


def wrong_form() -> Every:
    """As it comes back after bad input: what was typed stands, what is wrong is said."""
    form = Every({"title": "", "born": "around 1979", "office": "KEN", "summary": "Kept text"})
    form.add_error("born", "Give a year, such as 1979.")
    form.add_error("born", "Dates before 1900 need a source.")
    form.add_error(None, "State the legal basis before you save this case.")
    return form


def context(form=None) -> dict:
    now = timezone.now()
    rows = [
        {
            "title": title,
            "level": level,
            "colour": colour,
            "until": now + timedelta(minutes=minutes, seconds=30),
            "since": now - timedelta(minutes=60),
        }
        for title, level, colour, minutes in TITLES
    ]
    ago = [timedelta(minutes=3), timedelta(hours=3, minutes=12), timedelta(days=40)]
    return {
        "rows": rows,
        "form": form or wrong_form(),
        "colours": list(MARKS),
        "moments": [now - length for length in ago],
        "facets": ["Portfolio", "Office", "Handling", "Notice", "State"],
        "page_level": 2,
        "pager": {"previous": "?before=1", "next": "?after=2"},
    }


def render(officer, language="en", **more) -> str:
    """The page as this officer gets it, in this language."""
    request = RequestFactory().get("/specimen")
    request.user = officer
    template = engines["django"].from_string(PAGE.read_text())
    with translation.override(language):
        return template.render(context() | more, request)
