"""The keys with which offices sign, and the calls that their systems signed."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.offices import CentralOffice
from central_offices.queries.offices import OfficeKeyQuerySet
from kernel.ids import new_id
from kernel.models import CheckedTogether


class OfficeKey(CheckedTogether):
    """An Ed25519 key of an office: public for everybody, its private part here only if we hold it.

    What was signed counts by the time of signing: rows stay for ever (docs/laws.md T6).
    """

    class Holder(models.TextChoices):
        SYSTEM = "SYSTEM", _("Held by this system")
        OFFICE = "OFFICE", _("Held by the office's own system")

    class Reason(models.TextChoices):
        REPLACED = "REPLACED", _("Replaced by another key")
        CEASED = "CEASED", _("Not used any more")
        COMPROMISED = "COMPROMISED", _("Somebody else may have it")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=43, unique=True, help_text="Thumbprint (RFC 7638)")
    public_jwk = models.JSONField()
    held_by = models.CharField(max_length=6, choices=Holder)
    sealed_private = models.BinaryField(null=True, blank=True)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=12, choices=Reason, blank=True)
    compromised_from = models.DateTimeField(
        null=True, blank=True, help_text="Since when somebody else may have had it"
    )
    claimed_from = models.DateTimeField(
        null=True, blank=True, help_text="An earlier moment that the Secretariat has not confirmed"
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    change = models.ForeignKey(
        "central_offices.AccessChange", models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The revoked key for which two persons of the office put it in at once",
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OfficeKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key")
        ordering = ["-not_before", "-created_at"]
        indexes = [models.Index(fields=["office", "held_by"], name="key_of_office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(not_before__lt=F("not_after")), name="key_begins_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(held_by="SYSTEM", sealed_private__isnull=False)
                | Q(held_by="OFFICE", sealed_private=None),
                name="key_private_only_if_held_here",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
                name="key_revoked_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(public_jwk__has_key="d"), name="key_public_part_only"
            ),
            models.CheckConstraint(
                condition=Q(compromised_from=None)
                | Q(revoked_reason="COMPROMISED", compromised_from__lte=F("revoked_at")),
                name="key_compromised_by_its_end",
            ),
            models.CheckConstraint(
                condition=Q(claimed_from=None, claimed_by=None)
                | Q(claimed_by__isnull=False, claimed_from__lt=F("compromised_from")),
                name="key_claim_names_who_and_an_earlier_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.kid[:12]

    def state(self, at: datetime | None = None) -> str:
        """REVOKED, EXPIRED, NOT_YET or VALID at a time (now)."""
        at = at or timezone.now()
        if self.revoked_at and self.revoked_at <= at:
            return "REVOKED"
        if at >= self.not_after:
            return "EXPIRED"
        return "VALID" if at >= self.not_before else "NOT_YET"


class SignedCall(models.Model):
    """A call that an office's system signed with its own key: kept for ever, used once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(CentralOffice, models.PROTECT, related_name="+")
    key = models.ForeignKey(OfficeKey, models.PROTECT, related_name="calls")
    jti = models.CharField(max_length=64)
    jws = models.TextField(help_text="Compact, with the payload")
    recipients_salt = models.CharField(
        max_length=64, blank=True, help_text="Of the digest of its recipients; told to nobody"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signed call")
        constraints = [
            models.UniqueConstraint(fields=["office", "jti"], name="signed_once"),
        ]

    def __str__(self) -> str:
        return self.jti
