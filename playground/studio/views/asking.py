"""The question before a paid action, and the one way to answer a form that spends."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, TypeVar

from django.http import HttpResponse
from django_htmx.http import reswap, retarget

from playground.core.fragments import render_part
from playground.people.http import Request
from playground.runs.once import start_once
from playground.runs.submitting import Refused
from playground.studio.asking import Ask, Total

TEMPLATE = "studio/ask.html"
PANEL_ID = "ask-panel"

Made = TypeVar("Made")
# Above the limit, or above what stood on the button.
Why = Literal["confirm", "grown"]


def spend(
    request: Request,
    total: Total,
    start: Callable[[], Made],
    address_of: Callable[[Made], str],
    *,
    then: Callable[[Made], HttpResponse],
    again: Callable[[Why], HttpResponse],
    refused: Callable[[Refused], HttpResponse],
    seen: str = "seen",
) -> HttpResponse:
    """Answer a form that spends: start it once, at no more than what was agreed to.

    ``again`` asks once more before anything is started; ``refused`` tells what the
    rules or a budget stop; ``then`` shows what was started. ``seen`` is the name of the
    field with the sum that stood on the button. The view is ``once_only``.
    """
    if total.must_be_confirmed(request.POST.get("confirmed", "")):
        return again("confirm")
    if total.is_more_than(request.POST.get(seen)):
        return again("grown")
    try:
        made = start_once(request, start, address_of)
    except Refused as found:
        return refused(found)
    return then(made)


def spend_by(
    request: Request,
    ask: Ask,
    start: Callable[[], Made],
    address_of: Callable[[Made], str],
    *,
    then: Callable[[Made], HttpResponse],
    refused: Callable[[Refused], HttpResponse] | None = None,
) -> HttpResponse:
    """The same for a question: it is asked again, and told in it what is refused."""
    if ask.ended:
        return ask_response(request, ask, status=422)

    def again(why: Why) -> HttpResponse:
        now = replace(ask, confirm=why == "confirm", grown=why == "grown")
        return ask_response(request, now, status=422)

    def told(found: Refused) -> HttpResponse:
        return ask_response(request, replace(ask, problem=str(found)), status=422)

    return spend(
        request,
        ask.total,
        start,
        address_of,
        then=then,
        again=again,
        refused=refused or told,
    )


def ask_response(request: Request, ask: Ask, *, status: int = 200) -> HttpResponse:
    """Ask. The button with the sum has the focus when the question is new.

    A form that swaps nothing by itself gets the question as a dialog.
    """
    in_panel = bool(request.htmx) and request.htmx.target == PANEL_ID
    context = {"ask": ask, "focus": not in_panel or ask.confirm or ask.grown}
    parts = {PANEL_ID: "panel"}
    response = render_part(
        request, TEMPLATE, context, parts=parts, other="dialog", status=status
    )
    if request.htmx and not in_panel:
        response = retarget(reswap(response, "beforeend"), "body")
    return response
