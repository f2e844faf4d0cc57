"""Pages of the rules: read by everybody, written by administrators, looked at before proposed."""

from datetime import timedelta

import pytest

from central_offices.dated_rules import changes, tables
from central_offices.models import RuleChange, WaitingTime
from exchange.models import RequestType
from tests.cases import browsing
from tests.central_offices.rules import ROLE, SOON, proposed

pytestmark = pytest.mark.django_db


def address(slug, **key):
    row = tables.by_slug(slug).model.objects.in_force().get(**key)
    return f"/rules/{slug}/rows/{row.pk}/"


def filled(browser, where, **given):
    """The form of an address as it stands, with other words."""
    answer = browser.get(where)
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | given).items() if value not in (None, False)}


def test_everybody_reads_every_table_and_every_rule_in_every_language(signed_in, amina, auditor):
    for officer, language in ((amina, "en"), (auditor, "ar")):
        officer.language = language
        officer.save(update_fields=["language"])
        browser = signed_in(officer)
        assert browser.get("/rules/").status_code == 200
        for table in tables.every():
            row = table.model.objects.first()
            for where in ("", "?view=later", "?view=ended", f"rows/{row.pk}/"):
                assert browser.get(f"/rules/{table.slug}/{where}").status_code == 200


def test_nobody_but_administrators_opens_the_forms(signed_in, amina, wanjiku, sato, auditor):
    where = address("request-types", code="INFO")
    for officer in (amina, wanjiku, sato, auditor):
        browser = signed_in(officer)
        for form in (f"{where}change", f"{where}end", "/rules/request-types/new"):
            assert browser.get(form).status_code == 403
            assert browser.post(form, {"propose": "1"}).status_code == 403
        assert "Propose" not in browsing.text(browser.get(where))


def test_what_is_not_there_is_not_found(signed_in, adler):
    browser = signed_in(adler)
    for where in (
        "/rules/nothing/",
        "/rules/custody/rows/999999/",
        "/rules/custody/rows/x/change",
        "/rules/waiting-times/new",
        "/rules/safeguards/new",
    ):
        assert browser.get(where).status_code == 404


def test_a_change_is_looked_at_proposed_once_and_confirmed(signed_in, adler, benes, amina):
    where = address("request-types", code="INFO")
    browser = signed_in(adler)
    form = filled(
        browser,
        f"{where}change",
        names_en="Information of any kind",
        valid_from=str(SOON),
        reason="Offices asked for it.",
    )
    looked = browsing.text(browser.post(f"{where}change", form | {"look": "1"}))
    assert "Information of any kind" in looked
    assert "What is concerned today" in looked
    assert not RuleChange.objects.exists()

    for _ in range(2):
        browser.post(f"{where}change", form | {"propose": "1"})
    change = RuleChange.objects.get()
    assert change.content["names"]["en"] == "Information of any kind"
    assert change.content["names"]["ar"] == change.before["names"]["ar"]

    page = f"/rule-changes/{change.pk}/"
    assert browser.get(f"{page}confirm").status_code == 403
    assert signed_in(amina).get(page).status_code == 404
    other = signed_in(benes)
    assert "Confirm" in browsing.text(other.get(page))
    assert "Information of any kind" in browsing.text(other.get("/approvals"))
    other.post(f"{page}confirm", {"once": browsing.token(other.get(f"{page}confirm"))})
    assert RequestType.objects.filter(code="INFO").count() == 2
    read = browsing.text(signed_in(amina).get(page))
    assert "Offices asked for it." in read
    assert adler.name not in read
    assert "Information of any kind" in browsing.text(signed_in(amina).get("/"))


def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(signed_in, adler):
    where, browser = address("request-types", code="EXTRADITION"), signed_in(adler)
    form = filled(browser, f"{where}change", reason="Kept words", valid_from="2020-01-01")
    wrong = form | {"release": "NONE", "valid_from": str(SOON)}
    for given, field in (
        (form, "valid_from"),
        (wrong, "release"),
        (form | {"names_en": ""}, "names_en"),
    ):
        for button in ("look", "propose"):
            answer = browser.post(f"{where}change", given | {button: "1"})
            assert answer.status_code == 200
            assert answer.context["form"].errors[field], (field, button)
            assert "Kept words" in answer.content.decode()
    assert not RuleChange.objects.exists()


def test_a_new_type_and_the_end_of_one(signed_in, adler, benes):
    browser = signed_in(adler)
    form = filled(
        browser,
        "/rules/request-types/new",
        code="PARCEL_CHECK",
        names_en="Check of a parcel",
        release="SUPERVISOR",
        purpose="INFORMATION",
        required_facts=["PLACE"],
        valid_from=str(SOON),
        reason="Agreed.",
    )
    browser.post("/rules/request-types/new", form | {"propose": "1"})
    changes.confirm(RuleChange.objects.get(), by=benes)
    row = RequestType.objects.get(code="PARCEL_CHECK")
    assert (row.valid_from, row.required_facts) == (SOON, ["PLACE"])

    where = address("request-types", code="DVI")
    last = SOON - timedelta(days=1)
    form = filled(browser, f"{where}end", last_day=str(last), reason="Not used.")
    browser.post(f"{where}end", form | {"propose": "1"})
    changes.confirm(RuleChange.objects.get(status="PENDING"), by=benes)
    assert RequestType.objects.get(code="DVI").valid_to == SOON


def test_an_administrator_is_told_what_stands_against_ending(signed_in, adler):
    where, browser = address("grounds-of-refusal", code="NOT_COMPETENT"), signed_in(adler)
    assert "Steps of the system use this ground" in browsing.text(browser.get(where))
    form = filled(browser, f"{where}end", last_day=str(SOON), reason="Not used.")
    answer = browser.post(f"{where}end", form | {"propose": "1"})
    assert "Steps of the system use this ground" in browsing.text(answer)


def test_what_is_declined_is_read_by_administrators_only(signed_in, adler, benes, amina, auditor):
    change = proposed(adler)
    changes.decline(change, by=benes, reason="Too long.")
    page = f"/rule-changes/{change.pk}/"
    for officer, status in ((adler, 200), (auditor, 200), (amina, 404)):
        assert signed_in(officer).get(page).status_code == status
    assert WaitingTime.objects.get(**ROLE).hours == 72
