"""Static files with hashed names, modules' imports included."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrite ``import`` paths in modules too, so that they may be cached for ever."""

    support_js_module_import_aggregation = True
    # One pass for each level of imports. A cycle of imports never ends.
    max_post_process_passes = 12


class StaticFiles(StaticFilesConfig):
    """Leave out what nobody here uses of htmx: its extensions and its next version.

    Comments in some of them import what is not there, which would stop the build.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",
        "django_htmx/*-4*",
    ]
