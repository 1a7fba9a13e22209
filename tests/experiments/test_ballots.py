"""Votes that cannot be: said where, and never a surprise."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import execute_from_command_line
from hypothesis import given
from hypothesis import strategies as st

from playground.experiments.ballots import (
    BadVotes,
    ballots_from_data,
    ballots_from_text,
)
from tests.experiments.votes import experiment

ROOT = Path(__file__).resolve().parents[2]


def changed(path: tuple, value):
    """Return an experiment with one thing replaced; ... takes it out."""
    data = experiment(draws=2)
    place = data
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


OTHER = {"left": "medium/a kite/0", "right": "medium/a kite/0", "voter": "a"}


@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        (("values",), ..., "values", "is missing"),
        (("values",), {}, "values", "must be a list"),
        (("votes",), "left", "votes", "must be a list"),
        (("votes", 1), [], "votes[1]", "must be an object"),
        (("values", 0, "value"), ..., "values[0].value", "is missing"),
        (("values", 0, "value"), [1], "values[0].value", "must be text or a number"),
        (("values", 1, "value"), "medium", "values[1].value", "twice"),
        (("values", 0, "cost_usd"), -1, "values[0].cost_usd", "negative"),
        (("values", 0, "cost_usd"), "1", "values[0].cost_usd", "must be a number"),
        (("values", 0, "cost_usd"), True, "values[0].cost_usd", "must be a number"),
        (("values", 0, "cost_usd"), 10**400, "values[0].cost_usd", "reckon"),
        (("pictures", 2, "id"), "medium/a kite/0", "pictures[2].id", "twice"),
        (("pictures", 0, "value"), "low", "pictures[0].value", "not among the values"),
        (("pictures", 0, "prompt"), None, "pictures[0].prompt", "is missing"),
        (("votes", 0, "left"), "nobody", "votes[0].left", "no picture has the id"),
        (("votes", 0, "right"), 7, "votes[0].right", "no picture has the id 7"),
        (("votes", 0, "choice"), "first", "votes[0].choice", "must be one of left"),
        (("votes", 0, "choice"), ..., "votes[0].choice", "not nothing"),
        (("votes", 0, "choice"), ["left"], "votes[0].choice", "must be one of left"),
        (("votes", 0, "voter"), ..., "votes[0].voter", "is missing"),
        (("votes", 0), {**OTHER, "choice": "tie"}, "votes[0]", "against itself"),
        (("equivalence",), 0.1, "equivalence", "two numbers"),
        (("equivalence",), [0.4], "equivalence", "two numbers"),
        (("equivalence",), [0.4, "x"], "equivalence[1]", "must be a number"),
        (("equivalence",), [0.6, 0.4], "equivalence", "around one half"),
        (("equivalence",), [0.4, 0.9], "equivalence", "as far below"),
        (("values", 0, "value"), "\ud800", "values[0].value", "no text"),
    ],
)
def test_the_message_says_where_and_what(path, value, where, message):
    with pytest.raises(BadVotes, match=r".") as caught:
        ballots_from_data(changed(path, value))
    assert caught.value.path == where
    assert message in caught.value.message
    assert str(caught.value) == f"{where}: {caught.value.message}"


def test_pictures_of_different_prompts_are_no_pair():
    data = experiment(draws=2, prompts=("a kite", "a pot"))
    data["votes"][0]["right"] = "high/a pot/1"
    with pytest.raises(BadVotes, match="different prompts"):
        ballots_from_data(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "[]",
        "NaN",
        "null",
        "1" * 5000,
        b"\xff\xfe",
        '{"a": NaN}',
    ],
)
def test_what_is_no_experiment_is_said(text):
    with pytest.raises(BadVotes, match=r"JSON|object|UTF-8"):
        ballots_from_text(text)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "values",
                    "pictures",
                    "votes",
                    "value",
                    "id",
                    "prompt",
                    "left",
                    "right",
                    "choice",
                    "voter",
                ]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@given(ANYTHING)
def test_whatever_comes_is_read_or_refused(data):
    with contextlib.suppress(BadVotes):
        ballots_from_data(data)


def test_true_one_and_text_are_three_values():
    data = {
        "values": [{"value": True}, {"value": 1}, {"value": "1"}],
        "pictures": [],
        "votes": [],
    }
    assert [value.label for value in ballots_from_data(data).values] == [
        "true",
        "1",
        "1",
    ]
    data["values"].append({"value": 1.0})
    with pytest.raises(BadVotes, match="twice"):
        ballots_from_data(data)


def command(text: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "manage.py", "verdict"],
        cwd=ROOT,
        input=text.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )


def test_the_command_prints_the_verdict():
    done = command(json.dumps(experiment()))
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert set(found) >= {"settled", "pairs", "best", "sentence", "voters", "method"}
    (pair,) = found["pairs"]
    names = "a b preference low high settled equivalent needed_per_value"
    assert set(pair) >= set(names.split())
    assert set(found["voters"][0]) >= {"voter", "side_bias", "consistency", "votes"}
    assert (found["best"], pair["preference"]) == ("medium", 1.0)


@pytest.mark.parametrize(
    "given", ["", "{", b"\xff", json.dumps(changed(("votes",), 1))]
)
def test_the_command_says_what_is_wrong_in_one_line(given, monkeypatch, capsys):
    given = given if isinstance(given, bytes) else given.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "verdict"])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def test_the_command_without_any_input_says_so():
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" manage.py verdict <&-', sys.executable],
        cwd=ROOT,
        capture_output=True,
    )
    assert done.returncode == 2
    assert done.stderr == b"CommandError: There is no standard input to read.\n"


def test_more_values_than_anybody_compares_are_refused():
    data = {"values": [{"value": at} for at in range(201)], "pictures": [], "votes": []}
    with pytest.raises(BadVotes, match="values: must be 200 at most, not 201"):
        ballots_from_data(data)
