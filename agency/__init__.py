"""The project: what is true of the whole agency."""

from agency.celery import app as celery_app

__all__ = ["celery_app"]
