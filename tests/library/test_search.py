"""The search: what is typed, what is understood, what is found, in which order."""

import datetime
import itertools
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from playground.library import deciding, organising
from playground.library.models import Generation, Image, SavedSearch
from playground.library.saved_searches import search_save
from playground.library.search import SORTS, Search, matching, suggestions
from playground.library.search.documents import documents_write
from playground.library.trash import images_trash
from playground.people.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[1000, 0], ids=["few", "many"])
def few(request, monkeypatch):
    """Both ways to the same answer: by keys, and along an index."""
    monkeypatch.setattr(matching, "FEW", request.param)


def search(user, text="", sort="-date"):
    return Search.from_query(user, {"q": text, "sort": sort})


def found(user, text="", sort="-date"):
    """All codes in order, page by page, as every view of the search tells them."""
    it = search(user, text, sort)
    codes, after = [], ""
    while True:
        page = it.page(after=after, size=2)
        codes += [image.code for image in page.rows]
        after = page.after
        if not after:
            break
    assert sorted(codes) == sorted(it.images().values_list("code", flat=True))
    assert it.count().number == len(codes)
    return codes


def make(**values):
    return factories.image(**values)


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


@pytest.fixture
def gallery(owner):
    """Some pictures that differ in most of what can be asked for."""
    made = {
        "fox": make(prompt="a red fox", quality="high", pixels=(64, 48)),
        "low": make(prompt="a red fox", quality="low", pixels=(48, 64)),
        "owl": make(
            prompt="an owl",
            quality="max",
            model="gpt-image-2",
            pixels=(50, 50),
            format="webp",
            cost_usd=Decimal("0.21"),
            duration_ms=42_000,
        ),
        "cat": make(
            prompt="a cat",
            route="responses",
            background="transparent",
            alpha=True,
            cost_usd=None,
            duration_ms=None,
        ),
    }
    child = make(
        prompt="a red fox", quality="medium", parent=made["fox"], pixels=(64, 48)
    )
    made["child"] = child
    factories.source(generation=made["cat"].generation, name="Skizze Löwe.png")
    factories.source(generation=made["cat"].generation, role="mask")
    documents_write(Image.objects.all())
    return made


FIELDS = [
    ("", "child cat owl low fox"),
    ("quality:high", "fox"),
    ("QUALITY:High", "fox"),
    ("-quality:high", "child cat owl low"),
    ("quality:high OR quality:low", "low fox"),
    ("fox quality:high OR quality:low", "low fox"),
    ("model:2", "owl"),
    ("model:2.5", "child cat low fox"),
    ("model:sunburst", "child cat low fox"),
    ("model:gpt-image-2", "owl"),
    ("model:gpt", "child cat owl low fox"),
    ("size:64x48", "child cat fox"),
    ("size:64×48", "child cat fox"),
    ("size:50", "owl"),
    ("size:50²", "owl"),
    ("is:portrait", "low"),
    ("is:landscape", "child cat fox"),
    ("is:square", "owl"),
    ("size:square", "owl"),
    ("format:webp", "owl"),
    ("background:transparent", "cat"),
    ("route:responses", "cat"),
    ("kind:edit", "cat"),
    ("kind:variation", "child"),
    ("kind:new", "owl low fox"),
    ("has:mask", "cat"),
    ("has:source -has:mask", ""),
    ("has:transparency", "cat"),
    ("cost:<0.05", "child low fox"),
    ("cost:>=0.21", "owl"),
    ("cost:$0.2..0.3", "owl"),
    ("cost:unknown", "cat"),
    ("-cost:<0.05", "cat owl"),
    ("time:>20s", "owl"),
    ("time:<1m", "child owl low fox"),
    ("lowe skizze", "cat"),
    ("provider:simulator fox", "child low fox"),
    ("owl OR cat", "cat owl"),
    ("owl OR cost:unknown", "cat owl"),
    ("-fox", "cat owl"),
    ("-fox -owl", "cat"),
    ("fox -quality:low", "child fox"),
    ("fox OR -quality:max", "child cat low fox"),
    ("author:me", "child cat owl low fox"),
    ("author:local fox", "child low fox"),
    ("stars:0", "child cat owl low fox"),
    ("stars:>0", ""),
    ("made:today", "child cat owl low fox"),
    ("date:1999", ""),
    ("date:>=2020 owl", "owl"),
]


def test_fields_filter(owner, few, gallery, subtests):
    for text, names in FIELDS:
        with subtests.test(text):
            assert not search(owner, text).problems
            assert found(owner, text) == [gallery[name].code for name in names.split()]


def test_fields_that_name_a_picture(owner, few, gallery):
    fox, low, child = (gallery[name] for name in ("fox", "low", "child"))
    twin = make(prompt="a red fox", quality="high")
    other = make(prompt="a blue fox", quality="high")
    unset = make(prompt="a red fox")
    assert found(owner, f"from:{fox.code}") == [child.code]
    assert found(owner, f"like:{fox.code}") == [twin.code, fox.code]
    assert found(owner, f"differs:quality-from:{fox.code}") == [
        unset.code,
        child.code,
        low.code,
    ]
    assert found(owner, f"differs:quality-from:{unset.code}") == [
        twin.code,
        child.code,
        low.code,
        fox.code,
    ]
    assert found(owner, f"differs:prompt-from:{fox.code}") == [other.code]
    assert found(owner, f"differs:model-from:{fox.code}") == []
    assert child.code not in found(owner, f"-from:{fox.code}")


def test_what_people_decided_is_found(owner, few, gallery):
    mine = Image.objects.visible_to(owner)

    def only(name):
        return mine.filter(pk=gallery[name].pk)

    deciding.images_flag(only("fox"), "pick")
    deciding.images_flag(only("owl"), "reject")
    deciding.images_rate(only("fox"), 5)
    deciding.images_rate(only("low"), 4)
    deciding.images_note(only("cat"), "The Whiskers are wrong")
    tag = organising.images_tag(owner, mine.filter(prompt="a red fox"), "Logo Été")
    spring = organising.collection_create(owner, "Spring launch")
    organising.collection_add(spring, only("owl"))

    def codes(names):
        return [gallery[name].code for name in names.split()]

    assert found(owner, "is:picked") == codes("fox")
    assert found(owner, "is:rejected") == codes("owl")
    assert found(owner, "is:unjudged") == codes("child cat low")
    assert found(owner, "stars:>=4") == codes("low fox")
    assert found(owner, "stars:4..5 is:picked") == codes("fox")
    assert found(owner, "whisk") == codes("cat")
    assert found(owner, "has:note") == codes("cat")
    assert found(owner, 'tag:"logo ete"') == codes("child low fox")
    assert found(owner, "ete") == codes("child low fox")
    assert found(owner, 'in:"spring LAUNCH"') == codes("owl")
    assert found(owner, f"in:{spring.code}") == codes("owl")
    assert found(owner, "", "-stars")[:2] == codes("fox low")
    organising.images_untag(tag, only("low"))
    assert found(owner, 'tag:"logo ete"') == codes("child fox")
    organising.tag_rename(tag, "Marke")
    assert found(owner, "tag:marke") == codes("child fox")
    assert found(owner, "ete") == []
    organising.tag_delete(tag)
    assert search(owner, "tag:marke").problems[0].message == (
        "No picture has the tag “marke”."
    )
    organising.collection_delete(spring)
    assert found(owner, 'in:"spring launch"') == []


def test_decisions_can_be_taken_back(owner, gallery):
    mine = Image.objects.visible_to(owner).filter(prompt="a red fox")
    deciding.images_rate(mine.filter(quality="low"), 2)
    before = deciding.images_rate(mine, 5)
    assert len(found(owner, "stars:5")) == 3
    deciding.decisions_restore(Image.objects.visible_to(owner), before)
    assert found(owner, "stars:5") == []
    assert found(owner, "stars:2") == [gallery["low"].code]


def test_the_trash_is_a_place_of_its_own(owner, few, gallery):
    images_trash(Image.objects.filter(prompt="an owl"))
    assert found(owner, "owl") == []
    assert found(owner, "owl is:trashed") == [gallery["owl"].code]
    assert found(owner, "is:trashed") == [gallery["owl"].code]
    assert search(owner, "is:trashed").in_trash
    assert not search(owner, "-is:trashed").in_trash


def test_dates_are_days_of_the_calendar_here(owner, few, gallery, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    with timezone.override("Asia/Tokyo"):
        # Half past midnight in Tokyo, the day before in London.
        late = datetime.datetime(2026, 10, 31, 15, 30, tzinfo=datetime.UTC)
        Image.objects.filter(pk=gallery["owl"].pk).update(created_at=late)
        documents_write(Image.objects.all())
        owl = [gallery["owl"].code]
        assert found(owner, "date:2026-11-01") == owl
        assert found(owner, "owl date:2026-11-01") == owl
        assert found(owner, "owl date:2026-10") == []
        assert found(owner, "owl date:2026-11") == owl
        assert found(owner, "owl date:2026-10..2026-11") == owl
        assert found(owner, "owl date:<2026-11-01") == []
        assert found(owner, "owl date:<=2026-11-01") == owl


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
        ("cost:<", "", "“cost:” “<” is not a number."),
        ("time:>20h", "", "“time:” “20h” is not a time such as 20s."),
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


@hypothesis_settings(max_examples=150)
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


def test_chips_and_the_rail_lead_to_other_searches(owner):
    it = search(owner, "fox quality:high -size:1024x1024", "-stars")
    fox, high, _ = it.clauses
    assert it.without(high).text == "fox -size:1024x1024"
    assert it.with_filter("quality", "low").text == "fox -size:1024x1024 quality:low"
    assert it.toggled("quality", "high").text == "fox -size:1024x1024"
    assert it.toggled("tag", "Spring launch").text == (
        'fox quality:high -size:1024x1024 tag:"Spring launch"'
    )
    assert it.without(fox).address_query(after="9") == (
        "?q=quality%3Ahigh+-size%3A1024x1024&sort=-stars&after=9"
    )
    assert search(owner).address_query() == ""
    assert search(owner, sort="nonsense").sort == "-date"
    assert it.sorted("cost").query["sort"] == "cost"
    either = search(owner, "a OR b c")
    assert either.without(either.clauses[0]).text == "b c"
    assert (
        search(owner, "is:picked").with_filter("is", "rejected").text == "is:rejected"
    )
    assert search(owner, "is:picked").with_filter("is", "square").text == (
        "is:picked is:square"
    )


def test_facets_count_what_is_there_as_if_nothing_were_chosen_in_them(owner, gallery):
    organising.images_tag(owner, Image.objects.filter(prompt="a red fox"), "logo")
    facets = {it.field: it for it in search(owner, "fox quality:high").facets()}
    quality = {it.value: (it.count, it.is_chosen) for it in facets["quality"].values}
    assert quality == {"high": (1, True), "low": (1, False), "medium": (1, False)}
    assert [(it.value, it.count) for it in facets["tag"].values] == [("logo", 1)]
    assert [it.value for it in facets["shape"].values] == ["landscape"]
    low = next(it for it in facets["quality"].values if it.value == "low")
    assert low.search.text == "fox quality:low"
    assert not low.about


def test_years_and_prices_are_bars_that_narrow(owner, monkeypatch):
    for year, cost in ((2024, "0.004"), (2026, "0.03"), (2026, "0.05")):
        made = factories.image(cost_usd=Decimal(cost))
        at = datetime.datetime(year, 3, 5, tzinfo=datetime.UTC)
        Image.objects.filter(pk=made.pk).update(created_at=at)
    documents_write(Image.objects.all())

    def bars(text, field):
        facets = {it.field: it for it in search(owner, text).facets()}
        return {it.value: it.count for it in facets[field].values}

    assert bars("", "date") == {"2024": 1, "2025": 0, "2026": 2}
    months = bars("date:2026", "date")
    assert (len(months), months["2026-03"]) == (12, 2)
    costs = bars("date:2026", "cost")
    assert costs == {"0.02..<0.05": 1, "0.05..<0.1": 1}
    for value, count in costs.items():
        assert search(owner, f"date:2026 cost:{value}").count().number == count
    # As with more than can be counted at once.
    monkeypatch.setattr("playground.library.search.facets.LIMIT", 1)
    monkeypatch.setattr("playground.library.search.bars.EACH", 1)
    assert bars("", "date") == {"2024": 1, "2025": 0, "2026": 2}
    assert bars("date:2026", "date")["2026-04"] == 0
    # A span of months is still seen among the months of its year.
    assert "2026-04" in bars("date:2026-02..2026-05", "date")
    assert "2026" in bars("date:2024..2026", "date")
    # Neither a year that cannot end, nor one that finds nothing, has bars.
    assert "9999-05" not in bars("date:9999-05", "date")
    monkeypatch.setattr("playground.library.search.facets.LIMIT", -1)
    nothing = {it.field: it for it in search(owner, "nowhere").facets()}
    assert "date" not in nothing or not nothing["date"].values


def test_a_bar_of_dates_takes_the_place_of_whatever_was_asked_of_dates(owner):
    factories.image(prompt='a "red fox" cub')
    asked = search(owner, '"red fox" made:today')
    bars = {it.field: it for it in asked.facets()}["date"].values
    year = str(timezone.localdate().year)
    assert {it.search.text.split(":")[0] for it in bars} == {'"red fox" date'}
    assert asked.with_filter("date", year).text == f'"red fox" date:{year}'
    assert search(owner, f"date:{year}").with_filter("made", "week").text == "made:week"


def test_what_was_found_is_added_up(owner):
    for cost in ("0.25", "0.5", None):
        factories.image(cost_usd=Decimal(cost) if cost else None)
    factories.image(author=factories.person(), cost_usd=Decimal(9))
    everything = search(owner).cost()
    assert (everything.usd, everything.unpriced) == (Decimal("0.75"), 1)
    assert everything.at_least
    assert not search(owner, "cost:>0").cost().at_least
    assert search(owner, "cost:>0").cost(limit=1).usd == Decimal("0.5")
    assert search(owner, "cost:>0").cost(limit=1).at_least
    assert search(owner, "cost:unknown").cost().usd is None


def test_counting_stops_at_a_limit(owner, gallery, monkeypatch):
    assert (
        search(owner).count(limit=3).number,
        search(owner).count(limit=3).at_least,
    ) == (
        3,
        True,
    )
    assert not search(owner).count(limit=5).at_least


@pytest.mark.parametrize(
    ("text", "insert"),
    [
        ("fox qual", "fox quality:"),
        ("fox quality:hi", "fox quality:high "),
        ("-form", "-format:"),
        ("model:2.5-sun", "model:gpt-image-2.5-sunburst "),
        ("tag:ete", 'tag:"Logo Été" '),
        ('in:"spr', 'in:"Spring launch" '),
        ("size:", "size:64x48 "),
        ("author:", "author:me "),
        ("cost:", "cost:<0.05 "),
    ],
)
def test_names_and_values_are_suggested(owner, gallery, text, insert):
    organising.images_tag(owner, Image.objects.filter(prompt="a cat"), "Logo Été")
    organising.collection_create(owner, "Spring launch")
    assert insert in [it.insert for it in suggestions(owner, text)]


def test_a_deleted_picture_leaves_the_index(owner, few, gallery):
    Generation.objects.filter(prompt="an owl").delete()
    assert found(owner, "owl") == []


def test_a_search_is_kept_under_a_name(owner):
    for query in ("fox", "owl"):
        search_save(owner, name=" Best  foxes ", query=query, sort="-stars")
    saved = SavedSearch.objects.visible_to(owner).get()
    assert (saved.name, saved.query, saved.sort) == ("Best foxes", "owl", "-stars")
    with pytest.raises(organising.Unnameable):
        search_save(owner, name=" ", query="fox")


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
