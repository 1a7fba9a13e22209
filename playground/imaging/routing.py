"""Which route a request takes, and why in one sentence."""

from dataclasses import dataclass
from typing import Literal

from playground.imaging.request import ImageRequest, Route

Endpoint = Literal["generations", "edits", "responses"]


@dataclass(frozen=True)
class Routing:
    """``reason`` is one sentence, fit to show beside the choice."""

    route: Route
    endpoint: Endpoint
    reason: str


def choose(request: ImageRequest) -> Routing:
    """Choose the route. A route that was set by hand is obeyed, legal or not.

    The Images route is the plain one: one request, no text model in between, no
    text tokens to pay. The Responses route is taken only for what it alone can do.
    """
    if request.route == "responses":
        return _responses("You chose the Responses route.")
    if request.route == "images":
        return _images(request, "You chose the Images route.")
    if request.previous:
        return _responses(
            "This continues a conversation, which only the Responses route remembers."
        )
    if request.responses_model:
        return _responses(
            f"You asked for a text model ({request.responses_model}), which only the "
            "Responses route puts between your words and the picture."
        )
    if request.action:
        return _responses("You set an action, which only the Responses route knows.")
    if request.sources:
        return _images(
            request,
            "Images route: your pictures go straight to the image model.",
        )
    return _images(
        request,
        "Images route: your words go straight to the image model.",
    )


def _responses(reason: str) -> Routing:
    return Routing("responses", "responses", reason)


def _images(request: ImageRequest, reason: str) -> Routing:
    return Routing("images", "edits" if request.sources else "generations", reason)
