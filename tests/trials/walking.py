"""Every form and every input of the API that the product has, found by walking its modules."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

from django import forms
from rest_framework import serializers

APPS = ("agency", "cases", "central_offices", "exchange", "notices", "policies", "kernel", "ledger")
LEFT_OUT = ("settings", "migrations", "management", "wsgi", "celery", "worker", "web_server")


def modules() -> Iterator[Any]:
    for app in APPS:
        package = importlib.import_module(app)
        for one in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not set(one.name.split(".")) & set(LEFT_OUT):
                yield importlib.import_module(one.name)


def classes(kind: type) -> list[Any]:
    """The classes of a kind that our modules define."""
    found = {
        made
        for module in modules()
        for _name, made in inspect.getmembers(module, inspect.isclass)
        if issubclass(made, kind) and made.__module__ == module.__name__
    }
    return sorted(found, key=lambda made: (made.__module__, made.__qualname__))


def form_fields() -> list[tuple[str, Any]]:
    """(form and field, the field) of every form."""
    return [
        (f"{form.__module__}.{form.__name__}.{name}", field)
        for form in classes(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
    ]


def inputs() -> list[tuple[str, Any]]:
    """(serializer and field, the field) of everything that the API takes."""
    return [
        (f"{made.__module__}.{made.__name__}.{name}", field)
        for made in classes(serializers.Serializer)
        for name, field in made._declared_fields.items()
        if not field.read_only
    ]
