"""Callers of the API over a real socket: the token of an office's system, and many at once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from tests import systems


def token_of(client: Any, base: str, scope: str = "") -> str:
    """A token from the real endpoint; without `scope` one for all that the client may use."""
    form = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
    pair = (client.application.client_id, systems.SECRET)
    answer = requests.post(f"{base}/oauth/token/", form, auth=pair, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def session_of(client: Any, base: str) -> requests.Session:
    """An HTTP session of the system, with its token in every call."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token_of(client, base)}"
    return session


def at_once(number: int, method: str, url: str, token: str, **call: Any) -> list[Any]:
    """The same call from so many callers at the same moment; what each was answered."""
    headers = {"Authorization": f"Bearer {token}", **call.pop("headers", {})}

    def send(_: int) -> requests.Response:
        return requests.request(method, url, headers=headers, timeout=60, **call)

    with ThreadPoolExecutor(max_workers=number) as pool:
        return list(pool.map(send, range(number)))
