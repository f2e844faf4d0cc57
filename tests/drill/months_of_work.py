"""Months in which the work is done: cases, requests, notices, key issues."""

import functools
from datetime import date, timedelta

from django.utils import timezone

from notices.models import Notice
from tests.drill import deeds, deeds_on_notices


def first_notice(installation, who) -> None:
    """Drafted, released, reviewed, published, read by the other office, printed."""
    installation.later(26)
    who.sign_in("omar", "hana", "rita", "bela")
    case = deeds.case_filed(who.omar, "Robberies of banks", **deeds.person_of(2, "OMONDI Peter"))
    deeds.named(who.omar, case, "OMONDI Peter")
    address = deeds_on_notices.red_drafted(who.omar, case, "QMA")
    deeds_on_notices.taken(who.omar, address, "Send to the head of office")
    deeds_on_notices.released(who.hana, address)
    page = deeds_on_notices.reviewed(who.rita, address)
    installation.work()
    assert "OMONDI" in who.bela.open(page.path).plain()
    page = who.omar.open(page.path)
    page = who.omar.press(page, "Print PDF p")
    installation.work()
    assert who.omar.open(page.path).has_link("Download PDF")


def flash(installation, who) -> None:
    """Flash that left before its approval; an urgent request that nobody answers in time."""
    installation.later(24)
    who.sign_in("omar", "hana", "bruno")
    omar, hana, bruno = who.omar, who.hana, who.bruno
    hana.take(deeds.officer_page(hana, omar), "/give_shift", hours=12)
    case = deeds.case_filed(omar, "A child taken", **deeds.person_of(3, "OTIENO Anna", "MISSING"))
    page = deeds.drafted(omar, "LOCATE", "QMB", case, urgency="FLASH")
    at_once = next(text for form in page.forms for text, *_ in form.buttons if "at once" in text)
    urgent = deeds.sent(omar, page, at_once)
    installation.work()
    page = bruno.open(f"/requests/{urgent}/")
    assert "Sent before its approval" in page.plain()
    bruno.press(page, "Acknowledge")
    deeds.approved(hana, urgent, "Approve")
    deeds.said(bruno, urgent, "Answer", "Found, and safe.")

    who.late = deeds.sent(omar, deeds.drafted(omar, "INFO", "QMB", case, urgency="URGENT"))
    installation.work()
    installation.later(0.5)
    who.bela.sign_in()
    assert who.late in who.bela.open("/").source, "the head reads what is late"


def back_and_forth(installation, who) -> None:
    """Everything that two offices can say to each other about a request."""
    installation.later(0.5)
    who.sign_in("omar", "bruno")
    omar, bruno, late = who.omar, who.bruno, who.late
    bruno.press(bruno.open(f"/requests/{late}/"), "Take")
    said = functools.partial(_said, installation, late)
    said(bruno, "Ask for clarification", "Which of the two?")
    said(omar, "Clarify", "The elder.")
    said(bruno, "Answer", "Half of it.", final="0")
    soon = f"{timezone.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    said(bruno, "Defer", "The archive is closed.", until=soon)
    installation.later(3)
    omar.sign_in()
    bruno.sign_in()
    said(bruno, "Answer", "The other half.")
    said(omar, "Ask further", "And the brother?")
    said(bruno, "Refuse", "Not held.", ground="Data not held", contact="The desk")
    omar.press(omar.open(f"/requests/{late}/"), "Close")


def _said(installation, reference: str, by, link: str, text: str, **given) -> None:
    deeds.said(by, reference, link, text, **given)
    installation.work()


def recalls_and_reviews(installation, who) -> None:
    """Taken back, put before the reviewers, and asked by the other office."""
    installation.later(28)
    who.sign_in("omar", "hana", "bruno", "rita", "samir")
    omar, hana, bruno, bela = who.omar, who.hana, who.bruno, who.bela
    case = deeds.case_filed(omar, "Forged papers", **deeds.person_of(4, "NJOROGE Sam"))
    wrong = deeds.sent(omar, deeds.drafted(omar, "INFO", "QMB, QMC", case))
    installation.work()
    bruno.press(bruno.open(f"/requests/{wrong}/"), "Start work")
    page = omar.open(f"/requests/{wrong}/")
    omar.take(page, "/recall", reason="It was the wrong person.")
    installation.work()
    bruno.press(bruno.open(f"/requests/{wrong}/"), "Confirm destruction")

    many = "QMB, QMC, QMD, KEN, PRT, BRA, FRA"
    held = [deeds.sent(omar, deeds.drafted(omar, "LOCATE", many, case)) for _ in range(3)]
    for reference in held:
        deeds.approved(hana, reference)
        assert "Under review" in omar.open(f"/requests/{reference}/").plain()
    let, refused, withdrawn = held
    reviewed(who.rita, let, "Release")
    why = {"reasons": ["ART3_POLITICAL"], "explanation": "It is about opinions."}
    reviewed(who.rita, refused, "Pass to the second reviewer", **why)
    reviewed(who.samir, refused, "Confirm the refusal")
    omar.press(omar.open(f"/requests/{withdrawn}/"), "Withdraw")
    installation.work()
    assert "Refused in the review" in omar.open(f"/requests/{refused}/").plain()

    theirs = deeds.sent(bruno, deeds.drafted(bruno, "INFO", "QMA"))
    installation.work()
    deeds.said(omar, theirs, "Answer", "Nothing is held.")
    installation.later(35)
    bela.sign_in()
    assert "Closed" in bela.open(f"/requests/{theirs}/").plain(), "left alone, it was closed"


def reviewed(by, reference: str, button: str, **given) -> None:
    """A request under review, found at My work and decided."""
    waiting = {href for _, href in by.open("/").links if "/requests/reviews/" in href}
    (page,) = [page for page in map(by.open, waiting) if reference in page.plain()]
    by.press(page, button, **given)


def cases(installation, who) -> None:
    """Shared and not shared any more, invited, raised and lowered, closed, opened anew, kept."""
    installation.later(20)
    who.sign_in("hugo", "olga", "bruno")
    hugo, olga, bruno = who.hugo, who.olga, who.bruno
    case = deeds.case_filed(olga, "Poached ivory")
    where = f"/cases/{case}/access/"
    olga.press(olga.open(where), "Share", office="QMB", role="CONTRIBUTOR")
    bruno.press(bruno.open(f"/cases/{case}/"), "Add note", text="Seen at our border.")
    olga.press(olga.open(where), "End")
    assert bruno.client.get(f"/cases/{case}/").status_code == 404
    olga.press(olga.open(where), "Invite", officer=bruno.email)
    bruno.open(f"/cases/{case}/")
    olga.press(olga.open(where), "End")
    page = olga.open(f"/cases/{case}/edit")
    olga.press(page, page.own(), classification="2")
    for person, step, given in [
        (hugo, "lower_level", {"level": "1"}),
        (olga, "close", {}),
        (olga, "reopen", {}),
        (olga, "close", {}),
        (hugo, "archive", None),
    ]:
        more = {} if given is None else {"reason": "As agreed.", **given}
        page = person.open(f"/cases/{case}/")
        if page.has_button("Open the record"):
            page = person.press(page, "Open the record", reason="In charge.")
        person.take(page, f"/step/{step}", **more)


def ends_of_notices(installation, who) -> None:
    """One is withdrawn; one suspended and taken up again, runs out, and the next one is drafted."""
    installation.later(20)
    who.sign_in("hugo", "olga", "bruno")
    hugo, olga = who.hugo, who.olga
    links = {href for _, href in olga.open("/notices/").links}
    first, second = sorted(href for href in links if href.startswith("/notices/2026-"))
    hugo.take(hugo.open(first), "/steps/withdraw", code="WARRANT_REVOKED")
    until = {"until": str(date.today() + timedelta(days=90))}
    hugo.take(hugo.open(second), "/steps/suspend", reason="The court hears him.", **until)
    hugo.take(hugo.open(second), "/steps/resume")
    installation.work()
    assert "Do not act" in who.bruno.open(first).plain()

    last_day = Notice.objects.get(reference=second.split("/")[2].replace("-", "/")).valid_until
    installation.later((last_day - timezone.now().date()).days - 40)
    olga.sign_in()
    assert "runs out on" in olga.open("/").plain()
    case = olga.open(second).way("/cases/QMA-").split("/")[2]
    address = deeds_on_notices.red_drafted(olga, case, "QMA")
    deeds_on_notices.taken(olga, address, "Send to the head of office")
    who.sign_in("hugo", "rita")
    deeds_on_notices.released(hugo, address)
    third = deeds_on_notices.reviewed(who.rita, address).path
    installation.work()
    installation.later(42)
    olga.sign_in()
    assert "Expired" in olga.open(second).plain()
    assert "Published" in olga.open(third).plain()


def key_issues(installation, who) -> None:
    """Written, approved, published and read."""
    installation.later(20)
    who.sign_in("ada", "cora")
    for person in (who.rita, who.samir):
        page = who.ada.take(deeds.officer_page(who.ada, person), "/give_role", role="POLICY_EDITOR")
        deeds.decided(page, who.cora)
    installation.later(3.1)  # for objections: the Secretariat has no head
    installation.later(3.1)
    who.sign_in("rita", "samir", "bruno")
    rita, samir = who.rita, who.samir
    page = rita.press(rita.open("/key-issues/new"), "Begin", year=2026, languages=["en"])
    edition = page.path
    rita.take(page, "/texts", **{"title-en": "Key issues", "foreword-en": "The year."})
    issue = {"title-en": "Weapons", "rationale-en": "They kill.", "targets-en": "Fewer."}
    page = rita.open(edition)
    rita.take(page, "/issues/new", portfolios=["TERRORISM"], **issue)
    page = rita.open(rita.open(edition).way("/absences"))
    absent = {
        name: "Goes on as before." for name in page.form_with("Save").names if name.endswith("-en")
    }
    rita.press(page, "Save", **absent)
    rita.press(rita.open(edition), "Submit for approval")
    samir.press(samir.open(edition), "Approve")
    samir.press(samir.open(edition), "Publish", year=2026)
    installation.work()
    assert "Weapons" in who.bruno.open("/public/key-issues/").plain()
