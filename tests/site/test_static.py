"""The real build of the static files: hashed names in styles and modules."""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from playground.bundles import SCRIPTS, CannotBundle, scripts
from playground.static import StaticFilesStorage

ROOT = Path(__file__).resolve().parents[2]
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
AT_ONCE = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
SCRIPT_BUDGET = 45 * 1024
MAX_REQUESTS = 12
PAGES = ["/", "/gallery/", "/models/", "/compare/", "/prompts/"]


@pytest.fixture
def built(installation: Path) -> Path:
    """The static files as ``make run`` prepares them."""
    return installation / "static"


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
    """Return the script and all that it loads, but for what is fetched when used."""
    if script not in seen:
        seen.add(script)
        for name in AT_ONCE.findall(script.read_text(encoding="utf-8")):
            _with_imports((script.parent / name).resolve(), seen)
    return seen


@cache
def _weight(script: Path) -> int:
    return len(brotli.compress(script.read_bytes()))


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
    weights = {script.name: _weight(script) for script in scripts}
    assert weights
    assert sum(weights.values()) <= SCRIPT_BUDGET, weights


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_one_style_sheet_and_few_scripts(
    path, built, client: Client, hashed: None
):
    names = _named(client, path)
    styles = {name for name in names if name.endswith(".css")}
    scripts: set[Path] = set()
    for name in names:
        if name.endswith(".js"):
            _with_imports((built / name).resolve(), scripts)

    assert len(styles) == 1
    assert "@import" not in (built / styles.pop()).read_text(encoding="utf-8")
    assert len(scripts) + 1 <= MAX_REQUESTS, scripts


@pytest.mark.django_db
def test_modules_that_others_need_are_asked_for_early(
    client: Client, built, hashed: None
):
    page = client.get("/").content.decode()
    early = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)"', page)
    assert {name.partition(".")[0] for name in early} == {"js/common", "js/app"}


def test_the_manifest_names_icons_that_are_there(built):
    (manifest,) = (path for path in built.glob("*.webmanifest") if _is_hashed(path))
    icons = json.loads(manifest.read_text(encoding="utf-8"))["icons"]
    assert icons
    for icon in icons:
        address = urljoin("/static/" + manifest.name, icon["src"])
        assert (built / address.removeprefix("/static/")).is_file(), address


def _is_hashed(path: Path) -> bool:
    return bool(HASHED.search(path.name))


def test_no_module_runs_in_two_bundles(built):
    names = [
        name
        for script in _scripts(built)
        for name in re.findall(
            r"^const (\$\w+) = \(\(\) =>", script.read_text(encoding="utf-8"), re.M
        )
    ]
    assert names
    assert sorted(names) == sorted(set(names))


def test_what_the_bundler_does_not_know_stops_the_build():
    files = {"js/app.js": 'import all from "./other.js";'}
    with pytest.raises(CannotBundle, match="import all"):
        scripts(files.__getitem__, ("js/app.js",))


def test_indentation_goes_but_not_out_of_a_template_string():
    files = {
        "js/a.js": "if (x) {\n  y(); // no,\n}\nz();",
        "js/b.js": "const z = `\n  z`;",
    }
    built = {name: scripts(files.__getitem__, (name,))[name] for name in files}
    # A new line stays where it ends a comment.
    assert "if (x) {y(); // no,\n}\nz();" in built["js/a.js"]
    assert "`\n  z`" in built["js/b.js"]


def test_a_module_that_imports_itself_stops_the_build():
    files = {"js/a.js": 'import "./b.js";', "js/b.js": 'import "./a.js";'}
    with pytest.raises(CannotBundle, match="imports itself"):
        scripts(files.__getitem__, ("js/a.js",))


def test_every_icon_that_is_named_is_there():
    root = Path(django_settings.BASE_DIR)
    symbols = set(
        re.findall(
            r'<symbol id="([^"]+)"', (root / "static/img/sprite.svg").read_text()
        )
    )
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("templates", "static/js", "playground")
        for path in (root / folder).rglob("*")
        if path.suffix in (".html", ".js", ".py")
    ]
    named = {
        name
        for text in texts
        for name in re.findall(r'icon\.html" with name="([^"]+)"', text)
    }
    assert named <= symbols


def test_no_rule_looks_at_all_pictures_of_a_page():
    root = Path(django_settings.BASE_DIR) / "static" / "css"
    for sheet in root.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        for inside in re.findall(r":has\(([^)]*)\)", text):
            assert not re.search(r"#results|\.run\b|\.tile|\.card", inside), sheet.name


def test_every_script_that_a_page_asks_for_is_built():
    """Only what the bundler knows is in the collected files under its name."""
    asked = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(
            r"static '(js/[^']+\.js)'", template.read_text(encoding="utf-8")
        )
    }
    assert asked - {"js/early.js"} <= set(SCRIPTS)


def test_every_token_that_a_rule_names_is_set_somewhere():
    static = Path(django_settings.BASE_DIR) / "static"
    styles = "".join(path.read_text("utf-8") for path in static.rglob("*.css"))
    modules = "".join(path.read_text("utf-8") for path in static.rglob("*.js"))
    used = set(re.findall(r"var\((--[\w-]+)\)", styles))
    known = set(re.findall(r"(--[\w-]+)\s*:", styles))
    known |= set(re.findall(r"[\"'`](--[\w-]+)", modules))
    assert used - known == set()


def test_comments_are_left_out():
    text = '/** One. */\nx();\n\n  /** Two\n   *  lines. */\n  // Three\n  y("// no");'
    built = scripts({"js/a.js": text}.__getitem__, ("js/a.js",))["js/a.js"]
    assert 'y("// no");' in built
    assert "lines" not in built
