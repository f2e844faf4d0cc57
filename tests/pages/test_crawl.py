"""Every page that can be reached by links, with content on it, is whole, light and reachable."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

from tests.pages import busy
from tests.pages.conftest import WATCH
from tests.pages.test_in_chromium import OVERFLOW, RULES
from tests.pages.test_walk import sign_in
from tests.plumbing.browser import eventually

pytestmark = pytest.mark.browser
LINKS = """list => list.filter(a => !a.hasAttribute("download"))
  .map(a => a.getAttribute("href"))"""
# What a first visit would transfer, whatever is in the cache already; photographs don't count.
WEIGHT = """() => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
  .filter(entry => entry.initiatorType !== "img")
  .reduce((sum, entry) => sum + entry.encodedBodySize + 300, 0)"""
# What stands out furthest, at least by its beginning.
WIDEST = """width => [...document.querySelectorAll("main *")]
  .filter(one => one.getBoundingClientRect().right > width + 1 && !one.children.length)
  .map(one => one.parentElement.outerHTML.slice(0, 160))[0] || "" """
BAD = """<img src="/nothing.png"><p style="color:red"><input type="text" size="400"></p>
  <h1>again</h1>"""
LIGHT = 100_000
FEW_PAGES = 6
EVERYBODY = ["amina", "adler", "sato", "pierre"]


def kind_of(path: str) -> tuple | None:
    """Addresses of one kind show the same page with other content; None is no page of ours."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return path, "unknown"
    if path.startswith(("/api/", "/static/", "/accounts/logout")) or path.endswith(".pdf"):
        return None
    own = match.kwargs.get("name") or match.kwargs.get("step")
    return match.view_name, own


class Crawl:
    """One browser that follows links, one page of each kind, and notes what is wrong."""

    def __init__(self, page):
        self.page = page
        self.seen: set[tuple] = set()
        self.faults: list[str] = []
        self.said: list[str] = []
        page.add_init_script(WATCH)
        page.on("console", lambda line: self.said.append(line.text) if line.type == "error" else 0)

    def follow(self, path: str, most: int | None = None) -> None:
        """From one page to every page of a kind not seen before; ends after `most` of them."""
        waiting = deque([path, *self._links()])
        while waiting and (most is None or len(self.seen) < most):
            path = waiting.popleft()
            kind = kind_of(path)
            if kind is None or kind in self.seen:
                continue
            self.seen.add(kind)
            if self._open(path):
                waiting.extend(self._links())

    def _links(self) -> list[str]:
        found = self.page.eval_on_selector_all("a[href^='/']", LINKS)
        return [link.split("#")[0] for link in found]

    def _open(self, path: str) -> bool:
        reply = self.page.request.get(path, max_redirects=0)
        if "text/html" not in reply.headers.get("content-type", ""):
            self._demand(reply.status == 200, path, f"{reply.status}, no page")
            return False
        self.said.clear()
        self.page.goto(path)
        self._demand(reply.status in (200, 302), path, str(reply.status))
        self._look_at(path)
        return True

    def _look_at(self, path: str) -> None:
        weight = self.page.evaluate(WEIGHT)
        self._demand(weight <= LIGHT, path, f"{weight} bytes")
        self._demand(self.page.locator("h1").count() == 1, path, "not one heading")
        for width in (1440, 360):
            self.page.set_viewport_size({"width": width, "height": 900})
            more = self.page.evaluate(OVERFLOW)
            self._demand(more == 0, path, f"{more} px too wide at {width}: {self._widest(width)}")
        for rule in Axe().run(self.page, options=RULES).response["violations"]:
            self.faults += [f"{path}: {rule['id']} {n['html'][:140]}" for n in rule["nodes"]]
        blocked = self.page.evaluate("window.violations || []")
        self.faults += [f"{path}: {what}" for what in [*blocked, *self.said]]

    def _widest(self, width: int) -> str:
        return self.page.evaluate(WIDEST, width)

    def _demand(self, holds: bool, path: str, otherwise: str) -> None:
        if not holds:
            self.faults.append(f"{path}: {otherwise}")


def test_the_first_pages_that_the_fullest_case_leads_to_are_whole(page):
    fullest = busy.fill()
    crawl = Crawl(page)
    sign_in(page, "amina")

    crawl.follow(f"/cases/{fullest.reference}/", most=FEW_PAGES)

    assert "\n".join(crawl.faults) == ""
    assert len(crawl.seen) == FEW_PAGES


@pytest.mark.drill
def test_every_page_that_links_lead_to_is_whole(page):
    fullest = busy.fill()
    crawl = Crawl(page)
    for name in EVERYBODY:
        page.context.clear_cookies()
        sign_in(page, name)
        crawl.follow(f"/cases/{fullest.reference}/" if name == "amina" else "/")

    assert "\n".join(crawl.faults) == ""
    assert len(crawl.seen) > 40


def test_a_fault_would_be_found(page):
    """So that the test above means something."""
    sign_in(page, "amina")
    crawl = Crawl(page)
    page.goto("/offices/")
    page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", BAD
    )
    eventually(page, "window.violations && performance.getEntriesByType('resource').length")

    crawl._look_at("/offices/")

    said = "\n".join(crawl.faults)
    assert "not one heading" in said and "too wide" in said and "image-alt" in said
    assert "style-src" in said
