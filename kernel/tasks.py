"""The queue's entries into the kernel."""

from datetime import timedelta

from celery import current_app, shared_task
from django.utils import timezone

from kernel import batches, periodic
from kernel.jobs import running
from kernel.models import IdempotencyKey


@shared_task
def run_job(job_id: str) -> None:
    running.run(job_id)


@shared_task
@periodic.alone(budget_seconds=4)
def sweep(budget: periodic.Budget) -> None:
    """Beat runs this every five seconds: jobs that nobody woke are done."""
    for job_id in running.due():
        if not budget.is_spent():
            name = "kernel.tasks.run_job"
            current_app.send_task(name, [str(job_id)], queue="pdf", expires=60)


@shared_task
@periodic.alone(budget_seconds=30)
def forget(budget: periodic.Budget) -> None:
    """Beat runs this every hour: answers to repeated POSTs are kept for a day."""
    limit = timezone.now() - timedelta(hours=24)
    batches.clear(IdempotencyKey.objects.filter(created_at__lt=limit), budget=budget)
