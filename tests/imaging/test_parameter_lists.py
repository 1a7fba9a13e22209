"""A parameter has one home: no second list of their names."""

import ast
import re
from pathlib import Path

from playground.imaging.request import FIELDS

PACKAGE = Path(__file__).resolve().parent.parent.parent / "playground"
# The declarations, the dataclass they describe, the simulator's own reading, and one
# file for spreadsheets, whose columns are promised whatever becomes of a parameter.
HOMES = (
    "imaging/parameters",
    "imaging/request.py",
    "simulator/",
    "spending/exports.py",
)
MOST = 3
NAMED = re.compile(rf"""\b(?:{"|".join(FIELDS)})(?:["']|\s*=)""")


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call):
        given = [it.arg for it in node.keywords if it.arg in FIELDS]
        return [] if _makes_a_record(node.func) else given
    if isinstance(node, ast.Dict):
        parts = [key for key in node.keys if key is not None]
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        parts = node.elts
    else:
        return []
    return [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and part.value in FIELDS
    ]


def _makes_a_record(called: ast.expr) -> bool:
    """Whether a class or a row is made: its fields are its own, and it needs them all."""
    name = ast.unparse(called).rpartition(".")[2]
    return name[:1].isupper() or name.endswith("create")


def _modules() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "migrations" not in path.parts
        and not str(path.relative_to(PACKAGE)).startswith(HOMES)
    ]


def _may_list(text: str) -> bool:
    """Whether it has so many names as words or keywords: most have not, and are read."""
    return len(NAMED.findall(text)) > MOST


def _lists(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text if _may_list(text) else "")
    return [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {names}"
        for node in ast.walk(tree)
        if len(names := _names(node)) > MOST
    ]


def test_lists_of_names_and_of_keywords_are_found():
    listed = ast.parse("wanted.changed(n=1, mask=None, route='auto', prompt='')")
    assert [len(_names(node)) for node in ast.walk(listed)].count(4) == 1


def test_no_other_module_lists_parameters():
    assert [found for path in _modules() for found in _lists(path)] == []
