"""The queue's entries into the kernel."""

from datetime import timedelta

from celery import current_app, shared_task
from django.utils import timezone

from kernel.jobs import running
from kernel.models import IdempotencyKey


@shared_task
def run_job(job_id: str) -> None:
    running.run(job_id)


@shared_task
def sweep() -> None:
    """Beat runs this every five seconds: jobs that nobody woke are done."""
    for job_id in running.due():
        current_app.send_task("kernel.tasks.run_job", [str(job_id)], queue="pdf", expires=60)


@shared_task
def forget() -> None:
    """Beat runs this every hour: answers to repeated POSTs are kept for a day."""
    limit = timezone.now() - timedelta(hours=24)
    IdempotencyKey.objects.filter(created_at__lt=limit).delete()
