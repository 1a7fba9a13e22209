"""People, generations and pictures for tests: plain functions, keyword defaults.

The rows are as the application writes them; pictures go through the real
keeping service, so their files are in the storage of the test.
"""

import functools
import itertools
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image as Pillow

from playground.experiments.models import Draw, Experiment
from playground.imaging.outcome import Resolved
from playground.imaging.pricing import Receipt
from playground.imaging.request import FIELDS, ImageRequest
from playground.library.generations import generation_create
from playground.library.models import Generation, GenerationSource, Image, SourceImage
from playground.library.search.documents import documents_write
from playground.library.thumbnails import thumbnails_make
from playground.people.models import Membership, User, Workspace
from playground.providers.client import current_provider
from playground.spending import ledger
from tests.keeping import image_keep

MODEL = "gpt-image-2.5-sunburst"
_numbers = itertools.count(1)


def storages_in(folder: Path) -> dict[str, Any]:
    """The setting under which all that is kept goes into a folder."""
    kept = {"OPTIONS": {"location": folder, "base_url": None}}
    return settings.STORAGES | {
        name: {"BACKEND": f"{module}.{kind}", **kept}
        for name, module, kind in [
            ("default", "django.core.files.storage", "FileSystemStorage"),
            ("renditions", "playground.core.renditions", "RenditionFiles"),
        ]
    }


def local() -> User:
    """Return the local person: who the test client is without a login."""
    return User.objects.local()


def person(name: str = "") -> User:
    """Make another person, alone in a workspace of their own."""
    made = User.objects.create_user(name or f"person-{next(_numbers)}")
    workspace = Workspace.objects.create(name=made.username)
    made.join(workspace, Membership.Role.ADMIN)
    return made


# Many tests want the same few.
@functools.lru_cache(maxsize=256)
def picture_bytes(
    format: str = "png",  # noqa: A002
    size: tuple[int, int] = (64, 48),
    alpha: bool = False,
    colour: str | tuple[int, ...] = "teal",
    frames: int = 1,
) -> bytes:
    """Encode a picture; with ``alpha`` its left half is transparent."""
    if format == "svg":
        width, height = size
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
            f'height="{height}"><rect width="9" height="9"/></svg>'
        ).encode()
    picture = Pillow.new("RGBA" if alpha else "RGB", size, colour)
    if alpha:
        picture.paste((0, 0, 0, 0), (0, 0, size[0] // 2, size[1]))
    options: dict[str, Any] = {}
    if frames > 1:
        others = [
            Pillow.new(picture.mode, size, (index * 7 % 256, 90, 90))
            for index in range(1, frames)
        ]
        options = {"save_all": True, "append_images": others, "duration": 100}
    buffer = BytesIO()
    picture.save(buffer, format.upper(), **options)
    return buffer.getvalue()


def request(**values: Any) -> ImageRequest:
    """Make a request that is legal as it stands."""
    return ImageRequest(
        **{"prompt": "a paper airplane over a desk", "model": MODEL, **values}
    )


def generation(**values: Any) -> Generation:
    """Make a generation that has succeeded, or whatever ``values`` say.

    Names of ``ImageRequest`` fields go into the request, all others are columns.
    """
    asked = {
        name: values.pop(name)
        for name in FIELDS
        if name in values and name != "previous"
    }
    route = asked.get("route", "images")
    wanted = request(**asked)
    now = timezone.now()
    columns: dict[str, Any] = {
        "state": Generation.State.SUCCEEDED,
        "requested": wanted.to_json(),
        "prompt": wanted.prompt,
        "model": wanted.model,
        "provider": "simulator",
        "route": "images" if route == "auto" else route,
        "route_reason": "One request, one answer: the Images API.",
        "estimate_usd": Decimal("0.0053"),
        "cost_usd": Decimal("0.0053"),
        "request_id": f"req_test{next(_numbers)}",
        "sent_at": now,
        "finished_at": now,
        "processing_ms": 4200,
    }
    author = values.pop("author", None) or local()
    columns["provider_id"] = values.get("provider", columns["provider"])
    return generation_create(author=author, **{**columns, **values})


def in_the_books(run: Generation) -> Generation:
    """Write a run into the ledger, as it would be in its state."""
    ledger.reserve(run)
    if run.state == Generation.State.SUCCEEDED:
        complete = run.cost_usd is not None and (run.receipt or {}).get(
            "complete", True
        )
        bill = Receipt(run.cost_usd, "", (), "2.5 from 2026-09-08", complete)
        ledger.settle(run, bill)
    elif run.state == Generation.State.UNKNOWN:
        ledger.doubt(run)
    elif run.state in (Generation.State.FAILED, Generation.State.CANCELLED):
        ledger.release(run)
    return run


def image(
    *,
    generation: Generation | None = None,
    data: bytes | None = None,
    pixels: tuple[int, int] = (64, 48),
    format: str = "png",  # noqa: A002
    alpha: bool = False,
    resolved: Resolved | None = None,
    thumbnails: bool = False,
    position: int = 0,
    cost_usd: Decimal | None = Decimal("0.0053"),
    duration_ms: int | None = 4200,
    **values: Any,
) -> Image:
    """Keep a picture of ``pixels``.

    Other keywords, ``size`` among them, go to ``generation`` when one is made.
    """
    if data is None:
        data = picture_bytes(format, pixels, alpha)
    values.setdefault("output_format", format)
    made = image_keep(
        generation=generation or _generation(**values),
        position=position,
        data=data,
        resolved=resolved or Resolved(quality=values.get("quality") or "medium"),
        cost_usd=cost_usd,
        duration_ms=duration_ms,
    )
    if thumbnails:
        thumbnails_make(made, data=data)
    return made


# The name of the keyword hides the function inside ``image``.
_generation = generation


def images_many(count: int, *, author: User | None = None, **columns: Any) -> None:
    """Write many rows quickly, all of one generation and one file."""
    run = generation(author=author)
    first = image(generation=run)
    fields = {
        field.attname: getattr(first, field.attname)
        for field in Image._meta.concrete_fields
        if field.attname not in ("id", "code", "position", "created_at")
    }
    Image.objects.bulk_create(
        [Image(**{**fields, **columns}, position=index) for index in range(1, count)],
        batch_size=500,
    )
    documents_write(run.images.filter(document=None))


def source(
    *,
    author: User | None = None,
    data: bytes | None = None,
    generation: Generation | None = None,
    role: str = "image",
    position: int = 0,
    name: str = "sketch.png",
    taken_from: Image | None = None,
) -> SourceImage:
    """Keep an uploaded file and, if asked, use it in a generation."""
    from playground.library.pictures import check_picture

    if data is None:
        data = picture_bytes(size=(64, 48), colour=(next(_numbers) % 256, 40, 90))
    facts = check_picture(data)[0]
    author = author or local()
    kept = SourceImage.objects.create(
        workspace=author.workspace,
        author=author,
        image=taken_from,
        name=name,
        file=default_storage.save(f"sources/{facts.sha256}.png", ContentFile(data)),
        sha256=facts.sha256,
        bytes=facts.bytes,
        format=facts.format,
        width_px=facts.width_px,
        height_px=facts.height_px,
        has_alpha=facts.has_alpha,
        is_opaque=facts.fully_opaque,
    )
    if generation is not None:
        GenerationSource.objects.create(
            generation=generation, source=kept, role=role, position=position
        )
        documents_write(generation.images.all())
    return kept


def experiment(
    *,
    author: User | None = None,
    values: tuple[str, ...] = ("low", "high"),
    prompts: tuple[str, ...] = ("a kite",),
    draws: int = 2,
    drawn: int | None = None,
    pictures: bool = True,
    **columns: Any,
) -> Experiment:
    """Make an experiment of qualities; with ``pictures`` each draw has its own.

    With ``drawn`` only so many draws of a cell have been made yet.
    """
    author = author or local()
    columns = {
        "name": f"Quality {next(_numbers)}",
        "state": "finished",
        "provider_id": current_provider().id,
        **columns,
    }
    made = Experiment.objects.create(
        workspace=author.workspace,
        author=author,
        base=request(prompt="").to_json(),
        variable="quality",
        values=list(values),
        prompts=list(prompts),
        draws_each=draws,
        **columns,
    )
    place = 0
    for at, quality in enumerate(values):
        for number, prompt in enumerate(prompts):
            for draw in range(draws):
                run = None
                if pictures and (drawn is None or draw < drawn):
                    run = generation(author=author, prompt=prompt, quality=quality)
                    colour = (40 * at % 256, 20 * place % 256, 90)
                    data = picture_bytes(colour=colour)
                    image(generation=run, data=data, thumbnails=True)
                Draw.objects.create(
                    experiment=made,
                    place=place,
                    prompt=number,
                    value=at,
                    number=draw,
                    generation=run,
                )
                place += 1
    return made
