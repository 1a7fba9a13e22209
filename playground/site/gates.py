"""What has to be in order before a picture can be made, one gate after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.dateformat import format as date_format

from playground.catalog import catalog
from playground.core.clock import today
from playground.core.units import bytes_text, count_text
from playground.library.models import Generation
from playground.people.models import User
from playground.providers.client import current_provider
from playground.providers.probe import Probe, probe, proxy_for
from playground.runs.tier import tier_in_force
from playground.site.views.health import PARTS, NotWellError

VERIFY = (
    "See that the key belongs to the right organisation.",
    "Verify it at https://platform.openai.com/settings/organization/general.",
    "Wait up to 30 minutes.",
    "Make a new key, and sign in again where you still see the old state.",
)
STATUS_PAGE = "Look at https://status.openai.com before you make new keys."


@dataclass(frozen=True)
class Gate:
    """One thing that has to be in order, and what to do when it is not."""

    name: str
    state: Literal["ok", "failed", "unchecked", "needless"]
    why: str
    remedy: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        words = {"unchecked": "not checked", "needless": "not needed"}
        return words.get(self.state, self.state)

    @property
    def icon(self) -> str:
        return {"ok": "success", "failed": "error"}.get(self.state, "info")


def gates(user: User) -> list[Gate]:
    """Check all that costs nothing. Asks the server for its models, once."""
    asked = probe()
    return [
        _key(),
        _address(asked),
        _accepted(asked),
        _organisation(user, asked),
        _models(asked),
        _tier(),
        *_parts(),
        _first_picture(user),
    ]


def _key() -> Gate:
    provider = current_provider()
    if settings.OPENAI_API_KEY:
        return Gate("A key is set", "ok", "OPENAI_API_KEY is there. It is never shown.")
    how = (
        "Make a key at https://platform.openai.com/api-keys.",
        "Set it as OPENAI_API_KEY, or name its file in OPENAI_API_KEY_FILE, and start "
        "again.",
    )
    if provider.kind == "openai":
        return Gate("A key is set", "failed", "OpenAI needs one, and none is set.", how)
    if provider.kind == "simulator":
        why = "The simulator takes no key, and nothing is charged."
        return Gate("A key is set", "needless", why, how)
    why = f"None is set, so {provider.label} is asked without one."
    return Gate("A key is set", "unchecked", why, how)


def _address(asked: Probe) -> Gate:
    provider, name = current_provider(), "The address is reached"
    where = provider.base_url or "The simulator, which is part of this,"
    proxy = proxy_for(provider.base_url or "")
    way = f" by the proxy {proxy}" if proxy else ""
    if asked.reached:
        return Gate(name, "ok", f"{where} answered{way}.")
    if asked.is_unasked:
        return Gate(name, "unchecked", "It is asked with a key only.")
    assert asked.error is not None  # noqa: S101  (what ``reached`` says)
    why = asked.error.message
    if proxy and proxy not in why:
        why += f" The way there is by the proxy {proxy}."
    remedy = (
        asked.error.remedy,
        "See that this machine may go there; docs/operate.md lists the hosts. A proxy "
        "is named in HTTPS_PROXY."
        if not proxy
        else f"See that the proxy {proxy} lets this through.",
        STATUS_PAGE,
    )
    return Gate(name, "failed", why, remedy)


def _accepted(asked: Probe) -> Gate:
    name = "The key is accepted"
    if asked.error is None and not settings.OPENAI_API_KEY:
        return Gate(name, "needless", "The models were listed without one.")
    if asked.error is None:
        return Gate(name, "ok", "The server listed its models for it.")
    if not asked.reached:
        return Gate(name, "unchecked", "No server answered.")
    if asked.is_unreadable:
        how = (
            "The simulator keeps its conversations in PLAYGROUND_DATA_DIR: see below "
            "whether anything can be kept there."
            if current_provider().kind == "simulator"
            else "See that OPENAI_BASE_URL ends where the API begins, mostly in /v1."
        )
        return Gate(name, "failed", "What came is no list of models.", (how,))
    remedy = (asked.error.remedy, STATUS_PAGE)
    return Gate(name, "failed", asked.error.message, remedy)


def _organisation(user: User, asked: Probe) -> Gate:
    name = "Organisation and project"
    if current_provider().kind != "openai":
        return Gate(name, "needless", "Only OpenAI has them.")
    runs = Generation.objects.visible_to(user).exclude(organization="")
    last = runs.newest().values_list("organization", flat=True).first()
    organization = asked.organization or last
    if not organization:
        why = "No answer has named them yet; the first picture will."
        return Gate(name, "unchecked", why, VERIFY)
    project = f", project {asked.project}" if asked.project else ""
    wanted = (
        ("OPENAI_ORG_ID", settings.OPENAI_ORG_ID, organization),
        ("OPENAI_PROJECT_ID", settings.OPENAI_PROJECT_ID, asked.project),
    )
    for variable, set_to, told in wanted:
        # Only an id can be compared: an answer may give a name.
        if set_to and told and told[:4] == set_to[:4] and told != set_to:
            why = f"{variable} is {set_to}, but the server answers for {told}."
            return Gate(name, "failed", why, (f"Correct {variable} or the key.",))
    return Gate(
        name,
        "ok",
        f"{organization}{project} is charged. Whether it is verified shows with the "
        "first picture.",
    )


def _models(asked: Probe) -> Gate:
    name = "The key sees models" if settings.OPENAI_API_KEY else "Models are listed"
    if asked.error is not None:
        return Gate(name, "unchecked", "The server gave no list.")
    day, known = today(), catalog()
    listed = {remote.id: remote for remote in asked.models}
    pictures = [
        _dated(model.id, listed[model.id].shutdown or model.shutdown, day)
        for model in known.offered(day, current_provider().kind)
        if model.id in listed and not model.snapshot_of
    ]
    texts = [
        _dated(remote.id, remote.shutdown or text.shutdown, day)
        for remote in asked.models
        if (text := known.text_model(remote.id)) and text.id == remote.id
    ]
    if not pictures and current_provider().kind == "compatible":
        why = f"{count_text(len(listed), 'model')}, none of which the catalogue knows."
        return Gate(name, "ok" if listed else "failed", why)
    if not pictures:
        why = "None of the image models in the catalogue."
        remedy = (
            "Allow image models in the project's limits on "
            "https://platform.openai.com/settings.",
            *VERIFY,
        )
        return Gate(name, "failed", why, remedy)
    route = (
        f"Text models: {', '.join(texts)}."
        if texts
        else "No text models, so the Responses route is closed."
    )
    return Gate(name, "ok", f"Image models: {', '.join(pictures)}. {route}")


def _dated(name: str, shutdown: date | None, day: date) -> str:
    if shutdown is None:
        return name
    return f"{name} ({'until' if day < shutdown else 'ended'} {date_format(shutdown, 'j F Y')})"


def _tier() -> Gate:
    name, tier = "Tier and limits", tier_in_force()
    if current_provider().kind != "openai":
        return Gate(name, "needless", "Only OpenAI has tiers.")
    remedy = (
        "Look up the tier at https://platform.openai.com/settings/organization/limits: "
        "the free one makes no pictures, whatever the balance.",
        "Choose it below, or set PLAYGROUND_TIER, so that runs wait their turn.",
        "Then look at the balance.",
    )
    if not tier:
        why = "Nobody has said it yet, and no free call tells it."
        return Gate(name, "unchecked", why, remedy)
    model = catalog().default_model(today(), "openai")
    limits = (model.rate_limits or {}).get(tier)
    if limits is None:
        return Gate(
            name, "ok", f"Tier {tier}; the limits of {model.id} are not published."
        )
    tokens, images = limits
    why = f"Tier {tier}: {images:,} pictures and {tokens:,} tokens a minute for {model.id}."
    return Gate(name, "ok", why)


_NAMES = {
    "database": "The database answers",
    "storage": "Pictures can be kept",
    "engine": "A worker is alive",
    "queue": "Nothing waits for too long",
}
_REMEDIES = {
    "database": ("Look at DATABASE_URL, and whether that server runs.",),
    "storage": (
        "Give the folder in PLAYGROUND_DATA_DIR room, and let this user write to it.",
    ),
    "engine": ("Start one: manage.py work, or manage.py serve without --no-worker.",),
    "queue": ("Start more workers, or raise PLAYGROUND_CONCURRENCY.",),
}


def _parts() -> Iterator[Gate]:
    for part in ("storage", "engine", "queue"):
        try:
            told = PARTS[part]()
        except NotWellError as error:
            yield Gate(_NAMES[part], "failed", str(error), _remedies(part))
            continue
        yield Gate(_NAMES[part], "ok", _told(told))


def _remedies(part: str) -> tuple[str, ...]:
    if part == "storage" and not isinstance(default_storage, FileSystemStorage):
        return (
            "See that the bucket in PLAYGROUND_S3_BUCKET is there, and that the key in "
            "PLAYGROUND_S3_ACCESS_KEY may write to it.",
        )
    return _REMEDIES[part]


def _told(facts: dict[str, int]) -> str:
    """Say what was found in words, such as "1 worker, 8 pictures at once."."""
    said: dict[str, Callable[[int], str]] = {
        "free_mb": lambda value: f"{bytes_text(value * 2**20)} of room",
        "workers": lambda value: count_text(value, "worker"),
        "concurrency": lambda value: f"{count_text(value, 'run')} at once",
        "waiting": lambda value: f"{count_text(value, 'run')} waiting",
        "oldest_s": lambda value: f"the oldest for {value:,} s",
    }
    if not facts.get("waiting"):
        said.pop("oldest_s")
    words = [say(facts[name]) for name, say in said.items() if name in facts]
    return f"{', '.join(words) or 'All is well'}."


def _first_picture(user: User) -> Gate:
    name, state = "A first picture", Generation.State
    made = Generation.objects.visible_to(user).filter(provider=current_provider().kind)
    if made.filter(state=state.SUCCEEDED).exists():
        return Gate(name, "ok", "Pictures have come back from here.")
    if made.filter(state__in=Generation.UNFINISHED).exists():
        return Gate(name, "unchecked", "It is on its way: look again in a moment.")
    tried = made.filter(state__in=(state.FAILED, state.UNKNOWN)).newest().first()
    if tried is not None:
        error = tried.error or {}
        remedy = [str(error.get("remedy") or "Look at the run.")]
        if current_provider().kind == "openai":
            remedy += [*VERIFY, STATUS_PAGE]
        return Gate(
            name, "failed", str(error.get("message") or "It failed."), tuple(remedy)
        )
    return Gate(
        name,
        "unchecked",
        "Only this shows whether the organisation is verified and has credit. It is "
        "made when you press the button, and not before.",
    )
