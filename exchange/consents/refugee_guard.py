"""Whoever found protection is not asked about in the country that they fled from.

Refugee Convention 1951 art. 33; resolution GA-2017-86-RES-09: data must not reach the country of
feared persecution, and that country never learns who protects. So: no request about a refugee
goes to a country that may be the one; what is told of a person leaves the status out; and where
a type of request is about the very status (`refugee_guard`), neither an answer nor the choice of
a ground of refusal may tell of it.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from cases.models import Subject
from central_offices.models import Jurisdiction
from exchange.models import RefusalGround, Request
from exchange.queries import DatedQuerySet
from kernel.errors import NotReady

STATUS = {"XXB", "XXC"}  # ICAO Doc 9303: refugee, as travel documents say it
Missing = list[tuple[str, str]]


def missing(request: Request) -> Missing:
    """(field, sentence) for every office that must not be asked about one of the persons.

    Fails closed: while the country of a refugee is not on record, nobody can be asked.
    """
    feared, unknown = _feared(request.subject_ids)
    if unknown:
        sentence = _(
            "A person is on record as a refugee, without nationality or country of birth. "
            "Record one, so that their own country is not asked."
        )
        return [("persons", sentence)]
    sides = request.recipients.filter(office__jurisdiction__in=feared).select_related("office")
    sentence = _("%(office)s can't be asked about a person of this request. Take one of them off.")
    return [("recipients", sentence % {"office": side.office}) for side in sides]


def demand(request: Request) -> None:
    """Raise NotReady if the request would reach a country that a person of it fled from."""
    if found := missing(request):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def grounds(rows: DatedQuerySet, request: Request) -> DatedQuerySet:
    """The grounds of refusal that tell nothing of asylum or protection, where that matters."""
    return rows.exclude(betrays=True) if request.type.refugee_guard else rows


def demand_ground(ground: RefusalGround, request: Request) -> None:
    """Raise NotReady when choosing this ground would tell of asylum or protection."""
    if request.type.refugee_guard and ground.betrays:
        sentence = _("This ground could tell of asylum or protection. Choose another one.")
        raise NotReady(sentence, [("ground", sentence)])


def demand_silence(request: Request, confirmed: bool) -> None:
    """Raise NotReady until the officer says that the answer tells nothing of protection."""
    if request.type.refugee_guard and not confirmed:
        sentence = _("Say that the answer tells nothing of asylum or protection.")
        raise NotReady(sentence, [("nothing_on_asylum", sentence)])


def _feared(subject_ids: list[UUID]) -> tuple[set[str], bool]:
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
