"""Settings saved under a name, the default among them, and what loading changes."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import ImageRequest
from playground.library.models import Preset
from playground.people.models import User

MAX_NAME = 80
MAX_PRESETS = 100


class PresetError(Exception):
    """The preset cannot be saved. The message is fit to show to a person."""


class PresetTaken(PresetError):
    """A preset of that name holds other settings: it is somebody's, and gone for good."""

    def __init__(self, preset: Preset) -> None:
        author = preset.author
        whose = f"{author.get_username()}’s" if author else "There is a"
        has = " has this name already" if author else " already"
        super().__init__(
            f"{whose} preset “{preset.name}”{has}, with other settings. Replace it for "
            "everybody here, or choose another name."
        )
        self.preset = preset


def preset_save(
    *,
    author: User,
    name: str,
    request: ImageRequest,
    locks: Sequence[str] = (),
    replaces: str = "",
) -> Preset:
    """Save the settings of a request under a name.

    ``replaces`` is the code of a preset of the same name that may go. Raises
    ``PresetError`` for an empty or too long name, or too many presets, and
    ``PresetTaken``.
    """
    # PostgreSQL takes no NUL in a text.
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise PresetError("Give the preset a name.")
    if len(name) > MAX_NAME:
        raise PresetError(f"A name has at most {MAX_NAME} characters.")
    presets = Preset.objects.visible_to(author)
    if presets.count() >= MAX_PRESETS and not presets.filter(name=name).exists():
        raise PresetError(f"There are {MAX_PRESETS} presets already. Delete one first.")
    values = request.to_json()
    settings = {
        each.name: values[each.name]
        for each in PARAMETERS.settings
        if values[each.name] != each.default
    }
    kept = {
        "settings": settings,
        "locks": lockable(locks),
    }
    same = presets.filter(name=name).first()
    is_other = same and (same.settings, same.locks) != (settings, kept["locks"])
    if same and is_other and same.code != replaces:
        raise PresetTaken(same)
    preset, _ = Preset.objects.update_or_create(
        workspace=author.workspace,
        name=name,
        defaults=kept,
        create_defaults={"author": author, **kept},
    )
    return preset


def lockable(names: Iterable[str]) -> list[str]:
    """Keep the names of what can be locked: settings, no contents."""
    settings = {each.name for each in PARAMETERS.settings}
    return [name for name in names if name in settings]


def preset_apply(
    preset: Preset, request: ImageRequest, *, locked: Sequence[str] = ()
) -> ImageRequest:
    """Return the request with the preset's settings; locked ones stay as they are."""
    values = {
        each.name: preset.settings.get(each.name, each.default)
        for each in PARAMETERS.settings
        if each.name not in locked
    }
    values = {name: value for name, value in values.items() if name != "model" or value}
    return request.changed(**values)


def preset_set_default(preset: Preset) -> None:
    """Make it the one that a new request starts with; again, and it no longer is."""
    wanted = not preset.is_default
    try:
        with transaction.atomic():
            Preset.objects.filter(
                workspace=preset.workspace_id, is_default=True
            ).update(is_default=False)
            Preset.objects.filter(pk=preset.pk).update(is_default=wanted)
    except IntegrityError:
        # Two browsers at the same moment: one of them has won, which is fine.
        return


def preset_default(user: User) -> Preset | None:
    """Return the one that new requests of this workspace start from."""
    return Preset.objects.visible_to(user).filter(is_default=True).first()
