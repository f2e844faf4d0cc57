"""A new office, and its country where that is new: added by two persons, before it joins."""

import re
from typing import Any
from zoneinfo import available_timezones

from anyascii import anyascii
from django.db.models import Max
from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Jurisdiction, Officer
from kernel.errors import NotReady

CODE = re.compile("[A-Z]{3}")
ALPHA2 = re.compile("[A-Z]{2}")


def check(change: Any) -> None:
    """Raise NotReady with all that is not as it has to be, field by field."""
    if found := _wrong(change.content):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def add(agency: CentralOffice, change: Any, by: Officer) -> None:
    """Write the country, if it is new, and its office, which has not joined yet.

    The Secretariat's row is locked: two at once get different numbers.
    """
    given = change.content
    country, _made = Jurisdiction.objects.get_or_create(
        code=given["code"],
        defaults={
            "alpha2": given["alpha2"],
            "names": given["names"],
            "kind": Jurisdiction.Kind.STATE,
        },
    )
    CentralOffice.objects.create(
        code=given["code"],
        number=(CentralOffice.objects.aggregate(most=Max("number"))["most"] or 0) + 1,
        jurisdiction=country,
        city=given["city"],
        names=given["names"],
        sort_key=anyascii(given["names"]["en"]).casefold(),
        languages=given["languages"],
        time_zone=given["time_zone"],
    )


def _wrong(given: dict[str, Any]) -> list[tuple[str, str]]:
    found, code = [], given["code"]
    country = Jurisdiction.objects.filter(pk=code).first()
    if not CODE.fullmatch(code):
        found.append(("code", _("Write the code of the country: three letters of ISO 3166-1.")))
    elif CentralOffice.objects.filter(code=code).exists():
        found.append(("code", _("There is an office of this code. Let that one join.")))
    elif country and CentralOffice.objects.filter(jurisdiction=country).exists():
        found.append(("code", _("This country has an office already.")))
    elif country and country.kind == Jurisdiction.Kind.DISSOLVED_STATE:
        found.append(("code", _("A dissolved state has no office.")))
    elif country is None and not ALPHA2.fullmatch(given["alpha2"]):
        found.append(("alpha2", _("The country is new here: write its two letters of ISO 3166-1.")))
    if not given["names"].get("en"):
        found.append(("name_en", _("Write the name in English: others fall back to it.")))
    if not given["city"]:
        found.append(("city", _("Write the city.")))
    if given["time_zone"] not in available_timezones():
        sentence = _("“%(zone)s” is no time zone. Write one such as Africa/Nairobi.")
        found.append(("time_zone", sentence % {"zone": given["time_zone"]}))
    return found
