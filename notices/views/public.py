"""Public pages: extracts of notices in force, and the check of a printed notice."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language

from central_offices.directory import as_typed
from central_offices.models import Jurisdiction, in_language
from kernel import acting
from kernel.errors import NotReady
from kernel.files import stored_files
from kernel.pages import keyset
from kernel.pages.copies import may_be_copied
from kernel.pages.narrowing import MOST_VALUE_CHARACTERS, with_chosen
from kernel.values import sorting
from notices.models import Colour, Notice
from notices.papers import verifying
from notices.papers.wording import wording
from notices.public import search
from notices.public import wording as public_words
from notices.views import lists

RELEASED_WITHIN = timedelta(days=365)
CODES = {"zh": "zh-hans"}  # Django's, of the languages of papers that it names otherwise
COLOURS = {"red": Colour.RED, "yellow": Colour.YELLOW, "un": Colour.UN}


@may_be_copied
@login_not_required
def notices(request: HttpRequest) -> HttpResponse:
    """Public extracts, by kind, name and country: newest first, or the likest names first."""
    page = search.page(request.GET)
    language, countries = language_of(request), _countries()
    names = {row.alpha2: in_language(row.names, language) for row in countries}
    context = {
        "pager": keyset.links(page, request.GET),
        "rows": [
            (row, public_words.born_of(row, language), [names.get(c, c) for c in row.nationalities])
            for row in page.rows
        ],
        "count_words": lists.count_words(page),
        "feed": _feed_of(request),
        "q": request.GET.get("q", ""),
        **_boxes(request, countries),
        "narrowed_by": _without_a_box(request),
        "released_for_offices": _released_for_offices(),
    }
    return _page(request, "public/notices.html", context)


@may_be_copied
@login_not_required
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """One extract. What is declined, ended or unknown is answered alike: 404."""
    row = search.one(slug)
    language = language_of(request)
    names = country_names(language)
    context = {
        "extract": row,
        "facts": public_words.facts(row, names, language),
        "warrants": public_words.warrants(row, names),
        "band": wording(f"colour.{row.colour}", language),
        "purpose": wording(f"purpose.{row.colour}", language) if row.colour != "RED" else "",
    }
    return _page(request, "public/notice.html", context)


@login_not_required
def photo(request: HttpRequest, slug: str) -> HttpResponseBase:
    row = search.one(slug)
    if row.photo is None:
        raise Http404
    return stored_files.as_response(row.photo, inline=True)


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Where the code on a printed notice is typed."""
    typed = request.GET.get("code", "").strip()
    if code := verifying.normalised(typed):
        return redirect("verify_code", code)
    return _page(request, "public/verify.html", {"typed": typed, "asked": bool(typed)})


@login_not_required
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the printed copy with this code still holds."""
    officer = request.user if request.user.is_authenticated else None
    found = verifying.check(code, by=officer)
    context = {"found": found, "typed": code[:20], "asked": True}
    if found:
        context["band"] = wording(f"colour.{found.colour}", language_of(request))
    response = _page(request, "public/verify.html", context, status=200 if found else 404)
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render in the language that the address asks for, else in the reader's."""
    asked = request.GET.get("lang", "")
    if asked not in dict(settings.LANGUAGES):
        return render(request, name, context, status=status)
    with translation.override(asked):
        frame = {
            "language": asked,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        return render(request, name, context | frame, status=status)


def _feed_of(request: HttpRequest) -> str:
    """The address of the feed of what this list finds."""
    query = request.GET.copy()
    query.pop("page", None)
    return reverse("public_notices_feed", query=query or None)


def language_of(request: HttpRequest) -> str:
    """The language that the address asks for, else the reader's; one of those of the papers."""
    asked = request.GET.get("lang") or get_language() or "en"
    code = asked.split("-")[0]
    return code if code in {"en", "ar", "zh", "fr", "ru", "es"} else "en"


def country_names(language: str) -> dict[str, str]:
    """The name of every jurisdiction by its two-letter code."""
    return {row.alpha2: in_language(row.names, language) for row in _countries()}


@acting.by_a_rule("how many were released for offices")
def _released_for_offices() -> int:
    """Return a number that the public is told of notices that it does not read."""
    return Notice.objects.released_for_offices(since=timezone.now() - RELEASED_WITHIN).count()


def _boxes(request: HttpRequest, countries: list[Jurisdiction]) -> dict[str, Any]:
    """Return what the boxes of kind and country offer, and show: what narrows the list."""
    kind, typed = request.GET.get("kind", ""), request.GET.get("country", "")
    kinds = [(code, colour.label) for code, colour in COLOURS.items()]
    country, named = typed, ""
    if typed:
        with suppress(NotReady):
            row = as_typed.country(typed)
            country, named = row.alpha2 or row.code, str(row)
    states = [(row.alpha2, str(row)) for row in countries if row.kind == Jurisdiction.Kind.STATE]
    return {
        "kind": kind.lower(),
        "kinds": with_chosen(kinds, kind.lower()),
        "country": country,
        "countries": with_chosen(
            sorting.by_name(states, name=lambda pair: pair[1]), country, named
        ),
    }


def _without_a_box(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what else narrows the list by its address, as the public service names it."""
    given = ((name, request.GET.get(name, "")) for name in search.PARAMETERS)
    return [(name, value[:MOST_VALUE_CHARACTERS]) for name, value in given if value]


def _countries() -> list[Jurisdiction]:
    """Return every jurisdiction that has a two-letter code."""
    return list(Jurisdiction.objects.exclude(alpha2="").only("alpha2", "kind", "names"))
