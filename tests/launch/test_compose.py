"""docker-compose.yml says the same as the settings, the launcher and the Makefile.

What can be compared is compared, and what can run by itself runs; a drill starts the containers for
real (tests/drill/test_containers_drill.py).
"""

import ast
import os
import re
import subprocess
from urllib.parse import urlsplit

import psycopg2
import pytest
import yaml
from django.urls import resolve

from launch import postgres, postgres_settings, prepare, secret_files, services
from launch.__main__ import COMMANDS
from launch.house_rules import PACKAGES
from launch.places import METRICS, ROOT
from tests.plumbing import clones, environment

OWN = ("web", "delivery", "worker", "beat", "prepare")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


MODULE = {"env", "environment"}  # the names under which it is imported


def settings_known() -> set[str]:
    """Every name that the system reads through agency.environment."""
    found = set()
    for path in [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                first = node.args[0] if node.args else None
                if getattr(node.func.value, "id", "") in MODULE and isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def volumes(service: dict) -> list[tuple[str, str]]:
    return [tuple(text.split(":")[:2]) for text in service.get("volumes", [])]


def test_the_processes_are_started_with_the_launchers_commands(compose):
    given = {name: compose["services"][name]["command"] for name in OWN}
    assert given["web"] == services.web("0.0.0.0:8000", 2)
    assert given["delivery"] == services.delivery_worker(2)
    assert given["worker"] == services.worker(2)
    assert given["beat"] == services.beat("/tmp/beat-schedule")
    assert given["prepare"] == ["python", "-m", "launch.prepare", "/data"]


def test_postgresql_is_told_what_suits_the_host_that_the_operations_speak_of(compose):
    said = compose["services"]["postgres"]["command"]
    assert said[:1] == ["postgres"] and set(said[1::2]) == {"-c"}
    usual = [re.sub(r"\$\{\w+:-(\w+)\}", r"\1", setting) for setting in said[2::2]]
    assert usual == postgres_settings.fitted(8 * 1024)


def test_the_workers_take_every_queue_that_a_task_is_sent_to():
    from agency.celery import app

    routed = {route["queue"] for route in app.conf.task_routes.values()}
    taken = {services.DELIVERY, *services.QUEUES.split(",")}
    assert routed | {app.conf.task_default_queue} == taken


def test_nothing_but_delivery_waits_in_the_queue_of_the_delivery_workers():
    from agency.celery import app

    routes = app.conf.task_routes.items()
    sent = {name for name, route in routes if route["queue"] == services.DELIVERY}
    assert sent == {
        f"ledger.tasks.{name}" for name in ("sweep", "deliver", "probe", "webhook_calls")
    }
    assert services.DELIVERY not in services.QUEUES.split(",")


def test_every_variable_is_one_that_the_settings_read(compose):
    known = settings_known()
    for name in OWN:
        given = {key.removesuffix("_FILE") for key in compose["services"][name]["environment"]}
        assert given <= known


def test_a_secret_is_read_from_a_file_that_the_service_has(compose):
    for service in compose["services"].values():
        environ = service.get("environment", {})
        files = {value for key, value in environ.items() if key.endswith("_FILE")}
        assert files <= {f"/run/secrets/{name}" for name in service.get("secrets", [])}
        assert not {"SECRET_KEY", "FILE_KEY", "DATABASE_URL", "REDIS_URL", "METRICS_TOKEN"} & set(
            environ
        )


def test_every_secret_is_made_by_the_command_and_used_by_a_service(compose):
    used = {name for service in compose["services"].values() for name in service.get("secrets", [])}
    assert set(compose["secrets"]) == set(secret_files.contents()) == used
    assert {s["file"] for s in compose["secrets"].values()} == {f"./secrets/{n}" for n in used}


def test_only_the_preparation_knows_the_owners_password(compose):
    owners = {"database_owner_url", "owner_password"}
    knowing = {n for n, s in compose["services"].items() if owners & set(s.get("secrets", []))}
    assert knowing == {"prepare", "postgres"}


def test_nothing_of_the_system_knows_the_superusers_password(compose):
    services = compose["services"].items()
    knowing = {name for name, row in services if "admin_password" in row.get("secrets", [])}
    assert knowing == {"postgres"}
    assert compose["services"]["postgres"]["environment"]["POSTGRES_USER"] == postgres.ADMIN


def test_the_addresses_in_the_secrets_lead_to_services(compose):
    made = secret_files.contents()
    for name in ("database_url", "database_owner_url", "redis_url"):
        assert urlsplit(made[name]).hostname in compose["services"]
    environ = compose["services"]["postgres"]["environment"]
    owner = urlsplit(made["database_owner_url"])
    assert owner.path == f"/{environ['POSTGRES_DB']}"
    assert (owner.username, urlsplit(made["database_url"]).username) == (
        postgres.OWNER,
        postgres.APP,
    )


def test_postgresql_has_the_version_and_locale_of_the_tests(compose):
    service = compose["services"]["postgres"]
    assert service["image"] == f"docker.io/library/postgres:{postgres.MAJOR}"
    assert service["environment"]["POSTGRES_INITDB_ARGS"].split() == postgres.LOCALE
    assert ("database", "/var/lib/postgresql") in volumes(service)


def test_every_lasting_service_has_a_health_check(compose):
    without = {n for n, s in compose["services"].items() if "healthcheck" not in s}
    assert without == {"prepare"}


def test_health_checks_ask_for_addresses_that_exist(compose):
    address = compose["services"]["web"]["healthcheck"]["test"][-1]
    assert resolve(urlsplit(address).path)
    assert urlsplit(address).port == 8000


def test_the_proxy_passes_on_to_the_port_of_the_web_server(compose):
    caddy = (ROOT / "launch/containers/Caddyfile").read_text()
    assert re.search(r"dynamic a web 8000$", caddy, re.MULTILINE)
    given = set(compose["services"]["proxy"]["environment"])
    assert set(re.findall(r"{\$(\w+)}", caddy)) == given - {"http_proxy"}


def test_what_scales_has_no_name_and_no_port_of_its_own(compose):
    for name in ("web", "delivery", "worker"):
        assert not {"container_name", "ports"} & set(compose["services"][name])


def test_only_the_proxy_is_reached_from_outside(compose):
    assert [n for n, s in compose["services"].items() if "ports" in s] == ["proxy"]
    assert compose["networks"]["back"] == {"internal": True}
    assert {n for n, s in compose["services"].items() if s["networks"] == ["back"]} == {
        *("beat", "prepare", "postgres", "valkey")
    }


def test_every_mount_is_a_declared_volume_or_a_file_of_the_repository(compose):
    for service in compose["services"].values():
        for source, _ in volumes(service):
            assert source in compose["volumes"] or (ROOT / source).is_file()


def test_data_lie_where_the_image_keeps_them(compose):
    assert "AGENCY_DATA=/data" in (ROOT / "Dockerfile").read_text()
    for name in OWN:
        assert ("files", "/data") in volumes(compose["services"][name])


def test_figures_of_earlier_processes_are_emptied_where_the_web_server_keeps_its_own(
    compose, tmp_path
):
    folder = compose["services"]["web"]["environment"]["PROMETHEUS_MULTIPROC_DIR"]
    assert folder == f"/data/{METRICS}"
    (tmp_path / METRICS).mkdir()
    (tmp_path / METRICS / "histogram_web-7.db").write_bytes(b"old")
    (tmp_path / "kept.db").write_bytes(b"data")

    prepare.old_figures(tmp_path)

    assert [path.name for path in tmp_path.rglob("*.db")] == ["kept.db"]
    prepare.old_figures(tmp_path / "new")


def test_no_container_is_a_demo(compose):
    assert not [n for n, s in compose["services"].items() if "DEMO" in s.get("environment", {})]


def test_the_image_holds_the_libraries_that_the_launcher_installs():
    from launch import setup

    text = (ROOT / "Dockerfile").read_text()
    assert all(package in text for package in setup.LIBRARIES.values())
    assert "--require-hashes" in text


def test_make_and_the_launcher_know_the_same_commands():
    text = (ROOT / "Makefile").read_text()
    rules = dict(re.findall(r"^(\w+):\n\t@python3 -m launch (\w+)", text, re.MULTILINE))
    assert rules == {name: name for name in rules}
    assert set(rules) <= set(COMMANDS)
    assert {"run", "test", "check", "bench", "drill"} <= set(rules)


@pytest.mark.django_db
def test_the_role_script_makes_roles_that_are_bound_by_every_wall(tmp_path):
    for name in ("app", "owner"):
        (tmp_path / name).write_text("it's a \\secret\n")
    admin = urlsplit(os.environ["DATABASE_ADMIN_URL"])
    text = (ROOT / "launch/containers/app-role.sh").read_text()
    environ = {
        "PATH": f"{postgres.programs()}:{os.environ['PATH']}",
        "PGHOST": admin.hostname,
        "PGPORT": str(admin.port),
        "PGPASSWORD": admin.password,
        "POSTGRES_USER": admin.username,
        "POSTGRES_DB": f"{environment.DATABASE}_tried",
        "APP_PASSWORD_FILE": str(tmp_path / "app"),
        "OWNER_PASSWORD_FILE": str(tmp_path / "owner"),
    }
    for name in ("iisa_app", "iisa_owner", "iisa_backup"):
        text = text.replace(name, f"{name}_tried")
    clones._ask("CREATE DATABASE {}", environ["POSTGRES_DB"])
    try:
        subprocess.run(["sh", "-c", text], env=environ, check=True, capture_output=True)
        assert _of_roles() == {
            ("iisa_app_tried", True, False, False, False, False),
            ("iisa_owner_tried", True, False, False, False, False),
            ("iisa_backup_tried", True, False, True, False, False),
        }
    finally:
        clones._ask("DROP DATABASE {}", environ["POSTGRES_DB"])
        clones._ask("DROP ROLE IF EXISTS iisa_app_tried, iisa_owner_tried, iisa_backup_tried")


def _of_roles() -> set[tuple]:
    connection = psycopg2.connect(os.environ["DATABASE_ADMIN_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, "
                "has_database_privilege(rolname, %s, 'TEMPORARY') AND rolname = 'iisa_app_tried' "
                "FROM pg_roles WHERE rolname LIKE '%%\\_tried'",
                [f"{environment.DATABASE}_tried"],
            )
            return set(cursor.fetchall())
    finally:
        connection.close()


def test_secrets_are_never_overwritten_and_those_of_a_new_version_are_added(tmp_path):
    folder = tmp_path / "secrets"
    secret_files.write(folder)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(before) == set(secret_files.contents())
    for name in secret_files.ADDED_LATER:
        (folder / name).unlink()

    assert secret_files.write(folder) == len(secret_files.ADDED_LATER)
    assert secret_files.write(folder) == 0
    after = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(after) == set(before)
    assert [name for name in before if after[name] != before[name]] == ["metrics_token"]
    assert folder.stat().st_mode & 0o777 == 0o700

    (folder / "file_key").unlink()
    with pytest.raises(secret_files.Trouble, match="lacks file_key, which belongs to the others"):
        secret_files.write(folder)
    assert not (folder / "file_key").exists()


def test_keys_can_be_changed_where_they_come_in_files(compose):
    for name in OWN:
        given = set(compose["services"][name]["environment"])
        assert {"FILE_KEY_FALLBACKS_FILE", "SECRET_KEY_FALLBACKS_FILE"} <= given
