"""Who sees a case: own office, clearance, share, invitation; at every exit alike."""

import pytest

from cases import filing, persons, photos, sharing
from cases.drafts import PartDraft
from cases.models import Case, CaseFile, Photo, Subject
from cases.search import name_keys, persons_and_cases
from central_offices.models import Officer
from kernel.who_reads import audiences
from tests.cases import browsing, factories
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina):
    return factories.case(amina, people=["Daniel Okello"])


def sees(officer, case) -> bool:
    return Case.objects.visible_to(officer).filter(pk=case.pk).exists()


def test_the_own_office_sees_it_and_no_other(case, amina, otieno, wanjiku, pierre, sato, adler):
    assert all(sees(officer, case) for officer in (amina, otieno, wanjiku))
    assert not any(sees(officer, case) for officer in (pierre, sato, adler))


def test_who_lacks_the_clearance_does_not_see_it(case, okello):
    assert not sees(okello, case)


def test_a_share_shows_it_to_the_office_s_cleared_officers_until_it_ends(case, amina, pierre):
    sharing.share(case, pierre.office, by=amina)
    assert sees(pierre, case)

    sharing.end_share(case, pierre.office, by=amina)
    assert not sees(pierre, case)


def test_an_invitation_shows_it_whatever_the_office(amina, joana, pierre):
    case = factories.case(amina, classification=2)
    for officer in (joana, pierre):
        sharing.invite(case, officer, by=amina)
        assert sees(officer, case)

        sharing.end_invitation(case, officer, by=amina)
        assert not sees(officer, case)


def test_a_disabled_officer_sees_nothing(case, otieno):
    Officer.objects.filter(pk=otieno.pk).update(is_active=False)
    otieno.refresh_from_db()

    assert not sees(otieno, case)


def test_who_lost_the_role_sees_nothing_of_the_office(case, otieno):
    with by_the_owner():
        otieno.grants.all().delete()
    otieno.refresh_rights()

    assert not sees(otieno, case)


def test_a_person_in_two_cases_is_seen_through_the_one_that_is_shared(amina, pierre):
    closed = factories.case(amina, "Closed circle", people=["Daniel Okello"])
    subject = Subject.objects.get()
    shared = factories.case(amina, "Shared")
    persons.add(shared, PartDraft("WITNESS", existing=subject.pk), by=amina)

    sharing.share(shared, pierre.office, by=amina)

    assert [one.subject for one in persons_and_cases.persons(pierre, "Okello")] == [subject.pk]
    assert list(
        persons_and_cases.cases_of(
            persons_and_cases.persons(pierre, "Okello"), Case.objects.visible_to(pierre)
        )
    ) == [shared.pk]
    assert not sees(pierre, closed)

    sharing.end_share(shared, pierre.office, by=amina)
    assert persons_and_cases.persons(pierre, "Okello") == []


def test_the_stored_list_of_offices_is_what_the_rule_says(case, amina, pierre, joana):
    sharing.share(case, pierre.office, by=amina, role="CONTRIBUTOR")
    sharing.share(case, joana.office, by=amina)
    sharing.end_share(case, pierre.office, by=amina)

    case.refresh_from_db()
    assert case.seen_by == sorted([amina.office.number, joana.office.number])
    subject = Subject.objects.get()
    assert (
        subject.seen_at
        == subject.name_keys.first().seen_at
        == sorted(audiences.at_level(case.seen_by, case.classification))
    )
    assert sharing.wrongly_seen() == name_keys.wrongly_seen() == []


def test_a_list_written_by_somebody_else_is_noticed(case):
    Case.objects.filter(pk=case.pk).update(seen_by=[])  # wider the database lets it not become

    assert sharing.wrongly_seen() == [case.pk]
    assert name_keys.wrongly_seen() == [Subject.objects.get().pk]


def exits(officer, case, signed_in, over_api, subject):
    """Everything that could show the case to the officer, each as text or status."""
    browser, api = browsing.with_purpose(signed_in(officer)), over_api(officer)
    why = {"HTTP_X_PURPOSE": "INFORMATION"}
    photo, kept = Photo.objects.get(), CaseFile.objects.get()
    pages = {
        "list": browser.get("/cases/?view=all"),
        "count": browser.get("/cases/?view=all&q=Quay"),
        "search by name": browser.get("/cases/?q=Okello"),
        "search by reference": browser.get(f"/cases/?q={case.reference}"),
        "filter": browser.get("/cases/?view=all&portfolio=FRAUD&office=KEN"),
        "persons": browser.get("/persons/"),
        "persons by name": browser.get("/persons/?q=Okello"),
        "search everywhere": browser.get("/search?q=Okello"),
        "autocomplete": browser.get("/cases/known-persons?as_written=Daniel+Okello"),
        "api list": api.get("/api/v1/cases/"),
        "api search": api.get("/api/v1/cases/?q=Okello", **why),
        "api reference": api.get(f"/api/v1/cases/?reference={case.reference}"),
        "api persons": api.get("/api/v1/persons/?q=Okello", **why),
        "api persons of case": api.get(f"/api/v1/persons/?case={case.reference}"),
    }
    single = {
        "case": browser.get(f"/cases/{case.reference}/"),
        "person": browser.get(f"/persons/{subject.pk}/"),
        "photo": browser.get(f"/persons/{subject.pk}/photos/{photo.pk}"),
        "file": browser.get(f"/cases/{case.reference}/documents/{kept.pk}"),
        "api case": api.get(f"/api/v1/cases/{case.pk}/"),
        "api person": api.get(f"/api/v1/persons/{subject.pk}/"),
        "api photo": api.get(f"/api/v1/persons/{subject.pk}/photos/{photo.pk}/"),
    }
    shown = {name for name, page in pages.items() if is_told(page, case, subject)}
    return shown | {name for name, page in single.items() if page.status_code == 200}


def is_told(page, case, subject) -> bool:
    """Whether a page tells of the case beyond repeating what was typed."""
    return (
        str(subject.pk) in browsing.text(page)
        or f"/{case.reference}/" in browsing.text(page)
        or str(case.pk) in browsing.text(page)
    )


@pytest.fixture
def with_files(case, amina):
    subject = Subject.objects.get()
    photos.add(subject, browsing.picture(), "face.png", by=amina)
    filing.add_document(case, browsing.picture(), "plan.png", by=amina)
    return subject


@pytest.mark.parametrize("who", ["otieno", "pierre", "okello", "sato", "auditor"])
def test_every_exit_tells_the_own_office_and_nobody_else(
    who, case, with_files, request, signed_in, over_api
):
    officer = request.getfixturevalue(who)

    told = exits(officer, case, signed_in, over_api, with_files)

    assert len(told) == (21 if who == "otieno" else 0), told


def test_every_exit_tells_who_was_invited_and_falls_silent_when_that_ends(
    case, with_files, amina, joana, signed_in, over_api
):
    sharing.invite(case, joana, by=amina)
    assert len(exits(joana, case, signed_in, over_api, with_files)) == 21

    sharing.end_invitation(case, joana, by=amina)
    assert exits(joana, case, signed_in, over_api, with_files) == set()


def test_every_exit_falls_silent_when_a_share_ends(
    case, with_files, amina, pierre, signed_in, over_api
):
    sharing.share(case, pierre.office, by=amina)
    assert len(exits(pierre, case, signed_in, over_api, with_files)) == 21

    sharing.end_share(case, pierre.office, by=amina)
    assert exits(pierre, case, signed_in, over_api, with_files) == set()
