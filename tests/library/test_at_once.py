"""Several people organise the same pictures at once, where a database lets them."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from playground.library import deciding, organising
from playground.library.models import Image
from playground.library.organising import Unnameable
from playground.library.search import Search
from playground.library.trash import images_trash
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _needs_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def _meanwhile(first, second):
    """Do the second while the first has not been committed; returns what comes of it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            later = pool.submit(_alone, second)
            _wait_until_it_waits(later)
        return later.result()


def _alone(action):
    try:
        return action()
    finally:
        connections.close_all()


def _wait_until_it_waits(later):
    end = time.monotonic() + 20
    while time.monotonic() < end and not later.done():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def test_documents_are_written_anew_by_the_command(owner):
    made = factories.image(prompt="a fox")
    made.document.delete()
    call_command("reindex", verbosity=0)
    assert Search(owner, "fox").count().number == 1


def test_a_tag_taken_from_a_picture_while_it_is_rated_hides_no_star(owner):
    made = factories.image()
    mine = Image.objects.filter(pk=made.pk)
    tag = organising.images_tag(owner, mine, "logo")
    _meanwhile(
        lambda: deciding.images_rate(mine, 5),
        lambda: organising.images_untag(tag, mine),
    )
    assert Search(owner, "stars:5").count().number == 1
    assert Search(owner, "tag:logo").count().number == 0


def test_pictures_put_into_a_collection_twice_at_once_are_in_it_once(owner):
    factories.image()
    spring = organising.collection_create(owner, "Spring")
    counts = []
    counts.append(
        _meanwhile(
            lambda: counts.append(
                organising.collection_add(spring, Image.objects.all())
            ),
            lambda: organising.collection_add(spring, Image.objects.all()),
        )
    )
    assert counts == [1, 0]


def test_a_collection_deleted_while_something_is_put_into_it_is_told(owner):
    factories.image()
    spring = organising.collection_create(owner, "Spring")
    again = organising.collection_create(owner, "Spring")
    with pytest.raises(Unnameable, match="deleted meanwhile"):
        _meanwhile(
            lambda: organising.collection_delete(again),
            lambda: organising.collection_add(spring, Image.objects.all()),
        )


def test_a_tag_that_goes_while_it_is_put_on_a_picture_is_made_anew(owner):
    one, other = factories.image(), factories.image()
    mine = Image.objects.filter(pk=one.pk)
    tag = organising.images_tag(owner, mine, "logo")
    _meanwhile(
        lambda: organising.images_untag(tag, mine),
        lambda: organising.images_tag(owner, Image.objects.filter(pk=other.pk), "logo"),
    )
    assert Search(owner, "tag:logo").count().number == 1


def test_pictures_thrown_away_while_they_are_rated_keep_nobody_waiting(owner):
    one, other = factories.image(), factories.image()
    deciding.images_rate(Image.objects.filter(pk=one.pk), 3)  # It lies last now.
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            deciding.images_rate(Image.objects.filter(pk=one.pk), 5)
            later = pool.submit(_alone, lambda: images_trash(Image.objects.all()))
            _wait_until_it_waits(later)
            deciding.images_rate(Image.objects.filter(pk=other.pk), 4)
        assert later.result() == 2
