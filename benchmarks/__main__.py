"""Run every benchmark, print what each says, and write ``docs/performance.md``."""

import importlib.util
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
PARTS = {
    "Overhead": "overhead",
    "Many at once": "concurrency",
    "Gallery": "gallery",
    "Compare": "compare_fps",
    "Mask painter": "painter_fps",
    "Simulated pictures": "painter",
    "Uploads": "upload_memory",
}
TOP = """# Performance

Written by `make bench`. Figures are of the machine they were measured on: {machine}.
"""


def main() -> None:
    chosen = sys.argv[1:]
    parts = {
        title: name for title, name in PARTS.items() if not chosen or name in chosen
    }
    sections = [section(title, name) for title, name in parts.items()]
    if not chosen:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
        PAGE.write_text("\n".join([TOP.format(machine=machine), *sections]))


def section(title: str, name: str) -> str:
    """Run one benchmark in a process of its own; return its part of the page."""
    print(f"== {title}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    print(done.stdout, flush=True)
    said = done.stdout.strip() if done.returncode == 0 else "could not be measured here"
    return f"## {title}\n\n{about(name)}\n\n```\n{said}\n```\n"


def about(name: str) -> str:
    """Return what the module says it measures, without its first line's full stop."""
    spec = importlib.util.find_spec(f"benchmarks.{name}")
    assert spec is not None
    assert spec.origin is not None
    import ast

    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


if __name__ == "__main__":
    main()
