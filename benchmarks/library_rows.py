"""Rows for ``benchmarks.library``: many, fast, and as people make them."""

import datetime
import itertools
import json
import random
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection, models

PEOPLE = 3
SPAN = datetime.timedelta(days=730)
# So many are made one by one; the database copies them, with other prompts.
MADE = 100_000
COPIES = 10
_MS = datetime.timedelta(milliseconds=1)
BATCH = 20_000
TAGS = ("logo", "poster", "client", "idea", "final", "print")
SUBJECTS = [
    "a red fox",
    "a lighthouse",
    "an old harbour",
    "a glass bottle",
    "a paper airplane",
    "a robot",
    "an isometric coffee shop",
    "a sailing boat",
    "a mountain hut",
    "a street market",
    "an owl",
    "a pair of shoes",
    "a ceramic cup",
    "a vintage car",
    "a city skyline",
    "a fig branch",
    "a whale",
    "a library",
    "a violin",
    "a rocket icon",
    "a cat asleep",
    "a bowl of ramen",
    "a bicycle",
    "a garden",
]
PLACES = [
    "in the snow",
    "at dusk",
    "by the sea",
    "on a wooden table",
    "in a studio",
    "under the stars",
    "in heavy rain",
    "on wet stone",
    "over misty mountains",
    "in a quiet street",
    "on white",
    "in an autumn forest",
    "at the market",
    "in the desert",
    "through a window",
    "on a rooftop",
]
STYLES = [
    "flat illustration",
    "risograph print",
    "product photograph",
    "botanical watercolour",
    "ink drawing",
    "pixel art",
    "gouache",
    "film photograph",
    "vintage travel poster",
    "line art",
    "clay render",
    "paper cut",
    "oil painting",
    "architectural sketch",
]
LIGHTS = [
    "morning light",
    "soft light",
    "hard shadows",
    "neon",
    "golden hour",
    "overcast",
]
QUALITIES = ("low", "medium", "medium", "high", "high", "xhigh", "max")
SIZES = ("1024x1024", "1024x1024", "1536x1024", "1024x1536", "1536x864", "2048x2048")
MODELS = (
    "gpt-image-2.5-sunburst",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.5-flare",
    "gpt-image-2",
    "gpt-image-1.5",
)
FORMATS = ("png", "png", "png", "jpeg", "webp")


def fill(size: int) -> None:
    """Write ``size`` pictures with all that belongs to them, then ANALYZE."""
    from playground.people.models import Membership, User
    from tests import factories

    me = factories.local()
    people = [me]
    for number in range(1, PEOPLE):
        other = User.objects.create_user(f"person-{number}")
        other.join(me.workspace, Membership.Role.MAKER)
        people.append(other)
    copies = max(1, size // MADE)
    rows = Rows(size // copies, people)
    with indexes_set_aside():
        rows.write()
        for number in range(1, copies):
            copy(number, gap=SPAN / size)
    check()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if _is_postgres() else "ANALYZE")


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


class Rows:
    """Makes the rows of all tables, in the order of their dates."""

    def __init__(self, size: int, people: list[Any]) -> None:
        from playground.library.models import Tag
        from tests import factories

        self.size, self.people = size, people
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
        made, span = 0, SPAN
        start = datetime.datetime.now(datetime.UTC).replace(microsecond=0) - span
        while made < self.size - 1:
            count = min(
                self.random.choice((1, 2, 4, 8, 8, 10, 12, 20)), self.size - 1 - made
            )
            begun = start + span * (made / self.size)
            begun = begun.replace(microsecond=0)
            yield self.story(
                count, begun, datetime.timedelta(milliseconds=span / self.size // _MS)
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


@lru_cache(maxsize=10_000)
def _facts(**values: Any) -> str:
    from playground.library.search.documents import fact, name_parts

    names = [fact("model", name) for name in sorted(name_parts(values.pop("model")))]
    return " ".join([*names, *(fact(*it) for it in values.items())])


@lru_cache(maxsize=10_000)
def _words(text: str) -> str:
    from playground.library.search.documents import people_words

    return " ".join(people_words(text))


def text_of(
    image: dict[str, Any], run: dict[str, Any], workspace: int, tag: Any
) -> str:
    """What ``documents`` writes, without the rows at hand."""
    from playground.library.search.documents import DECIDED, fact

    shape = "square"
    if image["width_px"] != image["height_px"]:
        is_wide = image["width_px"] > image["height_px"]
        shape = "landscape" if is_wide else "portrait"
    facts = _facts(
        workspace=workspace,
        model=image["model"],
        size=image["size"],
        quality=image["quality"],
        format=image["output_format"],
        background=image["background"],
        route=image["route"],
        provider=run["provider"],
        kind="variation" if run["parent_id"] else "new",
        stars=image["stars"],
        author=image["author_id"],
    )
    more = [fact("is", shape), fact("is", DECIDED[image["flag"]])]
    more += [fact("tag", tag.pk), tag.name] if tag else []
    return f" {facts} {' '.join(more)} {_words(image['prompt'])} "


def check() -> None:
    """The documents must hold what the application would have written."""
    from playground.library.models import Document, Image
    from playground.library.search.documents import documents_write

    some = list(Image.objects.order_by("-pk").select_related("document")[:50])
    documents_write(some)
    for image in some:
        ours = image.document.text.split()
        theirs = Document.objects.get(image=image).text.split()
        assert sorted(ours) == sorted(theirs), (ours, theirs)


def write(waiting: dict[Any, list[dict[str, Any]]]) -> None:
    """Empty what is waiting into its tables."""
    for model, rows in waiting.items():
        if rows:
            fields = [
                field
                for field in model._meta.concrete_fields
                if field.attname in rows[0]
            ]
            (_copy if _is_postgres() else _insert)(model, fields, rows)
            rows.clear()


def _insert(model: Any, fields: list[Any], rows: list[dict[str, Any]]) -> None:
    marks = ", ".join(["%s"] * len(fields))
    names = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks})'
    prepared = [
        tuple(_prepared(field, row[field.attname]) for field in fields) for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, prepared)


def _prepared(field: Any, value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, datetime.datetime):
        naive = value.astimezone(datetime.UTC).replace(tzinfo=None)
        return naive.isoformat(" ", "microseconds")
    return str(value) if isinstance(value, Decimal) else value


def _copy(model: Any, fields: list[Any], rows: list[dict[str, Any]]) -> None:
    names = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            values = (row[field.attname] for field in fields)
            copy.write_row(
                [json.dumps(it) if isinstance(it, dict | list) else it for it in values]
            )


def copy(number: int, *, gap: datetime.timedelta) -> None:
    """Copy what was made, a little later and with prompts of its own."""
    from playground.library.models import (
        ControlledKey,
        Document,
        Generation,
        Image,
        Prompt,
        Tag,
    )
    from playground.library.search.documents import position_of

    later = datetime.timedelta(milliseconds=gap * number // _MS)
    moved = position_of(datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + later)
    ours = {"fingerprint": _xor("fingerprint", number)}
    ours["prompt_hash"] = _xor("prompt_hash", number)
    ours["prompt"] = f"prompt || ' take {number}'"
    for column in ("created_at", "sent_at", "finished_at", "trashed_at", "used_at"):
        ours[column] = _later(column, later)
    for column in ("id", "generation_id", "parent_id", "image_id"):
        ours[column] = f"{column} + {number}"
    ours["code"] = f"code || '{'abcdefghjk'[number]}'"
    with connection.cursor() as cursor:
        for model in (
            Generation,
            Image,
            ControlledKey,
            Document,
            Prompt,
            Tag.images.through,
        ):
            columns = [field.column for field in model._meta.concrete_fields]
            if model in (ControlledKey, Prompt, Tag.images.through):
                columns.remove("id")
            theirs = dict(ours)
            if model is Document:
                theirs["position"] = f"position + {moved}"
                theirs["text"] = f"text || 'take {number} '"
            if model is Prompt:
                theirs["text"] = f"text || ' take {number}'"
            values = ", ".join(theirs.get(column, f'"{column}"') for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} '
                f'FROM "{model._meta.db_table}" WHERE {_ORIGINAL[model.__name__]}'
            )


_ORIGINAL = {
    "Generation": "id >= 1000 AND id % 10 = 0",
    "Image": "id >= 1000 AND id % 10 = 0",
    "ControlledKey": "generation_id >= 1000 AND generation_id % 10 = 0",
    "Document": "image_id >= 1000 AND image_id % 10 = 0",
    "Prompt": "text NOT LIKE '% take _'",
    "Image_tags": "image_id >= 1000 AND image_id % 10 = 0",
    "Tag_images": "image_id >= 1000 AND image_id % 10 = 0",
}


def _xor(column: str, number: int) -> str:
    other = number * 0x5851F42D4C957
    if _is_postgres():
        return f"{column} # {other}"
    return f"(({column} | {other}) - ({column} & {other}))"


def _later(column: str, later: datetime.timedelta) -> str:
    seconds = later.total_seconds()
    if _is_postgres():
        return f"{column} + interval '{seconds} seconds'"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '+{seconds} seconds') || '000'"


class indexes_set_aside:  # noqa: N801
    """Build indexes once, at the end."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if _is_postgres():
                cursor.execute(
                    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE "
                    "'library_%' AND indexname NOT IN (SELECT conname FROM pg_constraint)"
                )
            else:
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master WHERE type IN "
                    "('index', 'trigger') AND tbl_name LIKE 'library_%' AND sql NOT NULL"
                )
            self.made = cursor.fetchall()
            for name, sql in self.made:
                kind = "TRIGGER" if "CREATE TRIGGER" in sql else "INDEX"
                cursor.execute(f'DROP {kind} "{name}"')
            if _is_postgres():
                # A run may name a parent that comes with the next batch.
                cursor.execute("SET session_replication_role = replica")
            else:
                cursor.execute("PRAGMA foreign_keys = OFF")
                cursor.execute("PRAGMA synchronous = OFF")
                cursor.execute("BEGIN")

    def __exit__(self, *error: object) -> None:
        with connection.cursor() as cursor:
            if not _is_postgres():
                cursor.execute("COMMIT")
            for _, sql in self.made:
                cursor.execute(sql)
            if _is_postgres():
                cursor.execute("SET session_replication_role = DEFAULT")
                for model in _models():
                    table = model._meta.db_table
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                        f'(SELECT max(id) + 1 FROM "{table}"))'
                    )
            else:
                cursor.execute(
                    "INSERT INTO library_words(library_words) VALUES('rebuild')"
                )


def _models() -> Iterable[type[models.Model]]:
    from playground.library.models import Generation, Image

    return Generation, Image
