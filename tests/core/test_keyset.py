"""Paging by the last row seen."""

import pytest

from playground.core.keyset import Order, page_after, row_before
from playground.people.models import User
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [person() for _ in range(5)]


def test_pages_run_from_the_newest_to_the_oldest_without_a_gap(people):
    seen, after = [], ""
    while True:
        page = page_after(User.objects.all(), Order("date_joined"), after=after, size=2)
        seen += page.rows
        after = page.after
        if not after:
            break
    assert seen == people[::-1]


def test_the_last_full_page_has_no_next_one(people):
    assert (
        page_after(User.objects.all(), Order("date_joined"), after="", size=5).after
        == ""
    )


def test_a_page_costs_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        page_after(User.objects.all(), Order("date_joined"), after="", size=2)


def test_new_and_deleted_rows_do_not_shift_what_follows(people):
    first = page_after(User.objects.all(), Order("date_joined"), after="", size=2)
    person()
    people[3].delete()
    following = page_after(
        User.objects.all(), Order("date_joined"), after=first.after, size=2
    )
    assert following.rows == [people[2], people[1]]


@pytest.mark.parametrize(
    "cursor", ["nonsense", "-3", "1.5", "²", "٣", "9" * 19, "9" * 400, "1;drop", "\0"]
)
def test_a_cursor_that_is_none_of_ours_leads_to_the_first_page(people, cursor):
    page = page_after(User.objects.all(), Order("date_joined"), after=cursor, size=2)
    assert page.rows == [people[4], people[3]]
    assert row_before(User.objects.all(), Order("date_joined"), after=cursor) is None


def test_tells_which_row_a_cursor_stands_at(people):
    page = page_after(User.objects.all(), Order("date_joined"), after="", size=2)
    assert (
        row_before(User.objects.all(), Order("date_joined"), after=page.after)
        == people[3]
    )
    people[3].delete()
    assert (
        row_before(User.objects.all(), Order("date_joined"), after=page.after)
        == people[4]
    )
