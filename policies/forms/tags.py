"""The field by which tags are chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.forms.shown_again import offer_choices
from policies import tags
from policies.models import Tag


class Called(str):
    """The name of a tag as a choice, with what the tag covers."""

    scope: str

    def __new__(cls, tag: Tag) -> "Called":
        called = super().__new__(cls, tag)
        called.scope = tag.scope
        return called


class TagChoice(forms.MultipleChoiceField):
    """Boxes for the tags in force; a record may keep those that it carries."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            label=_("Tags"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **{"help_text": _("What it is about besides its portfolios."), **kwargs},
        )

    def clean(self, value: Any) -> list[str]:
        return tags.in_order(super().clean(value))


def offer_tags(form: forms.BaseForm, carried: Iterable[str] = ()) -> None:
    """Let the field `tags` choose among the tags of today and those that are carried."""
    offer_choices(form, "tags", [(tag.code, Called(tag)) for tag in tags.offered(carried)])
