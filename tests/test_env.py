"""The environment is read strictly, and the message names the variable."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from playground import env


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (env.flag, "yes"),
        (env.zone, "Mars/Olympus"),
        (env.zone, "../../etc/passwd"),
        (lambda name, _=None: env.address(name), "http://[bad"),
        (lambda name, _=None: env.address(name), "http://host:99999/v1"),
        (lambda name, _=None: env.integer(name, 1, low=1, high=9), "10"),
        (lambda name, _=None: env.integer(name, 1, low=1, high=9), "two"),
        (lambda name, _=None: env.choice(name, "a", ("a", "b")), "c"),
        (lambda name, _=None: env.path(name, Path("/")), "~no-such-person/x"),
    ],
)
def test_a_wrong_value_names_its_variable(monkeypatch, read, value):
    monkeypatch.setenv("PLAYGROUND_X", value)
    with pytest.raises(ImproperlyConfigured, match="PLAYGROUND_X must be"):
        read("PLAYGROUND_X") if read is env.flag else read("PLAYGROUND_X", "UTC")


def test_an_empty_value_counts_as_unset(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_X", "  ")

    assert env.text("PLAYGROUND_X", "default") == "default"
    assert env.flag("PLAYGROUND_X") is False
    assert env.words("PLAYGROUND_X") == []


def test_values_are_read(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAYGROUND_X", "True")
    assert env.flag("PLAYGROUND_X") is True
    monkeypatch.setenv("PLAYGROUND_X", "7")
    assert env.integer("PLAYGROUND_X", 1, low=1, high=9) == 7
    monkeypatch.setenv("PLAYGROUND_X", " a, b,,c ")
    assert env.words("PLAYGROUND_X") == ["a", "b", "c"]
    monkeypatch.setenv("PLAYGROUND_X", str(tmp_path))
    assert env.path("PLAYGROUND_X", Path("/")) == tmp_path


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    file = tmp_path / "key"
    file.write_text("sk-from-a-file\n")
    monkeypatch.setenv("PLAYGROUND_X", "sk-from-the-environment")
    monkeypatch.setenv("PLAYGROUND_X_FILE", str(file))

    assert env.secret("PLAYGROUND_X") == "sk-from-a-file"


@pytest.mark.parametrize(
    ("held", "why"), [(b"\xff\xfesk-1", "It is not UTF-8"), (b" \n", "It is empty")]
)
def test_a_secret_file_that_holds_no_text_names_its_variable(
    monkeypatch, tmp_path, held, why
):
    file = tmp_path / "key"
    file.write_bytes(held)
    monkeypatch.setenv("PLAYGROUND_X_FILE", str(file))
    with pytest.raises(ImproperlyConfigured, match=f"PLAYGROUND_X_FILE .* {why}") as it:
        env.secret("PLAYGROUND_X")
    assert "sk-1" not in str(it.value)


def test_a_missing_secret_file_is_told_without_the_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAYGROUND_X_FILE", str(tmp_path / "nothing"))
    with pytest.raises(ImproperlyConfigured, match="PLAYGROUND_X_FILE"):
        env.secret("PLAYGROUND_X")
