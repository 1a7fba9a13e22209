"""Whether both databases understand the same searches, and find the same by them.

    python -m benchmarks.same_searches

fills an SQLite and a PostgreSQL database with the same pictures, asks each the hostile
searches and many honest ones in all orders, and prints every one that was understood
otherwise, found other pictures or the same in another order, or counted other filters.
"""

import datetime
import itertools
import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal
from typing import Any

from tests.postgres import server

CHILD = "--child"
START = datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)
PROMPTS = (
    "a fox's “den” in snow", "an owl; drop table", "Éclair au café", "ПРИВЕТ, лиса",
    "Straße bei Nacht", "狐の絵", "红色的狐狸在雪里", "สุนัขจิ้งจอก", "여우와 부엉이", "ثعلب أحمر",
    "FOX & OWL | cat", "fox fox fox", "100% fox_trot", "a b c", "🦊 emoji", "ﬁne lines",
    "İstanbul'da tilki", "e\u0301te\u0301 fox", "quality high", "x" * 300, "O'Brien \\ n",
    "half-tone fox.png", "foxes owls", "the", "2026-11-20",
)  # fmt: skip
HONEST = (
    "fox", "fo", "owl OR eclair", "-fox", '"fox fox"', '"red fox"', "привет", "strasse",
    "狐", "红色 狐", "สุนัข", "여우", "ثعلب", "istanbul", "ete", "fine", "a b", "quality:high fox",
    "quality:high OR quality:low", "stars:>=3 is:picked", "-is:rejected", "is:unjudged",
    "tag:logo", "-tag:logo", 'in:"Spring launch"', "note", "cost:<0.03", "cost:unknown",
    "-cost:<0.03", "time:>20s", "date:2026-11-21", "date:2026-11-20..2026-11-22",
    "-date:2026-11-21", "size:1536x1024", "is:landscape", "model:2.5", "has:note fox",
    "is:trashed", "format:png", "author:me", "cost:<0.03 OR stars:5", "the fox OR tag:logo",
    "fox quality:hgih OR quality:low", "fo\u00adx", "model:=gpt-image-2.5-sunburst",
)  # fmt: skip


def main() -> None:
    if sys.argv[1:] == [CHILD]:
        print(json.dumps(_answers()))
        return
    with server(hasty=True) as url:
        theirs = _asked(DATABASE_URL=url)
    ours = _asked()
    differ = [text for text in ours if ours[text] != theirs[text]]
    for text in differ:
        for part in ours[text]:
            if ours[text][part] != theirs[text][part]:
                print(f"{text[:80]!r}: {part}")
                print(
                    f"  SQLite     {ours[text][part]}\n  PostgreSQL {theirs[text][part]}"
                )
    hits = sum(bool(it["count"]) for it in ours.values())
    print(f"{len(ours)} searches, {hits} of which find something: {len(differ)} differ")
    sys.exit(bool(differ))


def _asked(**more: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        kept = {key: it for key, it in os.environ.items() if key != "DATABASE_URL"}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.same_searches", CHILD],
            env={
                **kept,
                "DJANGO_SETTINGS_MODULE": "playground.settings",
                "PLAYGROUND_DATA_DIR": folder,
                **more,
            },
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _answers() -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    owner, codes = _filled()
    from playground.library.search import SORTS, Search, facets_of, suggestions
    from tests.gallery.test_hostile_searches import CHARACTERS, FIELDS, SYNTAX

    fields = ("from", "like", "differs:model-from", "differs:prompt-from")
    texts = [*SYNTAX, *CHARACTERS, *FIELDS, *HONEST]
    # A code is another one in each database: its search goes by the number of the picture.
    named = {text: text for text in texts}
    for field, number in itertools.product(fields, range(0, len(PROMPTS), 6)):
        named[f"{field}:#{number}"] = f"{field}:{codes[number]}"
    number_of = {code: number for number, code in enumerate(codes)}
    answers = {}
    for name, text in named.items():
        search = Search.from_query(owner, {"q": text})

        def said(words: str) -> str:
            for code, number in number_of.items():
                words = words.replace(code, f"#{number}")
            return words

        answers[name] = {
            "understood": said(search.understood),
            "problems": [said(it.message) for it in search.problems],
            "count": search.count().number,
            "cost": str(search.cost().usd),
            "facets": [
                [it.field, sorted((one.value, one.count) for one in it.values)]
                for it in facets_of(search)
            ],
            "suggested": [said(it.insert) for it in suggestions(owner, text)],
        } | {
            sort: [
                number_of[row.code]
                for row in Search.from_query(owner, {"q": text, "sort": sort})
                .page(size=100)
                .rows
            ]
            for sort in SORTS
        }
    return answers


def _filled() -> tuple[Any, list[str]]:
    from playground.library import deciding, organising
    from playground.library.models import Image
    from playground.library.search.documents import documents_write
    from playground.library.trash import images_trash
    from tests import factories

    owner, codes = factories.local(), []
    for number, prompt in enumerate(PROMPTS):
        made = factories.image(
            prompt=prompt,
            quality=("low", "high", "medium")[number % 3],
            pixels=((64, 48), (48, 64), (64, 64))[number % 3],
            size=("1536x1024", "1024x1024")[number % 2],
            cost_usd=None if number % 5 == 0 else Decimal(number) / 400,
            duration_ms=None if number % 7 == 0 else 1000 * number,
        )
        codes.append(made.code)
        one = Image.objects.filter(pk=made.pk)
        one.update(created_at=START + datetime.timedelta(hours=7 * number))
        if number % 4 == 0:
            deciding.images_rate(one, 1 + number % 5)
        if number % 6 == 0:
            deciding.images_flag(one, "pick" if number % 4 else "reject")
        if number % 8 == 0:
            deciding.images_note(one, "a note on the fox")
        if number % 9 == 0:
            organising.images_tag(owner, one, "logo")
        if number % 10 == 0:
            spring = organising.collection_create(owner, "Spring launch")
            organising.collection_add(spring, one)
        if number == 11:
            images_trash(one)
    documents_write(Image.objects.all())
    return owner, codes


if __name__ == "__main__":
    main()
