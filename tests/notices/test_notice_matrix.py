"""The life of a notice: each step, by everybody, in each state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notices.lifecycle import notice_steps
from notices.models import Notice
from notices.un_list import notices
from notices.workflow import reviewing
from tests import matrix
from tests.notices import drafts, un_files

pytestmark = pytest.mark.django_db
DAY = timezone.now().date() + timedelta(days=90)
# Whether a side suspends is asked by these steps themselves.
SUSPENDED = ("suspend_too", "resume", "lift_one", "end_suspension", "take_up")
PAST = timezone.now().date() - timedelta(days=2)
LIVES = [notice_steps, notices.un_notice_steps]
# Amina's notice, restricted; Wanjiku released it, Sato claimed it and is at the check-list. Where
# it is suspended, Sato did that.
CLAIMED = matrix.table(
    """
    edit            | DRAFT RETURNED                 |                 | NAIROBI
    discard         | DRAFT RETURNED                 | DELETED         | NAIROBI
    submit          | DRAFT RETURNED                 | NATIONAL_REVIEW | amina otieno wanjiku mutua
    send_back       | NATIONAL_REVIEW                 | DRAFT           | wanjiku mutua
    release         | NATIONAL_REVIEW                 | REQUESTED       | wanjiku
    ask_for_release    | NATIONAL_REVIEW               |                 |
    release_for_office | NATIONAL_REVIEW               | REQUESTED       |
    claim           | REQUESTED                       | UNDER_REVIEW    | sato lindqvist
    put_back        | UNDER_REVIEW                    | REQUESTED       | sato
    answer          | UNDER_REVIEW                    |                 | sato
    return_to_owner | UNDER_REVIEW                    | RETURNED        | sato
    propose         | UNDER_REVIEW                    |                 | sato
    disagree        | UNDER_REVIEW                    | REQUESTED       |
    publish         | UNDER_REVIEW                    | PUBLISHED       | sato
    refuse          | UNDER_REVIEW                    | REFUSED         | sato
    suspend         | PUBLISHED                       | SUSPENDED     | wanjiku mutua sato lindqvist
    suspend_too     | SUSPENDED                       |                 | wanjiku mutua
    lift_one        | SUSPENDED                       |                 |
    resume          | SUSPENDED                       | PUBLISHED       | sato lindqvist
    end_suspension  | SUSPENDED                       |                 |
    take_up         | SUSPENDED                       | PUBLISHED       |
    let_stand       | PUBLISHED                       |                 |
    withdraw        | PUBLISHED SUSPENDED            | WITHDRAWN       | wanjiku
    withdraw_by_system | PUBLISHED SUSPENDED         | WITHDRAWN       | system_ken
    cancel          | PUBLISHED SUSPENDED WITHDRAWN | CANCELLED       | sato lindqvist
    settle          | WITHDRAWN                       | CANCELLED       | system
    expire          | PUBLISHED SUSPENDED            | EXPIRED         | system
    """,
    NAIROBI="amina otieno wanjiku mutua client_ken",
)
# Sato proposed to refuse it: a second reviewer decides.
PROPOSED = matrix.changed(
    CLAIMED,
    **dict.fromkeys(["put_back", "answer", "return_to_owner", "propose"], ""),
    **dict.fromkeys(["disagree", "publish", "refuse"], "lindqvist"),
)
# Wanjiku, who alone could release for her office, wrote this one; where it is suspended, she did.
WRITTEN_BY_THE_HEAD = matrix.changed(
    CLAIMED,
    release="",
    ask_for_release="amina otieno wanjiku mutua",
    release_for_office="sato lindqvist",
    suspend_too="sato lindqvist",
    resume="wanjiku",
    **dict.fromkeys(["put_back", "answer", "return_to_owner", "propose"], ""),
    **dict.fromkeys(["publish", "refuse"], ""),
)
# Both sides suspend it: each lifts its own suspension.
BY_BOTH = matrix.changed(CLAIMED, suspend_too="", resume="", lift_one="wanjiku sato lindqvist")
# One of the two is past its day; or the only one is.
ONE_IS_OVER = matrix.changed(BY_BOTH, end_suspension="system")
ALL_ARE_OVER = matrix.changed(CLAIMED, take_up="system")
# Whoever wrote a notice of the United Nations' list, no office and no reviewer changes it.
OF_THE_LIST = matrix.only(CLAIMED, settle="system", expire="system")
KEEPERS = "sato adler benes novice"
LIST = matrix.table(
    f"""
    amend  | PUBLISHED |           | {KEEPERS}
    delist | PUBLISHED | CANCELLED | {KEEPERS}
    relist | CANCELLED | PUBLISHED | {KEEPERS}
    """
)
NOT_OF_THE_LIST = matrix.only(LIST)


def situations(people):
    amina, wanjiku, sato = (people[name] for name in ("amina", "wanjiku", "sato"))
    dress = clothes(sato)
    notice = drafts.claimed(amina, wanjiku, sato)
    yield matrix.Situation("a claimed notice", notice_steps, notice, CLAIMED, dress, SUSPENDED)
    both = {**dress, "SUSPENDED": dress["SUSPENDED"] | {"owner_suspends_until": DAY}}
    yield matrix.Situation("twice suspended", notice_steps, notice, BY_BOTH, both, SUSPENDED)
    past = {**both, "SUSPENDED": both["SUSPENDED"] | {"owner_suspends_until": PAST}}
    yield matrix.Situation("one is over", notice_steps, notice, ONE_IS_OVER, past, SUSPENDED)
    past = {**dress, "SUSPENDED": dress["SUSPENDED"] | {"secretariat_suspends_until": PAST}}
    yield matrix.Situation("all are over", notice_steps, notice, ALL_ARE_OVER, past, SUSPENDED)
    yield matrix.Situation("no UN notice", notices.un_notice_steps, notice, NOT_OF_THE_LIST, dress)

    drafts.answered(notice, sato)
    reviewing.refuse(notice, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")
    yield matrix.Situation("a proposed refusal", notice_steps, notice, PROPOSED, dress, SUSPENDED)

    hers = drafts.submitted(wanjiku)
    seen_by = sorted([wanjiku.office_number, sato.office_number])
    Notice.objects.filter(pk=hers.pk).update(release_asked_because="Away.", seen_by=seen_by)
    decided = {"released_by": sato, "reviewer": people["lindqvist"]}
    worn = dress | {"PUBLISHED": dress["PUBLISHED"] | decided}
    worn["SUSPENDED"] = worn["PUBLISHED"] | {"owner_suspends_until": DAY}
    yield matrix.Situation(
        "a notice of the head", notice_steps, hers, WRITTEN_BY_THE_HEAD, worn, SUSPENDED
    )

    un_files.load()
    listed = Notice.objects.get(un_reference=un_files.OLGA)
    yield matrix.Situation("a UN notice", notices.un_notice_steps, listed, LIST, dress)
    yield matrix.Situation(
        "a UN notice in an office's life", notice_steps, listed, OF_THE_LIST, dress
    )


def clothes(publisher):
    """Values that the constraints demand of a notice in circulation, and of one that ended."""
    now = timezone.now()
    circulates = {"published_at": now, "published_by": publisher, "reference": "2026/1"}
    circulates |= {"valid_until": DAY}
    suspended = circulates | {"secretariat_suspends_until": DAY}
    ended = ("WITHDRAWN", "CANCELLED", "EXPIRED", "REFUSED", "DELETED")
    return {
        "*": {"owner_suspends_until": None, "secretariat_suspends_until": None},
        "PUBLISHED": circulates,
        "SUSPENDED": suspended,
        **dict.fromkeys(ended, {"ended_at": now}),
    }


@matrix.SIZES
def test_a_step_of_a_notice_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)


def test_the_states_are_those_of_the_table():
    named = {state for rule in CLAIMED.values() for state in [*rule.sources.split(), rule.target]}
    assert named - {""} == set(Notice.Status.values)
