"""The nine portfolios and the annual editions of their key issues."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from central_offices.models import in_language
from central_offices.models.dated import ends_after_start, one_at_a_time
from central_offices.queries.dated import DatedQuerySet


class PortfolioCode(models.TextChoices):
    """The nine policy portfolios: permissions and texts hang on them."""

    TERRORISM = "TERRORISM", _("Anti-terrorism")
    GRAFT = "GRAFT", _("Anti-graft")
    CORRUPTION = "CORRUPTION", _("Anti-corruption")
    DRUGS = "DRUGS", _("Anti-drug")
    SMUGGLING_OF_PERSONS = "SMUGGLING_OF_PERSONS", _("Anti-smuggling of persons")
    MONEY_LAUNDERING = "MONEY_LAUNDERING", _("Anti-money-laundering")
    FRAUD = "FRAUD", _("Anti-fraud")
    PORNOGRAPHY = "PORNOGRAPHY", _("Anti-pornography")
    CONSPIRACY = "CONSPIRACY", _("Anti-conspiracy")


class PortfolioText(models.Model):
    """Name and scope of a portfolio from a day up to, and without, another."""

    code = models.CharField(max_length=24, choices=PortfolioCode)
    names = models.JSONField(help_text="By language; en is required")
    scopes = models.JSONField(help_text="What it covers, by language; en is required")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a portfolio")
        ordering = ["code", "valid_from"]
        constraints = [
            ends_after_start("portfolio_text_ends_after_start"),
            models.CheckConstraint(
                condition=Q(names__has_key="en", scopes__has_key="en"),
                name="portfolio_text_is_english_too",
            ),
            one_at_a_time(
                "one_portfolio_text_at_a_time",
                "code",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.names)


class Portfolio(models.Model):
    """One of the nine, in the words of its text of today (`policies/texts.py` keeps them so)."""

    code = models.CharField(max_length=24, primary_key=True, choices=PortfolioCode)
    rank = models.PositiveSmallIntegerField(unique=True)
    names = models.JSONField(help_text="By language; en is required")
    scopes = models.JSONField(help_text="What it covers, by language; en is required")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("portfolio")
        ordering = ["rank"]
        permissions = [
            ("contribute", "May contribute to the portfolio's key issues"),
            ("publish_key_issue", "May publish the portfolio's key issues"),
        ]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def scope(self) -> str:
        return in_language(self.scopes)
