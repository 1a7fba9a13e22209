"""Which models the configured server says it has, asked now and then."""

import datetime
import hashlib
import threading
from dataclasses import dataclass

from django.core.cache import caches

from playground.catalog import Model, catalog
from playground.core.clock import today
from playground.imaging.provider import Provider
from playground.providers.client import current_provider
from playground.providers.errors import ProviderError
from playground.providers.models_api import RemoteModel, list_models

# A list of models changes within days; a server that failed may soon be back.
KEPT_S = 300
FAILURE_KEPT_S = 60
# A page waits no longer than this, however slow the server.
PATIENCE_S = 4.0
THREAD = "server-models"
# Not in the database, which a thread of its own would have to connect to.
cache = caches["process"]


@dataclass(frozen=True)
class ServerModels:
    """What the server listed, in its order; ``failure`` says why it could not."""

    models: tuple[RemoteModel, ...] = ()
    failure: str = ""


def server_models() -> ServerModels:
    """Return the server's list, asking at most once in a few minutes.

    Costs no time when the list is known, else up to ``PATIENCE_S``. A server that
    does not answer in time is asked no further until ``FAILURE_KEPT_S`` later.
    """
    key = _key(current_provider())
    found: ServerModels | None = cache.get(key)
    if found is None:
        # The client's own patience is that of a picture: minutes.
        asking = threading.Thread(target=_ask, args=(key,), name=THREAD, daemon=True)
        asking.start()
        asking.join(PATIENCE_S)
        silent = ServerModels(failure="The server did not answer in time.")
        cache.add(key, silent, FAILURE_KEPT_S)
        found = cache.get(key) or silent
    return found


def _key(provider: Provider) -> str:
    # The address may hold a password.
    address = hashlib.sha256(str(provider.base_url).encode()).hexdigest()
    return f"server-models:{provider.kind}:{address}"


def _ask(key: str) -> None:
    try:
        cache.set(key, ServerModels(list_models()), KEPT_S)
    except ProviderError as error:
        cache.set(key, ServerModels(failure=error.message), FAILURE_KEPT_S)


def unknown_models() -> tuple[Model, ...]:
    """Return the models of a compatible server that the catalogue does not offer.

    It knows nothing of most of them; some have names that OpenAI has given up.
    """
    kind, day = current_provider().kind, today()
    if kind != "compatible":
        return ()
    offered = {model.id for model in catalog().offered(day, kind)}
    listed = [remote.id for remote in server_models().models]
    found = [catalog().resolve(it, kind) for it in listed if it not in offered]
    return tuple(it for it in found if it and it.callable_on(day, kind))


def starting_model(day: datetime.date, *, override: str = "") -> str:
    """Return the id of the model that a new request starts with.

    On a compatible server it is one that the server lists: the catalogue's default
    if it can be, else the best that the catalogue knows, else the first that has the
    name of an image model, else the first of all.
    """
    kind = current_provider().kind
    chosen = catalog().default_model(day, kind, override=override).id
    if kind != "compatible" or override:
        return chosen
    listed = [remote.id for remote in server_models().models]
    if not listed or chosen in listed:
        return chosen
    known = (model.id for model in catalog().offered(day, kind) if model.id in listed)
    named = (name for name in listed if catalog().is_image_model(name))
    return next(known, next(named, listed[0]))


@dataclass(frozen=True)
class ServerReport:
    """What the server's list says that the catalogue does not.

    ``missing`` are models that the catalogue offers and the server does not list;
    ``moved`` are pairs of a model and the last day that the server gives it.
    """

    provider: Provider
    failure: str
    known: tuple[Model, ...]
    unknown: tuple[str, ...]
    missing: tuple[Model, ...]
    moved: tuple[tuple[Model, datetime.date], ...]


def server_report(day: datetime.date) -> ServerReport:
    """Sort what the server lists into known and unknown; asks it, or remembers."""
    provider, listed = current_provider(), server_models()
    models = catalog()
    offered = models.offered(day, provider.kind)
    names = {remote.id: remote for remote in listed.models}
    others = unknown_models()
    unknown = {model.id for model in others if model.completeness == "unknown"}
    listed_too = tuple(model for model in others if model.id not in unknown)
    return ServerReport(
        provider=provider,
        failure=listed.failure,
        known=tuple(it for it in offered if it.id in names) + listed_too,
        unknown=tuple(
            name
            for name in names
            if name in unknown
            or (
                provider.kind != "compatible"
                and models.get(name) is None
                and models.is_image_model(name)
            )
        ),
        missing=tuple(
            model for model in offered if listed.models and model.id not in names
        ),
        moved=tuple(
            (model, shutdown)
            for model in offered
            if (remote := names.get(model.id))
            and (shutdown := remote.shutdown)
            and shutdown != model.shutdown
        ),
    )
