"""The Studio: compose a request, watch the latest results."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from playground.imaging.parameters import PARAMETERS
from playground.library.access import image_for
from playground.library.differences import variables
from playground.library.embedded_metadata import UNKNOWN_MODEL
from playground.library.models import Generation
from playground.people.http import Request
from playground.people.roles import MAKER, needs
from playground.studio.baseline import (
    baseline_image,
    differing,
    put_back,
)
from playground.studio.buttons import edited, painted_over
from playground.studio.cards import cards, with_card_parts
from playground.studio.composer import model_menu
from playground.studio.draft import (
    PUT_ASIDE,
    draft_bring_back,
    draft_load,
    draft_replace,
)
from playground.studio.recalling import recalled, recalls
from playground.studio.views.composing import Composing
from playground.studio.views.showing import PAGE, composer_context, composer_response

RESULTS = 24
EXAMPLES = (
    "A paper airplane over misty mountains at sunrise, flat illustration",
    "Isometric coffee shop on a rainy evening, warm light in the windows",
    "Botanical watercolour of a fig branch on cream paper",
)


@needs(MAKER)
@require_safe
def index(request: Request) -> HttpResponse:
    """The page. ``?from=<code>`` fills in a picture's settings, draft untouched;
    ``?run=<code>`` what a run asked for, to be changed and sent again;
    ``?recall=<code>`` what was inside of a file that was added as a source.
    """
    composing = Composing(request, draft_load(request.user))
    if request.GET.get("run"):
        run = get_object_or_404(
            Generation.objects.visible_to(request.user),
            code="".join(filter(str.isprintable, request.GET["run"]))[:16],
        )
        composing.replace(run.request)
        composing.settle()
        composing.notes = (
            "This is what that run asked for. Your draft comes back if you leave now, "
            "and goes when you change something.",
            *composing.notes,
        )
    if request.GET.get("from"):
        image = image_for(request.user, request.GET["from"])
        before = composing.request
        composing.replace(image.generation.request)
        composing.settle()
        changed = [
            PARAMETERS.said(name) for name in variables(before, composing.request)
        ]
        composing.notes = (
            "These are the settings of the picture. Other than in your draft: "
            f"{', '.join(changed) or 'nothing'}. The draft comes back if you leave "
            "now, and goes when you change something.",
            *composing.notes,
        )
    if request.GET.get("recall"):
        _recall(request, composing, request.GET["recall"])
    # A draft may have been left with something in it that is refused.
    composing.warn()
    return studio_page(request, composing)


def _recall(request: Request, composing: Composing, code: str) -> None:
    """Fill in what a dropped file told of itself."""
    told = recalls(request.session).get(code)
    if told is None or "requested" not in told:
        raise Http404("Nothing is known of that file any more. Drop it again.")
    wanted = recalled(told, composing.request)
    lost = told["requested"].get("model", UNKNOWN_MODEL)
    composing.replace(wanted)
    composing.settle()
    note = "These are the prompt and the settings that were inside of the file."
    if lost not in (wanted.model, UNKNOWN_MODEL):
        note += f" Its model was {lost}, which is not to be had here."
    note += (
        " Your draft comes back if you leave now, and goes when you change something."
    )
    composing.notes = (note, *composing.notes)


def studio_page(
    request: Request, composing: Composing, status: int = 200
) -> HttpResponse:
    """The whole page: the composer, and the latest results."""
    mine = Generation.objects.visible_to(request.user).made_here()
    runs = mine.filter(dismissed_at=None)
    generations = with_card_parts(runs.newest())[:RESULTS]
    shown = cards(generations)
    context = {
        **composer_context(composing),
        "put_aside": composing.raw.get(PUT_ASIDE, ""),
        "cards": shown,
        "running": sum(card.is_waiting for card in shown),
        "examples": EXAMPLES,
    }
    return render(request, PAGE, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def compose_fields(request: Request) -> HttpResponse:
    """Show the composer again after a change: live prices and rules.

    Without htmx this is the "Update" button: it keeps the draft and goes back.
    """
    if request.method != "POST":
        return redirect("studio:index")
    if request.POST.get("bring_back"):
        draft_bring_back(request.user)
        return HttpResponseRedirect(reverse("studio:index"), status=303)
    if request.POST.get("use_prompt"):
        return _use_prompt(request, request.POST["use_prompt"])
    posted = edited(request.POST.copy())
    composing = Composing(request, posted)
    if lost := painted_over(request.POST, posted):
        composing.notes = (f"The {lost} went with the source it was painted over.",)
    if request.POST.get("instead"):
        composing.take_successors()
    if request.POST.get("put_back"):
        _put_back(request, composing, request.POST["put_back"])
    before = request.POST.get("composed", "")
    if before != composing.composed:
        composing.settle(before)
    composing.keep_draft()
    composing.warn()
    return composer_response(request, composing)


@require_POST
def models(request: Request) -> HttpResponse:
    """The options of the menu of models with their prices, when it opens."""
    composing = Composing(request, request.POST)
    composing.warn()
    context = {"models": model_menu(composing.judged, composing.errors)}
    return render(request, "studio/_model_options.html", context)


def _use_prompt(request: Request, prompt: str) -> HttpResponse:
    """Put an earlier prompt into the composer; its settings stay."""
    composing = Composing(request, draft_load(request.user))
    composing.request = composing.request.changed(prompt=prompt)
    draft_replace(request.user, composing.as_posted())
    return HttpResponseRedirect(reverse("studio:index"), status=303)


def _put_back(request: Request, composing: Composing, name: str) -> None:
    image = baseline_image(request.session, request.user)
    if image is None:
        return
    if name in differing(image, composing.request):
        composing.locks = [lock for lock in composing.locks if lock != name]
        composing.replace(put_back(image, composing.request, name), keeps_thread=True)
