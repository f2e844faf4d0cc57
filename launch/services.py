"""The processes of the system and their commands; docker-compose.yml runs the same ones."""

import sys

DELIVERY = "delivery"  # nothing else waits in this queue, so that nothing keeps a delivery waiting
QUEUES = "pdf,default"
THREADS = 4
WEB_WORKER = "agency.web_server.worker.Worker"


def web(bind: str, workers: int) -> list[str]:
    """The web server: a process answers THREADS requests at once, each read whole before."""
    return [
        *("gunicorn", "agency.wsgi:application", "--preload"),
        *("--bind", bind, "--worker-class", WEB_WORKER),
        *("--workers", str(workers), "--threads", str(THREADS)),
        *("--graceful-timeout", "10", "--no-control-socket"),
    ]


def delivery_worker(concurrency: int = 2) -> list[str]:
    """Two processes: while one waits for a webhook that does not answer, the other delivers."""
    return _worker("delivery", DELIVERY, concurrency)


def worker(concurrency: int = 2) -> list[str]:
    """Upkeep, papers and jobs: two processes, since one of them may have a job of minutes."""
    return _worker("worker", QUEUES, concurrency)


def _worker(name: str, queues: str, concurrency: int) -> list[str]:
    """The name tells the workers of one host apart."""
    return [
        *("celery", "-A", "agency", "worker", "--hostname", f"{name}@%h", "--queues", queues),
        *("--concurrency", str(concurrency), "--loglevel", "WARNING"),
        *("--without-gossip", "--without-mingle"),
    ]


def beat(schedule: str) -> list[str]:
    """Touches SCHEDULE.ticked while it lives (agency/beat.py)."""
    return [
        *("celery", "-A", "agency", "beat", "--scheduler", "agency.beat.Scheduler"),
        *("--schedule", schedule, "--loglevel", "WARNING"),
    ]


def on_this_python(command: list[str]) -> list[str]:
    """The command as a module of the running interpreter, wherever its scripts lie."""
    return [sys.executable, "-m", *command]
