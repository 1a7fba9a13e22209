"""Django's own check of an installation that others can reach."""

import re

from tests.processes import python


def test_the_check_for_deployment_has_nothing_to_say(tmp_path):
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = python(
        tmp_path,
        *["-X", "importtime", *command],
        PLAYGROUND_ACCOUNTS="true",
        PLAYGROUND_HTTPS="true",
        PLAYGROUND_ALLOWED_HOSTS="pictures.example.org",
        PLAYGROUND_SECRET_KEY="".join(chr(97 + n % 26) for n in range(60)),
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr
    # What only sending and measuring need would double the time of every start.
    assert "playground.checks" in done.stderr
    assert not re.search(r"\| +(openai|numpy|scipy)$", done.stderr, re.M)
