"""What a request is judged and priced by: the day, the provider, and all of its files."""

from collections.abc import Collection, Mapping

from playground.core.clock import today
from playground.imaging.context import RequestContext
from playground.imaging.request import ImageRequest
from playground.imaging.rule_types import Problem
from playground.library.models import Generation, SourceImage
from playground.library.sources import facts_of, sources_by_digest
from playground.people.models import User
from playground.providers.client import current_provider


def context_for(request: ImageRequest, user: User) -> RequestContext:
    """Return the context of a request with sources, mask and markup.

    One query where it has files, else none.
    """
    return context_with(request, sources_by_digest(user, request.files))


def context_of_run(run: Generation, n: int | None = None) -> RequestContext:
    """Return what a run's request is judged and priced by today.

    Another run of it makes ``n`` pictures where that is said. One query where it has
    files, none where cards fetched them.
    """
    request = run.request if n is None else run.request.changed(n=n)
    return context_with(request, _files_of(run) if request.files else {})


def context_with(
    request: ImageRequest, files: Mapping[str, SourceImage]
) -> RequestContext:
    """The same of files that were found already, by their digests."""
    facts = {digest: facts_of(file) for digest, file in files.items()}
    return RequestContext.with_files(
        request, facts, day=today(), provider=current_provider().kind
    )


def _files_of(run: Generation) -> dict[str, SourceImage]:
    links = run.generation_sources.all()
    if "generation_sources" not in getattr(run, "_prefetched_objects_cache", {}):
        links = links.select_related("source")
    return {link.source.sha256: link.source for link in links}


def gone_problems(request: ImageRequest, there: Collection[str]) -> tuple[Problem, ...]:
    """Name the roles of files that are not among those which are there, by digest."""
    roles = [("sources", digest) for digest in request.sources]
    roles += [("mask", request.mask or ""), ("markup", request.markup or "")]
    return tuple(
        dict.fromkeys(
            Problem(field, "This file is no longer here. Remove it, or add it again.")
            for field, digest in roles
            if digest and digest not in there
        )
    )
