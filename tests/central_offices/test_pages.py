"""Pages about accounts in a browser without JavaScript: who opens them, and what they do."""

import re

import pytest
from django.core import mail

from central_offices.accounts import invitations
from central_offices.models import AccessChange, Invitation, Officer, RoleGrant
from ledger.models import Event
from tests import persons, world
from tests.plumbing.by_the_owner import by_the_owner

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


def test_an_administrator_proposes_and_only_the_invitee_has_the_link(
    adler, wanjiku, signed_in, django_capture_on_commit_callbacks
):
    browser = signed_in(adler)
    page = browser.get("/officers/invite")
    values = {
        "once": str(page.context["form"]["once"].value()),
        "email": "New@office.test",
        "name": "New One",
        "office": "KEN",
        "clearance": "1",
        "language": "en",
        "role": "OFFICER",
    }
    browser.post("/officers/invite", values)
    again = browser.post("/officers/invite", values, follow=True)
    assert "New One" in again.text and AccessChange.objects.count() == 1
    assert not Officer.objects.filter(email="new@office.test").exists()

    at = f"/access-changes/{AccessChange.objects.get().pk}"
    with django_capture_on_commit_callbacks(execute=True):
        shown = send(signed_in(wanjiku), f"{at}/confirm")

    row = Officer.objects.get(email="new@office.test")
    assert row.roles_held() == {"OFFICER"} and Invitation.objects.count() == 1
    (message,) = [one for one in mail.outbox if "/invitation/" in one.body]
    link = message.body.split()[-1]
    assert message.to == ["new@office.test"]
    for reader in (adler, wanjiku):
        pages = (shown, *(signed_in(reader).get(one) for one in (f"{at}/", f"/officers/{row.pk}/")))
        assert not any(link in one.text for one in pages)


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
    values = {"email": "x@office.test", "name": "Kept Name", "office": "KEN"}
    values |= {"clearance": "1", "language": "en"} | wrong

    page = send(signed_in(adler), "/officers/invite", **values)

    assert said in page.text
    assert values["email"] in page.text and values["name"] in page.text
    assert not AccessChange.objects.exists()


def confirming() -> str:
    """Where the change that waits is confirmed."""
    return f"/access-changes/{AccessChange.objects.get(status='PENDING').pk}/confirm"


def test_an_account_is_led_through_its_life(adler, wanjiku, beatriz, otieno, signed_in):
    browser, at = signed_in(adler), f"/officers/{otieno.pk}"

    head = signed_in(wanjiku)
    send(browser, f"{at}/give_role", role="SUPERVISOR", reason="Leave of a colleague")
    assert not world.officer("otieno").may("approve_request", otieno.office)
    send(head, confirming())
    assert world.officer("otieno").may("approve_request", otieno.office)

    grant = RoleGrant.objects.get(officer=otieno, role="SUPERVISOR")
    send(browser, f"{at}/roles/{grant.pk}/end", reason="Colleague is back")
    assert not world.officer("otieno").may("approve_request", otieno.office)

    send(browser, f"{at}/change_clearance", clearance="0", reason="Vetting")
    send(head, f"{at}/move", office="PRT", clearance="1", reason="Posted")
    send(signed_in(beatriz), confirming())
    assert world.officer("otieno").office.code == "PRT"

    page = send(browser, f"{at}/disable", reason="Lost telephone")
    assert "Lost telephone" in page.text and "Give a role" not in page.text
    send(browser, f"{at}/enable", reason="Found it")
    send(signed_in(beatriz), confirming())
    page = browser.get(f"{at}/")

    assert "Moved to another office" in page.text
    assert re.search(r"KEN\s*<svg[^>]*>.*?</svg>\s*PRT", page.text)
    said = Event.objects.filter(verb__startswith="officer.", seq__isnull=False)
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
    with by_the_owner():
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
    "wanjiku": [200, 200, 404, 200, 200, 200, 200, 200, 200],
    "auditor": [200, 200, 200, 200, 200, 403, 200, 403, 403],
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


def test_a_head_proposes_and_closes_accounts_of_the_own_office(wanjiku, otieno, signed_in):
    page = signed_in(wanjiku).get(f"/officers/{otieno.pk}/")

    assert otieno.email in page.text
    steps = [name for name, _step in page.context["steps"]]
    assert steps == ["give_role", "give_shift", "change_clearance", "move", "disable"]
    assert f"/officers/{otieno.pk}/roles" not in page.text


def test_a_post_beside_the_form_is_refused_too(wanjiku, otieno, signed_in):
    done = signed_in(wanjiku).post(f"/officers/{otieno.pk}/end_sessions", {"reason": "x"})

    assert done.status_code == 403


def test_the_menu_leads_to_pages_that_open(adler, signed_in):
    page = signed_in(adler).get("/")

    assert 'href="/officers/"' in page.text and 'href="/clients/"' in page.text


def test_renewing_an_invitation_mails_a_new_link_to_the_invitee_only(
    adler, invited, signed_in, django_capture_on_commit_callbacks
):
    row, old = invited
    with django_capture_on_commit_callbacks(execute=True):
        page = send(signed_in(adler), f"/officers/{row.pk}/renew_invitation")

    link = mail.outbox[-1].body.split()[-1]
    assert mail.outbox[-1].to == [row.email] and link != old and link not in page.text
    with pytest.raises(invitations.Gone):
        invitations.find(old.rstrip("/").rsplit("/", 1)[1])


def test_what_people_typed_is_shown_as_text(adler, nairobi, signed_in):
    evil = "<script>alert(1)</script>"
    row = persons.invite(by=adler, email="x@office.test", name=evil, office=nairobi, clearance=0)
    persons.make_client(
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
