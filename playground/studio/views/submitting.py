"""Generate: what stands in the composer is put into the queue."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from playground.imaging.rule_types import Problem
from playground.library.models import Generation
from playground.people.http import Request
from playground.providers.client import simulator_scenarios
from playground.runs.once import once_only
from playground.runs.submitting import Refused, generation_submit
from playground.studio.asking import total_of
from playground.studio.baseline import Baseline, baseline_against, baseline_image
from playground.studio.cards import cards, with_card_parts
from playground.studio.varying import submit_against, submit_all
from playground.studio.views.asking import Why, spend
from playground.studio.views.composing import Composing
from playground.studio.views.showing import PAGE, composer_context, composer_response
from playground.studio.views.studio import studio_page


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
    return studio_page(request, composing, status=422)


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
