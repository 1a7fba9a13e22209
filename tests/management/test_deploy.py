"""Django's own check of an installation that others can reach."""

from tests.processes import manage


def test_the_check_for_deployment_has_nothing_to_say(tmp_path):
    done = manage(
        tmp_path,
        *["check", "--deploy", "--fail-level", "WARNING"],
        PLAYGROUND_ACCOUNTS="true",
        PLAYGROUND_HTTPS="true",
        PLAYGROUND_ALLOWED_HOSTS="pictures.example.org",
        PLAYGROUND_SECRET_KEY="".join(chr(97 + n % 26) for n in range(60)),
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr
