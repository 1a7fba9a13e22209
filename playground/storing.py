"""Where pictures are kept, from the environment: a folder, or an S3-compatible store.

And the caches, which nobody has to configure.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playground import env

S3 = "playground.core.s3.S3Files"


def caches() -> dict[str, dict[str, Any]]:
    """Return what all processes know together, and what each of them keeps in memory.

    Guesses at passwords are counted in ``default``, a table of ``people``. ``process``
    is for what needs no database; ``parts`` holds pieces of HTML of 1 to 5 kB: see ``core.kept_html``.
    """
    memory = "django.core.cache.backends.locmem.LocMemCache"
    many = {"TIMEOUT": 24 * 60 * 60, "OPTIONS": {"MAX_ENTRIES": 4000}}
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "people_remembered",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
        "process": {"BACKEND": memory},
        "parts": {"BACKEND": memory, "LOCATION": "parts", **many},
    }


def storages(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Return the two storages of pictures.

    What cannot be made again is in ``default``: originals and sources. Thumbnails and
    previews are in ``renditions``, which may be a bucket that is backed up less.
    """
    kind = env.choice("PLAYGROUND_STORAGE", "folder", ("folder", "s3"))
    bucket = env.text("PLAYGROUND_S3_BUCKET")
    small = env.text("PLAYGROUND_S3_RENDITIONS_BUCKET") or bucket
    endpoint = env.address("PLAYGROUND_S3_ENDPOINT")
    common: dict[str, Any] = {
        "endpoint_url": endpoint or None,
        "region_name": env.text("PLAYGROUND_S3_REGION") or None,
        # Without them those of the machine are looked for, as every tool of S3 does.
        "access_key": env.text("PLAYGROUND_S3_ACCESS_KEY") or None,
        "secret_key": env.secret("PLAYGROUND_S3_SECRET_KEY") or None,
        # Virtual hosts need a name for each bucket, which only Amazon's have.
        "addressing_style": "path" if endpoint else "auto",
        "signature_version": "s3v4",
        "default_acl": None,
        "querystring_expire": 300,
        # Above that a file that is sent on goes through a temporary file.
        "max_memory_size": 8 * 2**20,
    }
    if kind == "s3":
        return {
            # Two uploads of one file at once must not share a name: one is removed.
            "default": _s3(bucket, common, file_overwrite=False),
            "renditions": _s3(small, common, file_overwrite=True),
        }
    where = {"location": data_dir / "files", "base_url": None}
    return {
        "default": {
            "BACKEND": "playground.core.folders.KeptFiles",
            "OPTIONS": where,
        },
        "renditions": {
            "BACKEND": "playground.core.renditions.RenditionFiles",
            "OPTIONS": where,
        },
    }


def _s3(bucket: str, common: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"BACKEND": S3, "OPTIONS": {**common, "bucket_name": bucket, **more}}


def signed_origin() -> str:
    """Where signed addresses of thumbnails lead, for the content policy; "" for none."""
    if not env.flag("PLAYGROUND_S3_SIGNED"):
        return ""
    endpoint = urlsplit(env.address("PLAYGROUND_S3_ENDPOINT"))
    if endpoint.hostname:
        return f"{endpoint.scheme}://{endpoint.netloc.rpartition('@')[2]}"
    return "https://*.amazonaws.com"
