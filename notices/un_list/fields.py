"""Fields of one record of the UN list, taken out so that nothing is lost unseen.

A field that nobody asks for, or whose value can't be read, is told as a warning and kept as
text; a field without which there is no record is refused with line and element.
"""

from collections.abc import Callable
from typing import TypeVar

from notices.un_list import text as un_text
from notices.un_list.xml_stream import (
    NOT_UNDERSTOOD,
    STRAY_TEXT,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_ELEMENT,
    Element,
    ListStream,
    UnListError,
    _,
)

T = TypeVar("T")


class Teller:
    """Warns of what one record holds that isn't understood, and keeps the text of it."""

    def __init__(self, source: ListStream):
        self._source = source
        self.kept: list[tuple[str, str]] = []

    def tell(self, path: str, reason: str, element: Element, text: str) -> None:
        """Warn of `element` at `path`; keep `text` if there is any."""
        self._source.warn(path, reason, element.line)
        if text:
            self.kept.append((path.partition("/")[2] or path, text))


class Fields:
    """The children of one element, each taken once by its name."""

    def __init__(self, element: Element, path: str, teller: Teller):
        self.element, self._path, self._teller = element, path, teller
        self._left = list(element.children)

    def text(self, name: str) -> str:
        """The child's text, cleaned; empty when absent. Raises UnListError if it comes twice."""
        child = self._take_one(name)
        return self._words(child, name) if child else ""

    def name(self, name: str) -> str:
        """Like `text`, but "na" is no name."""
        return un_text.stated(self.text(name))

    def required(
        self,
        name: str,
        read: Callable[[str], T | None],
        example: str,
        why_not: Callable[[T], str] = lambda found: "",
    ) -> T:
        """The child as `read` reads it. Raises UnListError when it is absent or unreadable.

        `why_not` says with %(text)s why a value that can be read cannot be.
        """
        child = self._take_one(name)
        text = self._words(child, name) if child else ""
        line = (child or self.element).line
        if not text:
            reason = _("%(record)s has no %(name)s.")
            record = self.element.name
            raise UnListError(reason, line=line, element=name, record=record, name=name)
        found = read(text)
        if found is None:
            reason = _("“%(text)s” isn't written like %(example)s.")
            raise UnListError(reason, line=line, element=name, text=text, example=example)
        if reason := why_not(found):
            raise UnListError(reason, line=line, element=name, text=text)
        return found

    def optional(self, name: str, read: Callable[[str], T | None]) -> T | None:
        """The child as `read` reads it; None when absent, and told when unreadable."""
        child = self._take_one(name)
        return self._read(child, name, read) if child else None

    def code(self, name: str, codes: dict[str, T]) -> T:
        """The child's word as one of `codes`; any other word is told and counts as none."""
        found = self.optional(name, lambda text: codes.get(text.casefold()))
        return codes[""] if found is None else found

    def values(self, name: str, read: Callable[[str], T | None]) -> tuple[T, ...]:
        """The results of `read` for every VALUE under this name; "na" counts as nothing."""
        found: list[T] = []

        def collect(group: Fields) -> None:
            for child in group._take("VALUE"):
                value = self._read(child, f"{name}/VALUE", read)
                found.extend([] if value is None else [value])

        self.groups(name, collect)
        return tuple(found)

    def groups(self, name: str, make: Callable[["Fields"], T]) -> tuple[T, ...]:
        """`make` of every child of this name that holds anything."""
        made = []
        for child in self._take(name):
            path = f"{self._path}/{name}"
            if not _all_text(child).strip():
                self._tell_attributes(child, path)
                continue
            group = Fields(child, path, self._teller)
            made.append(make(group))
            group.finish()
        return tuple(made)

    def finish(self) -> None:
        """Tell what nobody took."""
        for child in self._left:
            self._tell(child.name, UNKNOWN_ELEMENT, child, un_text.clean(_all_text(child)))
        self._left = []
        stray = un_text.clean(self.element.text)
        if stray:
            self._teller.tell(self._path, STRAY_TEXT, self.element, stray)
        self._tell_attributes(self.element, self._path)

    def _take(self, name: str) -> list[Element]:
        taken = [child for child in self._left if child.name == name]
        self._left = [child for child in self._left if child.name != name]
        return taken

    def _take_one(self, name: str) -> Element | None:
        taken = self._take(name)
        if len(taken) > 1:
            raise UnListError(
                _("%(record)s has more than one %(name)s."),
                line=taken[1].line,
                element=name,
                record=self.element.name,
                name=name,
            )
        return taken[0] if taken else None

    def _read(self, child: Element, name: str, read: Callable[[str], T | None]) -> T | None:
        text = un_text.stated(self._words(child, name))
        if not text:
            return None
        found = read(text)
        if found is None:
            self._tell(name, NOT_UNDERSTOOD, child, text)
        return found

    def _words(self, child: Element, name: str) -> str:
        self._tell_attributes(child, f"{self._path}/{name}")
        for inner in child.children:
            text = un_text.clean(_all_text(inner))
            self._tell(f"{name}/{inner.name}", UNKNOWN_ELEMENT, inner, text)
        return un_text.clean(child.text)

    def _tell_attributes(self, element: Element, path: str) -> None:
        for name, value in element.attributes.items():
            self._teller.tell(f"{path}@{name}", UNKNOWN_ATTRIBUTE, element, value)

    def _tell(self, name: str, reason: str, element: Element, text: str) -> None:
        self._teller.tell(f"{self._path}/{name}", reason, element, text)


def _all_text(element: Element) -> str:
    return " ".join([element.text, *map(_all_text, element.children)])
