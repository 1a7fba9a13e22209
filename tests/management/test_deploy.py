"""Django's own check of an installation that others can reach."""

import subprocess
import sys

from tests.management.test_commands import ROOT, _environment


def test_the_check_for_deployment_has_nothing_to_say(tmp_path):
    environment = _environment(
        tmp_path,
        PLAYGROUND_ACCOUNTS="true",
        PLAYGROUND_HTTPS="true",
        PLAYGROUND_ALLOWED_HOSTS="pictures.example.org",
        PLAYGROUND_SECRET_KEY="".join(chr(97 + n % 26) for n in range(60)),
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr
