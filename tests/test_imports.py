"""The rooms of the house import one way only, and so do the modules in them."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "playground"
INCLUDES = re.compile(r'{% (?:include|extends) "(\w+)/')

# What each room may import of the others. Everything else in playground/ is the
# house itself (settings, checks, commands) and may import all rooms.
GROUND = {"core", "catalog"}
PAGES = {"studio", "experiments", "gallery", "review"}
SERVICES = GROUND | {"people", "imaging", "providers", "library", "spending", "runs"}
MAY_IMPORT = {
    "core": set(),
    "catalog": set(),
    "people": {"core"},
    "imaging": GROUND,
    "providers": GROUND | {"imaging"},
    "simulator": {"catalog"},
    "library": GROUND | {"imaging", "people"},
    "spending": GROUND | {"imaging", "people", "library"},
    "runs": SERVICES - {"runs"},
    "studio": SERVICES,
    "experiments": SERVICES,
    "gallery": SERVICES,
    "review": SERVICES,
    "site": SERVICES | PAGES,
}


def _imports(path: Path) -> set[str]:
    """Return the absolute names of all that a module imports, wherever in it.

    What stands inside functions and under ``TYPE_CHECKING`` counts too.
    """
    package = path.relative_to(ROOT).parts[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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


def _dotted(path: Path) -> str:
    """The name that a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


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


def test_no_modules_import_each_other_in_a_circle():
    names = {path: _dotted(path) for path in _modules()}
    known = set(names.values())
    TopologicalSorter(
        {
            name: {
                it if it in known else it.rpartition(".")[0] for it in _imports(path)
            }
            - {name}
            for path, name in names.items()
        }
    ).prepare()


def test_no_templates_of_two_rooms_include_each_other():
    includes: dict[str, set[str]] = {}
    for path in sorted((ROOT / "templates").glob("*/**/*.html")):
        room = path.relative_to(ROOT / "templates").parts[0]
        named = INCLUDES.findall(path.read_text(encoding="utf-8"))
        includes.setdefault(room, set()).update(set(named) - {room})
    TopologicalSorter(includes).prepare()


def test_every_room_has_its_rules():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms - {"management"} == set(MAY_IMPORT)


def test_only_the_providers_import_openai():
    wrong = {
        _name(path)
        for path in _modules()
        if path.relative_to(PACKAGE).parts[0] != "providers"
        and any(name.split(".")[0] == "openai" for name in _imports(path))
    }
    assert not wrong


def test_the_lower_rooms_know_no_models_of_django():
    wrong = {
        f"{_name(path)} imports {name}"
        for path in _modules()
        if path.relative_to(PACKAGE).parts[0]
        in ("catalog", "imaging", "providers", "simulator")
        for name in _imports(path)
        if name.startswith("django.")
        and not name.startswith(("django.conf", "django.utils", "django.core.cache"))
    }
    assert not wrong


def test_services_know_nothing_of_requests():
    # Once is what stands around a view: it answers a form that was sent twice.
    around = {"views", "templatetags", "once.py"}
    wrong = {
        f"{_name(path)} imports {name}"
        for path in _modules()
        if path.relative_to(PACKAGE).parts[0] in (SERVICES | PAGES) - {"people", "core"}
        and not around & set(path.parts)
        for name in _imports(path)
        if name in ("django.http.HttpRequest", "playground.people.http.Request")
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
