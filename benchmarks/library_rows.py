"""Rows for ``benchmarks.library``: many, fast, and as people make them."""

import datetime
import itertools
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from benchmarks.library_copies import COPIES, MS, copy
from benchmarks.library_documents import check, text_of
from benchmarks.library_tables import analyze, indexes_set_aside, write
from benchmarks.library_words import (
    FORMATS,
    LIGHTS,
    MODELS,
    PLACES,
    QUALITIES,
    SIZES,
    STYLES,
    SUBJECTS,
)

PEOPLE = 3
SPAN = datetime.timedelta(days=730)
# So many are made one by one; the database copies them, with other prompts.
MADE = 100_000
BATCH = 20_000
TAGS = ("logo", "poster", "client", "idea", "final", "print")


def fill(size: int, span: datetime.timedelta = SPAN) -> None:
    """Write ``size`` pictures with all that belongs to them, then ANALYZE.

    They were made in the time of ``span`` up to now, evenly.
    """
    from playground.people.models import Membership, User
    from tests import factories

    me = factories.local()
    people = [me]
    for number in range(1, PEOPLE):
        other = User.objects.create_user(f"person-{number}")
        other.join(me.workspace, Membership.Role.MAKER)
        people.append(other)
    copies = max(1, size // MADE)
    rows = Rows(size // copies, people, span)
    with indexes_set_aside():
        rows.write()
        for number in range(1, copies):
            copy(number, gap=span / size)
    check()
    analyze()


class Rows:
    """Makes the rows of all tables, in the order of their dates."""

    def __init__(self, size: int, people: list[Any], span: datetime.timedelta) -> None:
        from playground.library.models import Tag
        from tests import factories

        self.size, self.people, self.span = size, people, span
        self.random = random.Random(5)
        self.first = factories.image(author=people[0], pixels=(64, 48), thumbnails=True)
        self.tags = [
            Tag.objects.create(
                workspace=people[0].workspace, author=people[0], name=name, folded=name
            )
            for name in TAGS
        ]
        # Room for the copies between them: keys grow with the dates.
        self.key = itertools.count(1000, COPIES)
        self.position = 0

    def write(self) -> None:
        from playground.library.models import (
            ControlledKey,
            Document,
            Generation,
            Image,
            Prompt,
            Tag,
        )

        tables = (Generation, ControlledKey, Image, Document, Tag.images.through)
        waiting: dict[Any, list[dict[str, Any]]] = {table: [] for table in tables}
        prompts: dict[int, dict[str, Any]] = {}
        for story in self.stories():
            for table, row in story:
                waiting[table].append(row)
                if table is Generation:
                    self.count(prompts, row)
            if len(waiting[Image]) >= BATCH:
                write(waiting)
        write(waiting)
        write({Prompt: list(prompts.values())})

    def count(self, prompts: dict[int, dict[str, Any]], run: dict[str, Any]) -> None:
        known = prompts.setdefault(
            run["prompt_hash"],
            {
                "workspace_id": run["workspace_id"],
                "prompt_hash": run["prompt_hash"],
                "text": run["prompt"],
                "uses": 0,
                "used_at": run["created_at"],
            },
        )
        known["uses"] += 1
        known["used_at"] = max(known["used_at"], run["created_at"])

    def stories(self) -> Iterator[list[tuple[Any, dict[str, Any]]]]:
        """A prompt as somebody worked on it: a first picture, then changes."""
        made, span = 0, self.span
        start = datetime.datetime.now(datetime.UTC).replace(microsecond=0) - span
        while made < self.size - 1:
            count = min(
                self.random.choice((1, 2, 4, 8, 8, 10, 12, 20)), self.size - 1 - made
            )
            begun = start + span * (made / self.size)
            begun = begun.replace(microsecond=0)
            yield self.story(
                count, begun, datetime.timedelta(milliseconds=span / self.size // MS)
            )
            made += count

    def story(
        self, count: int, begun: datetime.datetime, gap: datetime.timedelta
    ) -> list[tuple[Any, dict[str, Any]]]:
        choice = self.random.choice
        number = self.random.randrange(self.size)
        prompt = (
            f"{choice(SUBJECTS)} {choice(PLACES)}, {choice(STYLES)}, {choice(LIGHTS)}, "
            f"variant {number:x}{' with a quagga' if number % 5000 == 7 else ''}"
        )
        settings = {
            "model": choice(MODELS),
            "quality": choice(QUALITIES),
            "size": choice(SIZES),
            "output_format": choice(FORMATS),
        }
        author, found, parents = choice(self.people), [], []
        for number in range(count):
            changed, parent, variable = dict(settings), None, ""
            if number and self.random.random() < 0.85:
                parent = parents[0] if self.random.random() < 0.6 else choice(parents)
                variable = choice(("quality", "size", "model", ""))
                if variable:
                    values = {"quality": QUALITIES, "size": SIZES, "model": MODELS}
                    changed[variable] = choice(values[variable])
            moment = begun + gap * number
            rows, key = self.picture(prompt, changed, author, moment, parent, variable)
            found += rows
            parents.append(key)
        return found

    def picture(
        self,
        prompt: str,
        settings: dict[str, str],
        author: Any,
        moment: datetime.datetime,
        parent: int | None,
        variable: str,
    ) -> tuple[list[tuple[Any, dict[str, Any]]], int]:
        from playground.core.codes import new_code
        from playground.imaging.fingerprint import controlled_keys
        from playground.imaging.request import ImageRequest
        from playground.library.models import (
            ControlledKey,
            Document,
            Generation,
            Image,
            Tag,
        )
        from playground.library.search.documents import position_of

        request = ImageRequest(prompt=prompt, route="images", **settings)  # type: ignore[arg-type]
        hashes = _hashes(prompt, tuple(settings.items()))
        key = next(self.key)
        width, _, height = settings["size"].partition("x")
        cost = Decimal(self.random.randrange(400, 21_000)) / 100_000
        took = self.random.randrange(3000, 60_000)
        rolled = self.random.random()
        flag = "pick" if rolled < 0.08 else "reject" if rolled < 0.2 else ""
        stars = self.random.choice((1, 2, 3, 3, 4, 4, 5)) if rolled > 0.8 else 0
        owned = {"workspace_id": author.workspace_id, "author_id": author.pk}
        run = {
            **defaults(Generation, self.first.generation),
            **owned,
            "id": key,
            "code": new_code(),
            "requested": request.to_json(),
            "prompt": prompt,
            "model": settings["model"],
            "fingerprint": hashes[0],
            "prompt_hash": hashes[1],
            "parent_id": parent,
            "variable": variable,
            "cost_usd": cost,
            "created_at": moment,
            "sent_at": moment,
            "finished_at": moment,
        }
        image = {
            **defaults(Image, self.first),
            **owned,
            "id": key,
            "code": new_code(),
            "generation_id": key,
            "parent_id": parent,
            "fingerprint": hashes[0],
            "prompt_hash": hashes[1],
            "settings_hash": hashes[0] ^ hashes[1],
            "prompt": prompt,
            "model": settings["model"],
            "size": settings["size"],
            "quality": settings["quality"],
            "output_format": settings["output_format"],
            "width_px": int(width),
            "height_px": int(height),
            "pixels": int(width) * int(height),
            "cost_usd": cost,
            "duration_ms": took,
            "flag": flag,
            "stars": stars,
            "created_at": moment,
            "trashed_at": moment if self.random.random() < 0.02 else None,
        }
        tag = self.random.choice(self.tags) if self.random.random() < 0.05 else None
        self.position = max(position_of(moment), self.position + 1)
        document = {
            "image_id": key,
            "position": self.position,
            "text": text_of(image, run, author.workspace_id, tag),
        }
        rows: list[tuple[Any, dict[str, Any]]] = [(Generation, run), (Image, image)]
        rows += [
            (ControlledKey, {"generation_id": key, "key": it})
            for it in controlled_keys(request)
        ]
        rows.append((Document, document))
        if tag is not None:
            rows.append((Tag.images.through, {"tag_id": tag.pk, "image_id": key}))
        return rows, key


@lru_cache(maxsize=10_000)
def _hashes(prompt: str, settings: tuple[tuple[str, str], ...]) -> tuple[int, int]:
    from playground.imaging.fingerprint import fingerprint, prompt_hash
    from playground.imaging.request import ImageRequest

    request = ImageRequest(prompt=prompt, route="images", **dict(settings))  # type: ignore[arg-type]
    return fingerprint(request), prompt_hash(prompt)


def defaults(model: Any, row: Any) -> dict[str, Any]:
    """The columns of a row that the application has written."""
    return _defaults(model, row.pk, row)


_known: dict[Any, dict[str, Any]] = {}


def _defaults(model: Any, key: int, row: Any) -> dict[str, Any]:
    if model not in _known:
        _known[model] = {
            field.attname: getattr(row, field.attname)
            for field in model._meta.concrete_fields
        }
    return _known[model]
