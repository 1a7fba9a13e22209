"""What a plan is filled with: pictures, an experiment, or a brief set."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict

from playground.experiments.asked import BESIDE
from playground.experiments.models import BriefSet, Experiment
from playground.experiments.plan import MOST_DRAWS, context_of_plan
from playground.experiments.prompts import typed
from playground.imaging.ending import ended
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library.differences import variables
from playground.library.models import Image
from playground.people.models import User


def living(base: ImageRequest, user: User) -> tuple[ImageRequest, str]:
    """Return a request with what has come in the place of models that have ended.

    Beside it stands what is said of that, "" where nothing has.
    """
    context = context_of_plan(base, user, base.prompt or "a")
    found = ended(base, day=context.day, provider=context.provider)
    if found is None:
        return base, ""
    settled, _ = context.changed(**found.changes).adapted()
    following = settled.request.changed(prompt=base.prompt)
    return following, f"{found.words} The plan takes {found.instead} instead."


def posted_from_images(images: Sequence[Image]) -> tuple[ImageRequest, QueryDict]:
    """Return what a plan is filled with from pictures: their prompts and values.

    Where they differ in exactly one setting, that is the variable.
    """
    requests = [image.generation.request for image in images]
    base = requests[0]
    posted = QueryDict(mutable=True)
    prompts = dict.fromkeys(typed(request.prompt) for request in requests)
    posted["prompts"] = "\n".join(prompts)
    differing = {
        name
        for request in requests[1:]
        for name in variables(base, request)
        if not PARAMETERS[name].is_content
    }
    if len(differing) == 1:
        (name,) = differing
        values = dict.fromkeys(
            PARAMETERS[name].post(getattr(request, name)) for request in requests
        )
        posted["variable"] = name
        posted.setlist(f"value.{name}", list(values))
        posted["reuse"] = "1"
        cells: dict[tuple[str, str], int] = {}
        for request in requests:
            key = request.prompt, PARAMETERS[name].post(getattr(request, name))
            cells[key] = cells.get(key, 0) + 1
        posted["draws"] = str(min(MOST_DRAWS, max(cells.values())))
    return base, posted


def posted_from_experiment(asked: Experiment) -> tuple[ImageRequest, QueryDict]:
    """Return what a plan is filled with to run an experiment anew, with its pictures."""
    posted = _posted_again(asked)
    half = 50 - 100 * asked.equivalence[0] if asked.equivalence else None
    posted["budget"] = _plain(asked.budget_usd)
    posted["votes"] = str(asked.votes_planned or "")
    posted["band"] = "" if half is None else f"{half:g}"
    posted["mode"] = asked.mode
    posted["reuse"] = "1"
    return asked.request, posted


def _plain(usd: Decimal | None) -> str:
    return "" if usd is None else format(usd.normalize(), "f")


def posted_from_brief(brief: BriefSet) -> tuple[ImageRequest, QueryDict]:
    """Return what a plan is filled with from a saved brief set."""
    posted = _posted_again(brief)
    for name in BESIDE:
        posted[name] = str(brief.beside.get(name, ""))
    return ImageRequest.from_json(brief.base), posted


def _posted_again(brief: BriefSet | Experiment) -> QueryDict:
    posted = QueryDict(mutable=True)
    posted["prompts"] = "\n".join(typed(prompt) for prompt in brief.prompts)
    posted["variable"] = brief.variable
    posted.setlist(f"value.{brief.variable}", brief.values)
    if brief.second:
        posted["second"] = brief.second
        posted.setlist(f"second_value.{brief.second}", brief.second_values)
    posted["draws"] = str(brief.draws_each)
    posted["name"] = brief.name
    return posted
