"""The search: what is typed, what is understood, what is found, in which order."""

import datetime
import itertools
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from playground.library import organising
from playground.library.models import Generation, Image, SavedSearch
from playground.library.saved_searches import search_save
from playground.library.search import SORTS, suggestions
from playground.library.search.documents import documents_write
from playground.people.models import Membership
from tests import factories
from tests.library.searching import found, make, search

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("Éclair on a plate", "eclair"),
        ("éclair", "ÉCLAIR"),
        ("ПРИВЕТ мир", "привет"),
        ("привет", "ПРИВ"),
        ("Straße bei Nacht", "strasse"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("赤い狐が雪の中", "狐"),
        ("赤い狐が雪の中", "赤い狐"),
        ("한국사람", "사람"),
        ("ภาษาไทย", "ไทย"),
        ("a fox", "fo"),
        ("a fox in snow", '"in snow"'),
        ("a fox in snow", "snow fox"),
        ("it's 3 o'clock", "o'clock"),
        ("a 🦊 cub", "🦊"),
        ("e\u0301clair", "\u00e9clair"),
    ],
)
def test_words_are_found_in_every_script(owner, few, prompt, text):
    kept = make(prompt=prompt)
    make(prompt="something else")
    assert found(owner, text) == [kept.code]
    assert found(owner, text, "cost") == [kept.code]


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("a foxtrot", '"fox"'),
        ("snow in a fox", '"in snow"'),
        ("雪の狐", "狐の"),
        ("a fox", "ox"),
        ("quality high", "quality:high"),
    ],
)
def test_what_is_something_else_is_not_found(owner, few, prompt, text):
    make(prompt=prompt, quality="low")
    assert found(owner, text) == []


def test_every_order_pages_through_everything_once(owner, few, subtests):
    now = timezone.now()
    values = [
        (1, "0.1", 5),
        (3, None, 5),
        (3, "0.1", None),
        (0, "0.02", 1),
        (5, None, 9),
    ]
    for number, (stars, cost, time) in enumerate(values):
        made = make(
            prompt="fox",
            cost_usd=Decimal(cost) if cost else None,
            duration_ms=time,
            pixels=(40 + number % 2, 40),
        )
        # Two of the same moment among them.
        moment = now - datetime.timedelta(days=number // 2)
        Image.objects.filter(pk=made.pk).update(stars=stars, created_at=moment)
    documents_write(Image.objects.all())
    for sort, text in itertools.product(SORTS, ["", "fox", "-owl", "cost:<1"]):
        with subtests.test(sort, text=text):
            _pages_through(owner, text, sort)


def _pages_through(owner, text, sort):
    _, order = SORTS[sort]
    codes = found(owner, text, sort)
    rows = {
        it.code: it for it in Image.objects.all() if text != "cost:<1" or it.cost_usd
    }
    assert len(codes) == len(set(codes)) == len(rows)
    ordered = [getattr(rows[code], order.field) for code in codes]
    known = [value for value in ordered if value is not None]
    assert ordered == known + [None] * (len(ordered) - len(known))
    assert known == sorted(known, reverse=order.descending)
    it = search(owner, text, sort)
    for index, code in enumerate(codes[: len(known)]):
        before, after = it.neighbours(rows[code])
        if index:
            assert before.code == codes[index - 1]
        if index + 1 < len(known):
            assert after.code == codes[index + 1]


def test_others_pictures_tags_and_names_do_not_exist(owner, stranger, few):
    theirs = make(author=stranger, prompt="a secret")
    organising.images_tag(stranger, Image.objects.visible_to(stranger), "hidden")
    organising.collection_create(stranger, "Private")
    assert found(owner, "secret") == []
    assert found(owner, "quality:auto") == []
    for text, message in [
        ("tag:hidden", "No picture has the tag “hidden”."),
        ("in:private", "There is no collection “private”."),
        ("author:stranger", "Nobody here is called “stranger”."),
        (f"from:{theirs.code}", f"There is no picture “{theirs.code}”."),
        (f"like:{theirs.code}", f"There is no picture “{theirs.code}”."),
        (
            f"differs:quality-from:{theirs.code}",
            f"There is no picture “{theirs.code}”.",
        ),
    ]:
        assert [it.message for it in search(owner, text).problems] == [message]
        assert found(owner, text) == []
    assert not [it for it in suggestions(owner, "tag:") if "hidden" in it.insert]


def test_a_workspaces_authors_can_be_told_apart(owner, few):
    friend = factories.User.objects.create_user("friend")
    friend.join(owner.workspace, Membership.Role.MAKER)
    mine, theirs = make(), make(author=friend)
    assert found(owner, "author:me") == [mine.code]
    assert found(owner, "author:FRIEND") == [theirs.code]
    assert found(friend, "author:me") == [theirs.code]


@pytest.mark.parametrize(
    ("text", "understood", "problem"),
    [
        ("quality:", "", "“quality:” needs a value: quality:high."),
        ("quality:nice", "", "“quality:” takes auto, low, medium, high, xhigh, max"),
        ('"red fox', "words “red fox”", 'A quotation mark (") is not closed.'),
        ('in:"Spring', "in Spring", "There is no collection “Spring”."),
        ("qualty:high", "words “qualty high”", "Did you mean quality:?"),
        ("http://x.org/a", "words “http //x.org/a”", "There is no field “http”"),
        ("OR fox", "word “fox”", "OR stands between two things."),
        ("fox OR", "word “fox”", "After OR something is missing."),
        ("cost:cheap", "", "“cost:” “cheap” is not a number."),
        ("cost:<", "", "“cost:” needs a number right after the sign."),
        ("stars:>= 4", "word “4”", "“stars:” needs a number right after the sign."),
        ("stars:..", "", "“stars:” needs a number beside the two dots."),
        ("cost:0.5..0.1", "", "goes from the smaller to the larger: 0.1..0.5."),
        ("date:2026-11..2026-10", "", "the earlier to the later: 2026-10..2026-11."),
        ("fox or owl", "word “fox”", "in capitals, OR, it finds either."),
        ("time:>20d", "", "“time:” “20d” is not a time such as 20s."),
        ("date:Today", "", "“date:” takes dates; Today is written made:Today."),
        ("prompt:fox", "word “fox”", "everywhere: “prompt:” is left out."),
        ("- fox", "word “fox”", "right behind it, without a space."),
        ('fox ""', "word “fox”", "Between these quotation marks stands nothing."),
        ("note:", "", "“note:” holds no letters."),
        ("date:2026-13", "", "“date:” “2026-13” is not a date"),
        ("date:0000", "", "is not a date"),
        ("date:9999", "", "is not a date"),
        ("made:once", "", "“made:” takes today, yesterday"),
        ("stars:7", "", "“stars:” goes from 0 to 5."),
        ("is:nice", "", "“is:” takes portrait, landscape"),
        ("size:big", "", "“size:” takes a size such as 1536x1024"),
        ("differs:quality", "", "“differs:” is written differs:quality-from:CODE."),
        ("differs:n-from:abcd", "", "“differs:” knows no variable “n”."),
        ("… —", "", "holds no letters."),
        ("fox " * 31, "word “fox”", "A search has at most 30 parts"),
    ],
)
def test_what_is_not_understood_is_said_and_left_out(owner, text, understood, problem):
    it = search(owner, text)
    assert any(problem in found.message for found in it.problems), it.problems
    assert it.understood.startswith(understood)
    assert isinstance(found(owner, text), list)


def test_it_says_what_it_understood(owner):
    it = search(owner, 'red "fox cub" quality:high OR quality:low -size:1024x1024')
    assert it.understood == (
        "word “red”, words “fox cub”, quality high or quality low, not size 1024×1024"
    )
    assert not it.problems


SIGNS = (
    *('"', "'", "*", "(", ")", "AND", "NOT", "OR", "NEAR(", "-", ":", "fox", "^"),
    *("quality:", "stars:>", "date:", "cost:", "\\", "%", "_", ";", "é", "\0"),
    *("&", "|", "!", "<->", ":*", "{", "}", "text:", "differs:", "in:", "--"),
)


@hypothesis_settings(max_examples=75)
@given(
    st.lists(
        st.sampled_from(SIGNS) | st.text(max_size=5),
        max_size=8,
    ).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda by: by.join(parts)))
)
def test_nothing_that_can_be_typed_breaks_it(text):
    user = factories.local()
    it = search(user, text, "-cost")
    it.page()
    search(user, text).page()
    it.count()
    list(it.images()[:1])
    suggestions(user, text)
    assert it.understood is not None


def test_dates_and_codes_are_suggested(owner):
    old, parent = make(prompt="a red fox"), make(prompt="an owl")
    child = make(prompt="a snowy owl", parent=parent)
    factories.source(generation=child.generation, taken_from=old)
    for it, day in ((old, "2025-12-30"), (parent, "2026-02-03"), (child, "2026-02-04")):
        Image.objects.filter(pk=it.pk).update(created_at=f"{day}T12:00:00Z")

    def told(text):
        return [(it.label, it.hint) for it in suggestions(owner, text)]

    assert told("fox date:") == [
        ("date:2026-02", "February 2026"),
        ("date:2026-01", "January 2026"),
        ("date:2025-12", "December 2025"),
        ("date:2026", ""),
        ("date:2025", ""),
    ]
    assert [label for label, _ in told("date:>=2026-02")] == [
        "date:>=2026-02-04",
        "date:>=2026-02-03",
        "date:>=2026-02-02",
        "date:>=2026-02-01",
    ]
    assert told("date:0000-02") == told("date:2026-13") == []
    assert told("from:") == [(f"from:{parent.code}", "an owl")]
    assert told("source:red") == [(f"source:{old.code}", "a red fox")]
    assert told(f"like:{old.code[:5]}") == [(f"like:{old.code}", "a red fox")]
    [variable] = suggestions(owner, "fox differs:qual")
    assert variable.insert == "fox differs:quality-from:"
    [found] = suggestions(owner, f"{variable.insert}snowy")
    assert found.insert == f"fox differs:quality-from:{child.code} "


def test_a_deleted_picture_leaves_the_index(owner, few, gallery):
    Generation.objects.filter(prompt="an owl").delete()
    assert found(owner, "owl") == []


def test_a_search_is_kept_under_a_name(owner):
    for name, query in ((" Best  foxes ", "fox"), ("best FOXES", "owl")):
        search_save(owner, name=name, query=query, sort="-stars")
    saved = SavedSearch.objects.visible_to(owner).get()
    assert (saved.name, saved.query, saved.sort) == ("Best foxes", "owl", "-stars")
    with pytest.raises(organising.Unnameable):
        search_save(owner, name=" ", query="fox")


def test_of_names_that_are_alike_the_very_same_is_replaced(owner):
    for name in ("ÉTÉ", "Été"):
        SavedSearch.objects.create(workspace=owner.workspace, name=name, query="fox")
    search_save(owner, name="Été", query="owl")
    kept = SavedSearch.objects.visible_to(owner).values_list("name", "query")
    assert set(kept) == {("ÉTÉ", "fox"), ("Été", "owl")}


def test_a_collection_has_an_order_a_cover_and_each_picture_once(owner):
    first, second, third = (make() for _ in range(3))
    mine = Image.objects.visible_to(owner)
    kept = organising.collection_create(owner, "Spring")
    assert organising.collection_create(owner, "SPRING") == kept
    assert organising.collection_add(kept, mine.filter(pk=second.pk)) == 1
    assert organising.collection_add(kept, mine.oldest()) == 2
    order = [it.image for it in organising.collection_images(kept)]
    assert order == [second, first, third]
    organising.collection_arrange(kept, [third.code, second.code])
    order = [it.image for it in organising.collection_images(kept)]
    assert order == [third, second, first]
    organising.collection_cover(kept, third)
    organising.collection_remove(kept, mine.filter(pk=third.pk))
    kept.refresh_from_db()
    assert kept.cover is None
    organising.collection_create(owner, "Autumn")
    with pytest.raises(organising.Unnameable):
        organising.collection_rename(kept, "autumn")
