"""Texts of the portfolios: dated rules; each portfolio says what its text of today says."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.dated_rules import tables
from central_offices.dated_rules.tables import DatedTable, Faults, Values
from policies.models import Portfolio, PortfolioText


def register() -> None:
    """Called once, when the apps are ready."""
    tables.register(TEXTS)


def follow() -> int:
    """Give every portfolio the words of its text of today; returns how many changed."""
    changed = 0
    texts = {row.code: row for row in PortfolioText.objects.in_force()}
    for portfolio in Portfolio.objects.all():
        text = texts.get(portfolio.code)
        if text and (portfolio.names, portfolio.scopes) != (text.names, text.scopes):
            rows = Portfolio.objects.filter(pk=portfolio.pk)
            changed += rows.update(names=text.names, scopes=text.scopes)
    return changed


def _concerned(key: Values, before: Values, after: Values) -> Iterator[str]:
    yield _("Pages, lists and filters name the portfolio so from that day on.")
    yield _("Key issues that were published before keep the words with which they were published.")


def in_every_language(values: Values) -> Faults:
    """Faults of names and scopes that lack a language."""
    return [
        (name, _("Write it in every language of the agency."))
        for name in ("names", "scopes")
        if len(values[name]) < len(("en", "ar", "zh", "fr", "ru", "es"))
    ]


def _kept(key: Values) -> str:
    return _("The agency has nine portfolios: change the words instead.")


TEXTS = DatedTable(
    model=PortfolioText,
    slug="portfolio-texts",
    title=gettext_lazy("Texts of the portfolios"),
    effect=gettext_lazy("What each portfolio is called, and what it covers: as on that day."),
    key={"code": gettext_lazy("Portfolio")},
    content={"names": gettext_lazy("Name"), "scopes": gettext_lazy("What it covers")},
    long=("scopes",),
    concerned=_concerned,
    check=in_every_language,
    kept=_kept,
    is_open=False,
    every_language=True,
)
