"""What can be painted over the first source, and what has been."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from playground.imaging.context import RequestContext
from playground.library.models import SourceImage

# The button's words and icon.
PAINTERS = {"mask": ("Paint a mask", "mask"), "markup": ("Mark up", "edit")}

Files = Mapping[str, Sequence[SourceImage]]


def painting(context: RequestContext, files: Files) -> dict[str, Any]:
    """Return what the composer shows of painting, for its template.

    ``painted`` lies over the first source, ``painters`` are what the model takes
    something from, ``not_painted`` says why there is no painter where one is looked
    for.
    """
    painted = {role: next(iter(files.get(role, ())), None) for role in PAINTERS}
    sources = files.get("image", ())
    reasons = {role: context.unavailable(role) for role in PAINTERS if sources}
    return {
        "painted": [
            {"role": role, "source": source, "label": role.capitalize()}
            for role, source in painted.items()
            if source
        ],
        "painters": [
            _painter(role, sources[0], painted[role])
            for role, reason in reasons.items()
            if not reason
        ],
        "not_painted": [
            reason for role, reason in reasons.items() if reason and not painted[role]
        ],
    }


def _painter(
    role: str, first: SourceImage, current: SourceImage | None
) -> dict[str, Any]:
    label, icon = PAINTERS[role]
    return {
        "role": role,
        "label": f"Change the {role}" if current else label,
        "icon": icon,
        "dialog": f"{role}-painter",
        "input": f"{role}-file",
        "src": reverse("studio:source-file", args=[first.code]),
        "width": first.width_px,
        "height": first.height_px,
        "current": current and reverse("studio:source-file", args=[current.code]),
    }
