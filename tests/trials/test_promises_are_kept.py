"""What a text of the product promises is kept by code: times, who is told, pages, commands.

A new sentence that names a time, or says that somebody is told, names here what keeps it.
"""

import re
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from allauth.mfa import app_settings as factors
from django.core.management import get_commands

from agency.api.oauth import PROVIDER
from central_offices.accounts import invitations, proofs
from central_offices.api import signatures
from central_offices.keys_and_clients import keys, registered_keys
from central_offices.models import (
    CentralOffice,
    access_changes,
    endpoints,
    installation,
    officers,
)
from central_offices.taking_part import agreed, going_live
from exchange.delivery import phone_fallback
from exchange.desk import board, board_news
from ledger.delivery import backoff, standard_webhooks
from notices.refusals import keeping
from notices.views import public
from notices.workflow import circulating, reviewing
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner

ROOT = Path(__file__).parents[2]
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
UNITS = {"second": SECOND, "minute": 60 * SECOND, "hour": 3600 * SECOND, "day": DAY}
UNITS |= {"week": 7 * DAY, "month": 30.5 * DAY, "year": 365 * DAY}
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
NUMBERS += ["eleven", "twelve", "thirty"]
VALUES = dict(zip(NUMBERS, [*range(1, 13), 30], strict=True))
TIME = re.compile(rf"\b(\d+|{'|'.join(NUMBERS)}) ({'|'.join(UNITS)})s?\b", re.IGNORECASE)
TOLD = re.compile(r"\b(is|are|was) (told|mailed)\b|\btold by mail\b|\bmay turn to\b")

# What a sentence with a time begins with, or holds, and what keeps it.
KEPT_TIMES = {
    "A duty officer suspends for seven days": circulating.MAX_SUSPENSION_ON_DUTY,
    "A notice is valid for five years": circulating.MAX_VALIDITY,
    "five years at most.": circulating.MAX_VALIDITY,
    "Five years at most": circulating.MAX_VALIDITY,
    "one year if you leave it empty": circulating.DEFAULT_VALIDITY,
    "One year if you leave it empty": circulating.DEFAULT_VALIDITY,
    "A suspension ends within six months": circulating.MAX_SUSPENSION,
    "Within six months": circulating.MAX_SUSPENSION,
    "A shift has 1 to 24 hours": officers.ONE_SHIFT,
    "A token lives ten minutes": PROVIDER["ACCESS_TOKEN_EXPIRE_SECONDS"] * SECOND,
    "from today on, within two years": agreed.MOST_DAYS_AHEAD * DAY,
    "a last day in the next five years": registered_keys.MAX_KEY_LIFETIME,
    "Empty: for two years": keys.LIFETIME,
    "ten years from today at most": keeping.MAX_EXTENSION,
    "Ten years from today at most": keeping.MAX_EXTENSION,
    "Flash that did not arrive within 15 minutes": phone_fallback.AFTER,
    "For 24 hours messages are signed with the old secret": standard_webhooks.BOTH,
    "In the last twelve months the General Secretariat released": public.RELEASED_WITHIN,
    "it shows a code every 30 seconds": factors.TOTP_PERIOD * SECOND,
    "Nothing in the last 24 hours": board_news.NEWS_PERIOD,
    "Open this link within 72 hours": invitations.LIVES,
    "older than 72 hours": invitations.LIVES,
    "at every hour of the coming 7 days": going_live.ROSTER_DAYS * DAY,
    "without an answer it lapses after 7 days": endpoints.LAPSES_AFTER,
    "without an answer it expires after 7 days": access_changes.EXPIRES_AFTER,
    "The 14 days for setting up": installation.SETTING_UP,
    "over five minutes off": signatures.MAX_AGE_OF_SIGNATURE,
    "within 24 hours": board.DAY,
    "Within 24 hours": board.DAY,
    "shown it in the last five minutes": proofs.PROOF_SECONDS * SECOND,
    "every attempt of five days failed": backoff.GIVEN_UP_AFTER,
}
# Where a program of another language keeps it: the file, and what stands there.
KEPT_ELSEWHERE = {
    "signed out within three minutes": ("static/js/board.js", "ENDING = 180"),
    "In the last thirty days it was asked": (
        "cases/migrations/0009_shares_and_persons_by_sql.py",
        "30 days",
    ),
}
NO_TIME_PROMISED = ["at least one day", "Too little to draw: two weeks"]

NO_NEWS_PROMISED = ["Look at who was told before", "What was told before stays told"]

# What a sentence about who is told holds, and the test that shows it.
AWAY = "tests/attacks/test_an_administrator_takes_away.py::test_"
TWO = "tests/attacks/test_who_decides_taken_away.py::test_"
LINK = "tests/central_offices/test_invitations.py::test_"
MOVED = "tests/attacks/test_an_officer_taken_from_an_office.py::test_"
ALONE = "tests/attacks/test_an_administrator_alone.py::test_"
NOTICES = "tests/notices/test_"
WITHHELD = "tests/ledger/test_clearing.py::test_the_mailbox_tells_that_a_message_waits_in_its_place"
CLIMBS = "tests/exchange/test_escalation.py::test_the_ladder_climbs_with_the_hours"
BETRAYED = "tests/attacks/test_a_refugee_betrayed.py::test_"
KEPT_NEWS = {
    "told only that a message waits in the browser": WITHHELD,
    "it was told that a message waits, and no content": WITHHELD,
    "link was mailed to the officer": LINK
    + "an_administrator_starts_a_reset_and_never_sees_the_link",
    "link is mailed to the officer": LINK + "a_mail_carries_a_link_and_no_personal_data",
    "A new link is mailed": "tests/central_offices/test_pages.py::"
    "test_renewing_an_invitation_mails_a_new_link_to_the_invitee_only",
    "If there is an account, a link is mailed": "tests/attacks/test_forgotten_password.py::"
    "test_only_somebody_who_can_sign_in_gets_a_link",
    "A lower one counts at once, and is told by mail": AWAY + "unseen",
    "The officer, the heads of the office and the administrators are told": AWAY + "unseen",
    "everybody of the office, the administrators and the Commission are told by mail who": TWO
    + "a_stolen_account_is_stopped_at_once_and_opens_again_unless_a_second_confirms",
    "is told and may object": MOVED + "without_an_objection_it_comes_and_both_offices_are_told",
    "The Commission was told": ALONE
    + "two_administrators_are_stopped_by_one_officer_and_the_commission",
    "The heads of the office and the administrators are told by mail": "tests/central_offices/"
    "test_delivery_page.py::test_who_must_know_is_told_of_a_pause",
    "Every notice of it is public, and every office is told": NOTICES
    + "un_notices.py::test_every_step_of_the_list_is_in_the_ledger_and_told_once",
    "Every office is told at once not to act on it": "tests/attacks/"
    "test_the_other_side_undoes.py::test_offices_are_told_until_when_after_one_of_two_was_lifted",
    "Every office is told that the notice holds again": NOTICES
    + "suspensions_end.py::test_after_its_last_day_the_notice_holds_again_and_all_are_told_once",
    "Every office is told at once, in the urgent lane": "tests/central_offices/test_keys.py::"
    "test_a_revocation_is_told_to_every_office_in_the_urgent_lane",
    "Whoever waits for an answer of": "tests/exchange/test_offices_change.py::"
    "test_an_office_leaves_and_who_waits_for_it_is_told",
    "next level is told": CLIMBS,
    "next level was told": CLIMBS,
    "Time over: the head was told": CLIMBS,
    "Everybody concerned is told, with the reason": "tests/central_offices/test_dated_rules.py::"
    "test_everybody_concerned_is_told_with_the_reason",
    "the office is told to stop": "tests/exchange/test_recall.py::"
    "test_recalled_at_each_office_as_far_as_it_had_come",
    "The public is told how often": "tests/attacks/test_release_for_an_office.py::"
    "test_the_reviewer_reads_why_and_the_public_how_often",
    "Only reviewers of the Secretariat are told": "tests/attacks/"
    "test_refused_once_sent_again.py::test_the_reviewer_is_told_which_notice_and_nobody_else",
    "No country that may be feared is told": BETRAYED
    + "the_person_is_put_into_a_case_that_the_country_sees",
    "Not on record: no country is told": BETRAYED
    + "whoever_is_not_of_the_commission_opens_its_page",
    "No further office is told of the person without your consent": "tests/attacks/"
    "test_a_contribution_passed_on.py::test_by_a_share_or_an_invitation",
    "may turn to the Commission": "tests/trials/test_promises_are_kept.py::"
    "test_who_may_turn_to_the_commission_reads_how_it_is_reached",
}


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """Every wording that a reader of the product may see, from the catalogue."""
    catalogue = polib.pofile(ROOT / "locale" / "ar" / "LC_MESSAGES" / "django.po")
    return [text for entry in catalogue for text in (entry.msgid, entry.msgid_plural) if text]


def length(number: str, unit: str) -> timedelta:
    return int(VALUES.get(number.lower(), 0) or number) * UNITS[unit.lower()]


def test_every_time_that_a_sentence_names_is_the_one_of_the_code(sentences):
    open_ones, wrong = [], []
    for text in sentences:
        rest = text
        for part, kept in KEPT_TIMES.items():
            if part in rest:
                said = length(*TIME.search(part).groups())
                wrong += [text] if abs(said - kept) > 0.02 * kept else []
                rest = rest.replace(part, "")
        for part in [*KEPT_ELSEWHERE, *NO_TIME_PROMISED]:
            rest = rest.replace(part, "")
        open_ones += [text] if TIME.search(rest) else []
    for name, there in KEPT_ELSEWHERE.values():
        assert there in (ROOT / name).read_text(encoding="utf-8"), name

    assert (open_ones, wrong) == ([], [])


def test_whoever_is_said_to_be_told_is_told_by_a_test(sentences):
    plain = [text for text in sentences if not any(part in text for part in NO_NEWS_PROMISED)]
    named = [text for text in plain if TOLD.search(text)]
    unkept = [text for text in named if not any(part in text for part in KEPT_NEWS)]
    unused = [part for part in KEPT_NEWS if not any(part in text for text in named)]
    gone = []
    for where in KEPT_NEWS.values():
        path, _, name = where.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).exists() else ""
        gone += [] if f"def {name}" in text else [where]

    assert (unkept, unused, gone) == ([], [], [])


def test_every_page_and_button_that_a_text_names_is_there(sentences):
    """In the README's tour in bold, elsewhere between quotation marks."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tour = readme.partition("## A tour")[2].partition("\n## ")[0]
    named = {" ".join(one.split()) for one in re.findall(r"\*\*([^*]+?)\*\*", tour)}
    named = {one for one in named if not one.endswith(".")}
    texts = [*sentences, readme, *(p.read_text("utf-8") for p in (ROOT / "docs").glob("*.md"))]
    named |= {one for text in texts for one in re.findall(r"pages? “([^”%]+)”", text)}

    assert len(named) > 20
    assert named - set(sentences) == set()


def test_every_command_that_a_text_names_is_there(sentences):
    texts = [*sentences, *(p.read_text("utf-8") for p in ROOT.glob("*.md"))]
    texts += [p.read_text("utf-8") for p in (ROOT / "docs").rglob("*.md")]
    named = {one for text in texts for one in re.findall(r"launch manage ([a-z_]{3,})", text)}

    assert len(named) > 3
    assert named - set(get_commands()) == set()


@pytest.mark.django_db
def test_who_may_turn_to_the_commission_reads_how_it_is_reached(amina, wanjiku, sato, signed_in):
    notice = drafts.claimed(amina, wanjiku, sato)
    drafts.answered(notice, sato)
    assert reviewing.refuse(notice, by=sato, reasons=["NOT_SERIOUS"], explanation="A fine.")
    page, words = notice.get_absolute_url(), "may turn to the Commission"
    assert words not in signed_in(amina).get(page).text  # nobody wrote yet how
    with by_the_owner():
        CentralOffice.objects.filter(kind="COMMISSION").update(contact_point="By letter")
    shown = signed_in(amina).get(page).text
    assert words in shown and 'href="/offices/CCF/"' in shown
    assert "By letter" in signed_in(amina).get("/offices/CCF/").text
