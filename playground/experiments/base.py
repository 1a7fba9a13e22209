"""The settings that an experiment starts from, read from a form and written to one."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import QueryDict

from playground.core.clock import today
from playground.core.codes import is_code
from playground.imaging.context import RequestContext
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import ImageRequest
from playground.library.models import SourceImage
from playground.library.sources import facts_of, sources_by_digest
from playground.people.models import User
from playground.providers.client import current_provider
from playground.providers.server_models import starting_model

# A plan has its own prompts and draws; nobody watches its partial pictures.
OWN = ("prompt", "n", "partial_images")
LONGEST = 200
CUSTOM_SIZE = "custom"


def base_from(posted: QueryDict, user: User) -> ImageRequest:
    """Read the composer's settings, from the composer or from the plan's own page.

    What cannot be read takes its default; the rules say what is wrong with the rest.
    """
    values: dict[str, Any] = {}
    for name, parameter in PARAMETERS.items():
        if name in OWN:
            continue
        texts = [
            text.replace("\0", "") for text in posted.getlist(parameter.posted_name)
        ]
        if parameter.kind in ("files", "file"):
            digests = _digests(user, texts)
            one = next(iter(digests), None)
            values[name] = tuple(digests) if parameter.kind == "files" else one
        else:
            text = texts[-1][:LONGEST] if texts else ""
            values[name] = _read(parameter, text, posted)
    values["model"] = values["model"] or starting_model(
        today(), override=settings.PLAYGROUND_DEFAULT_MODEL
    )
    if values["previous"] and not is_code(values["previous"]):
        values["previous"] = None
    return ImageRequest(prompt="", **values)


def _read(parameter: Parameter, text: str, posted: QueryDict) -> Any:
    if parameter.name == "size" and text == CUSTOM_SIZE:
        text = posted.get("size_custom", "").replace("\0", "")[:40]
    return read_value(parameter.name, text, default=True)


def read_value(name: str, text: str, *, default: bool = False) -> Any:
    """Read a posted value of a parameter; ValueError where it is none.

    With ``default`` its default instead.
    """
    parameter = PARAMETERS[name]
    text = text.strip()[: 100 if name == "model" else LONGEST]
    if name == "size":
        text = text.lower().replace("×", "x").replace(" ", "")
    try:
        return parameter.read(text)
    except ValueError:
        if not default:
            raise
        return parameter.default


def _digests(user: User, codes: list[str]) -> list[str]:
    wanted = [code for code in codes if is_code(code)]
    if not wanted:
        return []
    found = {
        source.code: source.sha256
        for source in SourceImage.objects.visible_to(user).filter(code__in=wanted)
    }
    return [found[code] for code in wanted if code in found]


def hidden_fields(base: ImageRequest, user: User) -> list[tuple[str, str]]:
    """Return the settings as fields of a form, which ``base_from`` reads again."""
    digests = list(base.files)
    files = sources_by_digest(user, digests) if digests else {}

    def codes(names: Iterable[str | None]) -> list[str]:
        return [files[name].code for name in names if name in files]

    fields: list[tuple[str, str]] = []
    for name, parameter in PARAMETERS.items():
        value = getattr(base, name)
        if name in OWN:
            continue
        if parameter.kind in ("files", "file"):
            listed = value if parameter.kind == "files" else [value]
            fields += [(parameter.posted_name, code) for code in codes(listed)]
        elif value != parameter.default:
            fields.append((parameter.posted_name, parameter.post(value)))
    return fields


def context_for(base: ImageRequest, user: User) -> RequestContext:
    """Return what the plan is judged and priced by. One query where it has files."""
    files = sources_by_digest(user, base.files) if base.files else {}
    mask = files.get(base.mask or "")
    markup = files.get(base.markup or "")
    return RequestContext(
        base,
        day=today(),
        provider=current_provider().kind,
        sources=[facts_of(files[name]) for name in base.sources if name in files],
        mask=facts_of(mask) if mask else None,
        markup=facts_of(markup) if markup else None,
    )


def cell_context(context: RequestContext, prompt: str, **values: Any) -> RequestContext:
    """Return the context of one cell.

    Another model may not take every setting: those go back to their defaults, and
    only then.
    """
    found = context.changed(prompt=prompt, **values)
    if "model" in values and found.problems:
        found, _ = found.adapted(values)
    return found
