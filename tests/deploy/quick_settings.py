"""The product's own settings, except that a wrong password costs next to nothing."""

from playground.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
