"""Answering with a whole page, or with the part of it that htmx asked for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_part(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    parts: Mapping[str, str],
    other: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page, or the partial whose element id htmx is about to replace.

    ``parts`` maps element ids to names of partials in ``template``. It is the
    list of all that may be asked for: a template name is never built from
    request data. ``other`` is the partial for all that replaces none of these.
    """
    htmx = request.htmx  # type: ignore[attr-defined]
    target = (htmx.target or "").split("#")[-1] if htmx else ""
    part = (
        None if not htmx or htmx.history_restore_request else parts.get(target, other)
    )
    name = f"{template}#{part}" if part else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
