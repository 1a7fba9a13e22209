"""Reading the page of the gallery."""

import datetime

from bs4 import BeautifulSoup
from django.utils import timezone

from playground.library.models import Image

URL = "/gallery/"


def page_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def codes_of(response):
    return [tile["data-code"] for tile in page_of(response).select(".tile")]


def made_at(kept, *moment):
    when = datetime.datetime(*moment, tzinfo=timezone.get_current_timezone())
    Image.objects.filter(pk=kept.pk).update(created_at=when)
