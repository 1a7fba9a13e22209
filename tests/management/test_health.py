"""Health, as a probe beside the service asks for it."""

import pytest

pytestmark = pytest.mark.django_db


def test_health_is_told_without_https_too(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code in (200, 503)
    assert client.get("/").status_code == 301
    assert client.get("/healthz/more").status_code == 301
