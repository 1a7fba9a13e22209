"""What goes away after something was started is not told as nothing started."""

import pytest
from django.db import OperationalError

from playground.library.models import Generation
from playground.studio.views import submitting
from tests.pages import GOOD, HTMX

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("once", ["", "a-number"])
def test_a_database_that_goes_after_the_start_leads_to_the_run(
    client, owner, monkeypatch, once
):
    def away(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(submitting, "with_card_parts", away)
    sent = {**GOOD, "once": once}
    answer = client.post("/generations/", sent, headers=HTMX)
    made = Generation.objects.get()
    assert answer.headers["HX-Redirect"] == made.get_absolute_url()
