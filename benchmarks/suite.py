"""What `make test` takes, without the installation: wall time, and processor time of all
its processes. 450 s of processor before the house was moved into.
"""

import ctypes
import re
import resource
import subprocess
import sys
import time

import psutil

from benchmarks.stage import ROOT

# Arguments say what to run instead of everything.
COMMAND = "-W error -m pytest -q -n 3 --dist worksteal"
PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    # Browsers end without waiting for the processes that drew their pages. Adopted here,
    # these count: a third of the time of a test with a browser.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, *COMMAND.split(), *(sys.argv[1:] or ["-m", "not postgres"])],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    wall = time.monotonic() - started
    psutil.wait_procs(psutil.Process().children(), timeout=10)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = re.findall(r"^.*(?:passed|failed).* in .*$", done.stdout, re.M)
    print(said[-1].strip("= ") if said else done.stdout[-500:])
    print(f"wall {wall:.0f} s, processor {used.ru_utime + used.ru_stime:.0f} s")


if __name__ == "__main__":
    main()
