"""The pinned picture that the composer is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from playground.imaging.context import RequestContext
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import Change, ImageRequest
from playground.library.differences import changes, effective_request, routed
from playground.library.models import Image
from playground.people.models import User
from playground.runs.judging import context_of_run
from playground.studio.asking import Total, total_of_all
from playground.studio.chips import Chip, chips

KEY = "baseline"


@dataclass(frozen=True)
class Baseline:
    """The pinned picture and what differs from it now.

    ``alone`` holds the runs of the changes that are legal by themselves, ``refused``
    why each of the others is not.
    """

    image: Image
    changes: Mapping[str, Change]
    alone: Mapping[str, RequestContext]
    refused: Mapping[str, str]

    @property
    def chips(self) -> list[Chip]:
        return chips(self.changes)

    @property
    def count(self) -> int:
        return len(self.changes)

    @property
    def not_alone(self) -> list[tuple[Chip, str]]:
        """Changes that cannot be taken over one by one, each with why not."""
        return [
            (chip, self.refused[chip.name])
            for chip in self.chips
            if chip.name in self.refused
        ]

    @cached_property
    def total(self) -> Total:
        """What that makes and costs, for its button and for whoever checks it."""
        return total_of_all(list(self.alone.values()))


def baseline_pin(session: SessionBase, image: Image) -> None:
    """Let the next requests be held against this picture, until it is cleared."""
    session[KEY] = image.code


def baseline_clear(session: SessionBase) -> None:
    """Safe without one."""
    session.pop(KEY, None)


def baseline_image(session: SessionBase, user: User) -> Image | None:
    """Return the pinned picture; forget it when it is gone. One query."""
    code: Any = session.get(KEY)
    if not code:
        return None
    image = (
        Image.objects.visible_to(user)
        .kept()
        .select_related("generation")
        .filter(code=code)
        .first()
    )
    if image is None:
        baseline_clear(session)
    return image


def baseline_against(image: Image, context: RequestContext) -> Baseline:
    """Compare what stands in the composer with the pinned picture's request.

    Each of its runs sends the pinned picture's files, but those that it changes, and
    makes as many pictures as the composer says: that is no variable.
    """
    asked = context.request
    changed = differing(image, asked)
    own = context_of_run(image.generation)
    here = own.changed(n=asked.n, partial_images=asked.partial_images)
    single = {
        name: here.changed(**{name: change.after})
        if PARAMETERS[name].kind not in ("files", "file")
        # Judged with the composer's file, in the place of the picture's own.
        else RequestContext.with_files(
            here.request.changed(**{name: change.after}),
            own.facts | context.facts,
            day=context.day,
            provider=context.provider,
        )
        for name, change in changed.items()
    }
    refused = {
        name: each.problems[0].message for name, each in single.items() if each.problems
    }
    return Baseline(
        image=image,
        changes=changed,
        alone={name: it for name, it in single.items() if name not in refused},
        refused=refused,
    )


def differing(image: Image, request: ImageRequest) -> dict[str, Change]:
    """Return the variables in which a request to be sent differs from a picture's."""
    return changes(effective_request(image), routed(request))


def put_back(image: Image, request: ImageRequest, name: str) -> ImageRequest:
    """Return the request with one variable as the baseline has it."""
    return request.changed(**{name: getattr(effective_request(image), name)})


def button_text(baseline: Baseline | None) -> str:
    """Name the one variable on the button when exactly one differs."""
    if baseline is None or baseline.count != 1:
        return "Generate"
    chip = baseline.chips[0]
    if chip.is_content:
        return f"Generate: {chip.label} changed"
    return f"Generate: {chip.label} {chip.before} → {chip.after}"
