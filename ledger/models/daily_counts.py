"""What outsiders do by the thousand is counted by day instead of written down one by one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyCount(models.Model):
    """How often something was done on one day (UTC), by whom it does not say."""

    day = models.DateField()
    what = models.CharField(max_length=60)
    times = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("daily count")
        verbose_name_plural = _("daily counts")
        constraints = [models.UniqueConstraint(fields=["day", "what"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.times}"
