import copy
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from openai.types.image_model import ImageModel

from playground.catalog import CatalogError, catalog, permissive
from playground.catalog.load import load_models, read_toml
from playground.catalog.load_prices import load_prices

TODAY = date(2026, 11, 21)
LAST_DAY = date(2026, 11, 30)
SHUTDOWN = date(2026, 12, 1)


def ids(day: date, provider: str = "openai") -> list[str]:
    return [model.id for model in catalog().offered(day, provider)]  # type: ignore[arg-type]


def test_every_model_of_the_sdk_is_in_the_catalogue():
    assert set(get_args(ImageModel)) <= set(catalog().models)


def test_models_of_today_start_with_the_newest_flagship():
    assert ids(TODAY)[:3] == [
        "gpt-image-2.6-sunburst",
        "gpt-image-2.6-flare",
        "gpt-image-2.5-sunburst",
    ]


def test_snapshots_come_last():
    snapshots = [catalog().models[name].snapshot_of is not None for name in ids(TODAY)]
    assert snapshots == sorted(snapshots)


@pytest.mark.parametrize("name", ["gpt-image-1", "dall-e-2", "dall-e-3"])
def test_a_model_that_is_gone_is_offered_nowhere(name: str):
    model = catalog().models[name]
    assert model.state(TODAY) == "gone"
    assert model.successor == "gpt-image-2.5-sunburst"
    for provider in ("openai", "compatible", "simulator"):
        assert name not in ids(TODAY, provider)


@pytest.mark.parametrize(
    "name", ["gpt-image-1.5", "chatgpt-image-latest", "gpt-image-1-mini"]
)
def test_a_model_works_until_the_day_before_its_shutdown(name: str):
    model = catalog().models[name]
    assert model.state(LAST_DAY) == "stopping"
    assert model.callable_on(LAST_DAY)
    assert model.days_left(LAST_DAY) == 1
    assert model.state(SHUTDOWN) == "gone"
    assert not model.callable_on(SHUTDOWN)
    assert model.days_left(SHUTDOWN) == 0


@pytest.mark.parametrize(
    "name", ["gpt-image-1.5", "chatgpt-image-latest", "gpt-image-1-mini"]
)
@pytest.mark.parametrize("provider", ["compatible", "simulator"])
def test_the_legacy_models_live_on_elsewhere(name: str, provider: str):
    assert name in ids(SHUTDOWN, provider)


def test_a_model_does_not_exist_before_its_release():
    model = catalog().models["gpt-image-2.6-flare"]
    assert model.state(date(2026, 11, 3)) == "upcoming"
    assert model.state(date(2026, 11, 4)) == "current"
    assert model.id not in ids(date(2026, 11, 3), "simulator")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), "gpt-image-1.5"),
        (date(2026, 5, 1), "gpt-image-2"),
        (date(2026, 9, 8), "gpt-image-2.5-sunburst"),
        (TODAY, "gpt-image-2.5-sunburst"),
        (date(2027, 1, 1), "gpt-image-2.5-sunburst"),
    ],
)
def test_the_default_is_the_newest_flagship_that_is_known_completely(
    day: date, expected: str
):
    assert catalog().default_model(day, "openai").id == expected


def test_the_default_can_be_overridden():
    chosen = catalog().default_model(TODAY, "openai", "gpt-image-2.6-flare")
    assert chosen.id == "gpt-image-2.6-flare"


def test_an_override_that_cannot_be_called_is_passed_over():
    for name in ("gpt-image-1", "no-such-model"):
        chosen = catalog().default_model(TODAY, "openai", name)
        assert chosen.id == "gpt-image-2.5-sunburst"


def test_a_compatible_server_may_have_models_nobody_knows():
    chosen = catalog().default_model(TODAY, "compatible", "sd-cpp-local")
    assert (chosen.id, chosen.completeness) == ("sd-cpp-local", "unknown")
    assert catalog().resolve("sd-cpp-local", "openai") is None
    assert chosen.custom_size
    assert chosen.custom_size.fault(512, 512) is None


def test_2_6_is_known_in_part_and_says_so():
    for name in ("gpt-image-2.6-sunburst", "gpt-image-2.6-flare"):
        model = catalog().models[name]
        assert model.completeness == "partial"
        assert {"input_fidelity", "output_tokens", "batch_price"} <= set(model.unknown)
        assert catalog().price(name, TODAY)
        assert catalog().output_tokens(name, "1024x1024", "high") is None


@pytest.mark.parametrize(
    ("frames", "edge"), [(2, 960), (9, 960), (10, 816), (12, 816), (13, 720), (16, 720)]
)
def test_the_largest_gif_frame_follows_the_number_of_frames(frames: int, edge: int):
    gif = catalog().models["gpt-image-2.6-flare"].gif
    assert gif
    assert gif.largest_square(frames, 16) == edge


def test_prices_hold_from_their_day_on():
    assert catalog().price("gpt-image-2.5-flare", date(2026, 9, 7)) is None
    price = catalog().price("gpt-image-2.5-flare", date(2026, 9, 8))
    assert price
    assert price.image_out == Decimal("30.00")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gpt-image-2.6-sunburst", "5.00 1.25 8.00 2.00 30.00 None"),
        ("gpt-image-2.6-flare", "5.00 1.25 8.00 2.00 30.00 None"),
        ("gpt-image-2.5-sunburst", "5.00 1.25 8.00 2.00 30.00 None"),
        ("gpt-image-2", "5.00 1.25 8.00 2.00 30.00 None"),
        ("gpt-image-1.5", "5.00 1.25 8.00 2.00 32.00 10.00"),
        ("chatgpt-image-latest", "5.00 1.25 8.00 2.00 32.00 10.00"),
        ("gpt-image-1-mini", "2.00 0.20 2.50 0.25 8.00 None"),
        ("gpt-image-1", "5.00 1.25 10.00 2.50 40.00 None"),
    ],
)
def test_standard_rates(name: str, expected: str):
    row = catalog().price(name, TODAY)
    assert row
    rates = (
        row.text_in,
        row.text_cached_in,
        row.image_in,
        row.image_cached_in,
        row.image_out,
        row.text_out,
    )
    assert " ".join(map(str, rates)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gpt-image-2.5-sunburst", "2.50 0.625 4.00 1.00 15.00 None"),
        ("gpt-image-2", "2.50 0.625 4.00 1.00 15.00 None"),
        ("gpt-image-1.5", "2.50 0.63 4.00 1.00 16.00 5.00"),
        ("gpt-image-1-mini", "1.00 0.10 1.25 0.13 4.00 None"),
        ("gpt-image-1", "2.50 0.63 5.00 1.25 20.00 None"),
    ],
)
def test_batch_rates(name: str, expected: str):
    row = catalog().price(name, TODAY)
    assert row
    assert row.batch
    batch = row.batch
    rates = (
        batch.text_in,
        batch.text_cached_in,
        batch.image_in,
        batch.image_cached_in,
        batch.image_out,
        batch.text_out,
    )
    assert " ".join(map(str, rates)) == expected


def test_2_6_has_no_batch_price():
    row = catalog().price("gpt-image-2.6-flare", TODAY)
    assert row
    assert row.batch is None


def test_every_figure_has_a_source():
    for model in catalog().models.values():
        assert model.facts["exists"].source
        assert all(fact.source for fact in model.facts.values())


def test_a_permissive_model_takes_what_the_api_knows():
    model = permissive("flux")
    assert model.max_n == 10
    assert "svg" in model.all_formats
    assert model.callable_on(TODAY, "compatible")
    assert not model.callable_on(TODAY, "openai")


# --- Strictness --------------------------------------------------------------


@pytest.fixture
def models_toml() -> dict[str, Any]:
    return copy.deepcopy(read_toml("models.toml"))


@pytest.fixture
def prices_toml() -> dict[str, Any]:
    return copy.deepcopy(read_toml("prices.toml"))


FLARE = "gpt-image-2.5-flare"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("models", FLARE, "famly"), {"value": "2.5"}, "famly: no such fact"),
        (("models", FLARE, "family"), "2.7", "needs a known family"),
        (("models", FLARE, "tier"), "best", "needs a tier"),
        (("models", FLARE, "successor"), "gpt-image-9", "names unknown 'gpt-image-9'"),
        (("models", FLARE, "kept_on"), ["mars"], "no such provider"),
        (("families", "2", "max_n", "value"), "10", "value must be"),
        (("families", "2", "max_n", "value"), True, "value must be"),
        (("families", "2", "max_n", "source"), "hearsay", "no such source: 'hearsay'"),
        (("families", "2", "max_n", "confidence"), "D", "no such confidence: 'D'"),
        (("families", "2", "qualities", "value"), ["ultra"], "unknown values"),
        (("sources", "rumour"), "a friend", "unused sources ['rumour']"),
    ],
)
def test_a_mistake_among_the_models_stops_the_start(
    models_toml: dict[str, Any], path: tuple[str, ...], value: Any, message: str
):
    place = models_toml
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(CatalogError, match=message.replace("[", r"\[")):
        load_models(models_toml)


def test_a_missing_fact_stops_the_start(models_toml: dict[str, Any]):
    del models_toml["families"]["2"]["mask"]
    with pytest.raises(CatalogError, match="mask"):
        load_models(models_toml)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("price", 0, "standard", "image_out"), 30, "image_out must be dollars"),
        (("price", 0, "standard", "image_uot"), Decimal(3), "unknown keys"),
        (("price", 1, "version"), "2.6-sunburst from 2026-11-04", "its own version"),
        (("price", 0, "models"), ["gpt-image-9"], "unknown models"),
        (("price", 0, "models"), ["gpt-image-2.6-flare"], "must follow each other"),
        (("per_image", 0, "low", "1024"), Decimal("0.1"), "must be a size"),
        (("output_tokens", 0, "table"), {"low": {}}, "one of table, formula, unknown"),
        (("output_tokens", 0, "models"), ["gpt-image-2"], "stands there twice"),
        (("input_image_tokens", 0, "source"), "hearsay", "no such source"),
    ],
)
def test_a_mistake_among_the_prices_stops_the_start(
    prices_toml: dict[str, Any], path: tuple[Any, ...], value: Any, message: str
):
    place: Any = prices_toml
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(CatalogError, match=message):
        load_prices(prices_toml, catalog().models)


def test_a_complete_model_without_a_price_stops_the_start(prices_toml: dict[str, Any]):
    prices_toml["price"] = [
        row for row in prices_toml["price"] if "gpt-image-2" not in row["models"]
    ]
    with pytest.raises(CatalogError, match="gpt-image-2: has no price"):
        load_prices(prices_toml, catalog().models)
