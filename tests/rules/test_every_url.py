"""Every address refuses who is signed out, but the public ones, which are declared here."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

# What is open to everybody (docs/laws.md N4).
PUBLIC_PREFIXES = ("public/", "notices/v1/", "en/notices/data/", "verify/")
# Opened for a reason; a name here is a decision.
PUBLIC = {
    "livez": "health",
    "readyz": "health",
    "metrics": "asks for a token of its own",
    "robots": "what may be indexed",
    "security_contact": "whom to tell of a weakness",
    "token": "asks for a client's own credentials",
    "schema": "the API's description",
    "jwks": "public keys",
    "oauth_metadata": "how systems get a token",
    "office-jwks": "public keys",
    "api_docs": "the API's description, for developers",
    "problem": "what a problem's type means",
    "set_language": "the language of the public pages",
    "account_login": "the way in",
    "account_logout": "leads away",
    "account_inactive": "a sentence",
    "account_signup": "leads to the way in: nobody signs up",
    "account_email_verification_sent": "leads to the way in",
    "account_reset_password": "the way to a new password",
    "account_reset_password_done": "a sentence",
    "account_reset_password_from_key": "asks for a one-time key",
    "account_reset_password_from_key_done": "a sentence",
    "invitation": "asks for a one-time key",
    "mfa_authenticate": "the second half of signing in: leads to the first half without it",
    "mfa_login_webauthn": "the way in by passkey",
}
UUID = str(uuid.UUID(int=7))
SAMPLES = {"uuid": UUID, "int": "7", "str": "KEN", "slug": "2026-1", "path": "a/b"}
GROUP = re.compile(r"\(\?P<\w+>((?:[^()\[\]]|\[[^\]]*\])*)\)")


def addresses(patterns, prefix="", space="") -> Iterator[tuple[str, str]]:
    """Every (name, address) of the URLconf, with a sample for each parameter."""
    for one in patterns:
        address = prefix + sampled(str(one.pattern))
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from addresses(one.url_patterns, address, inner)
        else:
            yield f"{space}{one.name or ''}", address


def sampled(pattern: str) -> str:
    """An address that a route or a regular expression matches."""
    if pattern.startswith("^"):
        return GROUP.sub(_of_group, pattern).removeprefix("^").removesuffix("$")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], pattern)


def _of_group(found: re.Match) -> str:
    """A code, a UUID, or anything, whichever the expression of a group matches."""
    return next(sample for sample in ("KEN", UUID, "x") if re.fullmatch(found[1], sample))


ALL = sorted(set(addresses(get_resolver().url_patterns)))
OPEN = [
    (name, address)
    for name, address in ALL
    if name in PUBLIC or address.startswith(PUBLIC_PREFIXES)
]
CLOSED = [row for row in ALL if row not in OPEN]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_signed_out_is_refused(method):
    wrong = {}
    for _, address in CLOSED:
        answer = getattr(Client(), method)(f"/{address}")
        if address.startswith("api/"):
            found = answer.status_code, answer["Content-Type"]
            expected = 401, "application/problem+json"
        else:
            found = answer.status_code, getattr(answer, "url", "")[:16]
            expected = 302, "/accounts/login/"
        if found != expected:
            wrong[address] = found
    assert wrong == {}


def test_every_address_is_a_sample_that_its_pattern_matches():
    for _, address in ALL:
        resolve(f"/{address}")


def test_the_list_of_public_names_names_nothing_that_is_gone():
    assert set(PUBLIC) <= {name for name, _ in ALL}


def test_there_is_something_to_refuse():
    assert len(CLOSED) > 150
