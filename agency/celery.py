"""The workers: wake-ups come through Redis, what there is to do stands in PostgreSQL.

What the settings are for: docs/laws.md E4.
"""

import os
from typing import Any

from celery import Celery
from celery.exceptions import SoftTimeLimitExceeded
from celery.schedules import crontab
from celery.signals import worker_process_init

from agency import environment
from kernel import periodic

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")

periodic.interrupted_by(SoftTimeLimitExceeded)
app = Celery("agency")
app.conf.update(
    broker_url=environment.text("REDIS_URL", "redis://127.0.0.1:6379/0"),
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": 600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.05,
        "interval_max": 0.1,
    },
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_default_queue="default",
    task_routes={
        "ledger.tasks.sweep": {"queue": "delivery"},
        "ledger.tasks.deliver": {"queue": "delivery"},
        "ledger.tasks.probe": {"queue": "delivery"},
        "ledger.tasks.webhook_calls": {"queue": "delivery"},
        "kernel.tasks.run_job": {"queue": "pdf"},
        "policies.tasks.make_papers": {"queue": "pdf"},
    },
    task_time_limit=300,
    task_soft_time_limit=240,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=1000,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_soft_shutdown_timeout=20,
    worker_hijack_root_logger=False,
    timezone="UTC",
    # Each of these runs alone and within the budget that stands at its task (kernel.periodic).
    beat_schedule={
        "sweep": {"task": "ledger.tasks.sweep", "schedule": 2.0, "options": {"expires": 4}},
        "seal": {"task": "ledger.tasks.seal", "schedule": 5.0, "options": {"expires": 10}},
        "jobs": {"task": "kernel.tasks.sweep", "schedule": 5.0, "options": {"expires": 10}},
        "forget": {"task": "kernel.tasks.forget", "schedule": 3600.0},
        "key-issues": {
            "task": "policies.tasks.make_papers",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "portfolios": {
            "task": "policies.tasks.follow_texts",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "notices": {
            "task": "notices.tasks.settle",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "who-sees-notices": {
            "task": "notices.tasks.compare",
            "schedule": crontab(hour=2, minute=10),
        },
        "refusals": {
            "task": "notices.tasks.forget_refusals",
            "schedule": crontab(hour=2, minute=25),
        },
        "keys": {"task": "cases.tasks.count_keys", "schedule": 3600.0, "options": {"expires": 600}},
        "seen-by": {
            "task": "cases.tasks.compare_seen_by",
            "schedule": crontab(hour=2, minute=30),
        },
        "requests": {
            "task": "exchange.tasks.settle",
            "schedule": 15.0,
            "options": {"expires": 15},
        },
        "requests-seen-by": {
            "task": "exchange.tasks.compare",
            "schedule": crontab(hour=2, minute=50),
        },
        "tidy": {"task": "central_offices.tasks.tidy", "schedule": 3600.0},
        "roles": {
            "task": "central_offices.tasks.refresh_roles",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
    },
)
app.autodiscover_tasks()
app.autodiscover_tasks(["kernel"])


@worker_process_init.connect
def close_inherited_connections(**kwargs: Any) -> None:
    from django.db import connections

    connections.close_all()
