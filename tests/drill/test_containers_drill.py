"""docker-compose.yml runs as docs/operations.md says: its commands are typed as they stand there.

Installed, scaled out, a worker and a deliverer killed, upgraded while messages wait, backed up,
and restored into an empty place. With podman, where there is one.
"""

import os
import re
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from launch.house_rules import committed
from launch.places import ROOT, free_port
from tests.drill import images
from tests.drill.compose import Compose, logs, podman
from tests.plumbing.settle import until

TEXT = (ROOT / "docs/operations.md").read_text()
PASSWORD = "nobody-may-read-this-one"
FILED = 20
PATIENCE_SECONDS = 300
KEPT = ROOT / "var" / "drill-containers"
SHIM = """#!/bin/sh
# Types `docker compose …` where there is podman only.
if [ "$1" = compose ]; then shift; exec "{python}" -m tests.drill.compose "$@"; fi
exec podman "$@"
"""
FILE = """
from central_offices.models import Officer
from demo import requests
from exchange.models import Request
amina = Officer.objects.get(email="amina@demo.example")
case = Request.objects.get(title="Beneficial owner of Maré Alta Lda").case
for number in range({count}):
    requests._send(amina, ["PRT", "BRA"], case=case, title="{title} %d" % number,
                   ask="Who owns it?", legal_basis="UNTOC art. 18")
"""
COUNT = """
from exchange.models import RequestRecipient
rows = RequestRecipient.objects.filter(request__title__startswith="{title}")
print("COUNTED", rows.exclude(status="QUEUED").count(), rows.count())
"""


def block(heading: str) -> list[str]:
    """The commands of the first fenced block beneath a heading, without their remarks."""
    text = TEXT.split(f"\n## {heading}\n", 1)[1].split("```", 2)[1]
    lines = [re.sub(r"\s+# .*", "", line) for line in text.splitlines()]
    return [line for line in lines if line]


class Place:
    """A clone in which an operator works, with a shell that knows `docker compose`."""

    def __init__(self, folder: Path, shims: Path):
        self.folder, self.ports = folder, (free_port(), free_port())
        for path in committed():
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
            target.chmod(path.stat().st_mode)
        http, https = self.ports
        lines = ["SITE_HOST=localhost", "PUBLIC_URL=https://localhost", "TLS=internal"]
        lines += [f"HTTP_PORT=127.0.0.1:{http}", f"HTTPS_PORT=127.0.0.1:{https}"]
        lines += ["SECURITY_CONTACT=mailto:security@agency.example", f"LEFT_HERE={PASSWORD}"]
        (folder / ".env").write_text("\n".join(lines) + "\n")
        (folder / "cases" / ".env").write_text(PASSWORD)
        (folder / "passwords.txt").write_text(PASSWORD)
        self.environ = os.environ | {
            "PATH": f"{shims}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }

    def types(self, command: str, said: str = "") -> str:
        """Run a command, which must succeed; returns its output."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environ,
            text=True,
            check=False,
            input=said,
            capture_output=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def shell(self, script: str, *, service: str = "web") -> str:
        return self.types(f"docker compose exec -T {service} python manage.py shell", script)

    def counted(self, title: str) -> tuple[int, int]:
        """(requests that arrived, all that were filed) of those with this title."""
        words = self.shell(COUNT.format(title=title)).split("COUNTED ", 1)[1].split()
        return int(words[0]), int(words[1])

    def arrives(self, title: str, count: int) -> None:
        wanted = (2 * count, 2 * count)
        until(lambda: self.counted(title) == wanted, f"{title} arrives", PATIENCE_SECONDS)

    def answers(self, path: str) -> tuple[int, str]:
        """Asked through the proxy, whose certificate is its own."""
        trusting = ssl._create_unverified_context()
        try:
            address = f"https://localhost:{self.ports[1]}{path}"
            with urllib.request.urlopen(address, timeout=20, context=trusting) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty place; whatever was started in it ends with the drill."""
    images.engine(tmp_path, KEPT, monkeypatch)
    images.provide(tmp_path)
    shims = tmp_path / "shims"
    shims.mkdir()
    (shims / "docker").write_text(SHIM.format(python=sys.executable))
    (shims / "docker").chmod(0o755)
    made = Place(tmp_path / "agency", shims)
    Compose(made.folder).down(volumes=True)  # what a drill that was killed left
    yield made
    Compose(made.folder).down(volumes=True)


def healthy(place: Place) -> dict[str, int]:
    """How many containers of each lasting service there are; the check of each holds."""
    compose, found = Compose(place.folder), {}
    for service, row in compose.services.items():
        if "healthcheck" not in row:
            continue
        names = compose.containers(service)
        for name in names:
            until(
                lambda name=name: compose.is_healthy(name), f"{name} is healthy", PATIENCE_SECONDS
            )
        found[service] = len(names)
    return found


def complaints(place: Place) -> list[str]:
    """Every line that somebody would have to look at, of all containers of ours."""
    compose = Compose(place.folder)
    names = [n for s in compose.services for n in compose.containers(s, every=True)]
    lines = [f"{name}: {line}" for name in names for line in logs(name).splitlines()]
    return [line for line in lines if re.search(r'"(ERROR|CRITICAL)"|Traceback|panic', line)]


def kill(name: str) -> None:
    """End the process as a lack of memory would; the engine starts the container again."""
    os.kill(int(podman("inspect", "--format", "{{.State.Pid}}", name)), 9)


def install(place: Place) -> None:
    for command in block("Install with containers"):
        if command.startswith(("git ", "export ")):
            continue
        command = command.replace("EMAIL_OF_THE_SECOND", "ben@agency.example")
        place.types(command.replace("EMAIL", "ada@agency.example"))


def nothing_of_the_operators_in_the_image(place: Place) -> None:
    image = Compose(place.folder).services["web"]["image"]
    command = f"grep -r -l {PASSWORD} . /data /etc /home 2>/dev/null | head -3; ls -A"
    said = podman("run", "--rm", image, "sh", "-c", command).split()
    assert "manage.py" in said
    assert not {"tests", "secrets", ".env", ".git", "passwords.txt", "docs"} & set(said)
    assert not [line for line in said if "/" in line]


def begun_anew_with_work_in_it(place: Place) -> None:
    """The demo world brings reference data of its own, so that it wants an empty place."""
    place.types("docker compose down --volumes")
    place.types("docker compose up --detach --wait postgres valkey")
    prepared = "env DEMO=1 python -m launch.prepare /data"
    place.types(f"docker compose run --rm --no-deps -T prepare {prepared}")


def scaled_out_with_one_killed(place: Place) -> None:
    place.types("docker compose up --detach --scale web=2 --scale worker=3 --scale delivery=2")
    assert healthy(place) | {"web": 2, "worker": 3, "delivery": 2} == healthy(place)
    compose = Compose(place.folder)
    place.shell(FILE.format(count=FILED, title="Scaled"))
    kill(compose.containers("worker")[1])
    kill(compose.containers("delivery")[0])
    kill(compose.containers("web")[0])
    place.arrives("Scaled", FILED)
    assert place.answers("/readyz")[0] == 200
    until(lambda: len(compose.containers("worker")) == 3, "the killed one is back")
    assert healthy(place) | {"web": 2, "worker": 3, "delivery": 2} == healthy(place)


def upgraded_while_messages_wait(place: Place) -> None:
    (place.folder / "manage.py").open("a").write("# a newer version\n")
    before = podman("image", "inspect", "--format", "{{.Id}}", "iisa:local")
    for command in block("Upgrade"):
        if command.startswith("git "):
            continue
        place.types(command)
        if "stop" in command:
            place.shell(FILE.format(count=FILED, title="Waiting"))
            assert place.counted("Waiting") == (0, 2 * FILED)
    assert podman("image", "inspect", "--format", "{{.Id}}", "iisa:local") != before
    assert "a newer version" in place.types("docker compose exec -T web tail -n 1 manage.py")
    place.arrives("Waiting", FILED)
    healthy(place)


def backed_up_and_restored_elsewhere(place: Place) -> None:
    place.types("\n".join(["set -e", *block("Back up")]))
    (dump,), (files,) = place.folder.glob("*.dump"), place.folder.glob("*.tar")
    assert {path.stat().st_mode & 0o077 for path in (dump, files)} == {0}
    place.shell(FILE.format(count=1, title="Afterwards"))
    Compose(place.folder).down(volumes=True)
    commands = re.sub(r"iisa-[\d-]+\.dump", dump.name, "\n".join(["set -e", *block("Restore")]))
    place.types(re.sub(r"files-[\d-]+\.tar", files.name, commands))
    assert place.counted("Waiting") == (2 * FILED, 2 * FILED)
    assert place.counted("Afterwards") == (0, 0)
    place.types("docker compose exec -T web python manage.py verify_ledger")
    healthy(place)
    assert place.answers("/readyz")[0] == 200
    place.shell(FILE.format(count=2, title="Restored"))
    place.arrives("Restored", 2)


@pytest.mark.drill
def test_the_containers_live_as_the_operations_say(place):
    install(place)
    assert healthy(place)["worker"] == 1
    assert place.answers("/readyz")[0] == 200
    assert "mailto:security@agency.example" in place.answers("/.well-known/security.txt")[1]
    assert place.answers("/public/notices/feed.atom")[0] == 200
    assert complaints(place) == []
    nothing_of_the_operators_in_the_image(place)
    begun_anew_with_work_in_it(place)
    scaled_out_with_one_killed(place)
    upgraded_while_messages_wait(place)
    backed_up_and_restored_elsewhere(place)
