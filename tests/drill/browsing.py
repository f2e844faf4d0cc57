"""A person at a browser without scripts: follows links, fills in forms, presses buttons.

Nothing is posted that stands on no page: the form is read from the page that the server sent, the
names that are filled in must be controls of it, and the choices must be offered.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

VOID = {"input", "img", "br", "hr", "meta", "link", "source", "wbr", "col"}


class Stuck(AssertionError):
    """A page does not let the person go on; the message has what the page says."""


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    method: str
    values: dict[str, list[Any]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    offered: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # text, name, value


class Page(HTMLParser):
    """Links, forms and words of a page."""

    def __init__(self, path: str, text: str):
        super().__init__()
        self.path, self.source = path, text
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.words = ""
        self._by_id: dict[str, Form] = {}
        self._form: Form | None = None
        self._open: list[tuple[str, Any, list[str]]] = []  # tag, what it is of, its text
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "svg", "template"):
            self._hidden += 1
        if tag == "form":
            action = urljoin(self.path, given.get("action") or self.path)
            self._form = Form(action, given.get("method", "get").lower())
            self.forms.append(self._form)
            if "id" in given:
                self._by_id[given["id"]] = self._form
        elif tag == "a" and "href" in given:
            self._open.append((tag, urljoin(self.path, given["href"]), []))
        elif tag in ("button", "textarea", "select", "option"):
            self._open.append((tag, given, []))
        if tag in ("input", "textarea", "select"):
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "svg", "template"):
            self._hidden -= 1
        if tag == "form":
            self._form = None
        if self._open and self._open[-1][0] == tag:
            self._closed(*self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._hidden <= 0:
            self.words += data
        for _, _, text in self._open:
            text.append(data)

    def _of(self, given: dict[str, str]) -> Form | None:
        return self._by_id.get(given["form"]) if "form" in given else self._form

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name = self._of(given), given.get("name")
        if form is None or not name or "disabled" in given:
            return
        kind = given.get("type", "text")
        if tag == "input" and kind in ("submit", "button", "image", "reset"):
            return
        form.names.add(name)
        if tag == "input" and kind in ("checkbox", "radio"):
            value = given.get("value", "on")
            form.offered.setdefault(name, []).append((value, ""))
            if "checked" in given:
                form.values.setdefault(name, []).append(value)
        elif tag == "input" and kind != "file":
            form.values.setdefault(name, []).append(given.get("value", ""))

    def _closed(self, tag: str, about: Any, said: list[str]) -> None:
        text = " ".join("".join(said).split())
        if tag == "a":
            self.links.append((text, about))
            return
        form = self._of(about)
        if tag == "option":
            self._offer(about, text)
        elif form is None:
            return
        elif tag == "textarea" and "name" in about:
            form.values.setdefault(about["name"], []).append("".join(said).removeprefix("\n"))
        elif tag == "button" and about.get("type", "submit") == "submit":
            form.buttons.append((text, about.get("name", ""), about.get("value", "")))

    def _offer(self, given: dict[str, str], text: str) -> None:
        select = next((about for tag, about, _ in reversed(self._open) if tag == "select"), None)
        form = self._of(select) if select else None
        if form is None or not select or "name" not in select:
            return
        name, value = select["name"], given.get("value", text)
        first = name not in form.offered
        form.offered.setdefault(name, []).append((value, text))
        if "selected" in given:
            form.values[name] = [value]
        elif first and "multiple" not in select:
            form.values.setdefault(name, [value])

    def form_with(self, button: str) -> Form:
        """The form that has this button."""
        found = [one for one in self.forms if any(button == text for text, *_ in one.buttons)]
        if not found:
            buttons = [text for one in self.forms for text, *_ in one.buttons]
            raise Stuck(f"{self.path}: no button {button!r} among {buttons}: {self.plain()}")
        return found[0]

    def own(self) -> str:
        """The button of the form that leads back to this page."""
        here = self.path.split("?")[0]
        found = [one for one in self.forms if one.action.split("?")[0] == here and one.buttons]
        if not found:
            raise Stuck(f"{self.path}: no form of its own: {self.plain()}")
        return found[0].buttons[0][0]

    def link(self, text: str) -> str:
        """Where the link with this text leads."""
        found = [href for said, href in self.links if said == text]
        if not found:
            raise Stuck(f"{self.path}: no link {text!r} among {[one for one, _ in self.links]}")
        return found[0]

    def way(self, part: str) -> str:
        """The one address with this in it that the page has a link to."""
        found = {href for _, href in self.links if part in href}
        if len(found) != 1:
            raise Stuck(f"{self.path}: {len(found)} ways to {part!r}: {self.plain()}")
        return found.pop()

    def has_link(self, text: str) -> bool:
        return any(said == text for said, _ in self.links)

    def has_button(self, text: str) -> bool:
        return any(said == text for form in self.forms for said, *_ in form.buttons)

    def plain(self) -> str:
        """The words of the page's main part, without the gaps."""
        main = re.search(r"<main.*?</main>", self.source, re.DOTALL)
        if main is None or main[0] == self.source:
            return " ".join(self.words.split())
        return Page(self.path, main[0]).plain()


class Browser:
    """One browser, signed in or not."""

    def __init__(self) -> None:
        self.client = Client()

    def open(self, address: str) -> Page:
        """The page at an address; follows where it leads."""
        page = self._page(self.client.get(_local(address), follow=True))
        if page.path.startswith("/accounts/login/?"):
            raise Stuck(f"{address}: signed out")
        return page

    def follow(self, page: Page, text: str) -> Page:
        return self.open(page.link(text))

    def take(self, page: Page, part: str, **given: Any) -> Page:
        """Follow the link whose address has this in it, and send the form that is there."""
        page = self.open(page.way(part))
        return self.press(page, page.own(), **given)

    def press(self, page: Page, button: str, **given: Any) -> Page:
        """Fill in the form with this button and send it; Stuck where the page comes back."""
        form = page.form_with(button)
        sent = self.filled(page, form, button, given)
        if form.method == "get":
            return self._page(self.client.get(_local(form.action), sent, follow=True))
        answer = self.client.post(_local(form.action), sent, follow=True)
        if not answer.redirect_chain and answer.status_code == 200:
            shown = Page(form.action, answer.text)
            if not (wrong := _wrong(answer.text)) and button not in _buttons(shown):
                return shown  # something that is shown once
            raise Stuck(f"{form.action}: {wrong or shown.plain()}")
        return self._page(answer)

    def filled(self, page: Page, form: Form, button: str, given: dict[str, Any]) -> dict[str, Any]:
        """The fields as a browser would send them: as they stood in the form, and as given."""
        sent = {name: list(values) for name, values in form.values.items()}
        for name, value in given.items():
            if name not in form.names:
                raise Stuck(f"{page.path}: no field {name!r} among {sorted(form.names)}")
            values = value if isinstance(value, list) else [value]
            if name in form.offered:
                values = [self._chosen(page, form, name, str(one)) for one in values]
            sent[name] = values
        _, name, value = next(one for one in form.buttons if one[0] == button)
        return sent | ({name: [value]} if name else {})

    @staticmethod
    def _chosen(page: Page, form: Form, name: str, wanted: str) -> str:
        """The value of the choice with this value, or this label."""
        for code, label in form.offered[name]:
            if wanted in (code, label):
                return code
        raise Stuck(f"{page.path}: {name} offers {form.offered[name]}, not {wanted!r}")

    @staticmethod
    def _page(answer: Any) -> Page:
        path = answer.request["PATH_INFO"]
        if query := answer.request.get("QUERY_STRING"):
            path += f"?{query}"
        page = Page(path, answer.text)
        if answer.status_code != 200:
            raise Stuck(f"{path}: {answer.status_code}: {page.plain()}")
        return page


def _buttons(page: Page) -> list[str]:
    return [text for form in page.forms for text, *_ in form.buttons]


def _wrong(source: str) -> str:
    """The sentences that say what is wrong."""
    found = re.findall(r'class="(?:wrong|errors?)[^"]*"[^>]*>(.*?)</', source, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(found)).split())


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
