"""The ground that every app stands on."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"
    label = "kernel"

    def ready(self) -> None:
        from kernel import checks, clock  # noqa: F401  (checks registers system checks)
        from kernel.pages import encodings
        from kernel.pdf import fonts  # noqa: F401  (the same)

        encodings.watch_parts()
        clock.read_odd_moments()
