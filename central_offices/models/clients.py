"""The offices' own systems."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from central_offices.models.codes import Purpose
from central_offices.models.officers import Officer
from central_offices.queries.offices import ApiClientQuerySet
from kernel.ids import new_id


class ApiClient(models.Model):
    """An office's own system: an OAuth2 client bound one-to-one to a system officer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.OneToOneField(Officer, models.PROTECT, related_name="api_client")
    application = models.OneToOneField(
        "oauth2_provider.Application",
        models.PROTECT,
        related_name="api_client",
    )
    name = models.CharField(max_length=80)
    default_purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.INFORMATION)
    purposes = ArrayField(models.CharField(max_length=16, choices=Purpose), default=list)
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    ip_allow = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    valid_from = models.DateTimeField(
        default=timezone.now, help_text="Since when it has the rights that it has"
    )
    change = models.ForeignKey(
        "central_offices.AccessChange", models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("API client")

    def __str__(self) -> str:
        return self.name
