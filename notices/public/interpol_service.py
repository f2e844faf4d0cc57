"""The public service in the shape of INTERPOL's (docs/laws.md N4), with real 404s and real pages.

It reads public extracts only; a notice whose extract was declined is answered like an unknown one.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from central_offices.models import Jurisdiction
from kernel.files import stored_files
from kernel.pages.copies import may_be_copied
from notices.models import Colour, PublicExtract
from notices.public import search

PER_PAGE, MOST_PER_PAGE = 20, 160
COLOURS = {"red": Colour.RED, "yellow": Colour.YELLOW, "un": Colour.UN}
PARAMETERS = {
    "red": (
        "forename",
        "name",
        "nationality",
        "ageMin",
        "ageMax",
        "freeText",
        "sexId",
        "arrestWarrantCountryId",
    ),
    "yellow": ("forename", "name", "nationality", "ageMin", "ageMax", "freeText", "sexId"),
    "un": ("name", "unReference", "unResolution"),
}
LISTED = ("date_of_birth", "nationalities", "forename", "name", "un_reference")


@may_be_copied
@login_not_required
@require_safe
def notices(request: HttpRequest, colour: str) -> JsonResponse:
    """A page of extracts of one colour."""
    given = {name: request.GET.get(name, "") for name in PARAMETERS[colour]}
    size = min(max(_number(request.GET.get("resultPerPage"), PER_PAGE), 1), MOST_PER_PAGE)
    found = search.rows(given, COLOURS[colour]).defer(*search.UNSHOWN)
    paginator = Paginator(found.values_list("pk", flat=True), size)
    wanted = max(_number(request.GET.get("page"), 1), 1)
    # Which they are first: what lies before them is passed over in the index alone.
    ids = list(paginator.page(wanted)) if wanted <= paginator.num_pages else []
    rows = found.filter(pk__in=ids) if ids else []
    query = {name: value for name, value in given.items() if value}
    address = reverse(f"service_{colour}")

    def page(number: int) -> dict[str, str]:
        parameters = query | {"resultPerPage": size, "page": number}
        return {"href": f"{_site(request)}{address}?{urlencode(parameters)}"}

    links = {"self": page(wanted), "first": page(1), "last": page(paginator.num_pages)}
    if wanted < paginator.num_pages:
        links["next"] = page(wanted + 1)
    return _json(
        {
            "total": paginator.count,
            "query": query | {"page": wanted, "resultPerPage": size},
            "_embedded": {"notices": [_row(request, row) for row in rows]},
            "_links": links,
        }
    )


@may_be_copied
@login_not_required
@require_safe
def notice(request: HttpRequest, colour: str, slug: str, kind: str = "") -> JsonResponse:
    """One extract with all its fields."""
    row = _one(colour, slug, kind)
    more = {"_embedded": {"links": []}, "_links": _links(request, row)}
    return _json({"entity_id": row.entity_id} | row.data | more)


@login_not_required
@require_safe
def images(request: HttpRequest, colour: str, slug: str, kind: str = "") -> JsonResponse:
    """The photographs of an extract: none or one."""
    row = _one(colour, slug, kind)
    base = _address(request, row)
    shown = []
    if row.photo is not None:
        picture = str(row.photo_id)
        shown = [{"picture_id": picture, "_links": {"self": {"href": f"{base}/images/{picture}"}}}]
    links = {"self": {"href": f"{base}/images"}, "notice": {"href": base}}
    return _json({"_embedded": {"images": shown}, "_links": links})


@login_not_required
@require_safe
def image(
    request: HttpRequest, colour: str, slug: str, picture_id: str, kind: str = ""
) -> StreamingHttpResponse:
    row = _one(colour, slug, kind)
    if row.photo is None or str(row.photo_id) != picture_id:
        raise Http404
    return stored_files.as_response(row.photo, inline=True)


@login_not_required
@require_safe
def countries(request: HttpRequest) -> JsonResponse:
    """The two-letter codes that the service uses, with English names."""
    rows = Jurisdiction.objects.exclude(alpha2="").order_by("alpha2")
    listed = [{"value": row.alpha2, "name": row.names["en"]} for row in rows]
    return JsonResponse(listed, safe=False)


def _one(colour: str, slug: str, kind: str) -> PublicExtract:
    row = search.one(slug, COLOURS[colour])
    if colour == "un" and kind != ("entities" if row.kind == "ENTITY" else "persons"):
        raise Http404
    return row


def _row(request: HttpRequest, row: PublicExtract) -> dict[str, Any]:
    shown = {name: row.data.get(name) for name in LISTED if name in row.data}
    if matched := getattr(row, "matched", None):
        shown |= {"score": row.score, "matched": matched}  # type: ignore[attr-defined]
    return {"entity_id": row.entity_id, **shown, "_links": _links(request, row)}


def _links(request: HttpRequest, row: PublicExtract) -> dict[str, dict[str, str]]:
    base = _address(request, row)
    links = {"self": {"href": base}, "images": {"href": f"{base}/images"}}
    if row.photo_id:
        links["thumbnail"] = {"href": f"{base}/images/{row.photo_id}"}
    return links


def _address(request: HttpRequest, row: PublicExtract) -> str:
    kind = {"ENTITY": "entities/", "PERSON": "persons/"}[row.kind] if row.colour == "UN" else ""
    return f"{_site(request)}/notices/v1/{row.colour.lower()}/{kind}{row.slug}"


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _json(body: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(body)
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise


urlpatterns = [path("en/notices/data/countries", countries, name="service_countries")]
for _colour in COLOURS:
    _kinds = "<slug:kind>/" if _colour == "un" else ""
    _base, _given = f"notices/v1/{_colour}", {"colour": _colour}
    urlpatterns += [
        path(_base, notices, _given, name=f"service_{_colour}"),
        path(f"{_base}/{_kinds}<str:slug>", notice, _given),
        path(f"{_base}/{_kinds}<str:slug>/images", images, _given),
        path(f"{_base}/{_kinds}<str:slug>/images/<str:picture_id>", image, _given),
    ]
