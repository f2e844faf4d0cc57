"""What the browser tests of cases share."""

import re
from io import BytesIO

from PIL import Image

FORM = {
    "title": "Lantern Quay",
    "portfolios": ["FRAUD"],
    "summary": "Invoices for goods that never sailed.",
    "classification": "1",
    "shares-TOTAL_FORMS": "1",
    "shares-INITIAL_FORMS": "0",
    "shares-0-office": "",
    "shares-0-role": "OBSERVER",
    "people-TOTAL_FORMS": "1",
    "people-INITIAL_FORMS": "0",
    "people-0-as_written": "Щербаков Дмитрий",
    "people-0-status_of_person": "SUSPECT",
    "people-0-sex": "M",
    "people-0-birth": "1979",
    "people-0-nationality": "XXA",
    "people-0-document_kind": "PASSPORT",
}


def filled_in(browser, officer, **changes):
    """The form of a new case as the officer would send it."""
    return FORM | {"once": token(browser.get("/cases/new")), "lead_officer": officer.pk} | changes


def token(page) -> str:
    return re.search(r'name="once" value="([^"]+)"', text(page))[1]


def text(page) -> str:
    return page.content.decode()


def with_purpose(browser, url="/cases/"):
    """Say why one searches, once for the session."""
    browser.post("/cases/purpose", {"purpose": "INFORMATION", "next": url})
    return browser


def with_reason(browser, url, reason="The hearing is tomorrow."):
    """Open a confidential record: the page asks why, and goes on to it."""
    asked = browser.get(url).context
    form = {"reason": reason, "next": asked["back"], "asked": asked["asked"]}
    browser.post(asked["action"], form)
    return browser


def picture(size=(40, 50), form="PNG") -> BytesIO:
    """A small photograph, as a file that can be uploaded."""
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, form)
    stream.seek(0)
    stream.name = f"face.{form.lower()}"
    return stream
