"""{% drawn_for image as draws %}: the experiments that a picture is a draw of."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Q
from django.template.context import RequestContext

from playground.experiments.grid import value_labels
from playground.experiments.models import Draw, Experiment
from playground.imaging.parameters import PARAMETERS
from playground.library.models import Image

register = template.Library()
# A picture may have been taken as a draw by any number of experiments.
SHOWN = 5


@dataclass(frozen=True)
class Drawn:
    """A place in an experiment, in words such as "quality medium, size 1024×1024"."""

    experiment: Experiment
    words: str
    is_taken: bool


@register.simple_tag(takes_context=True)
def drawn_for(context: RequestContext, image: Image) -> list[Drawn]:
    """Return the draws of a picture among what its reader may see, in one query."""
    run = image.generation_id
    of_run = Q(generation=run) | Q(doubted=run)
    draws: Any = Draw.objects.filter(of_run | Q(image=image))
    mine = Experiment.objects.visible_to(context["request"].user)
    found = draws.filter(experiment__in=mine).select_related("experiment")
    return [
        Drawn(draw.experiment, _words(draw), draw.image_id == image.pk)
        for draw in found.order_by("pk")[:SHOWN]
    ]


def _words(draw: Draw) -> str:
    run = draw.experiment
    axes = [(run.variable, run.values, draw.value)]
    if run.second:
        axes.append((run.second, run.second_values, draw.second))
    return ", ".join(
        f"{PARAMETERS.said(name)} {value_labels(name, values)[at]}"
        for name, values, at in axes
    )
