"""Refugee guard: whoever found protection is not asked about in the country that they fled from.

Refugee Convention 1951 art. 33; resolution GA-2017-86-RES-09: data must not reach the country of
feared persecution, and that country never learns who protects. So nothing about a protected person
goes to an office of a country that may be the one. The office that keeps the record knows why, and
is told plainly; another office whose act holds such a person is told what it would be told of any
contributed person: that the owner has not consented.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from cases.models import Subject
from cases.safeguards import originator_control, protected_status
from cases.safeguards.protected_status import Act, Named
from central_offices.models import CentralOffice, Jurisdiction
from kernel import acting
from kernel.errors import NotReady

Missing = list[tuple[str, str]]
PERSONS = "persons"  # what lacks another office's consent stands there, as originator control says


@acting.by_a_rule("refugee guard")
def missing(
    kind: Act,
    act: UUID,
    owner: CentralOffice,
    subject_ids: Iterable[UUID],
    offices: Iterable[CentralOffice],
    field: str = "recipients",
) -> Missing:
    """(field, sentence) for every office that the owner's act must not reach."""
    subjects, asked = list(subject_ids), list(offices)
    if not subjects or not asked:
        return []
    refused = protected_status.refused(kind, act, asked)
    if not refused:
        return []
    others = Subject.objects.filter(pk__in=subjects).exclude(owner_office=owner)
    if keepers := sorted({str(row.owner_office) for row in others.select_related("owner_office")}):
        field = PERSONS if kind == Act.REQUEST else field
        return [(field, originator_control.not_without_consent(keepers))]
    if any(_flight_unknown(subject) for subject in Subject.objects.filter(pk__in=subjects)):
        return [(field, _unknown())]
    return [(field, _SENTENCES[kind]() % {"office": office}) for office in refused]


def told_in_words(words: str, offices: Iterable[CentralOffice], field: str) -> Missing:
    """(field, sentence) for every office that must not learn of somebody whom the words name.

    Of own persons of the office that acts: it reads its own claims anyway.
    """
    sentence = _("These words name a person of whom %(office)s must not learn. Take the name out.")
    return [
        (field, sentence % {"office": office})
        for office in offices
        if not protected_status.may_be_told(words, office)
    ]


def kept_from(
    words: str, numbers: Iterable[str], names: Iterable[Named], offices: Iterable[CentralOffice]
) -> list[CentralOffice]:
    """The offices of which an own person fears one, whom words, numbers or names may mean.

    Own is what the office that acts keeps.
    """
    wanted, named = list(numbers), list(names)
    return [
        office
        for office in offices
        if not protected_status.may_be_told(words, office)
        or not protected_status.own_may_reach(wanted, named, office)
    ]


def only_refused(office: CentralOffice) -> str:
    """The sentence for the office that keeps the record, where it may only refuse."""
    sentence = _(
        "By what your office has on record, %(office)s must be told nothing of a person whom this "
        "request may be about. Refuse it, with a ground that doesn't tell why."
    )
    return sentence % {"office": office}


def _flight_unknown(subject: Subject) -> bool:
    """Whether the office that keeps the record entered a claim, and no country stands anywhere."""
    rows = protected_status.entered(subject)
    if not rows or any(row.feared for row in rows):
        return False
    held = subject.nationalities.exclude(jurisdiction__kind=Jurisdiction.Kind.SPECIAL)
    born = subject.identities.exclude(birth_country=None)
    return not held.exists() and not born.exists()


def demand(
    kind: Act,
    act: UUID,
    owner: CentralOffice,
    subject_ids: Iterable[UUID],
    offices: Iterable[CentralOffice],
    field: str = "recipients",
) -> None:
    """Raise NotReady if the act must not reach one of the offices."""
    if found := missing(kind, act, owner, subject_ids, offices, field):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def _unknown() -> str:
    return _(
        "It is not on record which country a person fled from, so nobody can be told of them. "
        "Take the other offices out first; then enter the country on the page of the person, "
        "under Protection."
    )


_SENTENCES = {
    Act.REQUEST: lambda: _(
        "%(office)s can't be asked about a person of this request, or out of this case. Take the "
        "person off, or ask without the case."
    ),
    Act.CASE: lambda: _("%(office)s must not see a person of this case. It can't be shown there."),
    Act.NOTICE: lambda: _("%(office)s must not learn of this person. Leave it out of the notice."),
}
