"""Whoever is the second person reads what goes, what comes, and what each button really does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.accounts import suspending
from central_offices.agreements import deputy_offices
from central_offices.directory import entries
from central_offices.models import CentralOffice
from central_offices.two_persons import changes
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def office(code: str) -> CentralOffice:
    return CentralOffice.objects.get(code=code)


def page(change) -> str:
    return f"/access-changes/{change.pk}/"


@pytest.fixture
def entry(beatriz):
    with by_the_owner():
        CentralOffice.objects.filter(code="PRT").update(emergency_phone="+351 21 555 0100")
    lisbon = office("PRT")
    phone = {"emergency_phone": "+351 21 555 0199"}
    return entries.change(lisbon, by=beatriz, version=lisbon.version, **phone)


def test_what_stands_now_is_read_beside_what_is_proposed(
    entry, adler, benes, sato, wanjiku, signed_in
):
    lower = changes.propose(
        "LOWER", sato.office, person=sato, by=adler, clearance=1, reason="To the archive"
    )
    day, names = (TODAY + timedelta(days=9)).isoformat(), {"en": "Kenyana", "ar": "كينيانا"}
    rename = changes.propose("RENAME", office("KEN"), by=wanjiku, day=day, names=names)
    browser = signed_in(benes)
    for change, comes, goes in (
        (entry, "+351 21 555 0199", "+351 21 555 0100"),
        (lower, "Restricted", "Confidential"),
        (rename, "Kenyana", "Kenya"),
    ):
        for address in (page(change), page(change) + "confirm"):
            below = browser.get(address).text.partition(f"<bdi>{comes}</bdi>")[2]
            assert f"<bdi>{goes}</bdi>" in below.partition("Until now")[2], address
    assert "Name (Arabic)" in browser.get(page(rename)).text

    changes.confirm(entry, by=benes)
    assert "Until now" not in browser.get(page(entry)).text


def test_a_change_of_the_entry_that_waits_is_seen_where_the_entry_is_written(
    entry, beatriz, pierre, signed_in
):
    for address in ("/offices/PRT/", "/offices/PRT/edit"):
        assert page(entry) in signed_in(beatriz).get(address).text, address
    assert page(entry) not in signed_in(pierre).get("/offices/PRT/").text


def test_each_step_says_what_follows_from_it(entry, adler, benes, lindqvist, signed_in):
    closed = suspending.suspend(lindqvist, by=adler, reason="Telephone lost")
    mine, theirs = signed_in(adler), signed_in(benes)
    opens = "The account opens again at once."
    assert opens in theirs.get(page(closed) + "decline").text
    assert opens in mine.get(page(closed) + "withdraw").text
    assert "Everything stays as it is." in theirs.get(page(entry) + "decline").text
    assert "ask whoever proposed it" in theirs.get(page(closed) + "confirm").text
    assert "checked with the office" in theirs.get(page(entry) + "confirm").text
    account = f"/officers/{lindqvist.pk}/"
    shown = theirs.get(account).text
    assert "Suspended by one person." in shown and account + "enable" not in shown
    changes.confirm(closed, by=benes)
    assert account + "enable" in theirs.get(account).text


def test_who_approves_for_whom_and_until_when_is_read_before_it_is_agreed(
    wanjiku, beatriz, signed_in
):
    row = deputy_offices.propose(
        office("KEN"), office("PRT"), by=wanjiku, valid_from=TODAY,
        valid_to=TODAY + timedelta(days=90),
    )  # fmt: skip
    browser = signed_in(beatriz)
    shown = browser.get(f"/offices/PRT/deputy-office/{row.pk}/agree").text
    for words in ("Portugal approves for Kenya", "Until, without this day", "Wanjiku (KEN)"):
        assert words in shown, words
    assert str((TODAY + timedelta(days=90)).year) in shown
    deputy_offices.agree(row, by=beatriz)
    deputy_offices.end(row, by=wanjiku)
    shown = browser.get("/offices/PRT/deputy-office").text
    assert "Agreed by Beatriz" in shown and "Ended by Wanjiku" in shown


def test_a_suspended_account_is_listed_as_such_and_a_proposal_disables_nobody(
    adler, lindqvist, sato, signed_in
):
    waiting = suspending.suspend(lindqvist, by=adler, reason="Telephone lost")
    proposed = changes.propose("DISABLE", sato.office, person=sato, by=adler, reason="Leaves")
    browser = signed_in(adler)

    listed = browser.get("/officers/", {"q": "Lindqvist"}).text
    assert "Account suspended" in listed and '<span class="tag bad">Disabled' not in listed
    for state, names in {"suspended": {lindqvist.name}, "disabled": set()}.items():
        found = browser.get("/officers/", {"state": state}).context["page"].rows
        assert {row.name for row in found} == names, state
    for change in (waiting, proposed):
        assert str(change).startswith("Disable the account: ")
        assert "Account disabled" not in browser.get(page(change)).text
