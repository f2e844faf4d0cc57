"""Countries as the UN list writes them, as codes; what isn't plainly one country stays text."""

from collections.abc import Iterable

from central_offices.directory import country_names

# What other writers mean two countries by, and the UN's own terminology one.
UN_TERMS = {"burma": "MMR", "congo": "COG", "guinea": "GIN"}


class Countries:
    """Codes by written name. `own` gives further (name, code) pairs, which come first."""

    def __init__(self, own: Iterable[tuple[str, str]] = ()):
        first: dict[country_names.Words, str] = {}
        for name, code in [*own, *UN_TERMS.items()]:
            first.setdefault(country_names.words_of(name), code)
        self._first = first
        self._names = country_names.of(
            (code, "", names) for code, names in country_names.further_names().items()
        )

    def code(self, text: str) -> str:
        """The code of the one country that `text` names; empty when it doesn't plainly name one."""
        words = country_names.words_of(text)
        if code := self._first.get(words, ""):
            return code
        found = self._names.named(text)
        return found[0] if len(found) == 1 else ""
