"""``python -m playground.alive``: exit 0 when the pages here answer, for a container.

Needs none of Django, so that asking costs next to nothing.
"""

import sys
import urllib.error
import urllib.request

from playground import env

TIMEOUT_S = 4


def main() -> int:
    """Ask ``/healthz`` of this machine once; the exit code, and on stderr why not."""
    port = env.integer("PLAYGROUND_PORT", 8000, low=1, high=65535)
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=TIMEOUT_S)
    except (OSError, urllib.error.URLError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
