"""The key that signs sessions and links: a configured one, or one of our own."""

import fcntl
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from playground import env


def secret_key(data_dir: Path) -> str:
    """Return the configured key, or one that this installation keeps.

    A key of our own making is enough on loopback; a public installation has to
    set one (see ``playground.checks``).
    """
    configured = env.secret("PLAYGROUND_SECRET_KEY")
    if configured:
        return configured
    path = data_dir / "secret-key"
    try:
        if not _is_kept(path):
            _keep_secret_key(path)
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _unusable(data_dir, error) from None


def _is_kept(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _keep_secret_key(path: Path) -> None:
    """Make a key, unless another process is faster.

    It appears whole, and is never readable by anybody else.
    """
    from django.core.management.utils import get_random_secret_key

    if not env.is_running():
        path.parent.mkdir(parents=True, exist_ok=True)
    _remove_if_empty(path)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
        file.write(get_random_secret_key())
        file.flush()
        with suppress(FileExistsError):
            os.link(file.name, path)


def _remove_if_empty(path: Path) -> None:
    """Remove what a crash left empty, not what others have put there since."""
    with suppress(FileNotFoundError), path.open("rb+") as left:
        fcntl.flock(left, fcntl.LOCK_EX)
        if path.stat().st_size == 0:
            path.unlink()


def _unusable(data_dir: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"PLAYGROUND_DATA_DIR must be a folder to write to, not "
        f"{str(data_dir)!r}: {error.strerror}."
    )
