"""The commands of docs/api.md do what they promise, in a real shell, on a real server."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from central_offices.models import CentralOffice
from exchange.models import Contribution, Request
from tests import systems
from tests.exchange.conftest import cast, deliver_all, recipient, sent

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_can_be_pasted_into_a_shell(committed, live_server_url, tmp_path):
    client = systems.register(CentralOffice.objects.get(code="BRA"))
    keys = {"client_id": client.application.client_id, "client_secret": systems.SECRET}
    (tmp_path / "demo.json").write_text(json.dumps({"api_clients": [keys]}))
    request = sent(cast("amina"), "BRA")
    deliver_all()
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.S)

    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(blocks)],
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", "BASE": live_server_url}
        | {"DEMO_FILE": "demo.json"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    said = done.stdout.splitlines()
    assert re.fullmatch(r"R-BRA-\d{4}-000001 SENT", said[0]), done.stderr
    assert said[1] == "['request.sent']"
    assert said[2] == f"request.sent {request.reference}"
    assert said[3:6] == ['{"confirmed":1}', "ACKNOWLEDGED", "ANSWERED"]
    assert re.fullmatch(r"R-BRA-\d{4}-000002 SENT", said[6])
    assert recipient(request, "BRA").status == "ANSWERED"
    assert Contribution.objects.get().attachments.get().file.original_name == "extract.txt"
    ours = Request.objects.filter(owner_office__code="BRA").order_by("created_at")
    assert [row.title for row in ours] == ["Holder of a ferry", "Holder of a vehicle"]
    assert said[7:9] == ["2", "['boat-1', 'boat-2']"]
    assert "'EXTRADITION'" in said[9] and "'INFO'" in said[9] and not said[10:]


def test_the_python_of_the_page_runs(committed, live_server_url, tmp_path):
    client = systems.register(CentralOffice.objects.get(code="BRA"))
    keys = {"client_id": client.application.client_id, "client_secret": systems.SECRET}
    (tmp_path / "demo.json").write_text(json.dumps({"api_clients": [keys]}))
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.S)

    def said(block: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", block],
            env={"BASE": live_server_url, "DEMO_FILE": str(tmp_path / "demo.json")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.stderr
        return done.stdout.splitlines()

    first, second = blocks
    once = said(first)
    assert re.fullmatch(r"R-BRA-\d{4}-000001 SENT", once[0]) and once[1] == "[]"
    assert said(first) == once, "what is sent again is sent once"
    assert said(second) == [
        "200 A blue boat 412 stale",
        '"client";q=1000000;w=60',
    ]
    assert Request.objects.get(title="A blue boat").status == "DRAFT"
