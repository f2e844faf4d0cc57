"""Atom feed of public extracts: what the public list shows, for whoever follows it by a program.

It is made of the extracts in force at each call, so that a notice that ended is gone from it.
"""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notices.models import PublicExtract
from notices.papers.wording import wording
from notices.public import search
from notices.public import wording as public_words
from notices.views import public

MAX_ENTRIES = 50
# What XML 1.0 cannot hold, section 2.2.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(Atom1Feed):
    """With what its readers have to do about notices that are not in it any more."""

    mime_type = "application/atom+xml; charset=utf-8"


@login_not_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The newest extracts that the same query finds on the public list, in its language."""
    language = public.language_of(request)
    with translation.override(public.CODES.get(language, language)):
        feed = _feed(request, language)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.mime_type)
    response["Cache-Control"] = "no-store"
    return response


def _feed(request: HttpRequest, language: str) -> Feed:
    query = request.GET.urlencode()
    page = request.build_absolute_uri(reverse("public_notices"))
    made = Feed(
        title=_("Public notices of the International Internal Security Agency"),
        link=f"{page}?{query}" if query else page,
        feed_url=request.build_absolute_uri(),
        description=None,
        subtitle=_("A notice that is not here any more is not in force any more: delete it."),
        language=language,
        author_name=_("International Internal Security Agency"),
        author_link=request.build_absolute_uri(reverse("public_home")),
    )
    names = public.country_names(language)
    for row in search.rows(request.GET)[:MAX_ENTRIES]:
        address = request.build_absolute_uri(reverse("public_notice", args=[row.slug]))
        made.add_item(
            title=NO_XML.sub("", _title(row, language)),
            link=address,
            unique_id=address,
            description=escape(
                NO_XML.sub("", _summary(row, names, language))
            ),  # it is read as HTML
            pubdate=row.published_at,
            updateddate=row.published_at,
            categories=[row.colour],
        )
    return made


def _title(row: PublicExtract, language: str) -> str:
    """The kind of the notice, its reference and the name, as the list and the extract show them."""
    name = ", ".join(filter(None, (row.name, row.forename)))
    return f"{wording(f'colour.{row.colour}', language)} {row}: {name}"


def _summary(row: PublicExtract, names: dict[str, str], language: str) -> str:
    """The words beneath a name on the list, and what everybody has to know who reads a name."""
    nationalities = [names.get(code, code) for code in row.nationalities]
    known = [public_words.born_of(row, language), ", ".join(nationalities)]
    if row.colour == "UN":
        known.append(
            _("Placed on the sanctions list of the Security Council of the United Nations.")
        )
        return " · ".join(filter(None, known))
    known += [_("Everybody is presumed innocent until a court has decided.")]
    known += [_("Do not approach this person.")]
    return " · ".join(filter(None, known))
