"""The title of the tab tells how long the pictures of a comparison are waited for."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_tab_of_a_waiting_comparison_counts(page: Page) -> None:
    made = factories.image(thumbnails=True)
    run = factories.generation(state="queued", finished_at=None, cost_usd=None)
    page.goto(f"/compare/?image={made.code}&image={run.code}")
    expect(page).to_have_title(re.compile(r"^\(1 · \d+ s\) Compare"))
