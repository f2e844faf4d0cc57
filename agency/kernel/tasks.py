"""The queue's entries into the kernel."""

from celery import current_app, shared_task

from agency.kernel import jobs


@shared_task
def run_job(job_id: str) -> None:
    jobs.run(job_id)


@shared_task
def sweep() -> None:
    """Beat runs this every five seconds: jobs that nobody woke are done."""
    for job_id in jobs.due():
        current_app.send_task("agency.kernel.tasks.run_job", [str(job_id)], queue="pdf", expires=60)
