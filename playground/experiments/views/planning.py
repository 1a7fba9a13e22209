"""The plan: seen, priced, saved and started."""

from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from playground.core.codes import is_code
from playground.core.fragments import render_part
from playground.experiments.access import experiment_for
from playground.experiments.asked import Asked
from playground.experiments.asking import asked_from
from playground.experiments.creating import (
    NotExtended,
    brief_set_save,
    experiment_create,
    experiment_extend,
    why_not_extended,
)
from playground.experiments.feeding import feed
from playground.experiments.filling import (
    living,
    posted_from_brief,
    posted_from_experiment,
    posted_from_images,
)
from playground.experiments.models import BriefSet, Experiment
from playground.experiments.plan import Plan, PlanCell
from playground.experiments.steering import goes_on
from playground.imaging.ending import Ended, ended
from playground.imaging.money import usd_text
from playground.imaging.request import ImageRequest
from playground.library.models import Image
from playground.people.http import Request
from playground.people.roles import MAKER, needs
from playground.providers.client import current_provider
from playground.runs.once import once_only, start_once
from playground.runs.seen import is_asked_twice, is_more_than, seen_text

PAGE = "experiments/plan.html"
SHOWN = 12
# What the composer sent, until its plan is started.
POSTED = "plan"
LONGEST = 400_000
# Problems that are there before anybody has filled in the plan.
CAME_ALONG = ("settings", "variable")
UNSENT = (
    "What all its pictures were made with cannot be sent any more, so nothing can be "
    "added to this experiment."
)
# More pictures than a selection holds are not a plan.
MOST_IMAGES = 60


@needs(MAKER)
@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def plan(request: Request) -> HttpResponse:
    """Show the plan that was posted, save it, or with ``go`` start it.

    What the composer posts is the beginning of a plan. By address: ``?image=`` (of
    pictures, repeated), ``?brief=``, ``?extends=`` or ``?anew=`` (codes).
    """
    if request.method != "POST":
        return _page(request, _from_address(request))
    if request.htmx and request.htmx.target != "plan" and "draws" not in request.POST:
        # The composer is on another page: this one is to be gone to.
        posted = request.POST.copy()
        posted.pop("csrfmiddlewaretoken", None)
        if len(kept := posted.urlencode()) > LONGEST:
            # Not cut: what is at its end, such as a source, would be missing.
            messages.error(request, "The prompt is too long for a plan: shorten it.")
            return _gone_to(request, reverse("studio:index"))
        request.session[POSTED] = kept
        return _gone_to(request, reverse("experiments:plan", query={"posted": 1}))
    extends = None
    if code := request.POST.get("extends"):
        extends = experiment_for(request.user, code)
    asked = asked_from(request.POST, request.user, extends=extends)
    if request.POST.get("save"):
        return _save(request, asked)
    if not request.POST.get("go"):
        return _page(request, asked)
    if _problems(asked):
        return _page(request, asked, status=422)
    if _must_confirm(request, asked):
        return _page(request, asked, status=422, confirm=True)
    if _has_grown(request, asked):
        return _page(request, asked, status=422, grown=True)
    try:
        made = start_once(
            request, lambda: _start(request, asked), Experiment.get_absolute_url
        )
    except NotExtended as refused:
        if extends is not None:
            # As it is by now: somebody else may have changed it.
            extends = experiment_for(request.user, extends.code)
        asked = asked_from(request.POST, request.user, extends=extends)
        return _page(request, asked, status=422, refused=str(refused))
    feed(made)
    return _gone_to(request, made.get_absolute_url())


def _start(request: Request, asked: Asked) -> Experiment:
    if not asked.extends:
        return experiment_create(request.user, asked)
    count = experiment_extend(asked.extends, asked)
    found = experiment_for(request.user, asked.extends.code)
    said = f"{count} more pictures are planned."
    if not goes_on(found):
        said += f" Nothing else sets out: the experiment stays {found.state}."
    messages.success(request, said)
    return found


def _from_address(request: Request) -> Asked:
    if request.GET.get("posted"):
        return asked_from(QueryDict(request.session.get(POSTED, "")), request.user)
    codes = [code for code in request.GET.getlist("image") if is_code(code)]
    if codes:
        found = Image.objects.visible_to(request.user).select_related("generation")
        by_code = found.in_bulk(codes[:MOST_IMAGES], field_name="code")
        images = [by_code[code] for code in codes if code in by_code]
        if missing := len(set(codes[:MOST_IMAGES])) - len(by_code):
            were = "picture is" if missing == 1 else "pictures are"
            messages.warning(request, f"{missing} {were} not there any more.")
        if images:
            return _asked_today(request, *posted_from_images(images))
    if code := request.GET.get("brief"):
        brief = get_object_or_404(
            BriefSet.objects.visible_to(request.user),
            code=code if is_code(code) else "",
        )
        return _asked_today(request, *posted_from_brief(brief))
    if code := request.GET.get("anew"):
        old = experiment_for(request.user, code)
        return _asked_today(request, *posted_from_experiment(old))
    if code := request.GET.get("extends"):
        extends = experiment_for(request.user, code)
        return asked_from(QueryDict(), request.user, extends=extends)
    return asked_from(QueryDict(), request.user)


def _asked_today(request: Request, base: ImageRequest, posted: QueryDict) -> Asked:
    """Plan with a request of another day: models that have ended since give way."""
    base, said = living(base, request.user)
    if said:
        messages.warning(request, said)
    return asked_from(posted, request.user, base=base)


def _problems(asked: Asked) -> dict[str, str]:
    return {**asked.problems, **asked.plan.problems}


def _save(request: Request, asked: Asked) -> HttpResponse:
    wrong = _problems(asked)
    if wrong:
        return _page(request, asked, status=422)
    brief = brief_set_save(request.user, asked)
    messages.success(request, f"Saved as the brief set “{brief.name}”.")
    return _gone_to(request, reverse("experiments:index"))


def _gone(plan: Plan) -> Ended | None:
    """Return what has ended of a plan in which nothing else takes its place."""
    found = ended(plan.base, day=plan.context.day, provider=plan.context.provider)
    varied = {axis.name for axis in (plan.axis, plan.second) if axis}
    return None if found is None or varied & set(found.changes) else found


def _closed(asked: Asked) -> str:
    """Say why nothing at all can be added to what is extended; "" where it can."""
    if not asked.extends:
        return ""
    unsent = UNSENT if asked.settings.problem else ""
    return why_not_extended(asked.extends) or unsent


def _must_confirm(request: Request, asked: Asked) -> bool:
    high, unpriced = asked.most
    is_open = unpriced and current_provider().kind == "openai"
    if not is_open and not is_asked_twice(high, unpriced):
        return False
    # A plan that has become another one asks again.
    return request.POST.get("confirmed", "") != seen_text(high, unpriced)


def _has_grown(request: Request, asked: Asked) -> bool:
    """Whether it costs more than what stood on the button, where something did."""
    return is_more_than(request.POST.get("seen"), *asked.most)


def _gone_to(request: Request, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def _page(
    request: Request,
    asked: Asked,
    *,
    status: int = 200,
    confirm: bool = False,
    grown: bool = False,
    refused: str = "",
) -> HttpResponse:
    plan = asked.plan
    # A page that is only looked at says what is missing, but not as a mistake.
    is_new = request.method != "POST" or "draws" not in request.POST
    problems = _problems(asked)
    if is_new and status != 422:
        # What came along is a mistake already.
        problems = {name: problems[name] for name in CAME_ALONG if name in problems}
    # An extension takes no pictures that are there: what it has is paid.
    reusable, saved = (0, Decimal(0)) if asked.extends else asked.reusable(plan.draws)
    extra = asked.extra
    high, unpriced = asked.most
    closed = _closed(asked)
    context = {
        "asked": asked,
        "plan": plan,
        "gone": _gone(plan),
        "problems": problems,
        "columns": plan.axis.ticked,
        "rows": plan.prompts[:SHOWN],
        "more_rows": plan.prompts[SHOWN:],
        "draws": range(min(plan.draws, 8)),
        "reusable": reusable,
        "saved": usd_text(saved) if saved else "",
        "confirmed": seen_text(high, unpriced),
        "unpriced": unpriced,
        # Of one call after the other, as they are sent.
        "prices": [it.context.estimate.high_usd for it in asked.bought],
        "extra": None if extra is None else len(extra),
        "extra_price": _extra_price(extra),
        "confirm": confirm,
        "grown": grown,
        "closed": closed,
        "refused": "" if closed else refused,
        "limit": usd_text(Decimal(settings.PLAYGROUND_CONFIRM_ABOVE_USD)),
        "ready": not _problems(asked) and (extra is None or bool(extra)),
    }
    return render_part(request, PAGE, context, parts={"plan": "form"}, status=status)


def _extra_price(cells: list[PlanCell] | None) -> str:
    if cells is None:
        return ""
    prices = [cell.context.estimate.high_usd for cell in cells]
    known = [usd for usd in prices if usd is not None]
    if len(known) < len(prices):
        return "price unknown"
    return f"≈ {usd_text(sum(known, Decimal(0)))}"
