"""Another site that embeds ours, and a page that asks for a camera."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_answer_keeps_other_sites_and_devices_away(amina, signed_in):
    client, browser = Client(), signed_in(amina)
    answers = [
        *[client.get(path) for path in ("/livez", "/accounts/login/", "/public/", "/nowhere")],
        *[client.get(path) for path in ("/api/v1/cases/", "/verify/AAAA-BBBB-CCCC")],
        *[browser.get(path) for path in ("/", "/cases/", "/nowhere", "/api/v1/offices/")],
        client.post("/oauth/token/"),
    ]
    for answer in answers:
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        allowed = dict(one.split("=") for one in answer["Permissions-Policy"].split(", "))
        assert {allowed[name] for name in ("camera", "microphone", "geolocation", "usb")} == {"()"}
        assert allowed["publickey-credentials-get"] == "(self)"
