"""Presets: saved from the composer, loaded into it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from playground.library.models import Preset
from playground.library.presets import (
    PresetError,
    PresetTaken,
    preset_save,
    preset_set_default,
)
from playground.people.http import Request
from playground.studio.views.composing import Composing
from playground.studio.views.showing import composer_response


@require_POST
def save(request: Request) -> HttpResponse:
    """Save what stands in the composer under the posted name."""
    composing = Composing(request, request.POST)
    try:
        preset = preset_save(
            author=request.user,
            name=request.POST.get("preset_name", ""),
            request=composing.request,
            locks=composing.locks,
            replaces=request.POST.get("replaces", ""),
        )
    except PresetError as error:
        composing.errors["preset_name"] = str(error)
        if isinstance(error, PresetTaken):
            composing.preset_taken = error.preset
        if not request.htmx:
            messages.error(request, str(error))
        return composer_response(request, composing, status=422)
    composing.notes = (f"Saved as “{preset.name}”.",)
    composing.keep_draft()
    return composer_response(request, composing)


@require_POST
def load(request: Request, code: str) -> HttpResponse:
    """Put a preset's settings into the composer and say what that changed."""
    preset = get_object_or_404(Preset.objects.visible_to(request.user), code=code)
    composing = Composing(request, request.POST)
    composing.load_preset(preset)
    composing.keep_draft()
    return composer_response(request, composing)


@require_POST
def set_default(request: Request, code: str) -> HttpResponse:
    """Start new requests with this preset, or no longer."""
    preset = get_object_or_404(Preset.objects.visible_to(request.user), code=code)
    preset_set_default(preset)
    return _with_presets(request)


@require_POST
def delete(request: Request, code: str) -> HttpResponse:
    """For good; by a form it leads back to the Studio and says so."""
    preset = get_object_or_404(Preset.objects.visible_to(request.user), code=code)
    preset.delete()
    if not request.htmx:
        messages.success(request, f"Deleted the preset “{preset.name}”.")
    return _with_presets(request)


def _with_presets(request: Request) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(reverse("studio:index"), status=303)
    return composer_response(request, Composing(request, request.POST))
