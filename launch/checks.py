"""`launch check`: everything that can be said about the code without running it."""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from launch import house_rules
from launch.places import ROOT


def main(_: list[str]) -> int:
    """0 when all is well; otherwise 1 after printing what each failing check said."""
    began = time.monotonic()
    steps = _commands()
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        running = {name: pool.submit(_said, command) for name, command in steps.items()}
        results = {name: future.result() for name, future in running.items()}
    results["house rules"] = "\n".join(house_rules.broken())
    for name, said in results.items():
        print(f"{'FAILED' if said else 'ok    '}  {name}")
        if said:
            print(said)
    print(f"{time.monotonic() - began:.0f} s")
    return int(any(results.values()))


def _commands() -> dict[str, list[str]]:
    """The slowest first: the others run beside it."""
    python, manage = sys.executable, [sys.executable, "manage.py"]
    return {
        "types (mypy)": [python, "-m", "mypy", "--no-error-summary"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "schema rules": [*manage, "schema_rules"],
        "deployment": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "imports": [str(Path(python).with_name("lint-imports")), "--no-cache"],
        "format (ruff)": [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        "templates (djhtml)": [python, "-m", "djhtml", "--check", "--tabwidth", "2", "templates"],
        "lint (ruff)": [python, "-m", "ruff", "check", "--quiet", "."],
    }


def _said(command: list[str]) -> str:
    """The output of a failing command; nothing when it succeeded."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=_environment()
    )
    if done.returncode == 0:
        return ""
    return (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"


def _environment() -> dict[str, str]:
    """As in production, so that the deployment check means something; no database is needed."""
    kept = ("PATH", "HOME", "TMPDIR", "TERM", "CI")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "AGENCY_DATA": str(ROOT / "var" / "check"),
        "DEMO": "0",
        "PUBLIC_URL": "https://iisa.example",
        "ALLOWED_HOSTS": "iisa.example",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FILE_KEY": secrets.token_urlsafe(48),
        "FINGERPRINT_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": "postgresql://iisa_app@127.0.0.1:1/iisa",
        "DATABASE_OWNER_URL": "postgresql://iisa_owner@127.0.0.1:1/iisa",
        "REDIS_URL": f"redis://:{secrets.token_urlsafe(24)}@127.0.0.1:1/0",
        "PYTHONWARNINGS": "ignore",
        "LANG": "C.UTF-8",
    }
