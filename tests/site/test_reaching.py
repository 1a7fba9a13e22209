"""Scripts ask the server in one way, which has words for when nobody answers."""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static/js"
HOME = "reach.js"


def test_only_one_module_calls_fetch():
    calls = {
        path.name
        for path in FOLDER.rglob("*.js")
        if re.search(r"(?<![\w#.])fetch\(", path.read_text(encoding="utf-8"))
    }
    assert calls == {HOME}
