"""Pages about the texts that an office begins its answers with."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.desk import text_blocks
from exchange.forms.requests import blame
from exchange.models import CannedText
from kernel.errors import Refusal, Stale
from kernel.forms.submit_once import OnceField, once


class CannedForm(forms.ModelForm):
    once = OnceField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CannedText
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}


def texts(request):
    """The office's texts, each to be changed or taken away."""
    rows = CannedText.objects.visible_to(request.user)
    return render(request, "exchange/canned.html", {"rows": rows, "page_level": 0})


def new(request):
    return _form(request, CannedText(office=request.user.office), _("New text"))


def edit(request, pk):
    row = get_object_or_404(CannedText.objects.visible_to(request.user), pk=pk)
    return _form(request, row, str(row))


@require_POST
def remove(request, pk):
    row = get_object_or_404(CannedText.objects.visible_to(request.user), pk=pk)
    text_blocks.remove(row, by=request.user)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": row})
    return redirect("exchange:canned")


def _form(request, row, title):
    form = CannedForm(request.POST or None, instance=row, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            text_blocks.keep(form.instance, by=request.user, version=form.cleaned_data["version"])
            return reverse("exchange:canned")

        try:
            return once(request, form.cleaned_data["once"], keep)
        except Stale as stale:
            form.add_error(None, _("%(why)s Saving now replaces it.") % {"why": stale})
            form.data = form.data.copy()
            form.data["version"] = stale.theirs.version
        except Refusal as refusal:
            blame(form, refusal)
    context = {"form": form, "title": title, "row": row, "page_level": 0}
    return render(request, "exchange/canned_form.html", context)
