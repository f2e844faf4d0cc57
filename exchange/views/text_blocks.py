"""Pages about the texts that an office begins its answers with."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from exchange.desk import text_blocks
from exchange.models import TextBlock
from kernel.forms import sizes
from kernel.forms.carrying_out import carried_out
from kernel.forms.shown_again import offer_to_replace
from kernel.forms.submit_once import OnceField


class TextBlockForm(forms.ModelForm):
    once = OnceField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = TextBlock
        fields = ["title", "text"]
        formfield_callback = sizes.formfield
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}


def texts(request: OfficerRequest) -> HttpResponse:
    """The office's texts, each to be changed or taken away."""
    rows = TextBlock.objects.visible_to(request.user)
    return render(request, "exchange/text_blocks.html", {"rows": rows, "page_level": 0})


def new(request: OfficerRequest) -> HttpResponse:
    return _form(request, TextBlock(office=request.user.office), _("New text"))


def edit(request: OfficerRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(TextBlock.objects.visible_to(request.user), pk=pk)
    return _form(request, row, str(row))


@require_POST
def remove(request: OfficerRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(TextBlock.objects.visible_to(request.user), pk=pk)
    text_blocks.remove(row, by=request.user)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": row})
    return redirect("exchange:text_blocks")


def _form(request: OfficerRequest, row: Any, title: str) -> HttpResponse:
    form = TextBlockForm(request.POST or None, instance=row, initial={"version": row.version})

    def keep() -> str:
        text_blocks.keep(form.instance, by=request.user, version=form.cleaned_data["version"])
        return reverse("exchange:text_blocks")

    if answer := carried_out(request, form, keep, on_stale=offer_to_replace):
        return answer
    context = {"form": form, "title": title, "row": row, "page_level": 0}
    return render(request, "exchange/text_block_form.html", context)
