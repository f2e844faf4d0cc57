"""The image holds the program and nothing else: no password, no backup, no note of an operator."""

import re
import subprocess

import yaml

from launch import secret_files
from launch.house_rules import PACKAGES, committed
from launch.places import ROOT
from tests.plumbing import build_context

IGNORE = (ROOT / ".dockerignore").read_text()
RUNS_ON = {*PACKAGES, "launch", "locale", "static", "templates"}
RUNS_ON |= {"manage.py", "pyproject.toml", "requirements.txt"}
LEFT_BY_HAND = [
    *(".env", ".env.production", ".env.bak", "env.txt", "passwords.txt", "id_ed25519", "TODO"),
    *(
        "docker-compose.override.yml",
        "compose.yaml",
        "iisa-2026-11-22.dump",
        "files-2026-11-22.tar",
    ),
    *(
        "nohup.out",
        "core",
        "db.sqlite3",
        "secrets.json",
        "backup/iisa.dump",
        "old/secrets/file_key",
    ),
    *("var/secrets.json", "var/demo.json", "var/postgres/data-18/PG_VERSION", ".venv/pyvenv.cfg"),
    *(".git/config", ".git/HEAD", ".ssh/id_rsa", ".aws/credentials", ".netrc", ".pgpass"),
    # Within what is sent.
    *("agency/.env", "launch/containers/.env", "launch/containers/tls.key", "launch/tls.pem"),
    *(
        "notices/data/.hidden/list",
        "agency/settings.py.orig",
        "agency/settings.py~",
        "static/a.log",
    ),
    *("cases/dump.sql", "kernel/__pycache__/x.cpython-311.pyc", "ledger/.settings.py.swp"),
    *("templates/public/security.txt.bak", "demo/world.dump", "exchange/a.tar", "policies/b.tmp"),
]
LEFT_BY_HAND += [f"secrets/{name}" for name in secret_files.contents()]


def test_what_a_hand_left_in_the_folder_stays_out_of_the_image():
    assert build_context.sent(LEFT_BY_HAND, IGNORE) == set()


def test_the_image_gets_every_file_that_the_system_runs_on_and_none_beside_them():
    names = [str(path.relative_to(ROOT)) for path in committed()]

    sent = build_context.sent(names, IGNORE)

    assert sent == {name for name in names if name.split("/")[0] in RUNS_ON}


def test_whatever_is_new_stays_out_until_it_is_named():
    first = next(line for line in IGNORE.splitlines() if line and line[0] != "#")
    assert first == "*"
    names = [line[1:] for line in IGNORE.splitlines() if line.startswith("!")]
    assert set(names) == RUNS_ON
    assert not [name for name in names if "*" in name]


def test_passwords_and_backups_are_never_committed_either():
    written = [".env", ".env.local", "iisa-2026-11-22.dump", "files-2026-11-22.tar"]
    written += [f"secrets/{name}" for name in secret_files.contents()]
    asked = ["git", "check-ignore", "--no-index", *written]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=ROOT)
    assert said.stdout.split() == written


def test_the_reader_of_the_rules_reads_them_as_an_engine_does():
    rules = "*\n!a\n!b.txt\n**/.*\n**/*.py[co]\na/private\n!a/private/but\n# no rule\n"
    names = ["a/x.py", "a/x.pyc", "a/.env", "a/b/.git/c", "b.txt", "b.txt2", "c/a/x", ".env"]
    names += ["a/private/x", "a/private/but/this"]
    assert build_context.sent(names, rules) == {"a/x.py", "b.txt", "a/private/but/this"}


def test_a_mail_password_comes_in_a_file_as_every_secret_does():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert "email_url" in compose["secrets"]
    text = (ROOT / "docs/operations.md").read_text()
    assert not re.search(r"^.*\.env.*smtps", text, re.MULTILINE)


def test_nothing_that_the_image_is_made_of_is_a_secret():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert not re.search(
        r"^(ARG|ENV|COPY|ADD)\b.*(KEY|PASSWORD|TOKEN|SECRET|\.env)", dockerfile, re.M
    )
