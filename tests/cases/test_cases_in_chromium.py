"""The tour's first steps in a real browser: file a case, be warned of a known person, find it."""

import pytest

from cases.models import Case, Subject
from tests import world
from tests.cases import factories
from tests.pages.conftest import WATCH
from tests.pages.test_walk import faults, sign_in

pytestmark = pytest.mark.browser


def portfolio(page, name):
    return page.get_by_role("group", name="Portfolios").get_by_label(name, exact=True)


def test_a_case_is_filed_and_found_and_its_pages_are_whole(page):
    page.add_init_script(WATCH)
    known = factories.case(world.officer("amina"), "Earlier", people=["Daniel Okello"])
    sign_in(page, "amina")

    page.goto("/cases/new")
    page.get_by_label("Title").fill("Lantern Quay")
    portfolio(page, "Anti-fraud").check()
    page.get_by_label("Name as written").fill("Okelo Danial")
    page.get_by_label("Name as written").press("Tab")
    page.locator(".known").get_by_role("link", name="Daniel Okello").wait_for()
    page.get_by_label("In this case").select_option("WITNESS")
    page.get_by_role("button", name="Another person").click()
    page.locator("[name=people-1-as_written]").fill("欧阳娜娜")
    page.locator("[name=people-1-status_of_person]").select_option("SUSPECT")
    page.get_by_role("button", name="4. Check the answers").click()
    page.get_by_label("Daniel Okello").check()
    page.get_by_role("button", name="Create case").click()
    page.get_by_role("heading", name="Lantern Quay").wait_for()

    case = Case.objects.exclude(pk=known.pk).get()
    assert {str(link.subject) for link in case.case_subjects.all()} == {"Daniel Okello", "欧阳娜娜"}
    assert Subject.objects.count() == 2

    page.goto("/cases/")
    page.keyboard.press("f")
    page.keyboard.type("Ouyang")
    page.keyboard.press("Enter")
    page.get_by_label("Locate a person or object").check()
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Lantern Quay").wait_for()

    subject = Subject.objects.first()
    addresses = ["", "edit", "persons/", "documents/", "activity/", "access/", "step/close"]
    pages = [f"/cases/{case.reference}/{end}" for end in addresses]
    pages += [f"/persons/{subject.pk}/", f"/persons/{subject.pk}/edit", "/cases/new", "/offences/"]
    few = {f"/cases/{case.reference}/", "/cases/new"}  # the drill looks for barriers on all
    assert [one for path in pages for one in faults(page, path, barriers=path in few)] == []


def test_the_form_works_without_javascript(chromium, live_server_url):
    context = chromium.new_context(base_url=live_server_url, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(15_000)
    sign_in(page, "amina")

    page.goto("/cases/new")
    page.get_by_label("Title").fill("Lantern Quay")
    portfolio(page, "Anti-fraud").check()
    page.get_by_role("button", name="4. Check the answers").click()
    page.get_by_role("button", name="Create case").click()
    page.get_by_role("heading", name="Lantern Quay").wait_for()
    page.get_by_label("Note").fill("Hearing moved.")
    page.get_by_role("button", name="Add note").click()
    page.get_by_text("Hearing moved.").first.wait_for()
    context.close()
