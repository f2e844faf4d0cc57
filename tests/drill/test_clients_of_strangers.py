"""Linters and generators of clients that nobody here wrote, on the schema of a running product.

They come from PyPI and npm when the drill runs; a machine without registry, npm or Java skips what
needs it, and says so. The rules of the linters are said again in kernel/api/schema_lint.py.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from central_offices.models import CentralOffice
from tests import systems
from tests.api.callers import token_of
from tests.exchange.conftest import cast, deliver_all, sent

pytestmark = pytest.mark.drill
USERS = Path(__file__).parent / "clients"
TOOLS = ["openapi-generator-cli==7.26.0", "openapi-python-client==0.29.1"]
LIBRARIES = ["urllib3", "python-dateutil", "pydantic", "typing-extensions", "authlib", "httpx"]
LINTERS = ["@redocly/cli@2.77.0", "@stoplight/spectral-cli@6.16.3"]
IN_TIME = {"timeout": 900, "capture_output": True, "text": True, "check": False}


@pytest.fixture(scope="module")
def tools(tmp_path_factory) -> Path:
    """The programs of an environment that has the generators and the libraries of OAuth clients."""
    place = tmp_path_factory.mktemp("tools")
    subprocess.run([sys.executable, "-m", "venv", place], check=True, timeout=300)
    done = subprocess.run([place / "bin/pip", "install", "-q", *TOOLS, *LIBRARIES], **IN_TIME)
    if done.returncode:
        pytest.skip(f"The generators cannot be installed here: {done.stderr[-300:]}")
    return place / "bin"


@pytest.fixture
def schema(live_server_url, tmp_path) -> Path:
    """The schema as the running product gives it to everybody."""
    file = tmp_path / "schema.json"
    answer = requests.get(f"{live_server_url}/api/v1/schema?format=json", timeout=60)
    file.write_text(json.dumps(answer.json()))
    return file


@pytest.fixture
def brazil(committed) -> Any:
    """Brazil has a system, and a message in its mailbox."""
    client = systems.register(CentralOffice.objects.get(code="BRA"))
    sent(cast("amina"), "BRA")
    deliver_all()
    return client


def run(*command: object, folder: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=folder, **IN_TIME)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    return done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
def test_the_client_of_openapi_generator_works(tools, schema, brazil, live_server_url, tmp_path):
    made = tmp_path / "made"
    make = [tools / "openapi-generator-cli", "generate", "-g", "python", "--package-name", "iisa"]
    said = run(*make, "-i", schema, "-o", made, folder=tmp_path)
    assert "Renamed" not in said, "every operation has a name of its own"
    assert not list(made.glob("iisa/models/*_any_of.py"))

    shutil.copy(USERS / "of_openapi_generator.py", made)
    token = token_of(brazil, live_server_url)
    said = run(tools / "python", "of_openapi_generator.py", live_server_url, token, folder=made)
    assert said == "a client works\n"


def test_the_client_of_openapi_python_client_works(
    tools, schema, brazil, live_server_url, tmp_path
):
    (tmp_path / "options.json").write_text('{"package_name_override": "iisa_client"}')
    make = [tools / "openapi-python-client", "generate", "--meta", "none", "--path", schema]
    place = tmp_path / "made" / "iisa_client"
    place.parent.mkdir()
    said = run(*make, "--config", "options.json", "--output-path", place, folder=tmp_path)
    assert "will not be generated" not in said, said

    shutil.copy(USERS / "of_openapi_python_client.py", place.parent)
    token = token_of(brazil, live_server_url)
    program = [tools / "python", "of_openapi_python_client.py", live_server_url, token]
    assert run(*program, folder=place.parent) == "a client works\n"


STOCK = """
import sys
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
import requests

url, name, secret = sys.argv[1:]
told = requests.get(f"{url}/.well-known/oauth-authorization-server", timeout=60).json()
AuthorizationServerMetadata(told).validate_token_endpoint_auth_methods_supported()
way = told["token_endpoint_auth_methods_supported"][0]
session = OAuth2Session(name, secret, token_endpoint_auth_method=way)
token = session.fetch_token(f"{url}/oauth/token/", grant_type="client_credentials")
assert session.get(f"{url}/api/v1/offices/").status_code in {200, 403}, token
sys.stdout.write(token["token_type"])
"""


def test_a_stock_oauth_client_gets_a_token_by_what_the_metadata_say(
    tools, brazil, live_server_url, tmp_path
):
    run(tools / "pip", "install", "-q", "requests", folder=tmp_path)
    pair = (brazil.application.client_id, systems.SECRET)
    environment = "AUTHLIB_INSECURE_TRANSPORT=1"  # plain HTTP on loopback
    program = ["env", environment, tools / "python", "-c", STOCK, live_server_url, *pair]
    assert run(*program, folder=tmp_path) == "Bearer"


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")
def test_redocly_and_spectral_find_nothing_by_their_default_rules(schema, tmp_path):
    folder = schema.parent
    (folder / "package.json").write_text("{}")
    done = subprocess.run(["npm", "install", "--no-audit", *LINTERS], cwd=folder, **IN_TIME)
    if done.returncode:
        pytest.skip(f"The linters cannot be installed here: {done.stderr[-300:]}")
    (folder / ".spectral.yaml").write_text('extends: ["spectral:oas"]\n')
    programs = folder / "node_modules/.bin"

    said = run(programs / "redocly", "lint", "--extends", "recommended", schema, folder=folder)
    assert "was generated by the" not in said, said  # a warning ends it with 0 as well
    run(programs / "spectral", "lint", "--fail-severity", "warn", schema, folder=folder)
