"""The rows of the list of persons, as the table shows them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from cases.models import Subject
from kernel.pages.filled_rows import FilledRows
from kernel.templatetags.iisa import country

TEMPLATE = "cases/person_row.html"
SOMETIMES = ["romanised"]
ALWAYS = ["url", "name", "born", "countries", "sex", "office"]
NO_COUNTRY = mark_safe('<span class="muted">—</span>')


def table_rows(subjects: Iterable[Subject]) -> list[SafeString]:
    """The rows of persons that `people_list.with_names` read: no query more."""
    filled, start = FilledRows(TEMPLATE, ALWAYS, SOMETIMES), reverse("cases:persons")
    chips: dict[tuple[type, str], SafeString] = {}  # a country and its office have one code

    def chip(row: Any) -> SafeString:
        key = type(row), row.code
        if key not in chips:
            chips[key] = country(row)
        return chips[key]

    rows = []
    for subject in subjects:
        identity = subject.main_identity
        held = [(chip(one.jurisdiction),) for one in subject.nationalities.all()]
        values = {
            "url": f"{start}{subject.pk}/",
            "name": str(subject),
            "romanised": identity.romanised if identity else "",
            "born": (identity.birth_in_words if identity else "") or "—",
            "countries": format_html_join("\n", "{}", held) if held else NO_COUNTRY,
            "sex": subject.get_sex_display(),
            "office": chip(subject.owner_office),
        }
        rows.append(filled.row(values))
    return rows
