"""The picture that Setup makes to show that everything works."""

from django.conf import settings

from playground.core.clock import today
from playground.imaging.context import RequestContext
from playground.imaging.request import ImageRequest
from playground.providers.server_models import starting_model
from playground.runs.judging import context_with


def first_request() -> ImageRequest:
    """The smallest square picture of the model that the Studio starts with."""
    model = starting_model(today(), override=settings.PLAYGROUND_DEFAULT_MODEL)
    return ImageRequest(
        prompt="A paper airplane over misty mountains at sunrise, flat illustration",
        model=model,
        size="1024x1024",
        quality="low",
    )


def first_context() -> RequestContext:
    """What the first picture is judged and priced by."""
    return context_with(first_request(), {})
