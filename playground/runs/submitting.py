"""From a checked request to a queued generation."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from playground.imaging.context import RequestContext
from playground.imaging.provider import Provider
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Problem
from playground.library.generations import generation_create
from playground.library.models import Generation, GenerationSource, Image, SourceImage
from playground.library.sources import sources_by_digest
from playground.people.models import User
from playground.providers.client import current_provider
from playground.runs.engines.calling import call_worker
from playground.runs.judging import context_with, gone_problems
from playground.spending import ledger
from playground.spending.limits import OverBudget


class Refused(Exception):
    """The rules stop this request before anything is sent or charged."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in found))
        self.problems = tuple(found)


def conversation_problems(
    request: ImageRequest, author: User, provider: Provider
) -> tuple[Problem, ...]:
    """Say why a conversation cannot go on. One query where one is continued."""
    return _spoken(request, _previous(request, author), provider)


def _previous(request: ImageRequest, author: User) -> Generation | None:
    if not request.previous:
        return None
    mine = Generation.objects.visible_to(author)
    return mine.filter(code=request.previous).first()


def _spoken(
    request: ImageRequest, previous: Generation | None, provider: Provider
) -> tuple[Problem, ...]:
    if not request.previous:
        return ()
    if previous is not None and not previous.is_finished:
        return (
            Problem(
                "previous",
                "The turn before is still being drawn. Send this one when it is there.",
            ),
        )
    if previous is None or not previous.response_id:
        return (
            Problem(
                "previous",
                "The conversation to continue is not there. Only pictures made on "
                "the Responses route have one.",
            ),
        )
    if previous.provider_id != provider.id:
        return (
            Problem(
                "previous",
                "The conversation to continue was held with another provider "
                f"({previous.provider_words}), which alone knows it. Begin a new one.",
            ),
        )
    return ()


def generation_submit(
    *,
    author: User,
    request: ImageRequest,
    context: RequestContext | None = None,
    parent: Image | None = None,
    variable: str = "",
    scenario: str = "",
    experiment: str | None = None,
    priority: int = 0,
    created_at: datetime | None = None,
) -> Generation:
    """Keep the request and put it in the queue; never waits for the API.

    The generation, its files and what it may cost are written in one transaction: from
    then on it is in the queue, and it is always in the books. Raises ``Refused`` with
    what the rules found, or with the budget that has no room for it; then nothing was
    written. ``context`` is what the request, or one with the same files, was judged by
    on the page: rules and price are not worked out twice. ``experiment`` is the code of
    the one that asks; a higher ``priority`` lets others go first. ``created_at`` is now,
    but for what pretends to be older.
    """
    provider = current_provider()
    # Looked up whatever was known before: they are linked here, and may be gone by now.
    files = sources_by_digest(author, request.files)
    if gone := gone_problems(request, files):
        raise Refused(gone)
    here = context.of(request) if context else context_with(request, files)
    previous = _previous(request, author)
    if found := (*here.problems, *_spoken(request, previous, provider)):
        raise Refused(found)
    routing, price = here.routing, here.estimate
    with transaction.atomic():
        generation = generation_create(
            author=author,
            requested=request.to_json(),
            prompt=request.prompt,
            model=request.model,
            provider=provider.kind,
            provider_id=provider.id,
            route=routing.route,
            route_reason=routing.reason,
            scenario=scenario if provider.kind == "simulator" else "",
            parent=parent,
            variable=variable,
            previous=previous,
            priority=priority,
            created_at=created_at or timezone.now(),
            estimate_usd=price.usd,
            estimate_low_usd=price.low_usd,
            estimate_high_usd=price.high_usd,
            estimate_at_least=price.at_least,
            estimate_basis=price.basis[:300],
        )
        _link_files(generation, request, files)
        call_worker(generation)
        # Last: everybody else who submits waits for its lock.
        try:
            ledger.reserve(generation, experiment=experiment)
        except OverBudget as over:
            raise Refused([Problem("budget", str(over))]) from None
    return generation


def _link_files(
    generation: Generation, request: ImageRequest, files: dict[str, SourceImage]
) -> None:
    role = GenerationSource.Role
    named = [
        (role.IMAGE, position, digest)
        for position, digest in enumerate(request.sources)
    ]
    if request.mask:
        named.append((role.MASK, 0, request.mask))
    if request.markup:
        named.append((role.MARKUP, 0, request.markup))
    GenerationSource.objects.bulk_create(
        GenerationSource(
            generation=generation, source=files[digest], role=kind, position=position
        )
        for kind, position, digest in named
    )
