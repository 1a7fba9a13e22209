"""The Studio: compose a request, submit it, watch the latest results."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from playground.core.clock import today
from playground.core.fragments import render_part
from playground.gallery.access import image_for
from playground.gallery.models import Image
from playground.people.http import Request
from playground.provider import catalog
from playground.provider.client import current_provider
from playground.provider.request import ImageRequest
from playground.provider.rules import Problem
from playground.studio.baseline import (
    Baseline,
    baseline_against,
    baseline_image,
    label_of,
    put_back,
)
from playground.studio.cards import cards, variables, with_card_parts
from playground.studio.composer import Composer, compose, settle
from playground.studio.draft import draft_load, draft_save, posted_request
from playground.studio.forms import ComposerForm, posted_name
from playground.studio.models import Generation, SourceImage
from playground.studio.services.files import UnusableSource, facts_of, source_add
from playground.studio.services.submitting import (
    Refused,
    generation_submit,
    request_problems,
)
from playground.studio.services.varying import one_by_one, submit_against

PAGE = "studio/index.html"
RESULTS = 24
EXAMPLES = (
    "A paper airplane over misty mountains at sunrise, flat illustration",
    "Isometric coffee shop on a rainy evening, warm light in the windows",
    "Botanical watercolour of a fig branch on cream paper",
)


class Composing:
    """One request to the composer: what was posted, read and checked."""

    def __init__(self, request: Request, posted: QueryDict | None) -> None:
        self.user = request.user
        self.session = request.session
        self.day = today()
        self.provider = current_provider().kind
        self.notes: tuple[str, ...] = ()
        self.errors: dict[str, str] = {}
        self.raw = posted if posted is not None else QueryDict()
        self.form = ComposerForm(
            self.raw, owner=self.user, default_model=self._default_model()
        )
        self.form.is_valid()
        self.request: ImageRequest = (
            self.form.request if posted is not None else self._first_request()
        )
        for name, found in self.form.errors.items():
            self.errors[name] = str(found[0])

    def _default_model(self) -> str:
        return default_model(self.provider)

    def _first_request(self) -> ImageRequest:
        """What the composer starts with: safe, and with a price that is known."""
        request = ImageRequest(
            prompt="", model=self._default_model(), size="1024x1024", quality="medium"
        )
        return settle(request, day=self.day, provider=self.provider)[0]

    @property
    def sources(self) -> list[SourceImage]:
        return self.form.files_by_role.get("image", [])

    def one_file(self, role: str) -> SourceImage | None:
        return next(iter(self.form.files_by_role.get(role, [])), None)

    def settle(self) -> None:
        """Put back what the newly chosen model or route does not take."""
        self.request, self.notes = settle(
            self.request, day=self.day, provider=self.provider
        )

    def take_files(self, request: Request) -> None:
        """Keep files that came with the form itself, as without script."""
        for role in ("image", "mask", "markup"):
            for upload in request.FILES.getlist(role):
                try:
                    source = source_add(
                        owner=self.user,
                        file=upload.file,
                        name=upload.name or "",
                        as_mask=role != "image",
                    )
                except UnusableSource as error:
                    self.errors[role] = str(error)
                    continue
                self._attach(role, source)

    def _attach(self, role: str, source: SourceImage) -> None:
        files = self.form.files_by_role.setdefault(role, [])
        if role == "image":
            if source not in files:
                files.append(source)
            digests = tuple(item.sha256 for item in files)
            self.request = self.request.changed(sources=digests)
        else:
            files[:] = [source]
            self.request = self.request.changed(**{role: source.sha256})

    def check(self) -> bool:
        """Add what the rules find; return True when nothing is wrong."""
        found = request_problems(
            self.request, owner=self.user, day=self.day, provider=self.provider
        )
        self.refuse(found)
        return not self.errors

    def refuse(self, found: tuple[Problem, ...]) -> None:
        for problem in found:
            self.errors.setdefault(posted_name(problem.field), problem.message)

    def composer(self) -> Composer:
        return compose(
            self.request,
            day=self.day,
            provider=self.provider,
            sources=[facts_of(source) for source in self.sources],
            errors=self.errors,
            raw=self.raw.dict(),
            notes=self.notes,
        )

    def baseline(self) -> Baseline | None:
        image = baseline_image(self.session, self.user)
        if image is None:
            return None
        facts = [facts_of(source) for source in self.sources]
        return baseline_against(image, self.request, day=self.day, sources=facts)

    def context(self) -> dict[str, Any]:
        baseline = self.baseline()
        return {
            "composer": self.composer(),
            "sources": self.sources,
            "mask": self.one_file("mask"),
            "markup": self.one_file("markup"),
            "baseline": baseline,
            "button": button_text(baseline),
            "scenario": self.raw.get("scenario", ""),
            "scenarios": scenarios(self.provider),
            "is_simulator": self.provider == "simulator",
        }


def default_model(provider: Any) -> str:
    """Return the id of the model that a new request starts with."""
    from django.conf import settings

    return (
        catalog.catalog()
        .default_model(today(), provider, override=settings.PLAYGROUND_DEFAULT_MODEL)
        .id
    )


def scenarios(provider: str) -> tuple[Any, ...]:
    """Return what the simulator can be told to do; empty for a real API."""
    if provider != "simulator":
        return ()
    from playground.provider.client import simulator_scenarios

    return simulator_scenarios()


def button_text(baseline: Baseline | None) -> str:
    """Name the one variable on the button when exactly one differs."""
    if baseline is None or baseline.count != 1:
        return "Generate"
    chip = baseline.chips[0]
    if chip.name in ("prompt", "sources", "mask", "markup"):
        return f"Generate: {label_of(chip.name)} changed"
    return f"Generate: {label_of(chip.name)} {chip.before} → {chip.after}"


@require_GET
def index(request: Request) -> HttpResponse:
    """The page. ``?from=<code>`` fills in a picture's settings, draft untouched."""
    posted = draft_load(request.session)
    loaded: Image | None = None
    if request.GET.get("from"):
        loaded = image_for(request.user, request.GET["from"])
        posted = posted_request(loaded.generation.request, request.user)
    composing = Composing(request, posted)
    if loaded is not None:
        composing.settle()
        composing.notes = (*_loaded_notes(request, composing, loaded), *composing.notes)
    return _page(request, composing)


def _loaded_notes(
    request: Request, composing: Composing, loaded: Image
) -> tuple[str, ...]:
    """Say what loading changed against the draft, which is still kept."""
    draft = draft_load(request.session)
    if draft is None:
        return ("These are the settings of the picture you chose.",)
    before = Composing(request, draft).request
    names = ", ".join(variables(before, composing.request)) or "nothing"
    return (f"Loaded from the picture. Changed against your draft: {names}.",)


def _page(request: Request, composing: Composing, status: int = 200) -> HttpResponse:
    generations = with_card_parts(Generation.objects.visible_to(request.user).newest())[
        :RESULTS
    ]
    shown = cards(generations)
    context = {
        **composing.context(),
        "cards": shown,
        "running": sum(not item.generation.is_finished for item in shown),
        "examples": EXAMPLES,
    }
    return render(request, PAGE, context, status=status)


@require_http_methods(["GET", "POST"])
def compose_fields(request: Request) -> HttpResponse:
    """Show the composer again after a change: live prices and rules.

    Without htmx this is the "Update" button: it keeps the draft and goes back.
    """
    if request.method != "POST":
        return redirect("studio:index")
    posted = request.POST.copy()
    if posted.get("example"):
        posted["prompt"] = posted["example"]
    if posted.get("move_up"):
        _move_up(posted, posted["move_up"])
    if posted.get("remove"):
        _remove_file(posted, posted["remove"])
    composing = Composing(request, posted)
    if posted.get("put_back"):
        _put_back(request, composing, posted["put_back"])
    if posted.get("composed") != f"{composing.request.model} {composing.request.route}":
        composing.settle()
    draft_save(request.session, _as_posted(composing))
    if not request.htmx:
        return redirect("studio:index")
    parts = {"composer": "composer", "composer-fields": "fields"}
    return render_part(request, PAGE, composing.context(), parts=parts)


def _move_up(posted: QueryDict, code: str) -> None:
    codes = posted.getlist("image")
    if code in codes[1:]:
        at = codes.index(code)
        codes[at - 1], codes[at] = codes[at], codes[at - 1]
        posted.setlist("image", codes)


def _remove_file(posted: QueryDict, code: str) -> None:
    for role in ("image", "mask", "markup"):
        codes = posted.getlist(role)
        posted.setlist(role, [item for item in codes if item != code])
    if not posted.getlist("image"):
        # What belongs to the first source goes with it.
        posted.setlist("mask", [])
        posted.setlist("markup", [])


def _put_back(request: Request, composing: Composing, name: str) -> None:
    image = baseline_image(request.session, request.user)
    if image is None or name not in variables(
        image.generation.request, composing.request
    ):
        return
    changed = put_back(image, composing.request, name)
    restored = posted_request(changed, request.user)
    fresh = Composing(request, restored)
    composing.request, composing.form, composing.raw = (
        fresh.request,
        fresh.form,
        restored,
    )


def _as_posted(composing: Composing) -> QueryDict:
    """Return the draft to keep: the posted text where it is wrong."""
    if composing.errors:
        return composing.raw
    kept = posted_request(composing.request, composing.user)
    kept["scenario"] = composing.raw.get("scenario", "")
    return kept


@require_POST
def submit(request: Request) -> HttpResponse:
    """Queue what stands in the composer.

    htmx gets the composer again and the new cards; without it the answer is 303
    to the run's own page. What the rules refuse comes back with 422.
    """
    composing = Composing(request, request.POST)
    composing.take_files(request)
    draft_save(request.session, request.POST)
    made: list[Generation] = []
    if composing.check():
        try:
            made = _submit(request, composing)
        except Refused as refused:
            composing.refuse(refused.problems)
    if not made:
        if request.htmx:
            context = composing.context()
            return render(request, f"{PAGE}#composer", context, status=422)
        return _page(request, composing, status=422)
    if not request.htmx:
        return HttpResponseRedirect(made[0].get_absolute_url(), status=303)
    codes = [generation.pk for generation in made]
    fresh = with_card_parts(Generation.objects.filter(pk__in=codes).newest())
    context = {**composing.context(), "new_cards": cards(fresh), "into": "results"}
    return render(request, f"{PAGE}#submitted", context)


def _submit(request: Request, composing: Composing) -> list[Generation]:
    scenario = request.POST.get("scenario", "")
    image = baseline_image(request.session, request.user)
    if image is None:
        made = generation_submit(
            owner=request.user, request=composing.request, scenario=scenario
        )
        return [made]
    changes = variables(image.generation.request, composing.request)
    if request.POST.get("one_by_one") and len(changes) > 1:
        runs = one_by_one(
            owner=request.user, baseline=image, changes=changes, scenario=scenario
        )
        if not request.htmx:
            messages.success(request, f"{len(runs)} runs started, one a variable.")
        return runs
    made = submit_against(
        owner=request.user,
        baseline=image,
        request=composing.request,
        scenario=scenario,
    )
    return [made]
