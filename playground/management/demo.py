"""Pictures for a newcomer: a gallery that looks as if it had been used for weeks.

They are made by the simulator through the same services as all others, marked by
their scenario, and can be taken away again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from playground.imaging.request import ImageRequest
from playground.library.models import Generation, Image, Prompt
from playground.library.search.documents import documents_write
from playground.library.trash import image_files_delete
from playground.people.models import User
from playground.runs.claiming import claim_one
from playground.runs.running import generation_perform
from playground.runs.submitting import generation_submit
from playground.studio.varying import submit_against

# Unknown to the simulator, which then works as always.
MARK = "demo"
MODEL = "gpt-image-2.5-sunburst"


@dataclass(frozen=True)
class Story:
    """A prompt as somebody worked on it: a first picture, then single changes."""

    prompt: str
    days_ago: int
    settings: dict[str, Any] = field(default_factory=dict)
    changes: tuple[dict[str, Any], ...] = ()


QUALITIES = ({"quality": "low"}, {"quality": "high"})
SHAPES = ({"size": "1536x1024"}, {"size": "1024x1536"})

STORIES = (
    Story(
        "A paper airplane over misty mountains at sunrise, flat illustration",
        0,
        changes=(*QUALITIES, *SHAPES, {"quality": "max"}),
    ),
    Story(
        "A lighthouse on a cliff above a calm sea at dusk, risograph print",
        0,
        changes=({"quality": "high"}, {"size": "1536x864"}, {}),
    ),
    Story(
        "Isometric coffee shop on a rainy evening, warm light in the windows",
        1,
        changes=({"quality": "high"}, {"model": "gpt-image-2"}),
    ),
    Story(
        "Botanical watercolour of a fig branch on cream paper",
        1,
        {"size": "1024x1536"},
        changes=(*QUALITIES, {"background": "transparent"}),
    ),
    Story(
        "A small red fox asleep in autumn leaves, storybook illustration",
        2,
        changes=({"quality": "high"}, {}, {}),
    ),
    Story(
        "City skyline at night with neon reflections in the river",
        3,
        {"size": "1536x1024"},
        changes=(*QUALITIES, {"output_format": "jpeg"}),
    ),
    Story(
        "A minimal rocket icon, rounded shapes, one accent colour",
        3,
        {"background": "transparent"},
        changes=({"quality": "high"}, {"output_format": "webp"}),
    ),
    Story(
        "Desert dunes under a huge pale moon, vintage travel poster",
        5,
        {"size": "1024x1536"},
        changes=({"quality": "high"}, {"size": "1536x1024"}),
    ),
    Story(
        "A glass perfume bottle on wet stone, soft studio light, product shot",
        6,
        {"quality": "high"},
        changes=({"quality": "xhigh"}, {"quality": "low"}, {"size": "1536x1024"}),
    ),
    Story(
        "A friendly robot watering flowers on a balcony, pixel art",
        8,
        changes=({"quality": "high"}, {"model": "gpt-image-2.5-flare"}),
    ),
    Story(
        "A sailing boat in heavy weather, ink drawing",
        9,
        {"size": "1536x1024"},
        changes=({"quality": "low"}, {}),
    ),
    Story(
        "Ringed planet over a turquoise ocean, retro science fiction cover",
        12,
        {"size": "1024x1536", "quality": "high"},
        changes=({"quality": "medium"}, {"size": "1024x1024"}),
    ),
    Story(
        "Wild flowers in a blue vase, morning light, gouache",
        15,
        changes=({"quality": "high"}, {"size": "1440x480"}, {}),
    ),
    Story(
        "A cabin by a frozen lake, first snow, flat illustration",
        19,
        {"size": "1536x1024"},
        changes=(*QUALITIES,),
    ),
    Story(
        "Abstract composition of overlapping circles, warm palette",
        24,
        changes=({"quality": "high"}, {"background": "transparent"}, {}),
    ),
)


def demo_generations(author: User) -> QuerySet[Generation]:
    """The runs of the demonstration in the author's workspace, known by their mark."""
    return Generation.objects.visible_to(author).filter(scenario=MARK)


def demo_count() -> int:
    """Return how many pictures ``demo_fill`` makes."""
    return sum(1 + len(story.changes) for story in STORIES)


def demo_fill(author: User, *, on_picture: Callable[[Generation], None]) -> int:
    """Make the pictures that are not there yet; return how many were made."""
    made = 0
    # Pictures stand in the order in which they were made. So only a demo that comes
    # first can pretend to be weeks old.
    comes_first = not Image.objects.visible_to(author).exists()
    for story in reversed(STORIES):
        if demo_generations(author).filter(prompt=story.prompt).exists():
            continue
        age = timedelta(days=story.days_ago, minutes=40)
        when = timezone.now() - age if comes_first else None
        made += _tell(author, story, when, on_picture)
    return made


def _tell(
    author: User,
    story: Story,
    when: datetime | None,
    on_picture: Callable[[Generation], None],
) -> int:
    settings = {"size": "1024x1024", "quality": "medium", **story.settings}
    base = ImageRequest(prompt=story.prompt, model=MODEL, **settings)
    with transaction.atomic():
        first = _off_the_queue(
            generation_submit(
                author=author, request=base, scenario=MARK, created_at=when
            )
        )
    _finish(first, when, on_picture)
    parent = first.images.get()
    for number, change in enumerate(story.changes, start=1):
        request = base.changed(**change)
        then = when and when + timedelta(minutes=2 * number)
        with transaction.atomic():
            varied = _off_the_queue(
                submit_against(
                    author=author,
                    baseline=parent,
                    request=request,
                    scenario=MARK,
                    created_at=then,
                )
            )
        _finish(varied, then, on_picture)
    return 1 + len(story.changes)


def _off_the_queue(generation: Generation) -> Generation:
    """Claim it in the transaction that queues it: no worker beside us sees it."""
    claimed = claim_one(generation.pk)
    assert claimed is not None  # noqa: S101  (nobody else knows of it yet)
    return claimed


def _finish(
    generation: Generation,
    when: datetime | None,
    on_picture: Callable[[Generation], None],
) -> None:
    """Run it here and now; then set its times back, if ``when`` is given."""
    generation_perform(generation)
    if when:
        _date(generation, when)
    on_picture(generation)


def _date(generation: Generation, when: datetime) -> None:
    seconds = 6 + generation.pk % 17
    sent = when + timedelta(seconds=1)
    finished = sent + timedelta(seconds=seconds)
    Generation.objects.filter(pk=generation.pk).update(
        sent_at=sent, finished_at=finished
    )
    Image.objects.filter(generation=generation).update(
        created_at=finished, duration_ms=seconds * 1000
    )
    documents_write(Image.objects.filter(generation=generation))


def demo_remove(author: User) -> int:
    """Take the demo's pictures and their files away; return how many went."""
    images = list(Image.objects.filter(generation__in=demo_generations(author)))
    demo_generations(author).delete()
    Prompt.objects.recount(author.workspace.pk)
    for image in images:
        image_files_delete(image)
    return len(images)
