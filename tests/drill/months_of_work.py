"""Months in which the work is done: cases, requests, notices, key issues."""

from tests.drill import deeds, deeds_on_notices


def first_notice(installation, who) -> None:
    """Drafted, released, reviewed, published, read by the other office, printed."""
    installation.later(26)
    who.sign_in()
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
