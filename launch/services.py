"""The processes of the system and their commands; docker-compose.yml runs the same ones."""

import sys

QUEUES = "delivery,pdf,default"
THREADS = 4


def web(bind: str, workers: int) -> list[str]:
    """The web server: WSGI with threads; a process answers THREADS requests at once."""
    return [
        *("gunicorn", "agency.wsgi:application"),
        *("--bind", bind, "--worker-class", "gthread"),
        *("--workers", str(workers), "--threads", str(THREADS)),
        *("--graceful-timeout", "10", "--no-control-socket"),
    ]


def worker(concurrency: int = 2) -> list[str]:
    return [
        *("celery", "-A", "agency", "worker", "--queues", QUEUES),
        *("--concurrency", str(concurrency), "--loglevel", "WARNING"),
        *("--without-gossip", "--without-mingle"),
    ]


def beat(schedule: str) -> list[str]:
    return ["celery", "-A", "agency", "beat", "--schedule", schedule, "--loglevel", "WARNING"]


def on_this_python(command: list[str]) -> list[str]:
    """The command as a module of the running interpreter, wherever its scripts lie."""
    return [sys.executable, "-m", *command]
