"""What a card says of money: a range stays a range, and a bill is never denied."""

from decimal import Decimal

import pytest

from playground.library.models import Generation
from tests import factories
from tests.pages import GOOD, soup

pytestmark = pytest.mark.django_db
BILLED = {
    "category": "ours",
    "code": "unusable_picture",
    "message": "The answer came, but no picture in it can be read.",
    "remedy": "The call was probably charged.",
    "may_be_billed": True,
}


@pytest.fixture
def said(client):
    """Return what a run's page says beside the run's state."""

    def read(generation: Generation) -> str:
        page = soup(client.get(f"/generations/{generation.code}/"))
        card = page.select_one("main")
        return card.get_text(" ", strip=True)

    return read


def test_what_auto_leaves_open_is_a_range_on_the_button_and_on_the_card(client, said):
    client.post("/generations/", {**GOOD, "quality": "auto"})
    generation = Generation.objects.get()
    assert generation.estimate_usd is None
    assert generation.estimate_text == "$0.0059 to $0.21"
    assert "$0.0059 to $0.21" in said(generation)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"cost_usd": None, "error": BILLED}, "may have been charged"),
        ({"cost_usd": Decimal("0.6"), "error": BILLED}, "$0.60"),
        (
            {"cost_usd": None, "error": {**BILLED, "may_be_billed": False}},
            "not charged",
        ),
    ],
)
def test_a_failed_run_does_not_deny_its_bill(said, values, text):
    generation = factories.generation(state=Generation.State.FAILED, **values)
    assert text in said(generation)


def test_what_leaves_out_the_text_model_says_at_least_before_and_after(run):
    done = run(route="responses")
    assert done.estimate_at_least
    assert done.estimate_text.startswith("at least $")
    assert not run().estimate_at_least
