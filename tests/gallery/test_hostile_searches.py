"""Whatever is typed, pasted or changed in an address is answered, on either database.

What SQLite lets pass PostgreSQL may refuse, and the other way round: numbers out of
range, dates outside of calendars, the syntax of full-text queries, halves of characters.
"""

import itertools

import pytest

from playground.library import organising
from playground.library.models import Image
from playground.library.search import SORTS, Search, facets_of, suggestions
from tests.factories import image, person

pytestmark = pytest.mark.django_db

SYNTAX = (
    "AND", "NOT fox", "NEAR(fox owl)", '"fox" * owl', "fo*", "^fox", "text:fox", "fox:*",
    "fox & owl", "fox | owl", "!fox", "fox <-> owl", "fox<2>owl", "'", "''", "it's", "\\",
    "\\'", "%", "_", "fox%", "--", ";drop table x", "{fox}", "(", ")", "(fox", "fox)",
    '"', '"fox', 'fox"', '""', '"" fox', "-", "--fox", "- fox", "-OR", "OR", "OR OR",
    "fox OR", "OR fox", "fox OR OR owl", "-fox OR -owl", "*", "+", ":", "::", ":fox",
    "fox:", "$1", "%s", "%(x)s", "{0}", "?", "NULL", "0x41", "fox/**/owl", "a" * 1000,
    "fox " * 300, '"' * 999, "-" * 999, "x:" * 400, "é" * 500,
)  # fmt: skip
CHARACTERS = (
    "\0", "fo\0x", "\x1b[0m", "\ud800", "fox\udfff", "\ufffe", "\U0010ffff", "🦊👩‍👩‍👧",
    "\u200b", "\u202efox", "e\u0301" * 99, "\u0301", "ﬁ", "İ", "ß", "狐狐狐", "\ue000",
    "\ue000quality\ue001high", "\uf8ff", "ｆｏｘ", "\t", "\u2028fox", "«fox»",
)  # fmt: skip
FIELDS = (
    "quality:", "quality:''", "quality:high;", "quality:HIGH", "nothing:x", "q:q:q",
    "cost:", "cost:<", "cost:abc", "cost:1e400", "cost:nan", "cost:-1", "cost:..",
    "cost:1..0", "cost:<999999999", "cost:999999999.99999999", "cost:>=0.00000001",
    "cost:0..<999999999", "-cost:<1", "cost:unknown", "time:<999999999", "time:0ms",
    "time:999999999m", "time:1.5.5s", "time:>999999999min", "time:20", "-time:>1s",
    "stars:9", "stars:-1", "stars:>=0.5", "stars:٣", "stars:>=", "stars:1..",
    "date:0000", "date:0001", "date:<0001", "date:9999", "date:>9999", "date:9999-12-31",
    "date:2026-13", "date:2026-02-30", "date:..", "date:2026..", "date:..0001",
    "date:9999..0001", "date:1700 fox", "date:2200 fox", "date:>2200 fox",
    "date:<1700 owl", "date:1..9", "date:２０２６", "-date:2026", "date:2026 OR fox",
    "made:", "made:never", "made:today date:1999", "size:0x0", "size:99999x99999",
    "size:9999999x1", "size:²", "size:auto", "size:landscape", "is:", "is:trashed",
    "is:trashed OR fox", "-is:trashed", "is:picked is:rejected", "tag:%", "tag:''",
    'tag:"\\"', 'in:"', "in:%00", "in:zzzzzzzzzzzz", "author:%", "author:me OR fox",
    "from:nobody", "like:nobody", "like:'", "differs:prompt-from:x", "differs:-from:",
    "differs:quality-from:nobody", "provider:x", "has:mask OR has:note", "kind:new",
    "model:%", "model:_", "model:''", "model:2.5", "model:" + "狐" * 900,
    "route:responses OR cost:<1", "quality:" + "狐" * 900, "format:webp -format:webp", " ".join(f"stars:{it % 6}" for it in range(40)),
)  # fmt: skip
CURSORS = (
    "x", "-", "-_5", "_", "1_", "_1", "5_0", "-5_1", "0_" + "9" * 18, "0_" + "9" * 19,
    f"0_{2**63 - 1}", f"0_{2**63}", "9" * 18 + "_1", "-" + "9" * 18 + "_1",
    "62135596800000000_1", "-62135596800000000_1", "253402300799999999_1",
    "1.5_1", "0." + "1" * 18 + "_1", "9" * 18 + "." + "9" * 18 + "_1", "1e5_1", "٣_1",
    "1_1\0", "1_1;", "' OR 1=1",
)  # fmt: skip


@pytest.fixture
def made(owner):
    """A few pictures, and codes of one's own and of somebody else's."""
    fox = image(prompt="a fox's “den”", quality="high")
    image(prompt="an owl", cost_usd=None)
    other = image(author=person(), prompt="a secret fox")
    organising.images_tag(owner, Image.objects.filter(pk=fox.pk), "it's 100%")
    organising.collection_add(
        organising.collection_create(owner, "Spring"), Image.objects.filter(pk=fox.pk)
    )
    return fox, other


def test_no_search_is_a_fault_or_shows_what_is_others(owner, made):
    fox, other = made
    codes = [
        f"{field}:{it.code}"
        for field in ("from", "like", "in", "differs:model-from")
        for it in (fox, other)
    ]
    texts = [*SYNTAX, *CHARACTERS, *FIELDS, *codes]
    assert len(texts) > 130
    for text, sort in zip(texts, itertools.cycle(SORTS), strict=False):
        for order in ("-date", sort):
            search = Search.from_query(owner, {"q": text, "sort": order})
            rows = search.page(size=1).rows
            assert other not in rows, text
            assert search.count().number <= 2, text
            assert other not in search.images(), text
            for row in rows:
                search.neighbours(row)
        facets_of(search)
        assert search.understood is not None
        suggestions(owner, text)


def test_no_cursor_is_a_fault(client, made):
    for sort, cursor in itertools.product(SORTS, CURSORS):
        search = Search.from_query(made[0].author, {"sort": sort})
        search.page(after=cursor, size=1)
        search.page_before(before=cursor, size=1)
        search.row_before(after=cursor)
    for number, cursor in enumerate(CURSORS):
        name = ("after", "before", "at", "near")[number % 4]
        for address in ("/gallery/", "/gallery.json", "/gallery/walk.json"):
            answer = client.get(address, {name: cursor})
            assert answer.status_code in (200, 400, 404), (address, name, cursor)


def test_pages_answer_searches_that_mean_nothing(client, made):
    for text in (*SYNTAX[::9], *CHARACTERS[::5], *FIELDS[::9]):
        text = text.encode("utf-8", "replace").decode()
        for address in ("/gallery/", "/gallery.json", "/gallery/filters/"):
            answer = client.get(address, {"q": text, "sort": "none"})
            assert answer.status_code == 200, (address, text)
        asked = {"q": text, "target": "search", "action": "unflag"}
        assert client.post("/gallery/organise/", asked).status_code in (302, 303)
