"""The real build of the static files: hashed names in styles and modules."""

import re
from pathlib import Path
from typing import Any

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


def test_all_script_together_is_small(built):
    scripts = [*_scripts(built), *built.glob("django_htmx/htmx-2.min.*.js")]
    scripts = [path for path in scripts if HASHED.search(path.name)]
    weight = sum(len(brotli.compress(path.read_bytes())) for path in scripts)
    assert weight <= SCRIPT_BUDGET


@pytest.mark.django_db
def test_a_page_refers_to_hashed_names(built, client: Client, monkeypatch: Any):
    storage = StaticFilesStorage(location=str(built), base_url="/static/")
    monkeypatch.setattr(staticfiles_storage, "_wrapped", storage)

    page = client.get("/").content.decode()
    names = re.findall(r'(?:src|href)="/static/([^"#]+)', page)
    assert names
    for name in names:
        assert HASHED.search(name), name
        assert (built / name).is_file(), name
