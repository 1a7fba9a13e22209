"""The real build of the static files: hashed names in styles and modules."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client

from playground.static import StaticFilesStorage

IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
SCRIPT_BUDGET = 40 * 1024
PAGES = ["/", "/gallery/", "/models/"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as ``make run`` prepares them."""
    folder = tmp_path_factory.mktemp("static")
    patch = pytest.MonkeyPatch()
    patch.setattr(django_settings, "STATIC_ROOT", str(folder))
    patch.setitem(
        django_settings.STORAGES,
        "staticfiles",
        {"BACKEND": "playground.static.StaticFilesStorage"},
    )
    storage = StaticFilesStorage(location=str(folder), base_url="/static/")
    wrapped = staticfiles_storage._wrapped
    staticfiles_storage._wrapped = storage
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        staticfiles_storage._wrapped = wrapped
        patch.undo()
    return folder


def _scripts(built: Path) -> list[Path]:
    return [path for path in (built / "js").rglob("*.js") if HASHED.search(path.name)]


def test_every_import_of_a_module_is_there_under_its_hashed_name(built):
    for script in _scripts(built):
        for name in IMPORT.findall(script.read_text(encoding="utf-8")):
            assert HASHED.search(name), f"{script.name}: {name}"
            assert (script.parent / name).resolve().is_file(), f"{script.name}: {name}"


def test_every_address_in_a_style_is_there_under_its_hashed_name(built):
    styles = [path for path in built.rglob("*.css") if HASHED.search(path.name)]
    assert styles
    for style in styles:
        for name in re.findall(
            r"url\([\"']?([^)\"'#]+)", style.read_text(encoding="utf-8")
        ):
            assert (style.parent / name).resolve().is_file(), f"{style.name}: {name}"


def _with_imports(script: Path, seen: set[Path]) -> set[Path]:
    """Return the script and all that it loads, at once or later."""
    if script not in seen:
        seen.add(script)
        for name in IMPORT.findall(script.read_text(encoding="utf-8")):
            _with_imports((script.parent / name).resolve(), seen)
    return seen


@pytest.fixture
def hashed(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages refer to what was built."""
    storage = StaticFilesStorage(location=str(built), base_url="/static/")
    monkeypatch.setattr(staticfiles_storage, "_wrapped", storage)


def _named(client: Client, path: str) -> list[str]:
    page = client.get(path).content.decode()
    return re.findall(r'(?:src|href)="/static/([^"#]+)', page)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_refers_to_hashed_names(path, built, client: Client, hashed: None):
    names = _named(client, path)
    assert names
    for name in names:
        assert HASHED.search(name), name
        assert (built / name).is_file(), name


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_little_script(path, built, client: Client, hashed: None):
    scripts: set[Path] = set()
    for name in _named(client, path):
        if name.endswith(".js"):
            _with_imports((built / name).resolve(), scripts)
    weights = {
        script.name: len(brotli.compress(script.read_bytes())) for script in scripts
    }
    assert weights
    assert sum(weights.values()) <= SCRIPT_BUDGET, weights
