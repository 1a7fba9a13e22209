"""Pictures that stand beside an uploaded file: numbers and steps count it too."""

from urllib.parse import parse_qs, urlsplit

import pytest

from playground.gallery.selection import MAX_COMPARED
from tests import factories
from tests.pages import parsed, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside(client):
    """A source, two pictures that are smaller than asked for, and one before them."""
    before = factories.image()
    one, two = (
        factories.image(size="1024x1024", pixels=(10, 10)),
        factories.image(size="1024x1024", pixels=(10, 10)),
    )
    codes = [factories.source().code, one.code, two.code]
    answer = client.get("/compare/", {"image": codes, "order": "given"})
    return before, codes, soup(answer)


def test_a_sentence_names_a_picture_by_the_number_of_its_pane(beside):
    _, _, soup = beside
    words = [it.text for it in soup.select(".confounds li") if "asked for" in it.text]
    assert [it.split(" asked")[0] for it in words] == ["Picture 2", "Picture 3"]
    heads = [it.text for it in soup.select(".facts-below .diff thead .n")]
    assert heads[:2] == ["2", "3"]


def test_a_step_replaces_the_last_picture_and_keeps_the_source(beside):
    before, codes, soup = beside
    assert soup.select_one("nav .words .n").text == "3"
    (step,) = soup.select('a[data-step="next"]')
    led_to = parse_qs(urlsplit(step["href"]).query)["image"]
    assert led_to == [*codes[:2], before.code]


def test_uploaded_files_that_are_left_out_are_told(client):
    codes = [factories.source().code for _ in range(MAX_COMPARED + 1)]
    answer = client.get("/compare/", {"image": [*codes, factories.image().code]})
    soup = parsed(answer.content)
    assert len(soup.select(".panes > .pane")) == MAX_COMPARED
    assert "Only the first 5 uploaded files" in soup.select_one(".compare-notices").text
