"""The settings of the PostgreSQL that we start follow the memory of the machine."""

import subprocess
import sys

import pytest
from django.db import connection

from launch import postgres_settings

NAMES = [
    "shared_buffers", "effective_cache_size", "work_mem", "maintenance_work_mem",
    "random_page_cost", "max_wal_size", "checkpoint_timeout",
]  # fmt: skip


def megabytes(gigabytes: float) -> dict[str, int]:
    settings = dict(one.split("=") for one in postgres_settings.fitted(int(gigabytes * 1024)))
    assert list(settings) == NAMES
    return {name: int(text[:-2]) for name, text in settings.items() if name in NAMES[:4]}


def test_a_larger_machine_gives_more_and_a_small_one_no_less_than_the_usual():
    sizes = [megabytes(gigabytes) for gigabytes in (0.5, 2, 8, 24, 64, 512)]
    for smaller, larger in zip(sizes, sizes[1:], strict=False):
        assert all(smaller[name] <= larger[name] for name in smaller)
    assert sizes[0]["shared_buffers"] == 128 and sizes[0]["work_mem"] == 4
    assert sizes[-1]["shared_buffers"] == 16_384 and sizes[-1]["work_mem"] == 64


def test_what_it_may_hold_stays_far_below_the_memory_of_the_machine():
    for gigabytes in (2, 8, 24, 64):
        given = megabytes(gigabytes)
        sorting = 30 * given["work_mem"]  # of the connections that the shipped processes keep
        assert given["shared_buffers"] + sorting <= gigabytes * 1024 * 0.4


def test_the_limit_of_a_container_counts_where_it_is_lower(monkeypatch, tmp_path):
    whole = postgres_settings.memory_mb()
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(postgres_settings, "LIMITS", (str(limit),))
    for said, expected in (("max", None), (f"{300 << 20}", 300), (f"{1 << 62}", None)):
        limit.write_text(f"{said}\n")
        found = postgres_settings.memory_mb()
        assert found == expected if expected else found >= whole


@pytest.mark.django_db
def test_postgresql_knows_every_setting_by_its_name():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY(%s)", [NAMES])
        assert {name for (name,) in cursor.fetchall()} == set(NAMES)


def test_the_settings_of_a_server_are_printed_for_its_gigabytes():
    command = [sys.executable, "-m", "launch.postgres_settings"]
    said = subprocess.run([*command, "32"], capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == postgres_settings.fitted(32 * 1024)
    for wrong in ([], ["much"], ["0"], ["-3"]):
        done = subprocess.run([*command, *wrong], capture_output=True, text=True, check=False)
        assert done.returncode == 1 and "how many GB" in done.stderr
