"""What every app may use."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "agency.kernel"
    label = "kernel"

    def ready(self) -> None:
        from agency.kernel import checks  # noqa: F401  (registers the system checks)
