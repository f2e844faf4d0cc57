"""What every app may use."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "agency.kernel"
    label = "kernel"

    def ready(self) -> None:
        from agency.kernel import checks, fonts  # noqa: F401  (they register system checks)
