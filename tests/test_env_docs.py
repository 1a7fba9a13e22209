"""Every environment variable that is read is documented, and no other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE_ROW = re.compile(r"^\| `([A-Z0-9_]+)` \|", re.MULTILINE)
READERS = {
    "text",
    "secret",
    "flag",
    "integer",
    "choice",
    "path",
    "address",
    "words",
    "zone",
    "amount",
    "prefix",
    "path_or_none",
}


def _read_variables() -> set[str]:
    found = set()
    for path in (ROOT / "playground").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and node.func.attr in READERS
            ):
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"{path}: {ast.dump(name)}"
                found.add(name.value)
    return found


def _documented() -> list[str]:
    return TABLE_ROW.findall((ROOT / "docs/configure.md").read_text(encoding="utf-8"))


def test_the_table_lists_what_is_read_and_nothing_else():
    assert set(_documented()) == _read_variables()


def test_the_table_lists_each_variable_once():
    assert len(_documented()) == len(set(_documented()))


def test_nothing_reads_the_environment_past_the_strict_readers():
    wrong = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "playground").rglob("*.py")
        # The proxies of the surroundings are not ours to name, and PostgreSQL's own
        # programs get the whole of it handed on.
        if path.name not in ("env.py", "wsgi.py", "proxies.py", "database_copies.py")
        and re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert not wrong
