"""The nine portfolios and the annual editions of their key issues."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from central_offices.models import in_language


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


class Portfolio(models.Model):
    """One of the nine: what it covers, in the words of its editors."""

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
