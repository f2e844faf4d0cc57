"""Public pages of the key issues, and their files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import translation

from kernel.files import stored_files
from kernel.forms.numbers import typed_number
from policies.models import Edition, EditionDocument, Language

NATIVE = {
    "en": "English",
    "ar": "العربية",
    "zh": "中文",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}


@login_not_required
def key_issues(request: HttpRequest) -> HttpResponse:
    """The edition that counts today, and a list of all that were published."""
    current = Edition.objects.current()
    if current is None:
        return render(request, "public/no_key_issues.html")
    return _page(request, current)


@login_not_required
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _published(slug))


@login_not_required
def as_pdf(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    row = _published(slug)
    document = get_object_or_404(EditionDocument, edition=row, language=language)
    if document.file is None:
        return render(request, "public/not_made_yet.html", status=503)
    return stored_files.as_response(document.file, inline=True)


def _published(slug: str) -> Edition:
    year, number = (typed_number(part) for part in slug.partition("-")[::2])
    if year is None or number is None:
        raise Http404
    return get_object_or_404(Edition.objects.published(), year=year, number=number)


def _page(request: HttpRequest, row: Edition) -> HttpResponse:
    documents = {document.language: document for document in row.documents.all()}
    wanted = request.GET.get("lang") or translation.get_language() or "en"
    code = wanted.split("-")[0]
    code = code if code in documents else "en"
    others = Edition.objects.published().exclude(pk=row.pk)
    newest = Edition.objects.published().filter(year=row.year).order_by("-number").first()
    with translation.override("zh-hans" if code == "zh" else code):
        return render(
            request,
            "public/key_issues.html",
            {
                "edition": row,
                "document": documents[code],
                "paper": documents[code].payload,
                "code": code,
                "direction": "rtl" if code == "ar" else "ltr",
                "language": code,
                "choices": [(c, NATIVE[c]) for c in Language.values if c in documents],
                "others": others,
                "superseded_by": newest if newest != row else None,
            },
        )
