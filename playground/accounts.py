"""Settings of accounts: django-allauth, and who comes in through whom.

Read by ``playground.settings``. The parts are installed whether or not accounts are on,
so that turning them on needs no migration; without accounts none of their addresses
answers (see ``people.middleware``).
"""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from playground import env

PLAYGROUND_ACCOUNTS = env.flag("PLAYGROUND_ACCOUNTS")

# --- Single sign-on -----------------------------------------------------------

PLAYGROUND_OIDC_ISSUER = env.address("PLAYGROUND_OIDC_ISSUER")
PLAYGROUND_OIDC_CLIENT_ID = env.text("PLAYGROUND_OIDC_CLIENT_ID")
PLAYGROUND_OIDC_CLIENT_SECRET = env.secret("PLAYGROUND_OIDC_CLIENT_SECRET")
PLAYGROUND_OIDC_NAME = env.text("PLAYGROUND_OIDC_NAME", "Single sign-on")
PLAYGROUND_OIDC_GROUPS_CLAIM = env.text("PLAYGROUND_OIDC_GROUPS_CLAIM", "groups")
PLAYGROUND_OIDC_JOIN_DOMAINS = [
    domain.lower().lstrip("@") for domain in env.words("PLAYGROUND_OIDC_JOIN_DOMAINS")
]


def _group_roles() -> dict[str, str]:
    """Read ``designers=maker,leads=admin``."""
    found = {}
    for pair in env.words("PLAYGROUND_OIDC_GROUP_ROLES"):
        group, equals, role = (part.strip() for part in pair.rpartition("="))
        if not equals or not group or role not in ("viewer", "maker", "admin"):
            raise ImproperlyConfigured(
                "PLAYGROUND_OIDC_GROUP_ROLES must look like designers=maker,leads=admin, "
                f"with the roles viewer, maker and admin, not {pair!r}."
            )
        found[group] = role
    return found


PLAYGROUND_OIDC_GROUP_ROLES = _group_roles()

if PLAYGROUND_OIDC_ISSUER and not PLAYGROUND_OIDC_CLIENT_ID:
    raise ImproperlyConfigured(
        "PLAYGROUND_OIDC_CLIENT_ID is missing: PLAYGROUND_OIDC_ISSUER is set."
    )

SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if PLAYGROUND_OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": PLAYGROUND_OIDC_NAME,
                "client_id": PLAYGROUND_OIDC_CLIENT_ID,
                "secret": PLAYGROUND_OIDC_CLIENT_SECRET,
                "settings": {"server_url": PLAYGROUND_OIDC_ISSUER},
            }
        ],
    }
SOCIALACCOUNT_ADAPTER = "playground.people.sso.SingleSignOn"
# Who knows a mail address has not proved to be its account's owner.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_AUTO_SIGNUP = True
# By a link: browsers hold where a form leads on to against the page's own policy, which
# cannot know all hosts that an organisation's server hands on to.
SOCIALACCOUNT_LOGIN_ON_GET = True
# The token would be a key to somebody's files elsewhere, and nothing needs it.
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# --- Passwords, second factors, sessions ----------------------------------------

PLAYGROUND_SMTP_URL = env.secret("PLAYGROUND_SMTP_URL")
PLAYGROUND_MAIL_FROM = env.text("PLAYGROUND_MAIL_FROM", "playground@localhost")

ACCOUNT_ADAPTER = "playground.people.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = bool(PLAYGROUND_SMTP_URL)
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.flag("PLAYGROUND_HTTPS") else "http"
# Attempts by address, and wrong passwords by name too, from wherever they come.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "10/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "playground.people.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Image Playground"
# A telephone whose clock is off by half a minute still gets in.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys without TLS on this machine's own name only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.flag("PLAYGROUND_HTTPS")
USERSESSIONS_TRACK_ACTIVITY = True
# A proxy in front tells in X-Forwarded-For who asks.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("PLAYGROUND_HTTPS") else 0

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "studio:index"

ACCOUNT_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]


def mail() -> dict[str, Any]:
    """Return the settings of mail: by SMTP where it is set, else none is sent."""
    if not PLAYGROUND_SMTP_URL:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    refusal = ImproperlyConfigured(
        # The value is not repeated: it holds a password.
        "PLAYGROUND_SMTP_URL must look like smtp://user:password@host:587 or "
        "smtps://user:password@host:465."
    )
    try:
        parts = urlsplit(PLAYGROUND_SMTP_URL)
        port = parts.port
    except ValueError:
        raise refusal from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise refusal
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": PLAYGROUND_MAIL_FROM,
    }
