"""What people do at the pages: accounts and roles, cases, requests. Each as it is done by hand."""

from typing import Any

from tests.drill.browsing import Page, Stuck
from tests.drill.office_life import Person


def decided(page: Page, second: Person) -> Page:
    """The change of access on this page, confirmed or agreed to by a second person."""
    page = second.open(page.path)
    word = next((one for one in ("Confirm", "Agree") if page.has_link(one)), "")
    if not word:
        raise Stuck(f"{second.name} may not decide: {page.plain()}")
    return second.press(second.follow(page, word), word)


def proposed(new: Person, role: str, by: Person) -> Page:
    """The proposal of an account, which waits for its second person."""
    given = {"email": new.email, "name": new.name, "office": new.office, "role": role}
    return by.press(by.open("/officers/invite"), "Propose", **given, clearance=2, language="en")


def invited(new: Person, role: str, by: Person, second: Person) -> None:
    """Proposed, confirmed, come in by the link, second factor set up."""
    decided(proposed(new, role, by), second)
    new.come_in()


def officer_page(by: Person, whom: Person) -> Page:
    """The account, found in the list."""
    page = by.press(by.open("/officers/"), "Find", q=whom.email)
    return by.follow(page, whom.name)


def commissioned(one: Person, other: Person) -> None:
    """Put into service: one proposes it, the other does it."""
    for person, step in ((one, "propose"), (other, "commission")):
        page = person.open("/commissioning/")
        (text,) = [text for text, href in page.links if href == f"/commissioning/{step}"]
        person.press(person.follow(page, text), text)


def case_filed(by: Person, title: str, **given: Any) -> str:
    """A case with the answers checked; its reference."""
    page, check = by.open("/cases/new"), "4. Check the answers"
    portfolio, _ = page.form_with(check).offered["portfolios"][0]
    page = by.press(page, check, **{"title": title, "portfolios": portfolio, **given})
    page = by.press(page, "Create case")
    by.filed.append(page.path.split("/")[2])
    return by.filed[-1]


def person_of(number: int, name: str, status: str = "SUSPECT") -> dict[str, str]:
    """A person as the form of a case has it, in its first row."""
    return {
        "people-0-as_written": name,
        "people-0-status_of_person": status,
        "people-0-sex": "M",
        "people-0-birth": f"19{60 + number % 30}-03-0{1 + number % 9}",
        "people-0-document_kind": "PASSPORT",
        "people-0-document_number": f"P{number:07}",
    }


def named(by: Person, case: str, name: str) -> None:
    """Add to the record how a passport names the person in the case."""
    page = by.follow(by.open(f"/cases/{case}/persons/"), name)
    page = by.open(f"{page.path}edit")
    family, forename = name.split()
    given = {"identities-0-family_name": family, "identities-0-forename": forename}
    by.press(page, "Save", **given)


def drafted(by: Person, kind: str, to: str, case: str = "", **given: Any) -> Page:
    """A request at its last look, with everything that its form asks for."""
    page = by.open(f"/requests/new/{kind}" + (f"?case={case}" if case else ""))
    form = page.form_with("Save and check")
    words = {"title": "Whereabouts", "ask": "What is known?", "recipients": to}
    words |= {"legal_basis": "Treaty, art. 4", "necessity": "Another might be hurt."}
    words |= {name: "As said." for name in form.names if name.startswith("fact_")}
    if "subject_ids" in form.offered:
        words["subject_ids"] = [code for code, _ in form.offered["subject_ids"]]
    return by.press(page, "Save and check", **{**words, **given})


def sent(by: Person, page: Page, button: str = "") -> str:
    """The reference of a request that was sent, or put before the second person."""
    by.press(page, button or page.own())
    by.filed.append(page.path.split("/")[2])
    return by.filed[-1]


def approved(by: Person, reference: str, button: str = "Approve and send") -> Page:
    """Found among what waits for the second person."""
    page = by.open("/approvals")
    (there,) = {href for _, href in page.links if href.startswith(f"/requests/{reference}/")}
    return by.press(by.open(there), button)


def said(by: Person, reference: str, link: str, text: str, **given: Any) -> Page:
    """Something said about a request, on the page that its button leads to."""
    page = by.follow(by.open(f"/requests/{reference}/"), link)
    button = page.own()
    names = page.form_with(button).names
    more = {"text": text}
    if "source_evaluation" in names:
        more |= {"source_evaluation": "B", "information_evaluation": "2"}
    return by.press(page, button, **more | given)
