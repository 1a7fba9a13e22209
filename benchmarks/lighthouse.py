"""Lighthouse as it judges phones: scores of Studio, Gallery, Image, Compare and Models,
on an installation with the pictures of `manage.py demo`. The middle of three runs.
Needs `npm`, which fetches Lighthouse into a folder of its own.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import stage
from tests import chromium

RUNS = int(os.environ.get("LIGHTHOUSE_RUNS", "3"))
CATEGORIES = ("performance", "accessibility", "best-practices")
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100}


def main() -> None:
    program = chromium.path()
    npm = shutil.which("npm")
    if program is None or npm is None:
        sys.exit("Lighthouse needs npm and a Chromium; one of them is not here.")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        lighthouse = _installed(npm, Path(home))
        stage.prepare(folder)
        instant = {"PLAYGROUND_SIMULATOR_LATENCY": "instant"}
        subprocess.run(
            [sys.executable, "manage.py", "demo"],
            cwd=stage.ROOT,
            env=stage.environment(folder, **instant),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        port = stage.free_port()
        with stage.running(folder, "serve", PLAYGROUND_PORT=str(port), **instant):
            browser = stage.Browser(port)
            browser.wait_until_well()
            _judge(browser, lighthouse, program, Path(home))


def _installed(npm: str, home: Path) -> Path:
    """Return the command, from the environment where it is there already."""
    there = os.environ.get("LIGHTHOUSE")
    if there:
        return Path(there)
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "lighthouse"]
    subprocess.run(command, cwd=home, check=True)
    return home / "node_modules" / ".bin" / "lighthouse"


def _judge(browser: stage.Browser, lighthouse: Path, program: str, home: Path) -> None:
    codes = [image["code"] for image in browser.json("/gallery")["images"][:2]]
    pages = {
        "Studio": "/",
        "Gallery": "/gallery/",
        "Image": f"/images/{codes[0]}/",
        "Compare": "/compare/?" + "&".join(f"image={code}" for code in codes),
        "Models": "/models/",
    }
    print(
        f"{'page':10} {'performance':>12} {'accessibility':>14} {'best practices':>15}"
    )
    for name, path in pages.items():
        reports = [
            _report(browser.url + path, lighthouse, program, home) for _ in range(RUNS)
        ]
        scores = {
            category: round(
                100
                * statistics.median(
                    report["categories"][category]["score"] or 0 for report in reports
                )
            )
            for category in CATEGORIES
        }
        shown = [
            f"{scores[one]}{'' if scores[one] >= WANTED[one] else ' !'}"
            for one in CATEGORIES
        ]
        print(f"{name:10} {shown[0]:>12} {shown[1]:>14} {shown[2]:>15}")
        for audit in _failed(reports[-1]):
            print(f"    {audit}")


def _report(url: str, lighthouse: Path, program: str, home: Path) -> dict[str, Any]:
    target = home / "report.json"
    subprocess.run(
        [
            str(lighthouse),
            url,
            "--quiet",
            "--output=json",
            f"--output-path={target}",
            "--only-categories=" + ",".join(CATEGORIES),
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ],
        env={**os.environ, "CHROME_PATH": program},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


def _failed(report: dict[str, Any]) -> list[str]:
    """Name what cost a page points in the categories that have to be whole."""
    found = []
    for category in ("accessibility", "best-practices"):
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                found.append(f"{category}: {audit['title']}")
    return found


if __name__ == "__main__":
    main()
