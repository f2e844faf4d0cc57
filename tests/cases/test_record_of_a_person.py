"""The record of a person: several identities, any script, partial dates, any nationality."""

import pytest

from cases import persons, photos, sharing
from cases.drafts import DocumentDraft, IdentityDraft, NationalityDraft, PartDraft, PersonDraft
from cases.models import Subject
from central_offices.models import Jurisdiction
from kernel.errors import NotPermitted, NotReady, Stale
from ledger.models import Event
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db


def country(code):
    return Jurisdiction.objects.get(pk=code)


@pytest.fixture
def case(amina):
    return factories.case(amina)


@pytest.fixture
def subject(case, amina):
    draft = PersonDraft(
        [
            IdentityDraft("Щербаков Дмитрий", label="CONFIRMED", birth="1979-07"),
            IdentityDraft("Dmitri Sherbakoff", label="ALIAS", birth="1981"),
        ],
        [NationalityDraft(country("XXA")), NationalityDraft(country("SUHH"), "FORMER")],
        [DocumentDraft("PASSPORT", "AK0912817", country("SUHH"))],
        sex="M",
    )
    return persons.add(case, PartDraft("SUSPECT", draft), by=amina)


def test_a_person_has_several_identities_each_with_its_script_and_partial_date(subject):
    main, alias = subject.identities.all()

    assert (main.script, main.birth_text) == ("Cyrl", "1979-07")
    assert (str(main.birth_earliest), str(main.birth_latest)) == ("1979-07-01", "1979-07-31")
    assert (alias.script, alias.birth_text) == ("Latn", "1981")


def test_a_stateless_person_may_have_belonged_to_a_state_that_is_no_more(subject):
    held = {row.jurisdiction_id: row.status for row in subject.nationalities.all()}

    assert held == {"XXA": "CLAIMED", "SUHH": "FORMER"}


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "shown"),
    [
        ("1979", "1979-01-01", "1979-12-31", "1979"),
        ("1950..1955", "1950-01-01", "1955-12-31", "1950..1955"),
        ("circa 1979", "1977-01-01", "1981-12-31", "1979~"),
        ("1400 AH", "1979-11-20", "1980-11-08", "1400 AH"),
        ("", None, None, ""),
    ],
)
def test_what_is_not_known_of_a_birth_date_is_never_filled_in(
    written, earliest, latest, shown, case, amina
):
    subject = factories.add(case, "Zelda Quist", amina, birth=written)

    born = subject.main_identity
    assert str(born.birth_earliest) == str(earliest)
    assert str(born.birth_latest) == str(latest)
    assert born.birth_text == shown


def test_a_date_that_cannot_be_read_is_refused_with_the_way_to_write_it(case, amina):
    with pytest.raises(NotReady, match="Write the year first"):
        factories.add(case, "Zelda Quist", amina, birth="07/08/1979")


def test_somebody_without_a_name_can_be_in_a_case(case, amina):
    subject = persons.add(
        case, PartDraft("UNIDENTIFIED", PersonDraft([], kind="UNKNOWN_PERSON")), by=amina
    )

    assert str(subject) == "Name not known"
    assert not subject.name_keys.exists()


def test_a_person_needs_a_name_unless_unknown(case, amina):
    with pytest.raises(NotReady, match="Enter the name as it is written"):
        persons.add(case, PartDraft("SUSPECT", PersonDraft([])), by=amina)


def test_what_the_office_changes_is_found_at_once_and_the_old_name_no_longer(subject, amina):
    from cases.search import persons_and_cases

    draft = factories.person("Zelda Quist")
    persons.edit(subject, draft, by=amina, version=subject.version)

    assert [one.subject for one in persons_and_cases.persons(amina, "Quist")] == [subject.pk]
    assert persons_and_cases.persons(amina, "Shcherbakov") == []


def test_only_the_office_that_keeps_the_record_changes_it(case, subject, amina, pierre):
    sharing.share(case, pierre.office, by=amina, role="CONTRIBUTOR")

    with pytest.raises(NotPermitted, match="Only the office that keeps this record"):
        persons.edit(subject, factories.person("X Y"), by=pierre, version=1)


def test_a_contributing_office_keeps_the_records_that_it_adds(case, amina, pierre):
    sharing.share(case, pierre.office, by=amina, role="CONTRIBUTOR")

    subject = factories.add(case, "Zelda Quist", pierre)

    assert subject.owner_office == pierre.office
    assert Subject.objects.visible_to(amina).filter(pk=subject.pk).exists()
    assert not Subject.objects.editable_by(amina).filter(pk=subject.pk).exists()


def test_of_two_who_change_the_same_version_the_second_is_told(subject, amina, otieno):
    persons.edit(subject, factories.person("Zelda Quist"), by=amina, version=1)

    with pytest.raises(Stale):
        persons.edit(subject, factories.person("Zelda Kwist"), by=otieno, version=1)


def test_the_record_s_page_shows_what_is_known_and_the_age_as_an_interval(
    subject, amina, signed_in
):
    page = browsing.text(signed_in(amina).get(f"/persons/{subject.pk}/"))

    for words in ("Щербаков Дмитрий", "Dmitri Sherbakoff", "XXA", "SUHH", "AK0912817", "Passport"):
        assert words in page
    assert "years old" in page


def test_reading_a_record_is_an_event_with_a_purpose(subject, amina, signed_in):
    signed_in(amina).get(f"/persons/{subject.pk}/")

    event = Event.objects.get(verb="subject.view")
    assert (event.subject_id, event.purpose) == (subject.pk, "INFORMATION")


def record(subject, **changes):
    form = {
        "kind": "PERSON",
        "sex": "M",
        "version": subject.version,
        "identities-TOTAL_FORMS": "2",
        "identities-INITIAL_FORMS": "2",
        "identities-0-as_written": "Щербаков Дмитрий",
        "identities-0-label": "CONFIRMED",
        "identities-0-birth": "1979-07",
        "identities-1-as_written": "Dmitri Sherbakoff",
        "identities-1-label": "ALIAS",
        "nationalities-TOTAL_FORMS": "2",
        "nationalities-INITIAL_FORMS": "2",
        "nationalities-0-jurisdiction": "XXA",
        "nationalities-0-status": "CLAIMED",
        "nationalities-1-jurisdiction": "Soviet Union",
        "nationalities-1-status": "FORMER",
        "documents-TOTAL_FORMS": "1",
        "documents-INITIAL_FORMS": "1",
        "documents-0-kind": "PASSPORT",
        "documents-0-number": "AK0912817",
        "documents-0-status": "LOST",
    }
    return form | changes


def test_a_record_is_changed_in_the_browser(subject, amina, signed_in):
    browser = signed_in(amina)

    done = browser.post(
        f"/persons/{subject.pk}/edit",
        record(subject, **{"identities-1-DELETE": "on", "height_cm": "181"}),
        follow=True,
    )

    assert "saved." in browsing.text(done)
    subject = Subject.objects.get(pk=subject.pk)
    assert [row.as_written for row in subject.identities.all()] == ["Щербаков Дмитрий"]
    assert {row.jurisdiction_id for row in subject.nationalities.all()} == {"XXA", "SUHH"}
    assert (subject.height_cm, subject.documents.get().status) == (181, "LOST")


def test_the_second_to_save_a_record_sees_both_versions(subject, amina, otieno, signed_in):
    form = record(subject, **{"identities-0-as_written": "Otieno's spelling"})
    persons.edit(subject, factories.person("Amina's spelling"), by=amina, version=1)

    page = browsing.text(signed_in(otieno).post(f"/persons/{subject.pk}/edit", form))

    assert "Amina&#x27;s spelling" in page and "Otieno&#x27;s spelling" in page


def test_another_identity_is_added_without_javascript(subject, amina, signed_in):
    page = signed_in(amina).post(f"/persons/{subject.pk}/edit", record(subject, add="identities"))

    assert 'name="identities-2-as_written"' in browsing.text(page)


def test_a_person_s_part_in_a_case_is_said_anew(case, subject, amina):
    persons.change_part(case, subject, "WITNESS", by=amina)

    assert case.case_subjects.get().status_of_person == "WITNESS"
    assert Event.objects.get(verb="case.change_part").data == {"from": "SUSPECT", "to": "WITNESS"}


def test_a_part_is_said_anew_on_the_page_of_the_case(case, subject, amina, signed_in):
    form = {"subject": subject.pk, "status_of_person": "VICTIM"}

    page = signed_in(amina).post(f"/cases/{case.reference}/persons/part", form, follow=True)

    assert "Victim" in browsing.text(page)
    assert case.case_subjects.get().status_of_person == "VICTIM"


def test_a_record_is_put_into_another_case_by_its_reference(case, subject, amina, signed_in):
    other = factories.case(amina, "Another")
    browser, url = signed_in(amina), f"/persons/{subject.pk}/add-to-case"

    wrong = browser.post(url, {"case": "KEN-2020-000009", "status_of_person": "WITNESS"})
    assert "There is no case with this reference that you may see." in browsing.text(wrong)

    browser.post(url, {"case": other.reference, "status_of_person": "WITNESS"})
    assert other.case_subjects.get().subject == subject
    again = browser.post(url, {"case": other.reference, "status_of_person": "WITNESS"})
    assert "is in this case already." in browsing.text(again)


def test_a_person_and_photograph_of_a_confidential_case_are_opened_with_a_reason(amina, signed_in):
    case = factories.case(amina, "Deep Well", people=["Zelda Quist"], classification=2)
    subject = case.case_subjects.get().subject
    photos.add(subject, browsing.picture(), "face.png", by=amina)
    browser, url = signed_in(amina), f"/persons/{subject.pk}/"
    picture = f"{url}photos/{subject.photos.get().pk}"

    assert "Zelda Quist" not in browsing.text(browser.get(url))
    assert browser.get(picture)["Content-Type"].startswith("text/html")

    browsing.with_reason(browser, f"/cases/{case.reference}/")
    assert "Zelda Quist" in browsing.text(browser.get(url))
    assert browser.get(picture)["Content-Type"] == "image/jpeg"
