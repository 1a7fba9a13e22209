"""Voters at the same moment, in transactions of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from playground.experiments.balloting import NotCounted, ballot_open
from playground.experiments.models import Ballot, Vote
from playground.experiments.voting import next_pairs, vote_cast
from tests import factories

VOTERS = ("ann", "ben", "cleo", "dan")


@pytest.mark.django_db(transaction=True)
def test_of_all_that_give_the_last_vote_at_once_one_is_counted():
    ballot = ballot_open(factories.experiment(draws=4), 3)
    gate = Barrier(len(VOTERS))

    def vote(voter: str) -> str:
        try:
            mine = Ballot.objects.select_related("experiment").get(pk=ballot.pk)
            (pair,) = next_pairs(mine, voter, 1)
            gate.wait(30)
            vote_cast(mine, voter, number=0, seal=pair.seal, choice="left")
        except NotCounted as why:
            return str(why)
        finally:
            connections.close_all()
        return "counted"

    with ThreadPoolExecutor(len(VOTERS)) as pool:
        said = list(pool.map(vote, VOTERS))

    assert said.count("counted") == Vote.objects.count() == 3
    (late,) = [words for words in said if words != "counted"]
    assert "was not needed" in late
    ballot.refresh_from_db()
    assert ballot.closed_at is not None
