"""Fields of a search: each narrows by what it names."""

import datetime

import pytest
from django.utils import timezone

from playground.library import deciding, organising
from playground.library.models import Image
from playground.library.search.documents import documents_write
from playground.library.trash import images_trash
from tests.library.searching import found, make, search

pytestmark = pytest.mark.django_db
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
    ("stars：0 「owl」", "owl"),
    ("stars:0+ owl", "owl"),
    ("time:<1h owl", "owl"),
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
    organising.images_untag(tag, mine.all())
    assert found(owner, "ete") == []
    assert search(owner, "tag:logo").problems[0].message == (
        "No picture has the tag “logo”."
    )
    organising.collection_delete(spring)
    assert found(owner, 'in:"spring launch"') == []


def test_decisions_can_be_taken_back(owner, gallery):
    mine = Image.objects.visible_to(owner).filter(prompt="a red fox")
    deciding.images_rate(mine.filter(quality="low"), 2)
    before = deciding.images_rate(mine, 5)
    assert len(found(owner, "stars:5")) == 3
    assert deciding.decisions_restore(Image.objects.visible_to(owner), before) == 0
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
