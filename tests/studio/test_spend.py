"""A form that spends asks, confirms and starts once by one function."""

from pathlib import Path

import playground

PACKAGE = Path(playground.__file__).parent
# The function, what it is made of, and plans, which have a sum of their own.
HOMES = {"runs/once.py", "studio/views/asking.py", "experiments/views/planning.py"}


def test_no_view_starts_what_is_paid_by_itself():
    starting = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "start_once(" in path.read_text(encoding="utf-8")
    }
    assert starting == HOMES
