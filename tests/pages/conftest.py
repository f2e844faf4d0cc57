"""A browser without a server: pages rendered in the test, static files from their folders."""

import mimetypes
from pathlib import Path

import pytest
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from django.utils import translation

WATCH = """addEventListener("securitypolicyviolation", (e) =>
  (window.violations ||= []).push(e.violatedDirective + " " + (e.blockedURI || e.sourceFile)))"""
ORIGIN = "http://specimen.test"


class Shown:
    """A browser page at which `pages` (path to HTML) are served under the real policy."""

    def __init__(self, page):
        self.page = page
        self.pages: dict[str, str] = {}
        self.broken: set[str] = set()
        page.add_init_script(WATCH)
        page.route(f"{ORIGIN}/**", self._answer)

    def open(self, html: str, path: str = "/specimen"):
        self.pages[path] = html
        self.page.goto(ORIGIN + path)
        return self.page

    def violations(self) -> list[str]:
        return self.page.evaluate("window.violations || []")

    def _answer(self, route) -> None:
        path = route.request.url.removeprefix(ORIGIN).split("?")[0]
        file = finders.find(path.removeprefix("/static/")) if "/static/" in path else None
        if path in self.broken:
            route.abort()
        elif file:
            kind = mimetypes.guess_type(file)[0]
            route.fulfill(body=Path(file).read_bytes(), content_type=kind)
        elif path in self.pages:
            headers = {"content-security-policy": build_policy()}
            kind = "text/html; charset=utf-8"
            route.fulfill(body=self.pages[path], content_type=kind, headers=headers)
        else:
            route.fulfill(status=404, body="")


@pytest.fixture(autouse=True)
def english_again():
    """LocaleMiddleware leaves the last page's language in the thread."""
    yield
    translation.activate("en")


@pytest.fixture
def shown(chromium, settings):
    """Open rendered pages in Chromium; a script error on them fails the test."""
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": storage}}
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Shown(page)
    context.close()
    assert errors == []
