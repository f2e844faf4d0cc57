"""The ground that every app stands on."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"
    label = "kernel"

    def ready(self) -> None:
        from kernel.pdf import fonts  # noqa: F401  (they register system checks)
