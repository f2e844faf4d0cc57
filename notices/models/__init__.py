"""Notices: drafted in typed tables, frozen as versions, reviewed, circulated, recalled."""

from notices.models.circulation import Circulation, Paper
from notices.models.codes import Colour, ExtractField, SecondLanguage
from notices.models.extract import PublicExtract
from notices.models.notice import Notice
from notices.models.particulars import Particulars
from notices.models.proceeding import Charge, Proceeding
from notices.models.refusal import Refusal, SafeguardRule
from notices.models.review import Condition, Review, ReviewItem
from notices.models.un_edition import UnListChange, UnListEdition
from notices.models.version import NoticeVersion, frozen_version

__all__ = [
    "Charge",
    "Circulation",
    "Colour",
    "Condition",
    "ExtractField",
    "Notice",
    "NoticeVersion",
    "Paper",
    "Particulars",
    "Proceeding",
    "PublicExtract",
    "Refusal",
    "Review",
    "ReviewItem",
    "SafeguardRule",
    "SecondLanguage",
    "UnListChange",
    "UnListEdition",
    "frozen_version",
]
