"""The offence catalogue as dated rules: entries begin and end on a day, and cases keep theirs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Case, Offence
from central_offices.dated_rules import tables
from central_offices.dated_rules.tables import Choices, DatedTable, Faults, Values

EXCLUSIONS: Choices = [
    ("", gettext_lazy("Not excluded")),
    ("NORMS_CONTROVERSIAL", gettext_lazy("Behavioural or cultural norms, art. 83(1)(a)(i)")),
    ("FAMILY_PRIVATE", gettext_lazy("Family or private matter, art. 83(1)(a)(i)")),
    (
        "ADMINISTRATIVE_PRIVATE_DISPUTE",
        gettext_lazy("Administrative matter or private dispute, art. 83(1)(a)(i)"),
    ),
    ("POLITICAL", gettext_lazy("Political, article 3")),
    ("MILITARY", gettext_lazy("Military, article 3")),
    ("RELIGIOUS", gettext_lazy("Religious, article 3")),
]  # fmt: skip
CODE_HELP = gettext_lazy("Capital letters, digits and underlines, such as INVOICE_FRAUD.")


def register() -> None:
    """Called once, when the apps are ready."""
    tables.register(OFFENCES)


def _concerned(key: Values, before: Values, after: Values) -> Iterator[str]:
    n = Case.objects.filter(offences__code=key["code"]).distinct().count()
    yield (
        ngettext(
            "%(n)d case carries this offence, and keeps the entry that it carries.",
            "%(n)d cases carry this offence, and keep the entries that they carry.",
            n,
        )
        % {"n": n}
    )
    if before.get("excluded_for_red") != after.get("excluded_for_red"):
        yield _("Red notices that are submitted from that day on are judged by the new exclusion.")


def with_tag(code: str) -> str:
    """How many cases carry a tag, for the preview of a change of it."""
    n = Case.objects.filter(tags__contains=[code]).count()
    words = ngettext(
        "%(n)d case carries this tag, and keeps it.",
        "%(n)d cases carry this tag, and keep it.",
        n,
    )
    return words % {"n": n}


def _check(values: Values) -> Faults:
    faults = []
    if not tables.is_code(values["code"]):
        faults.append(("code", str(CODE_HELP)))
    if not values["portfolios"]:
        faults.append(("portfolios", _("Choose at least one portfolio.")))
    if values["excluded_for_red"] and not (values["exclusion_note"] or {}).get("en"):
        faults.append(
            ("exclusion_note", _("Say in English why no red notice is published for it."))
        )
    return faults


OFFENCES = DatedTable(
    model=Offence,
    slug="offences",
    title=gettext_lazy("Offence catalogue"),
    effect=gettext_lazy(
        "What cases and charges are about, under which portfolios, and what no red notice is "
        "published for: cases keep the entries that they carry."
    ),
    key={"code": gettext_lazy("Code")},
    content={
        "names": gettext_lazy("Name"),
        "portfolios": gettext_lazy("Portfolios"),
        "excluded_for_red": gettext_lazy("Excluded for red notices"),
        "exclusion_note": gettext_lazy("Reason of the exclusion"),
    },
    helps={"code": CODE_HELP},
    choices={"excluded_for_red": lambda: EXCLUSIONS},
    concerned=_concerned,
    check=_check,
    reviewers_are_told=True,
)
