"""What the rules let through, the simulator accepts, and the other way round."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from playground.catalog import catalog
from playground.imaging import wire
from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import DEFAULTS, ImageRequest
from playground.imaging.rule_types import FileFacts
from tests import rules
from tests.simulator.conftest import DAY, VALID_CODE, VALID_KEY, Raw, mask, picture

models = st.sampled_from([*catalog().models, "gpt-image-9", ""])
edges = st.sampled_from([0, 16, 480, 512, 640, 720, 960, 1000, 1024, 1536, 3840, 3856])
sizes = (
    st.sampled_from(["auto", "1024x1024", "1536x1024", "1024x1536", "huge", "960x960"])
    | st.builds(lambda width, height: f"{width}x{height}", edges, edges)
    | st.builds(
        lambda width, height: f"{width * 16}x{height * 16}",
        st.integers(1, 250),
        st.integers(1, 250),
    )
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


parameters = {
    "prompt": st.sampled_from(["A fox", "", "x" * 32_000, "x" * 32_001]),
    "model": models,
    "size": sizes,
    "quality": st.sampled_from(
        ["auto", "low", "medium", "high", "xhigh", "max", "hd", ""]
    ),
    "output_format": st.sampled_from(["png", "jpeg", "webp", "gif", "svg", "bmp"]),
    "output_compression": maybe(st.sampled_from([-1, 0, 50, 100, 101])),
    "background": st.sampled_from(["auto", "opaque", "transparent", "red"]),
    "moderation": st.sampled_from(["auto", "low", "none"]),
    "partial_images": st.integers(-1, 4),
    "complexity": maybe(st.sampled_from(["low", "medium", "high", "max"])),
    "frame_count": maybe(st.integers(0, 20)),
    "frame_duration_ms": maybe(st.sampled_from([0, 9, 10, 200, 655_350, 655_360])),
    "svg_model": maybe(st.just("gpt-5")),
    "svg_effort": maybe(st.sampled_from(["none", "max", "huge"])),
    "safety_identifier": maybe(st.sampled_from(["me", "x" * 128, "x" * 129])),
}
images = {"n": st.sampled_from([0, 1, 2, 10, 11])}
responses = {"action": maybe(st.sampled_from(["auto", "generate", "draw"]))}


def few(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Return values for a few of the fields: with all of them all would be wrong."""
    return st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in names})
    )


relaxed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
MODELS = st.sampled_from([model.id for model in catalog().offered(DAY, "simulator")])


def request_of(model: str, changes: dict[str, Any], route: str) -> ImageRequest:
    return ImageRequest(
        **{"prompt": "A fox", "model": model, "route": route, **changes}
    )


def refused_by_rules(request: ImageRequest, **files: Any) -> list[str]:
    found = rules.problems(request, day=DAY, provider="simulator", **files)
    return [f"{problem.field}: {problem.message}" for problem in found]


def body_of(request: ImageRequest, endpoint: Any) -> dict[str, Any]:
    """Return the body, with what the route has no field for put in all the same."""
    supplied = {"responses_model": "gpt-5"}
    body = wire.arguments(request, endpoint, supplied)
    for name, parameter in PARAMETERS.items():
        value = getattr(request, name)
        is_ours = name == "route" or parameter.is_supplied
        unsent = not parameter.wire.path(endpoint) and not is_ours
        if unsent and value != DEFAULTS.get(name):
            body[name] = value
    return body


def agree(answer: Any, request: ImageRequest, **files: Any) -> None:
    error = answer.json()["error"]
    refused = refused_by_rules(request, **files)
    accepted = error["code"] == VALID_CODE
    assert accepted == (not refused), (request, refused, error)


@relaxed
@given(model=MODELS, changes=few({**parameters, **images}))
def test_about_new_pictures(raw: Raw, model: str, changes: dict[str, Any]) -> None:
    request = request_of(model, changes, "images")
    body = body_of(request, "generations")
    agree(raw.generate(VALID_KEY, **body), request)


@relaxed
@given(model=MODELS, changes=few({**parameters, **responses}))
def test_about_exchanges(raw: Raw, model: str, changes: dict[str, Any]) -> None:
    # Who says nothing at all on this route gets an answer from the API, too.
    assume(len(changes.get("prompt", "A fox")) in (5, 32_000))
    request = request_of(model, changes, "responses")
    body = body_of(request, "responses")
    agree(raw.respond(VALID_KEY, **body), request)


PICTURES = {
    "png": (picture(), "image/png"),
    "jpeg": (picture(format="JPEG"), "image/jpeg"),
    "gif": (picture(format="GIF"), "image/gif"),
    "mask": (mask(), "image/png"),
    "small mask": (mask((64, 64)), "image/png"),
}


def facts(name: str) -> FileFacts:
    data, media_type = PICTURES[name]
    width, height = (64, 64) if name == "small mask" else (128, 96)
    return FileFacts(
        sha256=name,
        format=media_type.removeprefix("image/"),
        width_px=width,
        height_px=height,
        bytes=len(data),
        has_alpha="mask" in name,
    )


@relaxed
@given(
    model=MODELS,
    changes=few(
        {
            **parameters,
            **images,
            "input_fidelity": maybe(st.sampled_from(["low", "high", "max"])),
            "mask": maybe(st.sampled_from(sorted(PICTURES))),
            "markup": maybe(st.sampled_from(sorted(PICTURES))),
        }
    ),
    sources=st.lists(st.sampled_from(["png", "jpeg"]), min_size=1, max_size=2)
    | st.lists(st.sampled_from(sorted(PICTURES)), min_size=1, max_size=2)
    | st.just(["png"] * 17),
)
def test_about_edits(
    raw: Raw, model: str, changes: dict[str, Any], sources: list[str]
) -> None:
    request = request_of(model, {**changes, "sources": tuple(sources)}, "images")
    body = body_of(request, "edits")
    body.update(body.pop("extra_body", {}))
    svg = body.pop("svg", {})
    if "model" in svg:
        body["svg[model]"] = svg["model"]
    if "reasoning" in svg:
        body["svg[reasoning][effort]"] = svg["reasoning"]["effort"]
    if "stream" in body:
        body["stream"] = "true"
    files = [("image[]", ("a", *PICTURES[name])) for name in sources]
    overlays = {name: changes[name] for name in ("mask", "markup") if changes.get(name)}
    files += [(part, ("a", *PICTURES[name])) for part, name in overlays.items()]
    agree(
        raw.edit(files, VALID_KEY, **body),
        request,
        sources=[facts(name) for name in sources],
        **{part: facts(name) for part, name in overlays.items()},
    )
