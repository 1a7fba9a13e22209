"""A disk that takes nothing more."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from playground.library.models import Generation
from tests.pages import GOOD


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_takes_nothing_is_told_on_a_page():
    client = Client(raise_request_exception=False)
    client.get("/")
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone can be told to refuse what is written")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=1")
        try:
            response = client.post(reverse("studio:submit"), GOOD)
        finally:
            cursor.execute("PRAGMA query_only=0")

    assert response.status_code == 503
    assert "Nothing can be stored" in response.content.decode()
    assert Generation.objects.count() == 0
