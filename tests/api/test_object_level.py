"""schemathesis' own check of who may read what, by its own engine against a running server.

Two offices' systems are its peers: what one of them is listed, it reads as the other, who must not
get it. That nobody gets in without a token or with a made-up one is tried beside the other checks
(`tests.api.fuzz`).
"""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from central_offices.models import CentralOffice
from tests import systems
from tests.api.test_schemathesis import world

PEERS = ["BRA", "PRT"]
READ = r"/(cases|persons|requests|notices|consents|attachments|arrests)/"
# Whole lists, as our own address asks for them: made-up filters would leave nothing in them.
HOOKS = """
import schemathesis

@schemathesis.hook
def map_query(context, query):
    return None

@schemathesis.hook
def map_headers(context, headers):
    return {"X-Purpose": "INFORMATION"}
"""


def signing_in(code: str) -> dict[str, Any]:
    """How the office's system takes a token, in the words of Web Fuzzing Commons."""
    client = systems.register(CentralOffice.objects.get(code=code))
    pair = f"{client.application.client_id}:{systems.SECRET}".encode()
    return {
        "name": code,
        "loginEndpointAuth": {
            "verb": "POST",
            "endpoint": "/oauth/token/",
            "contentType": "application/x-www-form-urlencoded",
            "payloadRaw": f"grant_type=client_credentials&scope={'+'.join(systems.SCOPES)}",
            "headers": [
                {"name": "Authorization", "value": "Basic " + base64.b64encode(pair).decode()}
            ],
            "token": {
                "extractFrom": "body",
                "extractSelector": "/access_token",
                "sendIn": "header",
                "sendName": "Authorization",
                "sendTemplate": "Bearer {token}",
            },
        },
    }


def reading() -> dict[str, Any]:
    """The readings of our schema."""
    schema = SchemaGenerator().get_schema(public=True)
    for path, item in schema["paths"].items():
        schema["paths"][path] = {"get": item["get"]} if "get" in item else {}
    return schema


def look(folder: Path, url: str, owner: str) -> tuple[int, str]:
    """Let schemathesis read as `owner` and try each reading as the other; what it printed."""
    files = {"schema.json": json.dumps(reading()), "hooks.py": HOOKS}
    files["offices.json"] = json.dumps({"auth": [signing_in(code) for code in PEERS]})
    settings = {"path": str(folder / "offices.json"), "peers": PEERS, "user": owner}
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    files["schemathesis.toml"] = "\n".join(["[auth.wfc]", *lines])
    for name, text in files.items():
        (folder / name).write_text(text)
    command = [sys.executable, "-m", "schemathesis.cli"]
    command += ["--config-file", str(folder / "schemathesis.toml"), "run", "--url", url]
    command += [str(folder / "schema.json"), "--include-path-regex", READ, "--no-color"]
    command += ["--checks", "not_a_server_error,object_level_authorization"]
    command += ["--phases", "stateful", "--max-examples", "15", "--seed", "20261122"]
    environment = os.environ | {"SCHEMATHESIS_HOOKS": str(folder / "hooks.py")}
    done = subprocess.run(
        [*command, "--generation-database", "none"],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=900,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("owner", PEERS)
def test_no_office_reads_what_only_another_is_listed(live_server_url, tmp_path, owner):
    world()

    code, said = look(tmp_path, live_server_url, owner)

    assert code == 0, said
    assert "object_level_authorization` will not run" not in said
