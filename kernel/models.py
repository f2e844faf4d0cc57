"""Files, jobs, counters, and answers to repeated API calls: kept for any app."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldError, ValidationError
from django.db import DatabaseError, models, router, transaction
from django.db.models import CheckConstraint, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id


class CheckedTogether(models.Model):
    """A row whose check constraints one statement asks, as long as all of them hold.

    Django asks the database for each by itself, with a savepoint around it: for a request 21
    statements whenever it takes a step, a quarter of all statements that the system sends.
    """

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django's: raises ValidationError with what every broken constraint says."""
        if exclude or not self._keeps_all_constraints():
            super().validate_constraints(exclude=exclude)

    def _keeps_all_constraints(self) -> bool:
        using = router.db_for_write(type(self), instance=self)
        checks: list[Any] = []
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                if isinstance(constraint, CheckConstraint):
                    checks.append(constraint.condition)
                    continue
                try:
                    constraint.validate(model, self, using=using)
                except ValidationError:
                    return False
        return not checks or self._keeps(checks, using)

    def _keeps(self, conditions: list[Any], using: str) -> bool:
        """Whether every condition holds; False also where the database cannot say it."""
        query = Query(None)
        row: Any = self
        for name, value in row._get_field_expression_map(meta=self._meta).items():
            query.add_annotation(value, name, select=False)
        query.add_annotation(Value(1), "kept")
        # What is NULL breaks no constraint.
        known = [Coalesce(Q(one), True, output_field=models.BooleanField()) for one in conditions]
        try:
            query.add_q(Q(*known))
            with transaction.atomic(using=using):
                return query.get_compiler(using=using).execute_sql(SINGLE) is not None
        except (FieldError, ValidationError, DatabaseError):
            return False


class StoredFile(models.Model):
    """Bytes that came in or were made, sealed on disk; reached only through what it belongs to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    original_name = models.CharField(max_length=255)
    wrapped_key = models.BinaryField()
    key_id = models.CharField(max_length=16)
    scanned_at = models.DateTimeField(
        null=True, help_text="When the virus scanner called it clean; empty: not scanned"
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("file")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_has_digest"
            )
        ]

    def __str__(self) -> str:
        return self.original_name


class Counter(models.Model):
    """One lane of the numbers under a name, such as case/KEN/2026 (kernel/counters.py)."""

    name = models.CharField(max_length=80)
    lane = models.PositiveSmallIntegerField(default=0)
    value = models.PositiveBigIntegerField(default=0, help_text="The number that it gives next")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "lane"], name="one_counter_a_lane")]

    def __str__(self) -> str:
        return f"{self.name} {self.lane} {self.value}"


class Position(models.Model):
    """The last row that a periodic task looked at before its time was over; the next goes on."""

    name = models.CharField(max_length=200, primary_key=True)
    after = ArrayField(models.CharField(max_length=200))

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Work that outlives a request: its row is the truth, the queue only wakes it."""

    class Status(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        FAILED = "FAILED", _("Failed")
        STOPPED = "STOPPED", _("Stopped")

    TONES = {"DONE": "ok", "FAILED": "bad"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    findings = models.JSONField(default=list)
    result = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    result_url = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    stop_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="job_of_owner"),
            models.Index(fields=["kind", "-created_at"], name="job_of_kind"),
            models.Index(
                fields=["created_at"],
                name="job_open",
                condition=models.Q(status__in=["WAITING", "RUNNING"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IdempotencyKey(models.Model):
    """The answer that a repeated POST gets again (draft-ietf-httpapi-idempotency-key-header)."""

    office = models.CharField(max_length=8)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.office} {self.key}"
