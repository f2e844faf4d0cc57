"""What registers itself when the system starts, and nothing else would miss when it doesn't."""

import json
import subprocess
import sys

STARTED = """
import json, django
django.setup()
from django.core.checks.registry import registry
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from kernel.jobs import running
print(json.dumps({
    "checks": [check.__name__ for check in registry.registered_checks],
    "schemes": [scheme.__name__ for scheme in OpenApiAuthenticationExtension._registry],
    "jobs": list(running._kinds),
}))
"""


def test_a_process_that_only_starts_knows_all_that_registers_itself():
    run = [sys.executable, "-c", STARTED]
    said = subprocess.run(run, capture_output=True, check=True, text=True).stdout
    known = json.loads(said)

    assert {"the_database_is_the_one_we_know", "check_libraries"} <= set(known["checks"])
    assert "ClientTokenScheme" in known["schemes"]
    assert set(known["jobs"]) == {"notice.paper", "un_list.read", "un_list.load", "request.bulk"}
