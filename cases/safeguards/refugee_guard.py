"""Refugee guard: whoever found protection is not asked about in the country that they fled from.

Refugee Convention 1951 art. 33; resolution GA-2017-86-RES-09: data must not reach the country of
feared persecution, and that country never learns who protects. So: nothing about a refugee goes
to an office of a country that may be the one, and what is told of a person leaves the status out.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Subject
from central_offices.models import CentralOffice, Jurisdiction
from kernel.errors import NotReady

STATUS = {"XXB", "XXC"}  # ICAO Doc 9303: refugee, as travel documents say it
Missing = list[tuple[str, str]]


def missing(subject_ids: Iterable[UUID], offices: QuerySet[CentralOffice]) -> Missing:
    """(field, sentence) for every office that must not be asked about one of the persons.

    Fails closed: while the country of a refugee is not on record, nobody can be asked.
    """
    feared, unknown = _feared(subject_ids)
    if unknown:
        sentence = _(
            "A person is on record as a refugee, without nationality or country of birth. "
            "Record one, so that their own country is not asked."
        )
        return [("persons", sentence)]
    sentence = _("%(office)s can't be asked about a person of this request. Take one of them off.")
    refused = offices.filter(jurisdiction__in=feared)
    return [("recipients", sentence % {"office": office}) for office in refused]


def demand(subject_ids: Iterable[UUID], offices: QuerySet[CentralOffice]) -> None:
    """Raise NotReady if one of the offices is in a country that one of the persons fled from."""
    if found := missing(subject_ids, offices):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def _feared(subject_ids: Iterable[UUID]) -> tuple[set[str], bool]:
    """The countries that refugees among these persons may have fled from; whether one is unknown.

    Every nationality, former ones too, and every country of birth counts, with the successors
    of dissolved states: better one office too many left out.
    """
    rows = Subject.objects.filter(pk__in=subject_ids, nationalities__jurisdiction__in=STATUS)
    feared: set[str] = set()
    unknown = False
    for subject in rows.distinct().prefetch_related(
        "nationalities__jurisdiction", "identities__birth_country"
    ):
        countries = _countries(subject)
        unknown = unknown or not countries
        feared |= countries
    return feared, unknown


def _countries(subject: Subject) -> set[str]:
    places = [row.jurisdiction for row in subject.nationalities.all()]
    places += [row.birth_country for row in subject.identities.all() if row.birth_country]
    found = {row for row in places if row.kind != Jurisdiction.Kind.SPECIAL}
    return {code for row in found for code in (row.code, *row.successors)}
