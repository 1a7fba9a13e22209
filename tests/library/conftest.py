"""What several modules of this folder begin with."""

from decimal import Decimal

import pytest

from playground.library.models import Image
from playground.library.search import matching
from playground.library.search.documents import documents_write
from tests import factories
from tests.library.searching import make


@pytest.fixture(params=[1000, 0], ids=["few", "many"])
def few(request, monkeypatch):
    """Both ways to the same answer: by keys, and along an index."""
    monkeypatch.setattr(matching, "FEW", request.param)


@pytest.fixture
def gallery(owner):
    """Some pictures that differ in most of what can be asked for."""
    made = {
        "fox": make(prompt="a red fox", quality="high", pixels=(64, 48)),
        "low": make(prompt="a red fox", quality="low", pixels=(48, 64)),
        "owl": make(
            prompt="an owl",
            quality="max",
            model="gpt-image-2",
            pixels=(50, 50),
            format="webp",
            cost_usd=Decimal("0.21"),
            duration_ms=42_000,
        ),
        "cat": make(
            prompt="a cat",
            route="responses",
            background="transparent",
            alpha=True,
            cost_usd=None,
            duration_ms=None,
        ),
    }
    child = make(
        prompt="a red fox", quality="medium", parent=made["fox"], pixels=(64, 48)
    )
    made["child"] = child
    factories.source(generation=made["cat"].generation, name="Skizze Löwe.png")
    factories.source(generation=made["cat"].generation, role="mask")
    documents_write(Image.objects.all())
    return made
