"""Pages about accounts in a browser without JavaScript: who opens them, and what they do."""

import re

import pytest
from django.conf import settings
from django.core import mail

from central_offices.accounts import invitations
from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient, Invitation, Officer, RoleGrant
from ledger.models import Event
from tests import world
from tests.central_offices.systems import ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def send(browser, address, follow=True, **values):
    """Open the form at the address and send it with these values over what it held."""
    page = browser.get(address)
    assert page.status_code == 200, page.status_code
    form = page.context["form"]
    filled = {field.name: field.value() for field in form if field.value() is not None}
    return browser.post(address, filled | values, follow=follow)


def test_an_administrator_invites_and_sees_the_link_once(adler, signed_in):
    browser = signed_in(adler)
    page = browser.get("/officers/invite")
    values = {
        "once": str(page.context["form"]["once"].value()),
        "email": "new@office.test",
        "name": "New One",
        "office": "KEN",
        "clearance": "1",
        "language": "en",
        "role": "OFFICER",
    }

    shown = browser.post("/officers/invite", values)
    again = browser.post("/officers/invite", values, follow=True)

    link = re.search(rf"{settings.PUBLIC_URL}/invitation/[\w-]+/", shown.text)[0]
    assert shown.status_code == 200 and "no-store" in shown["Cache-Control"]
    assert link not in again.text and "New One" in again.text
    row = Officer.objects.get(email="new@office.test")
    assert row.roles_held() == {"OFFICER"} and Invitation.objects.count() == 1
    assert link not in browser.get(f"/officers/{row.pk}/").text


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"email": "amina@office.test"}, "There is an officer with this e-mail address"),
        ({"email": "nonsense"}, "Enter a valid email address"),
        ({"office": "XXX"}, "Choose an office from the list"),
        ({"role": "REVIEWER"}, "has no role Reviewer"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_wrong_invitation_keeps_what_was_typed_and_says_what_to_do(
    wrong, said, adler, amina, signed_in
):
    values = {"email": "x@office.test", "name": "Kept Name", "office": "KEN"} | wrong

    page = send(signed_in(adler), "/officers/invite", **values)

    assert said in page.text
    assert values["email"] in page.text and values["name"] in page.text
    assert not Officer.objects.filter(email="x@office.test").exists()


def test_an_account_is_led_through_its_life(adler, otieno, signed_in):
    browser, at = signed_in(adler), f"/officers/{otieno.pk}"

    send(browser, f"{at}/give_role", role="SUPERVISOR", reason="Leave of a colleague")
    assert world.officer("otieno").may("approve_request", otieno.office)

    grant = RoleGrant.objects.get(officer=otieno, role="SUPERVISOR")
    send(browser, f"{at}/roles/{grant.pk}/end", reason="Colleague is back")
    assert not world.officer("otieno").may("approve_request", otieno.office)

    send(browser, f"{at}/change_clearance", clearance="0", reason="Vetting")
    send(browser, f"{at}/move", office="PRT", clearance="1", reason="Posted")
    assert world.officer("otieno").office.code == "PRT"

    page = send(browser, f"{at}/disable", reason="Lost telephone")
    assert "Lost telephone" in page.text and "Give a role" not in page.text
    page = send(browser, f"{at}/enable", reason="Found it")

    assert "Moved to another office" in page.text
    assert re.search(r"KEN\s*<svg[^>]*>.*?</svg>\s*PRT", page.text)
    said = Event.objects.filter(actor=adler, verb__startswith="officer.", seq__isnull=False)
    assert [row.verb.split(".")[1] for row in said.order_by("id")] == [
        "give_role",
        "end_role",
        "change_clearance",
        "move",
        "disable",
        "enable",
    ]


def test_a_step_that_is_not_possible_says_why_on_its_form(adler, otieno, signed_in):
    page = send(signed_in(adler), f"/officers/{otieno.pk}/give_role", role="OFFICER")

    assert page.status_code == 200
    assert "holds this role in that time already" in page.text


def test_a_role_does_not_begin_in_the_past(adler, otieno, signed_in):
    page = send(
        signed_in(adler), f"/officers/{otieno.pk}/give_role", role="ANALYST", first_day="2020-01-01"
    )

    assert "does not begin in the past" in page.text


@pytest.mark.parametrize("field", ["q", "office", "role", "state"])
def test_officers_are_found(field, adler, otieno, signed_in, invited):
    asked = {
        "q": ("otie", "Otieno", "Amina"),
        "office": ("prt", "Pierre", "Otieno"),
        "role": ("REVIEWER", "Sato", "Otieno"),
        "state": ("invited", "New Comer", "Otieno"),
    }[field]

    page = signed_in(adler).get("/officers/", {field: asked[0]})

    names = [row.name for row in page.context["page"].rows]
    assert asked[1] in names and asked[2] not in names
    assert Event.objects.filter(verb="officer.search").exists() == (field == "q")


def test_a_long_list_has_pages_and_costs_the_same(
    adler, nairobi, signed_in, django_assert_max_num_queries
):
    browser = signed_in(adler)
    browser.get("/officers/")
    with django_assert_max_num_queries(60) as few:
        browser.get("/officers/?office=PRT")
    Officer.objects.bulk_create(
        Officer(email=f"p{n}@office.test", name=f"Person {n:03}", office=nairobi, password="!")
        for n in range(120)
    )

    with django_assert_max_num_queries(60) as many:
        page = browser.get("/officers/?office=KEN")

    assert len(many) == len(few)
    seen, address = [], "/officers/?office=KEN"
    while address:
        page = browser.get(address)
        seen += [row.name for row in page.context["page"].rows]
        following = page.context["pager"]["next"]
        address = following and f"/officers/{following}"
    assert len(seen) == len(set(seen)) > 120 and seen == sorted(seen)
    assert page.context["pager"]["previous"]


PAGES = ["/officers/", "/officers/{own}/", "/officers/{foreign}/", "/clients/", "/officers/invite"]
PAGES += ["/officers/{own}/disable", "/clients/new", "/offices/KEN/edit", "/offices/KEN/pause"]
EXPECTED = {
    "adler": [200, 200, 200, 200, 200, 200, 200, 200, 200],
    "wanjiku": [200, 200, 404, 200, 403, 403, 403, 200, 200],
    "auditor": [200, 200, 200, 200, 403, 403, 403, 403, 403],
    "amina": [403, 403, 403, 403, 403, 403, 403, 403, 403],
    "mutua": [403, 403, 403, 403, 403, 403, 403, 403, 403],
    "sato": [403, 403, 403, 403, 403, 403, 403, 403, 403],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_who_opens_which_page(name, signed_in, otieno, pierre, request):
    browser = signed_in(request.getfixturevalue(name))

    found = [
        browser.get(page.format(own=otieno.pk, foreign=pierre.pk)).status_code for page in PAGES
    ]

    assert found == EXPECTED[name]


def test_a_head_sees_accounts_and_no_button(wanjiku, otieno, signed_in):
    page = signed_in(wanjiku).get(f"/officers/{otieno.pk}/")

    assert otieno.email in page.text
    assert not page.context["steps"] and f"/officers/{otieno.pk}/roles" not in page.text


def test_a_post_beside_the_form_is_refused_too(wanjiku, otieno, signed_in):
    done = signed_in(wanjiku).post(f"/officers/{otieno.pk}/disable", {"reason": "x"})

    assert done.status_code == 403
    assert world.officer("otieno").is_active


def test_a_client_is_made_on_a_page_and_its_secret_is_shown_once(adler, signed_in):
    browser = signed_in(adler)
    page = send(
        browser,
        "/clients/new",
        office="PRT",
        name="Lisbon system",
        scopes=["cases", "requests"],
        purposes=["INFORMATION"],
        ip_allow="127.0.0.0/8, ::1",
    )

    shown = dict(page.context["shown"])
    row = ApiClient.objects.get()
    assert ask(shown["client_id"], shown["client_secret"]).status_code == 200
    assert row.ip_allow == ["127.0.0.0/8", "::1/128"]
    assert shown["client_secret"] not in browser.get(f"/clients/{row.pk}/").text
    assert f'value="{shown["client_secret"]}"' not in page.text


def test_a_bad_network_is_named(adler, signed_in):
    page = send(signed_in(adler), "/clients/new", office="PRT", name="x", ip_allow="10.0.0.300")

    assert "10.0.0.300 is not an address or network" in page.text
    assert not ApiClient.objects.exists()


def test_a_client_is_changed_renewed_and_revoked_on_pages(adler, system, signed_in):
    browser, (row, old) = signed_in(adler), system

    send(browser, f"/clients/{row.pk}/change", scopes=["reference"])
    row.refresh_from_db()
    assert row.scopes == ["reference"] and row.purposes == ["ARREST", "INFORMATION"]

    page = send(browser, f"/clients/{row.pk}/rotate")
    new = dict(page.context["shown"])["client_secret"]
    assert ask(row.application.client_id, old).status_code == 401
    assert ask(row.application.client_id, new).status_code == 200

    page = send(browser, f"/clients/{row.pk}/revoke", reason="Contract ended")
    assert "Contract ended" in page.text and "Renew the secret" not in page.text
    assert ask(row.application.client_id, new).status_code == 401


def test_the_menu_leads_to_pages_that_open(adler, signed_in):
    page = signed_in(adler).get("/")

    assert 'href="/officers/"' in page.text and 'href="/clients/"' in page.text


def test_renewing_an_invitation_shows_and_mails_a_new_link(
    adler, invited, signed_in, django_capture_on_commit_callbacks
):
    row, old = invited
    with django_capture_on_commit_callbacks(execute=True):
        page = send(signed_in(adler), f"/officers/{row.pk}/renew_invitation")

    link = dict(page.context["shown"])["Link"]
    assert link != old and link in mail.outbox[-1].body
    with pytest.raises(invitations.Gone):
        invitations.find(old.rstrip("/").rsplit("/", 1)[1])


def test_what_people_typed_is_shown_as_text(adler, nairobi, signed_in):
    evil = "<script>alert(1)</script>"
    row, _ = invitations.invite(
        by=adler, email="x@office.test", name=evil, office=nairobi, clearance=0
    )
    clients.create(
        nairobi,
        by=adler,
        name=evil,
        clearance=0,
        scopes=["cases"],
        purposes=["WARN"],
        default_purpose="WARN",
    )
    browser = signed_in(adler)

    for address in ("/officers/", f"/officers/{row.pk}/", "/clients/", f"/officers/{row.pk}/move"):
        assert evil not in browser.get(address).text
