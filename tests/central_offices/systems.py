"""Offices' own systems in tests: how they ask for a token, and call with one."""

import base64

from django.test import Client
from rest_framework.test import APIClient


def ask(client_id, secret, **form):
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    data = {"grant_type": "client_credentials"} | form
    return Client().post("/oauth/token/", data, headers={"Authorization": f"Basic {pair}"})


def token(system, **form) -> str:
    client, secret = system
    return ask(client.application.client_id, secret, **form).json()["access_token"]


def calling(text: str, **headers) -> APIClient:
    caller = APIClient()
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {text}", **named)
    return caller
