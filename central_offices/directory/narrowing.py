"""Filters of lists by what offices share: a code that there is not is told, and lists nothing.

Countries and offices are read as people type them; a type of request by its code, also one that
holds no more, since what went by it is still there.
"""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _

from central_offices.agreements import instruments
from central_offices.directory import as_typed
from central_offices.models import CentralOffice
from kernel.errors import NotReady
from kernel.pages.narrowing import CodeField
from kernel.wording import is_language_code


class Meant(str):
    """The code of a country or office that was meant, with its key in the database."""

    pk: Any = None


class _AsTyped(forms.CharField):
    """A country or office, called by its code, name or city; its code is what is asked for.

    `meant` gives the row of what was typed, or raises NotReady.
    """

    meant: Callable[[str], Any]

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value)).strip()
        if not typed:
            return ""
        try:
            row = self.meant(typed)
        except NotReady as unclear:
            raise forms.ValidationError(str(unclear), "invalid_choice") from unclear
        found = Meant(row.code)
        found.pk = row.pk
        return found


def _office(typed: str) -> CentralOffice:
    """Mostly a code is typed, which means its office alone; else all offices are read."""
    coded = CentralOffice.objects.filter(code=typed.upper()).first()
    return coded or as_typed.office(typed, CentralOffice.objects.select_related("jurisdiction"))


class _KnownOffice(_AsTyped):
    meant = staticmethod(_office)


class _KnownCountry(_AsTyped):
    meant = staticmethod(as_typed.country)


class _KnownType(CodeField):
    def fault(self, code: str) -> str:
        return fault_of_type(code)


class _KnownLanguage(CodeField):
    def fault(self, code: str) -> str:
        return "" if is_language_code(code) else _("%s is not a language code, such as pt.") % code


def fault_of_type(code: str) -> str:
    """A sentence if there is no such type of request and was none; else nothing."""
    if code in dict(instruments.scopes(ended=True)):
        return ""
    return _("There is no type of request %(code)s.") % {"code": code}


class OfficeFilter(django_filters.CharFilter):
    field_class = _KnownOffice


class CountryFilter(django_filters.CharFilter):
    field_class = _KnownCountry


class TypeFilter(django_filters.CharFilter):
    field_class = _KnownType


class LanguageFilter(django_filters.CharFilter):
    field_class = _KnownLanguage
