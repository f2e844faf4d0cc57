"""What people do at the pages of notices: draft, release, review, publish, end."""

from typing import Any

from tests.drill.browsing import Page
from tests.drill.office_life import Person

CHARGE = {
    "charges-0-title": "Armed robbery",
    "charges-0-law": "Penal Code",
    "charges-0-article": "s. 296",
    "charges-0-max_penalty": "MONTHS",
    "charges-0-max_penalty_months": "120",
}
PARTS: dict[str, dict[str, Any]] = {
    "identity": {"second_language": "fr"},
    "judicial": CHARGE
    | {
        "kind": "PROSECUTION",
        "warrant_reference": "44/2026",
        "warrant_issuer": "Chief Magistrate’s Court",
        "warrant_issued_on": "2025-03-02",
        "issuer_is_judicial": "on",
        "extradition_will_be_sought": "on",
        "coordinated_with_extradition_authority": "on",
        "authority_is_competent": "on",
    },
    "facts": {
        "facts": "Between January and June 2024 the person robbed nine banks with a gun.",
        "facts_place": "The capital",
        "facts_from": "2024-01",
        "international_interest": "The proceeds were carried to three other countries.",
    },
    "action": {"action": "Locate and arrest.", "portfolios": ["FRAUD"]},
    "restrictions": {"classification": "1"},
    "extract": {"choice": "NONE"},
}


def red_drafted(by: Person, case: str, country: str) -> str:
    """The address of a red notice with all its parts, on the first person of the case."""
    page = by.follow(by.open(f"/cases/{case}/notices/"), "Draft notice")
    (link, _), *_rest = page.form_with("Begin the draft").offered["link"]
    page = by.press(page, "Begin the draft", colour="RED", link=link)
    address = page.path
    for name, given in PARTS.items():
        more = {"jurisdiction": country} if name == "judicial" else {}
        by.press(by.open(f"{address}draft/{name}"), "Save and go on", **given | more)
    return address


def taken(by: Person, address: str, label: str, **given: Any) -> Page:
    """A step of a notice, from its button to its page."""
    page = by.follow(by.open(address), label)
    return by.press(page, label, **given)


def released(by: Person, address: str) -> None:
    """Found among what waits, read, released."""
    page = by.open("/approvals")
    assert any(href.startswith(address) for _, href in page.links), page.plain()
    taken(by, address, "Release")


def reviewed(by: Person, address: str, then: str = "Publish") -> Page:
    """Claimed, the check-list answered, decided."""
    taken(by, address, "Review this notice")
    page = by.follow(by.open(address), "Open the check-list")
    button = next(text for form in page.forms for text, *_ in form.buttons if text.startswith(then))
    form = page.form_with(button)
    given = {name: "PASS" for name in form.names if name.startswith("result-")}
    given |= {name: "Seen." for name in form.names if name.startswith("comment-")}
    page = by.press(page, button, **given)
    return page if page.path.endswith("/review/") else by.press(page, page.own())
