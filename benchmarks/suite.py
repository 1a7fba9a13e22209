"""What `make test` takes, without the installation: wall time, and processor time of all
its processes. 450 s of processor before the house was moved into.
"""

import re
import resource
import subprocess
import sys
import time

from benchmarks.stage import ROOT

COMMAND = "-W error -m pytest -q -n 2 --dist worksteal"


def main() -> None:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, *COMMAND.split(), "-m", "not postgres"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    wall = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = re.findall(r"^.*(?:passed|failed).* in .*$", done.stdout, re.M)
    print(said[-1].strip("= ") if said else done.stdout[-500:])
    print(f"wall {wall:.0f} s, processor {used.ru_utime + used.ru_stime:.0f} s")


if __name__ == "__main__":
    main()
