"""The commands of docs/signatures.md do what they promise, in a real shell, on a real server."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.models import Message
from tests import systems
from tests.signatures import System

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_call_is_signed_as_the_page_says(committed, live_server_url, tmp_path):
    lisbon = System("PRT")
    told = {
        "office": "PRT",
        "client_id": lisbon.client.application.client_id,
        "client_secret": systems.SECRET,
        "signing_key": lisbon.key.as_dict(private=True),
        "signs": True,
    }
    (tmp_path / "demo.json").write_text(json.dumps({"api_clients": [told]}))
    page = (ROOT / "docs/signatures.md").read_text()
    (tmp_path / "sign.py").write_text(re.findall(r"```python\n(.*?)```", page, re.S)[0])

    done = subprocess.run(
        ["bash", "-e", "-c", re.findall(r"```sh\n(.*?)```", page, re.S)[0]],
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin:/usr/local/bin"}
        | {"BASE": live_server_url, "DEMO_FILE": "demo.json"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    filed, refused, held_by = done.stdout.splitlines()
    assert re.fullmatch(r"R-PRT-\d{4}-000001 SENT", filed), done.stderr
    assert (refused, held_by) == ("signature_required", "['OFFICE', 'SYSTEM']")
    assert Message.objects.get().signature["held_by"] == "OFFICE"
