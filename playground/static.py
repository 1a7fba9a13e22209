"""Static files with hashed names: one style sheet, and few scripts."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from playground.bundles import STYLES, scripts, styles

Paths = dict[str, tuple[Storage, str]]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Bundle styles and modules before they get the names that never go stale."""

    support_js_module_import_aggregation = True
    # One pass for each level of imports. A cycle of imports never ends.
    max_post_process_passes = 12
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "*.webmanifest",
            (
                (
                    r"""(?P<matched>"src":\s*"(?P<url>[^"]+)")""",
                    '"src": "%(url)s"',
                ),
            ),
        ),
    )

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Bundle the parts, and drop what is in a bundle from what is served."""
        if dry_run or STYLES not in paths:
            yield from super().post_process(paths, dry_run=dry_run, **options)
            return
        with tempfile.TemporaryDirectory() as folder:
            bundles = _bundled(paths, Path(folder))
            for name in set(paths) - set(bundles):
                if _is_part(name):
                    # It is in a bundle now.
                    self.delete(name)
            rest = {name: path for name, path in paths.items() if not _is_part(name)}
            yield from super().post_process({**rest, **bundles}, **options)


def _is_part(name: str) -> bool:
    """Whether a file of ours is loaded as a part of a bundle only."""
    if name.startswith("css/"):
        return True
    return name.startswith("js/") and name != "js/early.js"


def _bundled(paths: Paths, folder: Path) -> Paths:
    """Write the bundles into a folder and return where they are."""
    made = {STYLES: styles(partial(_text, paths)), **scripts(partial(_text, paths))}
    storage = FileSystemStorage(location=folder)
    for name, text in made.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return {name: (storage, name) for name in made}


def _text(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return bytes(file.read()).decode("utf-8")


class StaticFiles(StaticFilesConfig):
    """Leave out what nobody here uses of htmx: its extensions and its next version.

    Comments in some of them import what is not there, which would stop the build.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",
        "django_htmx/*-4*",
    ]
