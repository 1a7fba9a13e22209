"""Reading the page of the gallery."""

import datetime

from django.utils import timezone

from playground.library.models import Image
from tests.pages import page_of

URL = "/gallery/"


def codes_of(response):
    return [tile["data-code"] for tile in page_of(response).select(".tile")]


def made_at(kept, *moment):
    when = datetime.datetime(*moment, tzinfo=timezone.get_current_timezone())
    Image.objects.filter(pk=kept.pk).update(created_at=when)
