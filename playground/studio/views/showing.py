"""The composer as pages show it, and the part of it that a change replaces."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from playground.core.fragments import render_part
from playground.imaging.parameters import PARAMETERS
from playground.library.models import Generation, Preset
from playground.people.http import Request
from playground.providers.client import simulator_scenarios
from playground.studio.asking import total_of
from playground.studio.baseline import baseline_against, baseline_image, button_text
from playground.studio.composer import Composer, compose
from playground.studio.painting import painting
from playground.studio.recalling import recalls
from playground.studio.views.composing import Composing

PAGE = "studio/index.html"
TOLD_AT_MOST = 400
PARTS = {"composer": "composer", "composer-fields": "fields"}


def composer_context(composing: Composing) -> dict[str, Any]:
    """What the template of the composer needs."""
    image = baseline_image(composing.session, composing.user)
    baseline = baseline_against(image, composing.judged) if image else None
    composer = compose(
        composing.judged,
        errors=composing.errors,
        raw=composing.raw.dict(),
        notes=composing.notes,
        locks=composing.locks,
    )
    if composing.sources:
        told = recalls(composing.session)
        for source in composing.sources:
            source.told = told.get(source.code)
    return {
        "composer": composer,
        "told": _told(composer),
        "composed": composing.composed,
        "confirm": composing.confirm,
        "grown": composing.grown,
        "seen": total_of([composing.request], context=composing.judged).seen,
        "one_by_one": bool(composing.raw.get("one_by_one")),
        "sources": composing.sources,
        "stray_errors": _stray_errors(composer),
        **painting(composing.judged, composing.form.files_by_role),
        "previous": _previous(composing),
        "begins_thread": composing.begins_thread,
        "preset_taken": composing.preset_taken,
        "presets": Preset.objects.visible_to(composing.user),
        "locks": composing.locks,
        "draft_version": composing.version,
        "baseline": baseline,
        "button": button_text(baseline),
        "scenario": composing.raw.get("scenario", ""),
        "scenarios": simulator_scenarios() if composing.is_simulator else (),
        "is_simulator": composing.is_simulator,
    }


def _told(composer: Composer) -> str:
    """What a change has led to, in few words for who does not see the composer."""
    found = (*composer.errors.values(), *composer.notes, composer.price)
    return " ".join(found)[:TOLD_AT_MOST]


def _previous(composing: Composing) -> Generation | None:
    """The generation whose conversation is continued."""
    if not composing.request.previous:
        return None
    mine = Generation.objects.visible_to(composing.user)
    return mine.filter(code=composing.request.previous).first()


def _stray_errors(composer: Composer) -> list[str]:
    """Messages whose field is not on the page: they must not get lost."""
    fields = (*composer.main, *composer.more, *composer.route_fields)
    # Words, files and the model stand in places of their own.
    shown = {it.posted_name for it in PARAMETERS.values() if not it.group}
    shown |= {"preset_name", "budget", *(field.name for field in fields)}
    if not composer.request.previous:
        shown.discard("previous")
    return [message for name, message in composer.errors.items() if name not in shown]


def composer_response(
    request: Request, composing: Composing, *, status: int = 200
) -> HttpResponse:
    """Show the composer, or the part of it that htmx replaces.

    Without htmx the draft is kept already, so the Studio shows it.
    """
    if not request.htmx:
        return HttpResponseRedirect(reverse("studio:index"), status=303)
    context = composer_context(composing)
    # Said once: typing goes on while it stays as it is.
    if context["told"] != request.POST.get("told", ""):
        context["said"] = context["told"]
    return render_part(request, PAGE, context, parts=PARTS, status=status)
