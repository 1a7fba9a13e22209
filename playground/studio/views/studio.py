"""The Studio: compose a request, submit it, watch the latest results."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from playground.imaging.parameters import PARAMETERS
from playground.imaging.rule_types import Problem
from playground.library.access import image_for
from playground.library.differences import variables
from playground.library.embedded_metadata import UNKNOWN_MODEL
from playground.library.models import Generation
from playground.people.http import Request
from playground.people.roles import MAKER, needs
from playground.providers.client import simulator_scenarios
from playground.runs.once import once_only
from playground.runs.submitting import Refused, generation_submit
from playground.studio.asking import total_of
from playground.studio.baseline import (
    Baseline,
    baseline_against,
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
from playground.studio.varying import (
    submit_against,
    submit_all,
)
from playground.studio.views.asking import Why, spend
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
    return _page(request, composing)


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


def _page(request: Request, composing: Composing, status: int = 200) -> HttpResponse:
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


@require_POST
@once_only
def submit(request: Request) -> HttpResponse:
    """Queue what stands in the composer.

    htmx gets the composer again and the new cards; without it the answer is 303
    to the run's own page. What the rules refuse comes back with 422.
    """
    composing = Composing(request, request.POST)
    composing.take_files(request)
    # Files that came with the form itself are kept, whatever else is wrong.
    composing.keep_files()
    is_fit = (
        composing.check()
        and _scenario_exists(request, composing)
        and _is_same_baseline(request, composing)
    )
    if not is_fit:
        return _not_sent(request, composing)
    each = _each_alone(request, composing)
    total = total_of([composing.request], context=composing.judged)
    if each is not None:
        total = each.total

    def again(why: Why) -> HttpResponse:
        setattr(composing, why, total)
        return _not_sent(request, composing)

    def refused(found: Refused) -> HttpResponse:
        composing.refuse(found.problems)
        return _not_sent(request, composing)

    return spend(
        request,
        total,
        lambda: _submit(request, composing, each),
        lambda runs: runs[0].get_absolute_url(),
        then=lambda runs: _sent(request, composing, runs, each),
        again=again,
        refused=refused,
        # Its button has a price of its own.
        seen="seen_one_by_one" if request.POST.get("one_by_one") else "seen",
    )


def _not_sent(request: Request, composing: Composing) -> HttpResponse:
    if request.htmx:
        return composer_response(request, composing, status=422)
    return _page(request, composing, status=422)


def _sent(
    request: Request,
    composing: Composing,
    made: list[Generation],
    each: Baseline | None,
) -> HttpResponse:
    if each is None:
        # Runs one by one are the baseline's, and no turn of the composer's thread.
        composing.go_on_from(made[0])
    if not request.htmx:
        return HttpResponseRedirect(made[0].get_absolute_url(), status=303)
    keys = [generation.pk for generation in made]
    fresh = with_card_parts(Generation.objects.filter(pk__in=keys).newest())
    context = {
        **composer_context(composing),
        "new_cards": cards(fresh),
        "into": "results",
    }
    return render(request, f"{PAGE}#submitted", context)


def _each_alone(request: Request, composing: Composing) -> Baseline | None:
    """What is to be run one by one; None where the composer itself is sent.

    That is so too when no two things differ any more: the button was an old one.
    """
    image = baseline_image(request.session, request.user)
    if image is None or not request.POST.get("one_by_one"):
        return None
    found = baseline_against(image, composing.judged)
    return found if found.count > 1 else None


def _scenario_exists(request: Request, composing: Composing) -> bool:
    known = {scenario.key for scenario in simulator_scenarios()}
    if request.POST.get("scenario", "") in {"", *known}:
        return True
    composing.errors["scenario"] = "The simulator knows no such case. Choose another."
    return False


def _is_same_baseline(request: Request, composing: Composing) -> bool:
    """Whether what was to run one by one is still held against the same picture."""
    pinned = request.POST.get("one_by_one")
    image = baseline_image(request.session, request.user)
    if not pinned or (image is not None and image.code == pinned):
        return True
    composing.errors["baseline"] = (
        "Meanwhile the baseline is another picture, or none. Nothing has been sent: "
        "look at what differs now."
    )
    return False


def _submit(
    request: Request, composing: Composing, each: Baseline | None
) -> list[Generation]:
    scenario = request.POST.get("scenario", "")
    image = baseline_image(request.session, request.user)
    if image is None:
        made = generation_submit(
            author=request.user,
            request=composing.request,
            context=composing.judged,
            scenario=scenario,
        )
        return [made]
    if each is not None:
        if not each.alone:
            words = "None of these changes can be made alone. Nothing has been sent."
            raise Refused([Problem("baseline", words)])
        runs = submit_all(
            author=request.user,
            baseline=each.image,
            contexts=list(each.alone.values()),
            scenario=scenario,
        )
        if not request.htmx:
            messages.success(request, f"{len(runs)} runs started, one a variable.")
        return runs
    made = submit_against(
        author=request.user,
        baseline=image,
        request=composing.request,
        context=composing.judged,
        scenario=scenario,
    )
    return [made]
