"""The dated rules of requests: types, time limits, grounds of refusal, escalation and custody."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from central_offices.dated_rules import tables
from central_offices.dated_rules.tables import Choices, DatedTable, Faults, Values
from central_offices.models import CooperationInstrument
from exchange.models import (
    Arrest,
    CustodyRule,
    Effect,
    EscalationRule,
    Level,
    RefusalGround,
    Request,
    RequestRecipient,
    RequestType,
    UrgencyRule,
)

NAME, BASIS, SOURCE = gettext_lazy("Name"), gettext_lazy("Basis in law"), gettext_lazy("Source")
URGENCY, CODE = gettext_lazy("Urgency"), gettext_lazy("Code")
CODE_HELP = gettext_lazy("Capital letters, digits and underlines, such as PARCEL_CHECK.")
OWNERS = "OWNER_RESTRICTION"
# Steps of the system name these grounds: referral, an owner's refusal, and the silent answer.
NAMED_BY_STEPS = ("NOT_COMPETENT", OWNERS, "NO_DATA_OR_NOT_DISCLOSABLE")


def register() -> None:
    """Called once, when the apps are ready."""
    tables.register(TYPES, TIME_LIMITS, GROUNDS, ESCALATION, CUSTODY)


def with_tag(code: str) -> str:
    """How many requests carry a tag, for the preview of a change of it."""
    n = Request.objects.filter(tags__contains=[code]).count()
    words = ngettext(
        "%(n)d request carries this tag, and keeps it.",
        "%(n)d requests carry this tag, and keep it.",
        n,
    )
    return words % {"n": n}


def _about_type(key: Values, before: Values, after: Values) -> Iterator[str]:
    n = Request.objects.filter(type__code=key["code"], status=Request.Status.DRAFT).count()
    yield (
        ngettext(
            "%(n)d draft of this type goes by what holds when it is submitted.",
            "%(n)d drafts of this type go by what holds when they are submitted.",
            n,
        )
        % {"n": n}
    )
    yield _("What was submitted before stays as it was.")
    n = CooperationInstrument.objects.filter(scope__contains=[key["code"]]).count()
    if n:
        yield (
            ngettext("%(n)d agreement names this type.", "%(n)d agreements name this type.", n)
            % {"n": n}
        )


def _about_running(key: Values, before: Values, after: Values) -> Iterator[str]:
    rows: Any = RequestRecipient.objects.filter(
        status__in=RequestRecipient.OPEN, request__urgency=key["urgency"]
    )
    if key.get("type_code"):
        rows = rows.filter(request__type__code=key["type_code"])
    n = rows.count()
    yield (
        ngettext(
            "%(n)d clock of this kind runs now, and keeps its end.",
            "%(n)d clocks of this kind run now, and keep their ends.",
            n,
        )
        % {"n": n}
    )


def _about_levels(key: Values, before: Values, after: Values) -> Iterator[str]:
    yield from _about_running(key, before, after)
    yield _("From that day on every clock that has run out climbs by it, also one that ran before.")


def _about_grounds(key: Values, before: Values, after: Values) -> Iterator[str]:
    yield _("Refusals on this ground that were said before stay as they are.")


def _about_arrests(key: Values, before: Values, after: Values) -> Iterator[str]:
    n = Arrest.objects.filter(status__in=Arrest.WAITING).count()
    yield (
        ngettext(
            "%(n)d person is held now, by the rules of the day of the arrest.",
            "%(n)d persons are held now, each by the rules of the day of the arrest.",
            n,
        )
        % {"n": n}
    )


def _check_code(values: Values) -> Faults:
    return [] if tables.is_code(values["code"]) else [("code", str(CODE_HELP))]


def _check_type(values: Values) -> Faults:
    faults = _check_code(values)
    if values["coercive"] and values["release"] != "HEAD":
        faults.append(("release", _("What is coercive is approved by the head of office.")))
    return faults


def _check_limit(values: Values) -> Faults:
    if values["ack_minutes"] > values["reply_minutes"]:
        return [("ack_minutes", _("The time to acknowledge is longer than the time to reply."))]
    return []


def _check_custody(values: Values) -> Faults:
    if values["days"] < 1:
        return [("days", _("Write at least one day."))]
    if values["before_end"] and values["effect"] != Effect.ALARM:
        return [("before_end", _("Only alarms count from the end."))]
    return []


def _keep_limit(key: Values) -> str:
    if key["type_code"]:
        return ""
    return _("It holds for every type without a time limit of its own: change it instead.")


def _keep_ground(key: Values) -> str:
    if key["code"] not in NAMED_BY_STEPS:
        return ""
    return _("Steps of the system use this ground: change it instead.")


def _check_ground(values: Values) -> Faults:
    faults = _check_code(values)
    if values["code"] == OWNERS and not values["silent"]:
        faults.append(("silent", _("A refusal for the owner's sake says nothing else.")))
    return faults


def _keep_level(key: Values) -> str:
    if key["level"] != Level.SECRETARIAT:
        return ""
    return _("Somebody has to be told at last of what is late: change the minutes instead.")


def _keep_custody(key: Values) -> str:
    """The last rule that says how long a person is held at most has no end."""
    if key["effect"] != Effect.END:
        return ""
    others = CustodyRule.objects.in_force().filter(effect=Effect.END, valid_to=None)
    if others.exclude(days=key["days"]).exists():
        return ""
    return _(
        "Some rule has to say when a person is released at the latest. Begin another one first; "
        "where two hold, the shorter time counts."
    )


def _types() -> Choices:
    rows = RequestType.objects.in_force().order_by("code")
    every: Any = gettext_lazy("Every type without one of its own")
    return [("", every), *((row.code, str(row)) for row in rows)]


TYPES = DatedTable(
    model=RequestType,
    slug="request-types",
    title=gettext_lazy("Types of request"),
    effect=gettext_lazy(
        "What can be asked for, and what asking takes: as on the day on which it is submitted."
    ),
    key={"code": CODE},
    content={
        "names": NAME,
        "release": gettext_lazy("Second person"),
        "coercive": gettext_lazy("Coercive"),
        "custody": gettext_lazy("A person may be arrested for it, and held until papers arrive"),
        "seeks": gettext_lazy("Asks for on the persons in it"),
        "refugee_guard": gettext_lazy("No answer may tell of asylum or protection"),
        "purpose": gettext_lazy("Purpose that the form proposes"),
        "basis": BASIS,
        "required_facts": gettext_lazy("What a request says at least"),
    },
    helps={"code": CODE_HELP},
    concerned=_about_type,
    check=_check_type,
)
TIME_LIMITS = DatedTable(
    model=UrgencyRule,
    slug="time-limits",
    title=gettext_lazy("Time limits"),
    effect=gettext_lazy(
        "Minutes to acknowledge and to reply: those of the day on which a request is delivered."
    ),
    key={"urgency": URGENCY, "type_code": gettext_lazy("Type of request")},
    content={
        "ack_minutes": gettext_lazy("Minutes to acknowledge"),
        "reply_minutes": gettext_lazy("Minutes to reply"),
        "approve_minutes": gettext_lazy("Minutes to approve what left before"),
        "source": SOURCE,
    },
    helps={"approve_minutes": gettext_lazy("Empty: nothing leaves before its approval.")},
    choices={"type_code": _types},
    concerned=_about_running,
    check=_check_limit,
    kept=_keep_limit,
)
GROUNDS = DatedTable(
    model=RefusalGround,
    slug="grounds-of-refusal",
    title=gettext_lazy("Grounds of refusal"),
    effect=gettext_lazy(
        "Why an office may refuse a request: those of the day on which it refuses."
    ),
    key={"code": CODE},
    content={
        "names": NAME,
        "basis": BASIS,
        "silent": gettext_lazy("A refusal on it says nothing else"),
        "betrays": gettext_lazy("Could tell of asylum or protection"),
    },
    helps={"code": CODE_HELP},
    concerned=_about_grounds,
    check=_check_ground,
    kept=_keep_ground,
)
ESCALATION = DatedTable(
    model=EscalationRule,
    slug="escalation",
    title=gettext_lazy("Escalation"),
    effect=gettext_lazy(
        "Minutes after the end of a clock until the next level is told: those of that day."
    ),
    key={"urgency": URGENCY, "level": gettext_lazy("Told")},
    content={"after_minutes": gettext_lazy("Minutes after the end"), "source": SOURCE},
    concerned=_about_levels,
    kept=_keep_level,
)
CUSTODY = DatedTable(
    model=CustodyRule,
    slug="custody",
    title=gettext_lazy("Custody"),
    effect=gettext_lazy(
        "How long a person is held until papers arrive, and when alarms are given: by the rules of "
        "the day of the arrest. An agreement between the two countries goes before."
    ),
    key={
        "effect": gettext_lazy("Effect"),
        "before_end": gettext_lazy("Counted back from the end"),
        "days": gettext_lazy("Days"),
    },
    content={"source": SOURCE},
    concerned=_about_arrests,
    check=_check_custody,
    kept=_keep_custody,
)
