"""Showing the question before a paid action: as a page, a dialog, or its panel."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import reswap, retarget

from playground.people.http import Request
from playground.studio.asking import Ask

TEMPLATE = "studio/ask.html"
PANEL_ID = "ask-panel"


def ask_response(request: Request, ask: Ask, *, status: int = 200) -> HttpResponse:
    """Ask. The button with the sum has the focus when the question is new.

    A form that swaps nothing by itself gets the question as a dialog.
    """
    in_panel = bool(request.htmx) and request.htmx.target == PANEL_ID
    name = TEMPLATE
    if request.htmx:
        name = f"{TEMPLATE}#panel" if in_panel else f"{TEMPLATE}#dialog"
    context = {"ask": ask, "focus": not in_panel or ask.confirm or ask.grown}
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    if request.htmx and not in_panel:
        response = retarget(reswap(response, "beforeend"), "body")
    return response
