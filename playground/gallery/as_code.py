"""The call that made a picture, as code."""

from pathlib import PurePath

from playground.imaging.snippets import FileNames, snippets
from playground.library.models import Image, SourceImage
from playground.library.names import EXTENSIONS
from playground.providers.client import current_provider

LANGUAGES = {"python": "Python", "javascript": "JavaScript", "curl": "cURL"}


def code_of(image: Image) -> list[dict[str, str]]:
    """Return it in each language. Reads the run, its sources and its predecessor."""
    run = image.generation
    by_role: dict[str, list[str]] = {"image": [], "mask": [], "markup": []}
    for use in run.generation_sources.all():
        by_role[use.role].append(_name(use.source))
    names = FileNames(
        sources=tuple(by_role["image"]),
        mask=next(iter(by_role["mask"]), None),
        markup=next(iter(by_role["markup"]), None),
    )
    code = snippets(
        run.request,
        names,
        provider=current_provider(),
        previous_response_id=run.previous.response_id if run.previous else None,
    )
    return [
        {"key": key, "id": f"code-{key}", "label": label, "code": code[key]}
        for key, label in LANGUAGES.items()
    ]


def _name(source: SourceImage) -> str:
    """The file's own name, with the extension of what it is."""
    extension = EXTENSIONS.get(source.format, source.format)
    return f"{PurePath(source.name).stem or source.code}.{extension}"
