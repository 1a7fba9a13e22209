"""Copies of rows that ``benchmarks.library_rows`` has made, by the database itself."""

import datetime

from django.db import connection

from benchmarks.library_tables import is_postgres

COPIES = 10
"""Room for so many between the keys of those made one by one."""
MS = datetime.timedelta(milliseconds=1)


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

    later = datetime.timedelta(milliseconds=gap * number // MS)
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
    if is_postgres():
        return f"{column} # {other}"
    return f"(({column} | {other}) - ({column} & {other}))"


def _later(column: str, later: datetime.timedelta) -> str:
    seconds = later.total_seconds()
    if is_postgres():
        return f"{column} + interval '{seconds} seconds'"
    return f"strftime('%Y-%m-%d %H:%M:%f', {column}, '+{seconds} seconds') || '000'"
