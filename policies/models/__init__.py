"""The nine portfolios, the tags beside them, and the annual editions of their key issues."""

from policies.models.editions import (
    Absence,
    Edition,
    EditionDocument,
    EditionText,
    KeyIssue,
    KeyIssueText,
    Language,
)
from policies.models.portfolios import Portfolio, PortfolioCode, PortfolioText
from policies.models.tags import Tag, Tagged

__all__ = [
    "Absence",
    "Edition",
    "EditionDocument",
    "EditionText",
    "KeyIssue",
    "KeyIssueText",
    "Language",
    "Portfolio",
    "PortfolioCode",
    "PortfolioText",
    "Tag",
    "Tagged",
]
