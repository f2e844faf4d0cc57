"""The ground that every app stands on."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"
    label = "kernel"

    def ready(self) -> None:
        from django import forms

        from kernel import checks, clock  # noqa: F401  (checks registers system checks)
        from kernel.pages import encodings
        from kernel.pdf import fonts  # noqa: F401  (the same)
        from kernel.values import text

        encodings.watch_parts()
        clock.read_odd_moments()
        # Every line that is typed, whichever form asks for it: kernel/api/bodies.py for calls.
        forms.CharField.default_validators = [text.demand_readable]
