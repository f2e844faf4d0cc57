"""Cases and persons for the search box: what their lists find, the best of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.models import Case, Subject
from cases.search import finding, people_list
from central_offices.models import Officer
from kernel.pages.search_results import MAX_RESULTS_PER_PART, Part, Result


def found(officer: Officer, text: str) -> list[Part]:
    """Cases and persons that the officer may see under the typed name, words or reference."""
    return [
        Part(_("Cases"), "case", list(_cases(officer, text))),
        Part(_("Persons"), "user", list(_persons(officer, text))),
    ]


def _cases(officer: Officer, text: str) -> Iterator[Result]:
    rows = Case.objects.visible_to(officer).select_related("owner_office")
    page = finding.typed(officer, rows, text, size=MAX_RESULTS_PER_PART)
    for case in page.rows:
        match = page.matches.get(case.pk)
        note = match.name if match else str(case.owner_office)
        url = case.get_absolute_url()
        yield Result(
            url,
            case.title,
            case.reference,
            note,
            case.classification,
            str(case.get_status_display()),
            case.TONES.get(case.status, ""),
        )


def _persons(officer: Officer, text: str) -> Iterator[Result]:
    rows = people_list.with_names(Subject.objects.visible_to(officer))
    page = people_list.named(officer, rows, text, size=MAX_RESULTS_PER_PART)
    for subject in page.rows:
        name = page.matches[subject.pk].name
        note = "" if name == subject.main_name else name
        yield Result(subject.get_absolute_url(), subject.main_name, note=note)
