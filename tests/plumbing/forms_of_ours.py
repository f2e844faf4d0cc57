"""Every form of the product, found in its modules."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def all_forms() -> Iterator[type[forms.BaseForm]]:
    """The classes of our packages, mixins and bases included."""
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
    for config in ours:
        for module in pkgutil.walk_packages([config.path], f"{config.name}."):
            if not {"migrations", "management"} & set(module.name.split(".")):
                importlib.import_module(module.name)
    packages = {config.name for config in ours}
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        yield from (form for form in below if form.__module__.partition(".")[0] in packages)


def without_an_end() -> list[str]:
    """Texts of any length, as form.field, but for UUIDs and the fields of libraries' own forms."""
    return sorted(
        {
            f"{form.__module__}.{form.__name__}.{name}"
            for form in all_forms()
            for name, field in form.base_fields.items()
            if isinstance(field, forms.CharField)
            and not isinstance(field, forms.UUIDField)
            and field.max_length is None
            and not any(
                field is getattr(base, "base_fields", {}).get(name)
                for base in form.__mro__
                if base.__module__.startswith("allauth.")
            )
        }
    )
