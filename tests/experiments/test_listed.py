"""The list of experiments shows what became of each."""

import pytest

from playground.experiments.balloting import ballot_open
from playground.experiments.voting import next_pairs, vote_cast
from tests import factories
from tests.pages import soup, text_of

pytestmark = pytest.mark.django_db


def test_the_list_shows_pictures_sums_and_verdicts(client, owner):
    made = factories.experiment(author=owner)
    factories.experiment(author=owner, pictures=False, state="running")
    new, old = soup(client.get("/experiments/")).select(".xps > li")
    assert "Finished: 4 of 4 · $0.021" in text_of(old)
    assert len(old.select("img")) == 2
    assert "Running: 0 of 4" in text_of(new)
    assert "Verdict" not in text_of(old)

    ballot = ballot_open(made, 4)
    for _ in range(4):
        pair = next_pairs(ballot, "ann", 1)[0]
        number, seal = pair.number, pair.seal
        vote_cast(ballot, "ann", number=number, seal=seal, choice="left")
    assert "Verdict" in text_of(
        soup(client.get("/experiments/")).select(".xps > li")[1]
    )
    # Where all is decided, the verdict is what comes next.
    over = soup(client.get(f"{made.get_absolute_url()}vote/"))
    assert text_of(over.select_one(".btn.primary")) == "See the verdict"
