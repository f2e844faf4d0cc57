"""`python -m tests.drill.compose COMMAND`: docker-compose.yml under podman, where no Docker runs.

It reads the file itself, with what of the format stands in it, and knows the commands that
docs/operations.md types. What a stock tool ignores under an older podman holds here: a service
begins when the health checks of those before it answer, and `prepare` has ended with 0.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

HEALTHY_SECONDS = 180
VARIABLE = re.compile(r"\$\$|\$\{(\w+)(?::-([^}]*))?\}")
GRACE_SECONDS = "10"


class Failed(Exception):
    """A command of the engine ended with another code than 0."""


def podman(*words: str, **options: Any) -> str:
    """Run it; returns its output. Raises Failed with what it complains of."""
    done = subprocess.run(["podman", *words], check=False, capture_output=True, **options)
    if done.returncode:
        raise Failed(f"podman {' '.join(words)}: {done.stderr.decode().strip()[-1500:]}")
    return done.stdout.decode().strip()


class Compose:
    """The services of the file in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        text = VARIABLE.sub(self._filled(), (folder / "docker-compose.yml").read_text())
        self.file = yaml.safe_load(text)
        self.name, self.services = self.file["name"], self.file["services"]

    def _filled(self) -> Any:
        named = folder_environment(self.folder) | os.environ

        def fill(found: re.Match[str]) -> str:
            return (named.get(found[1]) or found[2] or "") if found[1] else "$"

        return fill

    def containers(self, service: str, *, every: bool = False) -> list[str]:
        """The names of those that run, or of every one."""
        labels = ["--filter", f"label=drill.service={self.name}-{service}"]
        said = podman("ps", *(["--all"] if every else []), *labels, "--format", "{{.Names}}")
        return sorted(said.split())

    def build(self) -> None:
        image = self.services["web"]["image"]
        podman("build", "--quiet", "--tag", image, str(self.folder))

    def up(self, wanted: list[str], scale: dict[str, int]) -> None:
        self._make_places()
        for service in self._in_order(wanted or list(self.services)):
            for other, row in self._before(service).items():
                self._wait(other, row["condition"])
            count = scale.get(service, 1)
            for number in range(1, count + 1):
                self._start(service, number)
            for name in self.containers(service, every=True)[count:]:
                podman("rm", "--force", "--time", GRACE_SECONDS, name)

    def stop(self, services: list[str]) -> None:
        for service in services:
            grace = self.services[service].get("stop_grace_period", "10s").rstrip("s")
            for name in self.containers(service):
                podman("stop", "--time", grace, name)

    def down(self, *, volumes: bool) -> None:
        for service in reversed(self._in_order(list(self.services))):
            for name in self.containers(service, every=True):
                podman("rm", "--force", "--time", GRACE_SECONDS, name)
        for name in self.file["networks"]:
            podman("network", "rm", "--force", f"{self.name}_{name}")
        for name in self.file["volumes"] if volumes else []:
            podman("volume", "rm", "--force", f"{self.name}_{name}")

    def is_healthy(self, name: str) -> bool:
        """Ask the check of the file once, whatever timer an engine has for it."""
        command = ["podman", "healthcheck", "run", name]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def words(self, service: str, *, once: bool = False) -> list[str]:
        """The options of `podman run` that say what the file says; `once` beside the service."""
        row = self.services[service]
        made = ["--init"] if row.get("init") else []
        made += ["--read-only"] if row.get("read_only") else []
        made += [f"--cap-drop={name}" for name in row.get("cap_drop", [])]
        made += [f"--security-opt={name}" for name in row.get("security_opt", [])]
        made += [f"--tmpfs={place}" for place in row.get("tmpfs", [])]
        made += [f"--shm-size={row['shm_size']}"] if "shm_size" in row else []
        made += [f"--env={key}={value or ''}" for key, value in row.get("environment", {}).items()]
        for name in row.get("secrets", []):
            path = self.folder / self.file["secrets"][name]["file"]
            made.append(f"--volume={path}:/run/secrets/{name}:ro")
        for text in row.get("volumes", []):
            source, rest = text.split(":", 1)
            ours = source in self.file["volumes"]
            made.append(
                f"--volume={f'{self.name}_{source}' if ours else self.folder / source}:{rest}"
            )
        for name in row["networks"]:
            made.append(f"--network={self.name}_{name}" + ("" if once else f":alias={service}"))
        return made if once else [*made, *self._lasting(row)]

    @staticmethod
    def _lasting(row: dict[str, Any]) -> list[str]:
        made = [f"--publish={text}" for text in row.get("ports", [])]
        made.append("--restart=" + {"no": "no"}.get(row.get("restart"), "always"))
        if check := row.get("healthcheck"):
            kind, *words = check["test"]
            command = json.dumps(words) if kind == "CMD" else words[0]
            made += [f"--health-cmd={command}", "--health-interval=disable"]
            made += [f"--health-timeout={check['timeout']}"]
        return made

    def command(self, service: str) -> list[str]:
        row = self.services[service]
        return [row["image"], *row.get("command", [])]

    def _start(self, service: str, number: int) -> None:
        name = f"{self.name}-{service}-{number}"
        words, command = self.words(service), self.command(service)
        image = podman("image", "inspect", "--format", "{{.Id}}", command[0])
        digest = hashlib.sha256(json.dumps([words, command, image]).encode()).hexdigest()
        if service != "prepare" and name in self.containers(service):
            said = podman("inspect", "--format", '{{index .Config.Labels "drill.said"}}', name)
            if said == digest:
                return
        podman("rm", "--force", "--time", "40", "--ignore", name)
        labels = [f"--label=drill.service={self.name}-{service}", f"--label=drill.said={digest}"]
        podman("run", "--detach", f"--name={name}", *labels, *words, *command)

    def _wait(self, service: str, condition: str) -> None:
        names = self.containers(service, every=True)
        if condition == "service_completed_successfully":
            for name in names:
                if (code := podman("wait", name)) != "0":
                    raise Failed(f"{name} ended with {code}: {logs(name)}")
            return
        deadline = time.monotonic() + HEALTHY_SECONDS
        while not all(self.is_healthy(name) for name in names):
            if time.monotonic() > deadline:
                raise Failed(f"{service} is not healthy: {''.join(map(logs, names))}")
            time.sleep(0.5)

    def wait(self, services: list[str]) -> None:
        """Return when the health checks of these answer. Raises Failed."""
        for service in services:
            self._wait(service, "service_healthy")

    def _before(self, service: str) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = self.services[service].get("depends_on", {})
        return found

    def _in_order(self, wanted: list[str]) -> list[str]:
        found: dict[str, None] = {}
        for service in wanted:
            found |= dict.fromkeys([*self._in_order(list(self._before(service))), service])
        return list(found)

    def _make_places(self) -> None:
        for name, row in self.file["networks"].items():
            inner = ["--internal"] if (row or {}).get("internal") else []
            if (
                f"{self.name}_{name}"
                not in podman("network", "ls", "--format", "{{.Name}}").split()
            ):
                podman("network", "create", *inner, f"{self.name}_{name}")
        for name in self.file["volumes"]:
            there = podman("volume", "ls", "--format", "{{.Name}}").split()
            if f"{self.name}_{name}" not in there:
                podman("volume", "create", f"{self.name}_{name}")


def folder_environment(folder: Path) -> dict[str, str]:
    """The variables that stand in .env."""
    path = folder / ".env"
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def logs(name: str) -> str:
    """Everything that a container has said."""
    done = subprocess.run(["podman", "logs", name], capture_output=True, check=False)
    return (done.stdout + done.stderr).decode(errors="replace")


def passed_on(*words: str) -> int:
    """Run it with our input and output."""
    return subprocess.call(["podman", *words])


def main(arguments: list[str]) -> int:
    compose, (command, *rest) = Compose(Path.cwd()), arguments
    given, wanted = parsed(command, rest)
    if command == "build":
        compose.build()
    elif command == "up":
        if given.build:
            compose.build()
        scale = dict(text.split("=") for text in given.scale)
        compose.up(wanted, {name: int(count) for name, count in scale.items()})
        if given.wait:
            compose.wait(wanted)
    elif command == "stop":
        compose.stop(wanted)
    elif command == "down":
        compose.down(volumes=given.volumes)
    elif command == "ps":
        return passed_on("ps", "--all")
    elif command == "logs":
        for service in wanted:
            sys.stdout.write("".join(map(logs, compose.containers(service, every=True))))
    elif command == "exec":
        return passed_on("exec", "--interactive", compose.containers(wanted[0])[0], *wanted[1:])
    elif command == "run":
        words, image = compose.words(wanted[0], once=True), compose.command(wanted[0])[0]
        return passed_on("run", "--rm", "--interactive", *words, image, *wanted[1:])
    return 0


def parsed(command: str, rest: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options before the first service, and the words from there on."""
    reader = argparse.ArgumentParser(command)
    for name in ("--detach", "--build", "--wait", "--volumes", "--rm", "--no-deps", "--all", "-T"):
        reader.add_argument(name, action="store_true")
    reader.add_argument("--no-log-prefix", action="store_true")
    reader.add_argument("--scale", action="append", default=[])
    reader.add_argument("words", nargs=argparse.REMAINDER)
    given = reader.parse_args(rest)
    return given, given.words


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Failed as failed:
        sys.stderr.write(f"{failed}\n")
        sys.exit(1)
