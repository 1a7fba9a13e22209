"""Run every benchmark, or those named, and write what they say.

Prints it, and keeps it in ``docs/performance.md``, where the parts that were not run
stay as they are.
"""

import ast
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "performance.md"
PARTS = {
    "The house": "house",
    "The suite": "suite",
    "Overhead": "overhead",
    "Many at once": "concurrency",
    "Three workers": "workers",
    "Thirty people": "team",
    "Budget": "budget",
    "Composer": "composer",
    "Kills": "durability",
    "Gallery": "gallery",
    "Every page with a large library": "library",
    "A long gallery": "long_gallery",
    "Review": "review_keys",
    "ZIP": "zip_memory",
    "Compare": "compare_fps",
    "Fine detail": "fine_detail",
    "Clicks": "clicks",
    "Lighthouse": "lighthouse",
    "Mask painter": "painter_fps",
    "Simulated pictures": "painter",
    "Uploads": "upload_memory",
    "Verdict": "verdict",
    "Voting and grids": "experiments",
    "Junk": "junk",
    "Odd answers": "odd_answers",
    "Backup": "backup",
}
TOP = """# Performance

Written by `make bench`, or `python -m benchmarks NAME` for one part. Under each part stands
what else the machine was doing: its load average when the part began.

"""


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS.values())
    sections = _kept()
    for title, name in PARTS.items():
        if name in chosen:
            sections[title] = section(title, name)
            # Written after each: a later one may be interrupted.
            ordered = [sections[title] for title in _in_order(list(sections))]
            PAGE.write_text(TOP + "\n".join(ordered), encoding="utf-8")


def _in_order(titles: list[str]) -> list[str]:
    """Put parts into the order of ``PARTS``; one by hand stays behind what it followed."""
    ordered = [title for title in PARTS if title in titles]
    for at, title in enumerate(titles):
        if title not in PARTS:
            before = ordered.index(titles[at - 1]) + 1 if at else 0
            ordered.insert(before, title)
    return ordered


def _kept() -> dict[str, str]:
    """Return the page's parts as they are, by their titles."""
    if not PAGE.exists():
        return {}
    parts = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.partition("\n")[0]: f"## {part.rstrip()}\n" for part in parts}


def section(title: str, name: str) -> str:
    """Run one benchmark in a process of its own; return its part of the page."""
    machine = (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    print(f"== {title}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    print(done.stdout, flush=True)
    said = done.stdout.strip() if done.returncode == 0 else "could not be measured here"
    return f"## {title}\n\n{about(name)}\n\n```\n{said}\n```\n\n{machine}.\n"


def about(name: str) -> str:
    """Return what the module says it measures."""
    tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


if __name__ == "__main__":
    main()
