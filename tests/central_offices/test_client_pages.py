"""Pages about API clients: proposed, confirmed, narrowed, revoked; who takes the secret."""

import pytest

from central_offices.models import ApiClient
from tests.central_offices.systems import ask
from tests.central_offices.test_pages import confirming, send

pytestmark = pytest.mark.django_db


def test_a_client_is_proposed_on_a_page_and_the_head_alone_takes_its_secret(
    adler, beatriz, signed_in
):
    browser, head = signed_in(adler), signed_in(beatriz)
    send(
        browser,
        "/clients/new",
        office="PRT",
        name="Lisbon system",
        scopes=["cases", "requests"],
        purposes=["INFORMATION"],
        clearance="1",
        ip_allow="127.0.0.0/8, ::1",
    )
    assert not ApiClient.objects.exists()
    send(head, confirming())

    row = ApiClient.objects.get()
    assert browser.get(f"/clients/{row.pk}/secret").status_code == 403
    page = send(head, f"/clients/{row.pk}/secret")
    shown = dict(page.context["shown"])
    assert "no-store" in page["Cache-Control"]
    assert ask(shown["client_id"], shown["client_secret"]).status_code == 200
    assert row.ip_allow == ["127.0.0.0/8", "::1/128"]
    for reader in (browser, head):
        assert shown["client_secret"] not in reader.get(f"/clients/{row.pk}/").text
    assert f'value="{shown["client_secret"]}"' not in page.text


def test_a_bad_network_is_named(adler, signed_in):
    page = send(signed_in(adler), "/clients/new", office="PRT", name="x", ip_allow="10.0.0.300")

    assert "10.0.0.300 is not an address or network" in page.text
    assert not ApiClient.objects.exists()


def test_a_client_is_narrowed_by_one_widened_by_two_and_revoked_on_pages(
    adler, wanjiku, system, signed_in
):
    browser, head, (row, old) = signed_in(adler), signed_in(wanjiku), system

    send(browser, f"/clients/{row.pk}/change", scopes=["reference"])
    row.refresh_from_db()
    assert row.scopes == ["reference"] and row.purposes == ["ARREST", "INFORMATION"]

    send(browser, f"/clients/{row.pk}/change", scopes=["reference", "cases"])
    row.refresh_from_db()
    assert row.scopes == ["reference"]
    send(head, confirming())
    row.refresh_from_db()
    assert row.scopes == ["cases", "reference"]

    page = send(head, f"/clients/{row.pk}/secret")
    new = dict(page.context["shown"])["client_secret"]
    assert ask(row.application.client_id, old).status_code == 401
    assert ask(row.application.client_id, new).status_code == 200

    page = send(browser, f"/clients/{row.pk}/revoke", reason="Contract ended")
    assert "Contract ended" in page.text and "Take a new secret" not in page.text
    assert ask(row.application.client_id, new).status_code == 401
