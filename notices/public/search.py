"""Search of public extracts: parameters of INTERPOL's public service, and those of our page."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from anyascii import anyascii
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Q, Value, When
from django.http import Http404, QueryDict
from django.utils import timezone

from cases import names
from cases.search import persons_and_cases
from central_offices.directory import as_typed
from kernel.errors import NotReady
from kernel.pages import keyset
from kernel.pages.keyset import Order, Page
from kernel.values.folding import searchable
from kernel.values.text import REFERENCE, pasted
from notices.models import Colour, PublicExtract
from notices.queries import ExtractQuerySet

Extracts = ExtractQuerySet[PublicExtract]

MAX_TYPED_CHARACTERS = 200
# What narrows the public list too, although its page has no box for it.
PARAMETERS = (
    "forename",
    "name",
    "nationality",
    "sexId",
    "ageMin",
    "ageMax",
    "freeText",
    "arrestWarrantCountryId",
    "unReference",
    "unResolution",
)
MAX_NAMES_READ = 1_000
MAX_CANDIDATES = 120
MAX_FOUND = 100
EXTRACTS_A_PAGE = 24
NEWEST_FIRST = Order("published_at")
BY_UN_REFERENCE = Order("un_reference", is_falling=False)
# What no list shows, and what takes most of a row's room.
UNSHOWN = ("search_text", "search_names", "name_keys", "names")


def page(query: QueryDict) -> Page[PublicExtract]:
    """The page of the public list that an address asks for, in the order of `rows`."""
    found = rows(query).defer(*UNSHOWN)
    if _typed_name(query):
        return _ranked(found, query.get("page", ""))
    order = BY_UN_REFERENCE if query.get("kind", "").upper() == Colour.UN else NEWEST_FIRST
    return keyset.asked(found, query, order, size=EXTRACTS_A_PAGE)


def _ranked(found: Extracts, cursor: str) -> Page[PublicExtract]:
    """A page of what a name found: few, so that a cursor is a place among them."""
    try:
        start = int(keyset.read_cursor(cursor).get("from", 0))
    except keyset.BadCursor:
        start = 0
    known, end = list(found), start + EXTRACTS_A_PAGE
    return Page(
        known[start:end],
        next=keyset.sign({"from": end}) if end < len(known) else "",
        previous=keyset.sign({"from": max(0, start - EXTRACTS_A_PAGE)}) if start else "",
        count=len(known),
    )


def rows(given: Mapping[str, str], colour: str = "") -> Extracts:
    """The extracts in force that match; none for what makes no sense.

    Newest first, those of the United Nations alone by their reference, or where a name was typed
    the likest first, 100 at most: each then has its `score` and the public name that `matched`.
    """
    found = PublicExtract.objects.visible_to().order_by("-published_at", "-pk")
    wanted = colour or given.get("kind", "").upper()
    if wanted:
        found = found.filter(colour=wanted) if wanted in Colour.values else found.none()
    if wanted == Colour.UN:
        found = found.order_by("un_reference")
    found = _words(found, given.get("freeText") or "")
    if nationality := given.get("nationality") or given.get("country") or "":
        found = found.filter(nationalities__overlap=_country(nationality))
    if sex := given.get("sexId", "").upper():
        found = found.filter(sex_id=sex) if sex in {"F", "M", "U"} else found.none()
    if warrant := given.get("arrestWarrantCountryId", ""):
        found = found.filter(warrant_countries__overlap=_country(warrant))
    found = _listed(_aged(found, given), given)
    typed = _typed_name(given)
    return _named(found, typed[:MAX_TYPED_CHARACTERS]) if typed else found


def _typed_name(given: Mapping[str, str]) -> str:
    """The name that is searched for; empty where none is."""
    return " ".join(given.get(name, "").strip() for name in ("forename", "name", "q")).strip()


def one(slug: str, colour: str = "") -> PublicExtract:
    """The extract in force with this name (2026-30493, QDi.432). Raises Http404 for any other."""
    found = PublicExtract.objects.visible_to()
    if colour:
        found = found.filter(colour=colour)
    year, dash, number = slug.partition("-")
    is_reference = dash and year.isdecimal() and number.isdecimal()
    row = found.filter(entity_id=f"{year}/{number}" if is_reference else slug).first()
    if row is None:
        raise Http404
    return row


def _named(found: Extracts, typed: str) -> Any:
    """Those with a public name like the typed one, the likest first; or the one of a reference."""
    if REFERENCE.fullmatch(plain := pasted(typed)):
        return found.filter(entity_id__iexact=plain.replace("-", "/"))
    if not names.take_apart(typed).words:
        return found.none()
    name, born = persons_and_cases.name_and_birth(typed)
    likeness = TrigramWordSimilarity(names.normalised(name), "search_names")
    keys = persons_and_cases.keys_for(typed, budget=MAX_NAMES_READ)
    candidates = found.filter(name_keys__overlap=keys).annotate(likeness=likeness)
    best: dict[UUID, tuple[float, str]] = {}
    rows = candidates.order_by("-likeness", "-pk").values_list(
        "pk", "names", "birth_earliest", "birth_latest"
    )
    for pk, known, earliest, latest in rows[:MAX_CANDIDATES]:
        score, name = max((names.score(name, one, partial=True), one) for one in known)
        score *= persons_and_cases.agreement(born, earliest, latest)
        if score >= persons_and_cases.MIN_SCORE_MATCH:
            best[pk] = (round(score, 3), name)
    ranked = sorted(best, key=lambda pk: (-best[pk][0], pk))[:MAX_FOUND]
    if not ranked:
        return found.none()
    return (
        found.filter(pk__in=ranked)
        .annotate(
            rank=Case(*[When(pk=pk, then=Value(place)) for place, pk in enumerate(ranked)]),
            score=Case(*[When(pk=pk, then=Value(best[pk][0])) for pk in ranked]),
            matched=Case(*[When(pk=pk, then=Value(best[pk][1])) for pk in ranked]),
        )
        .order_by("rank")
    )


def _words(found: Extracts, typed: str) -> Extracts:
    """Those that hold every word anywhere in what is public, also as it is romanised."""
    for word in searchable(typed[:MAX_TYPED_CHARACTERS]).split():
        latin = anyascii(word).lower().strip() or word
        found = found.filter(Q(search_text__contains=word) | Q(search_text__contains=latin))
    return found


def _country(typed: str) -> list[str]:
    """How extracts write a country that was typed; what is none, or several, is nobody's."""
    try:
        row = as_typed.country(typed)
    except NotReady:
        return []
    return [row.alpha2, row.code] if row.alpha2 else [row.code]


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
