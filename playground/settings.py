"""One settings file. Everything that varies comes from the environment.

Every variable read here stands in the table of ``docs/configure.md``; a test
holds the two together.
"""

import datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from playground import env
from playground.accounts import *  # noqa: F403
from playground.accounts import ACCOUNT_APPS, PLAYGROUND_ACCOUNTS, mail
from playground.core.cookies import cookie_name, cookie_prefix
from playground.core.database import POSTGRESQL, SQLITE_FILE, database
from playground.core.logs import logging_settings
from playground.old_layout import refuse_old_file
from playground.secret_key import secret_key
from playground.storing import caches, signed_origin, storages

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where we are -----------------------------------------------------------

DEBUG = env.flag("PLAYGROUND_DEBUG")
PLAYGROUND_HOST = env.text("PLAYGROUND_HOST", "127.0.0.1")
PLAYGROUND_PORT = env.integer("PLAYGROUND_PORT", 8000, low=1, high=65535)
PLAYGROUND_SERVER = env.choice("PLAYGROUND_SERVER", "waitress", ("waitress", "granian"))
PLAYGROUND_SERVER_PROCESSES = env.integer(
    "PLAYGROUND_SERVER_PROCESSES", 2, low=1, high=64
)
# Under which path a proxy shows it; the proxy takes the prefix away again.
PLAYGROUND_PATH_PREFIX = env.prefix("PLAYGROUND_PATH_PREFIX")
FORCE_SCRIPT_NAME = PLAYGROUND_PATH_PREFIX or None
PLAYGROUND_DATA_DIR = env.path("PLAYGROUND_DATA_DIR", BASE_DIR / "var")
PLAYGROUND_ALLOWED_HOSTS = env.words("PLAYGROUND_ALLOWED_HOSTS")
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = LOOPBACK_HOSTS + PLAYGROUND_ALLOWED_HOSTS


def _today() -> datetime.date | None:
    raw = env.text("PLAYGROUND_TODAY")
    try:
        return datetime.date.fromisoformat(raw) if raw else None
    except ValueError:
        raise ImproperlyConfigured(
            f"PLAYGROUND_TODAY must be a date such as 2026-12-01, not {raw!r}."
        ) from None


PLAYGROUND_TODAY = _today()

# --- The API ----------------------------------------------------------------

OPENAI_API_KEY = env.secret("OPENAI_API_KEY")
OPENAI_BASE_URL = env.address("OPENAI_BASE_URL")
OPENAI_ORG_ID = env.text("OPENAI_ORG_ID")
OPENAI_PROJECT_ID = env.text("OPENAI_PROJECT_ID")
PLAYGROUND_DEFAULT_MODEL = env.text("PLAYGROUND_DEFAULT_MODEL")
# Seconds to wait for an answer. OpenAI's own client waits 600.
PLAYGROUND_TIMEOUT_S = env.integer("PLAYGROUND_TIMEOUT_S", 600, low=1, high=3600)
PLAYGROUND_SIMULATOR_LATENCY = env.choice(
    "PLAYGROUND_SIMULATOR_LATENCY", "realistic", ("instant", "realistic")
)
# The package that answers where there is no key: its ``app.create_app``, and its
# ``scenarios.SCENARIOS``.
PLAYGROUND_SIMULATOR = "playground.simulator"
# What costs more than this, in US dollars, is asked for twice; 0 asks always.
PLAYGROUND_CONFIRM_ABOVE_USD = env.amount("PLAYGROUND_CONFIRM_ABOVE_USD", "1.00")
# What the account may send a minute, by its usage tier; "" leaves it to Setup.
PLAYGROUND_TIER = env.choice("PLAYGROUND_TIER", "", ("1", "2", "3", "4", "5"))
# How many pictures one experiment may have.
PLAYGROUND_EXPERIMENT_MAX_CELLS = env.integer(
    "PLAYGROUND_EXPERIMENT_MAX_CELLS", 500, low=2, high=5000
)
# Days after which the trash is emptied by itself; 0 never does.
PLAYGROUND_TRASH_DAYS = env.integer("PLAYGROUND_TRASH_DAYS", 30, low=0, high=36500)
# Days after which composers that nobody touches, and uploads that nothing uses, go.
PLAYGROUND_DRAFT_DAYS = env.integer("PLAYGROUND_DRAFT_DAYS", 0, low=0, high=36500)
PLAYGROUND_UPLOAD_DAYS = env.integer("PLAYGROUND_UPLOAD_DAYS", 0, low=0, high=36500)
PLAYGROUND_CONCURRENCY = env.integer("PLAYGROUND_CONCURRENCY", 8, low=1, high=64)

# --- Django -----------------------------------------------------------------


DATABASES = {"default": database(env.secret("DATABASE_URL"), PLAYGROUND_DATA_DIR)}
_ON_POSTGRESQL = DATABASES["default"]["ENGINE"] == POSTGRESQL
if not _ON_POSTGRESQL:
    # Before anything is written beside it.
    refuse_old_file(PLAYGROUND_DATA_DIR / SQLITE_FILE)
SECRET_KEY = secret_key(PLAYGROUND_DATA_DIR)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "playground.static.StaticFiles",
    "django_htmx",
    "template_partials",
    "csp",
    *ACCOUNT_APPS,
    "playground",
    "playground.people",
    "playground.library",
    "playground.spending",
    "playground.runs",
    "playground.studio",
    "playground.experiments",
    "playground.review",
]

MIDDLEWARE = [
    "playground.core.json_logs.RequestIdMiddleware",
    "playground.core.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "playground.core.caching.PrivateMiddleware",
    "playground.core.compressing.CompressPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "playground.core.plain_pages.WrongMethodMiddleware",
    "playground.core.encoding.Utf8FormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "playground.people.middleware.LocalPersonMiddleware",
    "playground.people.middleware.SignInMiddleware",
    "playground.people.roles.RoleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "playground.people.guesses.GuessesMiddleware",
    "playground.people.sso.SingleSignOnMiddleware",
    "playground.people.middleware.SessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "playground.core.htmx.HtmxMiddleware",
]

ROOT_URLCONF = "playground.urls"
WSGI_APPLICATION = "playground.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Partials are part of Django from 6.0; as a builtin no template has
            # to be touched then.
            "builtins": [
                "template_partials.templatetags.partials",
                "playground.core.icons",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "playground.site.frame.frame",
            ],
        },
    }
]

# --- The queue --------------------------------------------------------------

PLAYGROUND_ENGINE = env.choice(
    "PLAYGROUND_ENGINE",
    "procrastinate" if _ON_POSTGRESQL else "embedded",
    ("embedded", "procrastinate"),
)
if _ON_POSTGRESQL:
    INSTALLED_APPS.append("procrastinate.contrib.django")
    PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# --- Files ------------------------------------------------------------------

CACHES = caches()
STORAGES = {
    **storages(PLAYGROUND_DATA_DIR),
    "staticfiles": {"BACKEND": "playground.static.StaticFilesStorage"},
}
# Where a container image has them prepared; else they are made in the data folder.
PLAYGROUND_STATIC_ROOT = env.path_or_none("PLAYGROUND_STATIC_ROOT")
# Python reads it by itself; known here so that it can be made in the data folder.
TEMPORARY_DIR = env.path_or_none("TMPDIR")
STATIC_URL = "static/"
STATIC_ROOT = PLAYGROUND_STATIC_ROOT or PLAYGROUND_DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Whether thumbnails and downloads are fetched from the store itself.
PLAYGROUND_S3_SIGNED = env.flag("PLAYGROUND_S3_SIGNED")

# Sixteen sources of 50 MB go to temporary files; fields are text only.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
FILE_UPLOAD_HANDLERS = ["playground.core.uploading.OneFileUploadHandler"]
# Only as many as the handler takes are kept. More than this is nobody's folder.
DATA_UPLOAD_MAX_NUMBER_FILES = 20_000

# --- Language, time ---------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.zone("PLAYGROUND_TIME_ZONE", "UTC")

# --- Safety -----------------------------------------------------------------

# One plain dictionary of strings, so that Django's own setting can take it later.
CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "blob:", *filter(None, [signed_origin()])],
    "connect-src": ["'self'"],
    "font-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CSP}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PLAYGROUND_HTTPS = env.flag("PLAYGROUND_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PLAYGROUND_HTTPS
SECURE_SSL_REDIRECT = PLAYGROUND_HTTPS
# Who asks whether the service is alive asks it directly.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if PLAYGROUND_HTTPS else 0
# Other names of the domain, and lists in browsers, are its owner's to decide about.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if PLAYGROUND_HTTPS else None
)
# ".example.org" stands for all names under it, which are written otherwise here.
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}"
    for host in PLAYGROUND_ALLOWED_HOSTS
]
# Whoever signs in does so anew after these days; the local person never has to.
PLAYGROUND_SESSION_DAYS = env.integer("PLAYGROUND_SESSION_DAYS", 30, low=1, high=365)
SESSION_COOKIE_AGE = (
    (PLAYGROUND_SESSION_DAYS if PLAYGROUND_ACCOUNTS else 365) * 24 * 3600
)
SESSION_COOKIE_SAMESITE = "Lax"
COOKIE_PREFIX = cookie_prefix(https=PLAYGROUND_HTTPS, path=PLAYGROUND_PATH_PREFIX)
SESSION_COOKIE_NAME = cookie_name("session", PLAYGROUND_PORT, SECRET_KEY, COOKIE_PREFIX)
CSRF_COOKIE_NAME = cookie_name("csrf", PLAYGROUND_PORT, SECRET_KEY, COOKIE_PREFIX)
# Pages bring the token themselves.
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{PLAYGROUND_PATH_PREFIX}/"
CSRF_FAILURE_VIEW = "playground.core.plain_pages.csrf_refused"
globals().update(mail())

PLAYGROUND_LOG = env.choice("PLAYGROUND_LOG", "text", ("text", "json"))
PLAYGROUND_METRICS_TOKEN = env.secret("PLAYGROUND_METRICS_TOKEN")

LOGGING = logging_settings(PLAYGROUND_LOG)
