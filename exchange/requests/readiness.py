"""Readiness of a request: what it still needs before it may leave the office."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CaseSubject
from cases.safeguards import refugee_guard
from cases.safeguards.protected_status import Act
from central_offices.directory import standing
from central_offices.models import CentralOffice, Purpose
from exchange.clocks import deadlines
from exchange.consents import contributed
from exchange.models import Request, RequestType, Urgency
from exchange.models.rules import Fact
from exchange.requests import person_acts, persons
from kernel import acting
from kernel.errors import NotReady

Missing = list[tuple[str, str]]
FIELDS = {
    Fact.PERSONS: "subject_ids",
    Fact.LEGAL_BASIS: "legal_basis",
    Fact.NECESSITY: "necessity",
    Fact.EVALUATION: "source_evaluation",
}


def missing(request: Request) -> Missing:
    """(field, sentence) for everything that stands in the way of sending; empty when ready."""
    by_rules_of_today(request)
    return [
        *_recipients(request),
        *_rules(request),
        *_facts(request),
        *_articles(request),
        *_purpose(request),
        *_urgency(request),
        *_level(request),
        *_conversation(request),
        *demanded_by_owners(request),
    ]


def demanded_by_owners(request: Request) -> Missing:
    """Objections of the refugee guard and of other offices' conditions of use.

    A sentence about others' persons is said once, and reads alike whichever of them objects.
    """
    conditions = contributed.missing(request)
    said = {field for field, _sentence in conditions} & {refugee_guard.PERSONS}
    return [*(row for row in guarded(request) if row[0] not in said), *conditions]


@acting.by_a_rule("refugee guard")
def guarded(request: Request) -> Missing:
    """The refugee guard's objections to a request with the offices that it is addressed to."""
    asked, persons = request.asked_offices(), list(request.subject_ids)
    if request.case_id:
        there = CaseSubject._base_manager.filter(case=request.case_id)
        own = there.filter(subject__owner_office=request.owner_office_id)
        persons += own.exclude(subject__in=persons).values_list("subject", flat=True)
    return [
        *refugee_guard.missing(Act.REQUEST, request.pk, request.owner_office, persons, asked),
        *refugee_guard.told_in_words(contributed.all_words(request), asked, "ask"),
    ]


def demand_still_allowed(request: Request) -> None:
    """Raise NotReady if the request must not reach one of its offices any more."""
    if found := demanded_by_owners(request):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def by_rules_of_today(request: Request) -> None:
    """Let a draft go by the row of its type that is in force today."""
    if request.status == Request.Status.DRAFT and not request.type.holds:
        code = request.type.code
        request.type = RequestType.objects.in_force().filter(code=code).first() or request.type


def demand(request: Request) -> None:
    """Raise NotReady with all that is missing."""
    if found := missing(request):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def _recipients(request: Request) -> Missing:
    offices = CentralOffice.objects.filter(
        pk__in=request.recipients.values("office"),
    )
    if not offices:
        return [("recipients", _("Choose at least one office to ask."))]
    reachable = set(CentralOffice.objects.reachable().values_list("pk", flat=True))
    return [
        ("recipients", _why_not_asked(office))
        for office in offices
        if office.pk not in reachable or office.pk == request.owner_office_id
    ]


def _why_not_asked(office: CentralOffice) -> str:
    other = _("%(office)s can't be asked. Take it off the list.") % {"office": office}
    return standing.why_not_asked(office) or other


def _rules(request: Request) -> Missing:
    kind = request.type
    found = []
    if not kind.holds:
        found.append(
            ("type", _("“%(type)s” is not in force today. Choose a type.") % {"type": kind})
        )
    if deadlines.rule_for(request) is None:
        found.append(("urgency", _("There is no time limit for this urgency. Choose another one.")))
    if request.reply_due and request.reply_due <= timezone.now():
        found.append(("reply_due", _("The reply is due in the past. Choose a later time.")))
    return found


def _facts(request: Request) -> Missing:
    found = []
    for code in request.type.required_facts:
        if not _given(request, code):
            sentence = _("“%(type)s” needs: %(fact)s.") % {
                "type": request.type,
                "fact": Fact(code).label,
            }
            found.append((FIELDS.get(Fact(code), f"facts/{code}"), sentence))
    return found


def _articles(request: Request) -> Missing:
    """Whoever asks to arrest or locate a person as wanted says why articles 2 and 3 allow it."""
    if not request.type.seeks:
        return []
    told = persons.summaries(request.told_case, request.subject_ids)
    given = str(request.facts.get(Fact.ARTICLES_2_3, "")).strip()
    if given or not person_acts.persons_sought(request, told):
        return []
    sentence = _(
        "State on articles 2 and 3 why the matter is not political, military, religious or "
        "racial, and that the person’s rights are kept."
    )
    return [(f"facts/{Fact.ARTICLES_2_3}", sentence)]


def _purpose(request: Request) -> Missing:
    """A purpose is no way round the types that are made for it."""
    kind, purpose = request.type, request.purpose
    seeking = purpose in {Purpose.ARREST, Purpose.LOCATE} and purpose != kind.purpose
    if not seeking or kind.seeks:
        return []
    sentence = _(
        "“%(type)s” doesn’t serve to arrest or locate somebody. Choose another purpose, or the "
        "type that is made for it."
    )
    return [("purpose", sentence % {"type": kind})]


def _given(request: Request, code: str) -> bool:
    if code == Fact.PERSONS:
        return bool(request.subject_ids)
    if code == Fact.LEGAL_BASIS:
        return bool(request.legal_basis.strip())
    if code == Fact.NECESSITY:
        return bool(request.necessity.strip())
    if code == Fact.EVALUATION:
        return len(request.evaluation) == 2
    return bool(str(request.facts.get(code, "")).strip())


def _urgency(request: Request) -> Missing:
    """An urgent request gives the reasons of its urgency (Dir. 2023/977 art. 4)."""
    hurried = request.urgency in {Urgency.FLASH, Urgency.URGENT}
    if hurried and not request.necessity.strip():
        return [("necessity", _("Say why it is urgent, under “Why it is needed”."))]
    return []


def _level(request: Request) -> Missing:
    """The sentence where the level is below the case's."""
    case = request.told_case
    if case is None or request.classification >= case.classification:
        return []
    sentence = _("The level can't be lower than the case's: %(level)s.")
    return [("classification", sentence % {"level": case.get_classification_display()})]


def _conversation(request: Request) -> Missing:
    """The sentence where a type that may tell of protection is asked in common (`silence`)."""
    if not (request.is_common and request.type.refugee_guard):
        return []
    sentence = _("“%(type)s” is asked in individual conversations only.")
    return [("conversation", sentence % {"type": request.type})]
