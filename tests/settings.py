"""The product's own settings in a known environment.

The environment is put in order before the settings are read, so that nothing a
developer has set (least of all an API key) reaches a test. ``DATABASE_URL`` alone
is kept: with it the whole suite runs on that PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

for name in list(os.environ):
    if name.startswith(("PLAYGROUND_", "OPENAI_", "AZURE_OPENAI_")):
        del os.environ[name]

DATA_DIR = tempfile.mkdtemp(prefix="playground-tests-")
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)

os.environ.update(
    PLAYGROUND_DATA_DIR=DATA_DIR,
    PLAYGROUND_TODAY="2026-11-21",
    PLAYGROUND_SIMULATOR_LATENCY="instant",
    # The other one works with processes of its own: see tests/durability.
    PLAYGROUND_ENGINE="embedded",
)

from playground.settings import *  # noqa: E402, F403
from playground.settings import CACHES, DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads get connections of their own, as in real use.
    DATABASES["default"]["TEST"] = {"NAME": f"{DATA_DIR}/test.sqlite3"}
    # It ends with the tests, so nothing waits for the disk.
    OPTIONS = DATABASES["default"]["OPTIONS"]
    OPTIONS["init_command"] += ";PRAGMA synchronous=OFF"

# Threads of tests end, and nobody closes their connections.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Hashed names need a build first; tests/site/test_static.py makes one.
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PLAYGROUND_SIMULATOR = "tests.quick_simulator"
# Most tests touch no database. Of one name, so that one call clears both.
LOCAL_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
CACHES |= {"default": LOCAL_CACHE, "process": LOCAL_CACHE}
