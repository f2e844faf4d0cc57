"""A new installation says nothing that nobody has to act on: what it starts with is there first."""

import logging
import re

import pytest
import yaml

from agency.celery import app
from central_offices.two_persons import commissioning
from exchange.models import RequestType
from launch import prepare
from launch.places import ROOT
from tests.plumbing import clones, environment


@pytest.fixture
def migrated_only(django_db_setup, django_db_blocker):
    """A database as `migrate` leaves it."""
    name = f"{environment.DATABASE}_quiet"
    commissioning.forget()
    with clones.clone(name, environment.UNSEEDED):
        with django_db_blocker.unblock(), clones.pointed_at(name):
            yield name
    commissioning.forget()


def test_the_preparation_brings_reference_data_and_no_periodic_task_complains_of_a_new_installation(
    migrated_only, monkeypatch, tmp_path, caplog
):
    for name in ("translations", "static_files", "tables"):  # done, and not what this is about
        monkeypatch.setattr(prepare, name, lambda *_: None)
    monkeypatch.setattr(prepare.django, "setup", lambda: None)
    monkeypatch.setenv("DEMO", "0")
    assert not RequestType.objects.exists()

    prepare.main(tmp_path)

    assert RequestType.objects.exists()
    assert (tmp_path / "files").is_dir()  # the commands of a backup name it
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    app.loader.import_default_modules()
    with caplog.at_level(logging.WARNING):
        for name in sorted(tasks):
            app.tasks[name].run()
    assert [record.getMessage() for record in caplog.records] == []


def test_workers_beat_and_web_begin_when_the_preparation_has_ended_well():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("web", "delivery", "worker", "beat"):
        after = services[name]["depends_on"]
        assert after["prepare"] == {"condition": "service_completed_successfully"}
        assert after["valkey"] == {"condition": "service_healthy"}
    assert services["prepare"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_no_command_of_installation_is_left_to_be_forgotten_between_start_and_work():
    text = (ROOT / "docs/operations.md").read_text()
    installed = text.split("## Install with containers", 1)[1].split("```")[1]
    assert set(re.findall(r"manage\.py (\w+)", installed)) == {"first_administrator"}


def test_who_sends_mail_or_calls_offices_reaches_out():
    """Mail follows from pages, from what time does, and from messages that do not arrive."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("web", "delivery", "worker"):
        assert set(services[name]["networks"]) & {"front", "out"}, name
