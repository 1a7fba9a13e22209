"""Controlled pairs: all pictures that differ from one in exactly one variable.

Look-ups by the keys of ``imaging.fingerprint``, never a scan: four queries whatever the
size of the library.
"""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from playground.core.units import count_text
from playground.imaging.fingerprint import controlled_key, variable_hash
from playground.imaging.parameters import PARAMETERS
from playground.library.models import ControlledKey, Image
from playground.people.models import User

# Of each variable; more are counted as "100 or more".
MOST = 100
SHOWN = 24


@dataclass(frozen=True)
class Controlled:
    """The pictures that differ in one variable, newest first; ``count`` of them all.

    No more than ``MOST`` are counted.
    """

    variable: str
    images: tuple[tuple[Image, str], ...]
    count: int

    @property
    def counted(self) -> str:
        """ "100 or more pictures" where they were not all counted."""
        return (
            f"{MOST} or more pictures"
            if self.count >= MOST
            else count_text(self.count, "picture")
        )

    @property
    def label(self) -> str:
        return PARAMETERS.label(self.variable)


def controlled_pairs(user: User, image: Image) -> list[Controlled]:
    """Return them by variable, in the order of pages. Needs the picture's run."""
    asked = image.generation.effective
    keys: dict[int, str] = {}
    unset: dict[int, str] = {}
    for name in PARAMETERS.variables:
        if name == "prompt":
            continue
        part = variable_hash(name, getattr(asked, name))
        without = image.fingerprint ^ part
        keys[controlled_key(name, without)] = name
        if part:
            unset[without] = name
    mine = Image.objects.visible_to(user).kept().select_related("generation")
    others = mine.exclude(fingerprint=image.fingerprint).newest()
    # Draws of the same request have all of these keys too: they are left out first.
    of_others = others.filter(generation=OuterRef("generation"))
    rows = ControlledKey.objects.filter(Exists(of_others), key__in=keys)
    newest = rows.annotate(rank=_rank("key", "-generation")).filter(rank__lte=MOST)
    by_run = {run: keys[key] for run, key in newest.values_list("generation", "key")}
    found: dict[str, dict[int, Image]] = {}
    for other in others.filter(generation__in=by_run):
        found.setdefault(by_run[other.generation_id], {})[other.pk] = other
    by_value = others.annotate(rank=_rank("fingerprint", "-created_at"))
    for other in by_value.filter(fingerprint__in=unset, rank__lte=MOST):
        found.setdefault(unset[other.fingerprint], {})[other.pk] = other
    prompts = others.filter(settings_hash=image.settings_hash)
    for other in prompts.exclude(prompt_hash=image.prompt_hash)[:MOST]:
        found.setdefault("prompt", {})[other.pk] = other
    return [
        _group(name, list(found[name].values()))
        for name in PARAMETERS.variables
        if name in found
    ]


def _rank(of: str, order: str) -> Window:
    return Window(RowNumber(), partition_by=F(of), order_by=order)


def _group(name: str, images: list[Image]) -> Controlled:
    images.sort(key=lambda it: (it.created_at, it.pk), reverse=True)
    shown = [
        (image, PARAMETERS.words(name, getattr(image.generation.effective, name)))
        for image in images[:SHOWN]
    ]
    return Controlled(name, tuple(shown), min(MOST, len(images)))
