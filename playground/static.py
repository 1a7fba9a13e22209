"""Static files with hashed names, modules' imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrite ``import`` paths in modules too, so that they may be cached for ever."""

    support_js_module_import_aggregation = True
