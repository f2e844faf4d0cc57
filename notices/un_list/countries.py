"""Countries as the UN list writes them, as codes; what isn't plainly one country stays text.

Names are compared as words in any order, so that "Iran (Islamic Republic of)" is "Iran, Islamic
Republic of", and "Bahrain (citizenship revoked in Jan. 2015)" is nothing but what it says.
"""

import re
import unicodedata
from collections.abc import Iterable

import pycountry
from babel import Locale

# Names and adjectives in the UN's own lists that no table knows, each for one country only.
WRITTEN = {
    "afghan": "AFG",
    "algerian": "DZA",
    "british virgin islands": "VGB",
    "burma": "MMR",
    "cabo verde": "CPV",
    "dprk": "PRK",
    "former soviet union": "SUHH",
    "former yugoslavia": "YUCS",
    "german": "DEU",
    "hong kong special administrative region": "HKG",
    "china hong kong special administrative region": "HKG",
    "kuwaiti": "KWT",
    "libyan arab jamahiriya": "LBY",
    "macao special administrative region": "MAC",
    "moroccan": "MAR",
    "pakistani": "PAK",
    "palestinian": "PSE",
    "palestinian territories": "PSE",
    "rpdc": "PRK",
    "saudi arabian": "SAU",
    "somali": "SOM",
    "state of palestine": "PSE",
    "sultanate of oman": "OMN",
    "tunisian": "TUN",
    "turkey": "TUR",
    "union of the comoros": "COM",
    "ussr": "SUHH",
    "yemeni": "YEM",
}
_FILLERS = {"the", "of", "and"}


class Countries:
    """Codes by written name. `own` gives further (name, code) pairs, which come first."""

    def __init__(self, own: Iterable[tuple[str, str]] = ()):
        self._codes: dict[tuple[str, ...], str] = {}
        for name, code in [*own, *WRITTEN.items(), *_known()]:
            self._codes.setdefault(_words(name), code)

    def code(self, text: str) -> str:
        """The code of the one country that `text` names; empty when it doesn't plainly name one."""
        words = _words(text)
        return self._codes.get(words, "") if words else ""


def _known() -> Iterable[tuple[str, str]]:
    english = Locale("en").territories
    for country in pycountry.countries:
        for name in ("name", "official_name", "common_name"):
            if hasattr(country, name):
                yield getattr(country, name), country.alpha_3
        yield english.get(country.alpha_2, country.name), country.alpha_3
    for country in pycountry.historic_countries:
        yield country.name, country.alpha_4


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace("&", "and")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[\w']+", plain)
    return tuple(sorted(word for word in words if word not in _FILLERS))
