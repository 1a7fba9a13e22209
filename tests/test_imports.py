"""The rooms of the house import one way only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "playground"

# What each room may import of the others. Everything else in playground/ is the
# house itself (settings, checks, commands) and may import all rooms.
MAY_IMPORT = {
    "core": set(),
    "people": {"core"},
    "provider": {"core", "simulator"},
    "simulator": {"provider.catalog"},
    "gallery": {"core", "people", "provider"},
    "studio": {"core", "people", "provider", "gallery", "simulator.scenarios"},
}


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Walk all that runs: what stands under ``if TYPE_CHECKING`` does not."""
    yield node
    for child in ast.iter_child_nodes(node):
        test = child.test if isinstance(child, ast.If) else None
        if not (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"):
            yield from _walk(child)


def _imports(path: Path) -> set[str]:
    """Return the absolute names of all that a module imports, wherever in it."""
    package = path.relative_to(ROOT).parts[:-1]
    found = set()
    for node in _walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_rooms_below_it(room):
    allowed = {f"playground.{name}" for name in MAY_IMPORT[room] | {room}}
    wrong = {
        f"{_name(path)} imports {name}"
        for path in _modules()
        if path.relative_to(PACKAGE).parts[0] == room
        for name in _imports(path)
        if name.startswith("playground.")
        and not any(name == ok or name.startswith(f"{ok}.") for ok in allowed)
    }
    assert not wrong


def test_every_room_has_its_rules():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms - {"management"} == set(MAY_IMPORT)


def test_only_the_provider_imports_openai():
    wrong = {
        _name(path)
        for path in _modules()
        if path.relative_to(PACKAGE).parts[0] != "provider"
        and any(name.split(".")[0] == "openai" for name in _imports(path))
    }
    assert not wrong


def test_the_provider_knows_no_models_of_django():
    wrong = {
        f"{_name(path)} imports {name}"
        for path in _modules()
        if path.relative_to(PACKAGE).parts[0] in ("provider", "simulator")
        for name in _imports(path)
        if name.startswith("django.") and not name.startswith("django.conf")
    }
    assert not wrong


def test_no_module_is_too_long_to_read():
    long = {
        _name(path): lines
        for path in _modules()
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert not long
