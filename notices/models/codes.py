"""The codes of notices that never vary (docs/laws.md N5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Colour(models.TextChoices):
    RED = "RED", _("Red notice")
    BLUE = "BLUE", _("Blue notice")
    GREEN = "GREEN", _("Green notice")
    YELLOW = "YELLOW", _("Yellow notice")
    BLACK = "BLACK", _("Black notice")
    ORANGE = "ORANGE", _("Orange notice")
    PURPLE = "PURPLE", _("Purple notice")
    SILVER = "SILVER", _("Silver notice")
    UN = "UN", _("UN special notice")


class SecondLanguage(models.TextChoices):
    ARABIC = "ar", _("Arabic")
    CHINESE = "zh", _("Chinese")
    FRENCH = "fr", _("French")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")


class ExtractField(models.TextChoices):
    """The fields that a public extract may show, and nothing else (docs/laws.md F10)."""

    NAMES = "NAMES", _("Names")
    BORN = "BORN", _("Date of birth")
    SEX = "SEX", _("Sex")
    NATIONALITY = "NATIONALITY", _("Nationality")
    PLACE_OF_BIRTH = "PLACE_OF_BIRTH", _("Place of birth")
    LANGUAGES = "LANGUAGES", _("Languages")
    MARKS = "MARKS", _("Distinguishing marks and build")
    CHARGE = "CHARGE", _("Charge")
    PHOTO = "PHOTO", _("Photograph")
    WARRANT_COUNTRY = "WARRANT_COUNTRY", _("Country of the warrant")
