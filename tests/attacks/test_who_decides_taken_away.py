"""One administrator takes away whoever could stop him: reviewers, Commission, heads, colleagues."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from central_offices.accounts import staff, suspending
from central_offices.models import AccessChange, CentralOffice, Officer
from central_offices.two_persons import changes, counting
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Refusal, WrongState
from tests import persons, world
from tests.attacks.test_sql_as_the_application import refused
from tests.central_offices.test_pages import send
from tests.kernel.racing import Lane, somebody_waits
from tests.plumbing.by_the_owner import by_the_owner

DECIDE = ["sato", "lindqvist", "benes", "auditor", "member", "wanjiku", "bela"]


def who(name: str) -> Officer:
    return world.officer(name)


def active(name: str) -> bool:
    return who(name).is_active


def proposed(name: str, by: Officer) -> AccessChange:
    person = who(name)
    return changes.propose("DISABLE", person.office, person=person, by=by, reason="Stolen")


def suspended(name: str, by: Officer) -> AccessChange:
    return suspending.suspend(who(name), by=by, reason="In other hands")


def time_is_over(change: AccessChange) -> None:
    with by_the_owner():
        AccessChange.objects.filter(pk=change.pk).update(expires_at=timezone.now())
    changes.upkeep()
    change.refresh_from_db()


@pytest.mark.django_db
def test_alone_he_takes_away_nobody_who_decides(adler, signed_in):
    browser = signed_in(adler)
    for name in DECIDE:
        person = who(name)
        grant = person.grants.in_force().order_by("role").first()
        with pytest.raises(NotReady, match="second person"):
            staff.disable(person, by=adler, reason="Gone")
        if staff.decides_by(person, grant.role):
            with pytest.raises(NotReady, match="second person"):
                staff.end_role(grant, by=adler)
        with pytest.raises(NotReady, match="second person"):
            staff.lower_clearance(person, 0, by=adler, reason="Gone")
        send(browser, f"/officers/{person.pk}/disable", reason="Gone")
        assert active(name), name
        change = AccessChange.objects.get(person=person)
        assert (change.kind, change.status) == ("DISABLE", "PENDING")
        with pytest.raises(NotPermitted):
            changes.confirm(change, by=adler)


@pytest.mark.django_db
def test_a_second_person_confirms_and_nobody_else(adler, benes, wanjiku, auditor, amina, pierre):
    change = proposed("sato", adler)
    for nobody in (adler, who("sato"), who("lindqvist"), wanjiku, auditor, amina, pierre):
        with pytest.raises(NotPermitted):
            changes.confirm(change, by=nobody)
    changes.confirm(change, by=benes)
    with pytest.raises(WrongState):
        changes.confirm(change, by=benes)
    assert not active("sato")

    of_an_office = proposed("wanjiku", adler)
    with pytest.raises(WrongState, match="proposed already"):
        proposed("wanjiku", benes)
    changes.decline(of_an_office, by=auditor)
    assert active("wanjiku")


@pytest.mark.django_db
def test_a_reviewer_reads_less_by_two_persons_only(adler, benes, wanjiku, auditor, signed_in):
    sato, amina = who("sato"), who("amina")
    before = sato.clearance
    send(signed_in(adler), f"/officers/{sato.pk}/change_clearance", clearance="0", reason="Vetting")
    change = AccessChange.objects.get(person=sato)
    assert (change.kind, change.status, who("sato").clearance) == ("LOWER", "PENDING", before)
    assert "Lower clearance" in signed_in(benes).get(f"/access-changes/{change.pk}/").text
    for nobody in (adler, sato, who("lindqvist"), wanjiku, auditor, amina):
        with pytest.raises(NotPermitted):
            changes.confirm(change, by=nobody)
    changes.confirm(change, by=benes)
    assert who("sato").clearance == 0
    with pytest.raises(WrongState, match="not above"):
        changes.propose("LOWER", sato.office, person=sato, by=adler, clearance=0, reason="Again")
    staff.lower_clearance(amina, 0, by=adler, reason="Who decides nothing, by one")
    assert who("amina").clearance == 0


@pytest.mark.django_db
def test_where_one_administrator_is_left_a_member_of_the_commission_is_the_second(
    adler, benes, auditor
):
    change = proposed("sato", adler)
    with pytest.raises(NotPermitted):
        changes.confirm(change, by=auditor)
    persons.disable_by_two(benes, by=adler, reason="Left")

    changes.confirm(change, by=auditor)
    assert not active("sato")
    with pytest.raises(NotReady, match="Nobody is there"):
        for name in ("auditor", "member"):
            persons.decided(proposed(name, adler))
    assert active("member") or active("auditor")


@pytest.mark.django_db
def test_a_stolen_account_is_stopped_at_once_and_opens_again_unless_a_second_confirms(
    adler, benes, signed_in, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    browser = signed_in(who("sato"))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        send(signed_in(adler), f"/officers/{who('sato').pk}/suspend", reason="In other hands")
    change = AccessChange.objects.get()

    assert browser.get("/").status_code == 302 and not active("sato")
    told = {one.to[0] for one in mail.outbox}
    names = ("sato", "lindqvist", "adler", "benes", "auditor", "member")
    assert {who(name).email for name in names} <= told
    assert change.suspends_until - change.proposed_at <= timedelta(hours=24, minutes=1)
    assert "opens again on" in signed_in(benes).get(f"/access-changes/{change.pk}/").text

    changes.upkeep()
    assert not active("sato")
    time_is_over(change)
    assert change.status == "EXPIRED" and active("sato")
    assert counting.counts(who("sato"), "review_notice")

    confirmed = suspended("lindqvist", adler)
    changes.confirm(confirmed, by=benes)
    changes.upkeep()
    assert confirmed.status == "CONFIRMED" and not active("lindqvist")


@pytest.mark.django_db
def test_a_suspension_ends_by_the_word_of_one_who_may_and_is_no_way_round(
    adler, benes, auditor, amina, wanjiku
):
    change = suspended("wanjiku", adler)
    for nobody in (amina, who("wanjiku"), who("beatriz"), who("sato")):
        for verb in (changes.confirm, changes.decline):
            with pytest.raises(NotPermitted):
                verb(change, by=nobody)
    changes.decline(change, by=auditor)
    assert active("wanjiku")
    with pytest.raises(WrongState, match="before"):
        suspended("wanjiku", adler)

    by_another = suspended("wanjiku", benes)
    changes.withdraw(by_another, by=benes)
    assert active("wanjiku")

    for name in ("sato", "auditor"):
        suspended(name, adler)
    with pytest.raises(NotPermitted, match="2 accounts"):
        suspended("benes", adler)
    for by, name in ((adler, "adler"), (amina, "wanjiku"), (who("beatriz"), "wanjiku")):
        with pytest.raises(NotPermitted):
            suspended(name, by)
    with pytest.raises(NotReady, match="One person disables"):
        suspended("otieno", adler)


@pytest.mark.django_db
def test_a_head_stops_the_own_officers_at_once_and_no_other_head(wanjiku, adler, benes, signed_in):
    send(signed_in(wanjiku), f"/officers/{who('otieno').pk}/disable", reason="Left")
    assert not active("otieno")
    with pytest.raises(NotPermitted):
        staff.disable(who("pierre"), by=wanjiku, reason="Not hers")
    persons.give_role(who("amina"), "HEAD", by=wanjiku)
    with pytest.raises(NotReady, match="second person"):
        staff.disable(who("amina"), by=wanjiku, reason="Another head")

    with pytest.raises(NotReady, match="nobody else works there"):
        staff.disable(who("joana"), by=adler, reason="The last of Brazil")
    changes.confirm(proposed("joana", adler), by=benes)
    assert not active("joana")


@pytest.mark.django_db
def test_what_two_agree_on_while_somebody_cannot_object_goes_to_the_commission(
    adler, benes, auditor
):
    kenya = who("amina").office
    staff.disable(who("otieno"), by=adler, reason="He would object")
    change = changes.propose(
        "ROLE", kenya, by=adler, person=who("amina"), role="HEAD", without_head=True, reason="Gone"
    )
    changes.confirm(change, by=benes)

    assert change.status == "OBJECTED"
    with by_the_owner():
        AccessChange.objects.filter(pk=change.pk).update(in_force_at=timezone.now())
    changes.upkeep()
    assert who("amina").roles_held() == {"OFFICER"}
    changes.forbid(change, by=auditor, reason="The head is there.")


BY_SQL = {
    "a reviewer is disabled": (
        "UPDATE central_offices_officer SET is_active = false WHERE id = {sato}"
    ),
    "a reviewer reads less": "UPDATE central_offices_officer SET clearance = 0 WHERE id = {sato}",
    "the role of a member of the Commission ends": (
        "UPDATE central_offices_rolegrant SET valid_to = greatest(now(), valid_from) "
        "WHERE officer_id = {auditor}"
    ),
    "the last head's role ends": (
        "UPDATE central_offices_rolegrant SET valid_to = greatest(now(), valid_from) "
        "WHERE officer_id = {beatriz} AND role = 'HEAD'"
    ),
    "a suspension lasts for years": "UPDATE central_offices_accesschange SET "
    "suspends_until = now() + interval '9 years' WHERE id = {change}",
    "one is begun that lasts for years": "INSERT INTO central_offices_accesschange SELECT m.* FROM "
    "central_offices_accesschange o, jsonb_populate_record(NULL::central_offices_accesschange, "
    "to_jsonb(o) || jsonb_build_object('id', gen_random_uuid(), 'person_id', {sato}, "
    "'suspends_until', now() + interval '9 years')) AS m WHERE o.id = {change}",
    "who is disabled is said to be suspended": "INSERT INTO central_offices_accesschange "
    "SELECT m.* FROM central_offices_accesschange o, jsonb_populate_record("
    "NULL::central_offices_accesschange, to_jsonb(o) || jsonb_build_object('id', "
    "gen_random_uuid(), 'person_id', {otieno}, 'suspends_until', now() + interval '1 hour')) AS m "
    "WHERE o.id = {change}",
    "who is suspended comes back": (
        "UPDATE central_offices_officer SET is_active = true WHERE id = {lindqvist}"
    ),
}


@pytest.mark.django_db
def test_sql_as_the_application_takes_nobody_away_who_decides(adler):
    staff.disable(who("otieno"), by=adler, reason="Left")
    change = suspended("lindqvist", adler)
    names = ("sato", "auditor", "beatriz", "otieno", "lindqvist")
    refused(BY_SQL, change=change.pk, **{name: who(name).pk for name in names})


def test_two_who_each_disable_one_of_the_last_two_wait_for_each_other(committed):
    adler, benes = who("adler"), who("benes")
    brazil = CentralOffice.objects.get(code="BRA")
    with by_the_owner():
        Officer.objects.filter(pk=who("arun").pk).update(office=brazil)

    def other():
        staff.disable(who("arun"), by=benes, reason="Left")

    with acting.acting_as(adler):
        staff.disable(who("joana"), by=adler, reason="Left")
        beside = Lane(other)
        somebody_waits()
    with pytest.raises(Refusal, match="nobody else works there"):
        beside.result()
    assert active("arun") and not active("joana")
