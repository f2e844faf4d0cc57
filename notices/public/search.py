"""Search of public extracts: parameters of INTERPOL's public service, and those of our page."""

from collections.abc import Mapping
from datetime import date

from anyascii import anyascii
from django.http import Http404
from django.utils import timezone

from notices.models import Colour, PublicExtract
from notices.queries import ExtractQuerySet

Extracts = ExtractQuerySet[PublicExtract]

MAX_SEARCH_WORDS = 8


def rows(given: Mapping[str, str], colour: str = "") -> Extracts:
    """The extracts in force that match, newest first; none for what makes no sense."""
    found = PublicExtract.objects.visible_to().order_by("-published_at", "-pk")
    wanted = colour or given.get("kind", "").upper()
    if wanted:
        found = found.filter(colour=wanted) if wanted in Colour.values else found.none()
    found = _words(found, given.get("q") or given.get("freeText") or "", "search_text")
    found = _written(found, given.get("name", ""), "name")
    found = _written(found, given.get("forename", ""), "forename")
    if nationality := (given.get("nationality") or given.get("country") or "").upper():
        found = found.filter(nationalities__contains=[nationality[:4]])
    if sex := given.get("sexId", "").upper():
        found = found.filter(sex_id=sex) if sex in {"F", "M", "U"} else found.none()
    if warrant := given.get("arrestWarrantCountryId", "").upper():
        found = found.filter(warrant_countries__contains=[warrant[:4]])
    return _listed(_aged(found, given), given)


def one(slug: str, colour: str = "") -> PublicExtract:
    """The extract in force with this name (2026-30493, QDi.432). Raises Http404 for any other."""
    found = PublicExtract.objects.visible_to().select_related("photo", "notice")
    if colour:
        found = found.filter(colour=colour)
    year, dash, number = slug.partition("-")
    is_reference = dash and year.isdecimal() and number.isdecimal()
    row = found.filter(entity_id=f"{year}/{number}" if is_reference else slug).first()
    if row is None:
        raise Http404
    return row


def _written(found: Extracts, typed: str, field: str) -> Extracts:
    """Part of a name, also as it is romanised."""
    typed = typed.strip()[:100]
    if not typed:
        return found
    return _words(found.filter(**{f"{field}__gt": ""}), typed, "search_text")


def _words(found: Extracts, typed: str, field: str) -> Extracts:
    for word in anyascii(typed[:200]).lower().split()[:MAX_SEARCH_WORDS]:
        found = found.filter(**{f"{field}__contains": word})
    return found


def _aged(found: Extracts, given: Mapping[str, str]) -> Extracts:
    today = timezone.now().date()
    least, most = _number(given.get("ageMin")), _number(given.get("ageMax"))
    if (given.get("ageMin") and least is None) or (given.get("ageMax") and most is None):
        return found.none()
    if least is not None:
        found = found.filter(birth_earliest__lte=_years_before(today, least))
    if most is not None:
        found = found.filter(birth_latest__gt=_years_before(today, most + 1))
    return found


def _listed(found: Extracts, given: Mapping[str, str]) -> Extracts:
    if reference := given.get("unReference", "").strip():
        found = found.filter(un_reference__iexact=reference)
    resolution = _number(given.get("unResolution"), 9999)
    return found if resolution is None else found.filter(un_resolution=resolution)


def _number(text: str | None, most: int = 150) -> int | None:
    return (
        min(int(text), most)
        if text and text.isascii() and text.isdigit() and len(text) < 6
        else None
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
