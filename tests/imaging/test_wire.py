"""What goes out is what the SDK's own types describe, and nothing else."""

import typing

import pytest
import typing_extensions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai.types import image_edit_params, image_generate_params
from openai.types.responses import response_create_params, tool_param
from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from playground.imaging import wire
from playground.imaging.parameters import PARAMETERS, Parameter, Wire
from playground.imaging.parameters.documents import documented
from playground.imaging.request import DEFAULTS, FIELDS, ImageRequest
from tests.parameters import declared

FILE = ("a.png", b"x", "image/png")
FULL = ImageRequest(
    prompt="a fox",
    model="gpt-image-2.5-flare",
    size="1536x864",
    quality="xhigh",
    output_format="webp",
    output_compression=80,
    background="transparent",
    moderation="low",
    n=3,
    partial_images=2,
    input_fidelity="high",
    complexity="high",
    frame_count=4,
    frame_duration_ms=100,
    svg_model="gpt-5",
    svg_effort="low",
    safety_identifier="abc",
    responses_model="gpt-5",
    action="edit",
    sources=("s1", "s2"),
    mask="m",
    markup="k",
    previous="p",
)
SUPPLIED = {
    "generations": {},
    "edits": {"sources": [FILE, FILE], "mask": FILE, "markup": FILE},
    "responses": {
        "sources": ["data:image/png;base64,eA==", "data:image/png;base64,eQ=="],
        "mask": "data:image/png;base64,eA==",
        "previous": "resp_1",
        "responses_model": "gpt-5",
    },
}
ENDPOINTS = ("generations", "edits", "responses")


def _strict(kind):
    """Return a checker for one of the SDK's types that refuses unknown keys."""
    hints = typing.get_type_hints(kind, include_extras=True)
    exact = TypedDict(f"Exact{kind.__name__}", hints, total=False)
    exact.__pydantic_config__ = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    return TypeAdapter(exact)


GENERATE = {
    True: _strict(image_generate_params.ImageGenerateParamsStreaming),
    False: _strict(image_generate_params.ImageGenerateParamsNonStreaming),
}
EDIT = {
    True: _strict(image_edit_params.ImageEditParamsStreaming),
    False: _strict(image_edit_params.ImageEditParamsNonStreaming),
}
INPUT = TypeAdapter(response_create_params.ResponseInputParam)
TOOL = _strict(tool_param.ImageGeneration)
RESPONSE_KEYS = set(
    typing.get_type_hints(response_create_params.ResponseCreateParamsStreaming)
)


def _check(endpoint, arguments):
    stream = "stream" in arguments
    if endpoint == "generations":
        GENERATE[stream].validate_python(arguments)
    elif endpoint == "edits":
        extra = arguments.pop("extra_body", {})
        assert set(extra) <= {"moderation"}
        EDIT[stream].validate_python(arguments)
    else:
        assert set(arguments) <= RESPONSE_KEYS
        for tool in arguments["tools"]:
            TOOL.validate_python(tool)
        INPUT.validate_python(arguments["input"])


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_everything_at_once_fits_the_types_of_the_sdk(endpoint):
    _check(endpoint, wire.arguments(FULL, endpoint, SUPPLIED[endpoint]))


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_check_itself_would_notice_a_wrong_name(endpoint):
    arguments = wire.arguments(FULL, endpoint, SUPPLIED[endpoint])
    place = arguments["tools"][0] if endpoint == "responses" else arguments
    place["qualty"] = "low"
    with pytest.raises((ValidationError, AssertionError)):
        _check(endpoint, arguments)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@settings(
    deadline=None,
    max_examples=50,
    # The fixtures of all tests change nothing here.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_selection_of_settings_fits_too(endpoint, data):
    names = data.draw(st.sets(st.sampled_from(sorted(DEFAULTS))))
    if "svg_effort" in names:  # The rules hold that an effort needs a model.
        names.add("svg_model")
    request = ImageRequest(
        prompt="a fox",
        model="gpt-image-2",
        **{name: getattr(FULL, name) for name in names},
    )
    _check(endpoint, wire.arguments(request, endpoint, SUPPLIED[endpoint]))


def test_every_field_is_declared_once():
    assert sorted(PARAMETERS) == sorted(FIELDS)


HINTS = {
    "generations": typing.get_type_hints(
        image_generate_params.ImageGenerateParamsStreaming
    ),
    "edits": typing.get_type_hints(image_edit_params.ImageEditParamsStreaming),
    "responses": typing.get_type_hints(
        response_create_params.ResponseCreateParamsStreaming
    ),
    "tools": typing.get_type_hints(tool_param.ImageGeneration),
}


def _inside(hint):
    """Return the keys of the typed dictionary that a hint holds, if it holds one."""
    if typing_extensions.is_typeddict(hint):
        return typing.get_type_hints(hint)
    found = {}
    for part in typing.get_args(hint):
        found |= _inside(part)
    return found


def _is_known(endpoint, path):
    steps = [step for step in path.split(".") if not step.isdigit()]
    if steps[0] == "input":
        return True  # Held by the test of everything at once.
    hints = HINTS[endpoint]
    if steps[0] == "extra_body":
        return steps[1] not in hints
    if steps[0] == "tools":
        hints, steps = HINTS["tools"], steps[1:]
    for step in steps:
        if step not in hints:
            return False
        hints = _inside(hints[step])
    return True


def _unknown_paths():
    return [
        f"{name}: {path} on {endpoint}"
        for name, parameter in PARAMETERS.items()
        for endpoint in ENDPOINTS
        if (path := parameter.wire.path(endpoint)) and not _is_known(endpoint, path)
    ]


def test_the_package_knows_every_path():
    assert _unknown_paths() == []


def test_a_path_that_the_package_does_not_know_is_named():
    wire = Wire(generations="mood", edits="svg.mood", responses="tools.0.svg.mood")
    mood = Parameter(name="mood", label="Mood", kind="choice", wire=wire)
    with declared(mood):
        assert _unknown_paths() == [
            "mood: mood on generations",
            "mood: svg.mood on edits",
            "mood: tools.0.svg.mood on responses",
        ]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_only_what_was_chosen_goes_out(endpoint):
    request = ImageRequest(prompt="a fox", model="gpt-image-2", size="auto", n=1)
    supplied = {
        "sources": SUPPLIED[endpoint].get("sources"),
        "responses_model": "gpt-5",
    }
    arguments = wire.arguments(request, endpoint, supplied)
    expected = {
        "generations": {"prompt", "model"},
        "edits": {"prompt", "model", "image"},
        "responses": {"model", "input", "tools"},
    }
    assert set(arguments) == expected[endpoint]
    if endpoint == "responses":
        assert arguments["tools"] == [
            {"type": "image_generation", "model": "gpt-image-2"}
        ]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_path_of_the_table_is_where_the_value_goes(endpoint):
    arguments = wire.arguments(FULL, endpoint, SUPPLIED[endpoint])
    for name, parameter in PARAMETERS.items():
        if not parameter.wire.path(endpoint):
            continue
        place = arguments
        for step in parameter.wire.path(endpoint).split("."):
            place = place[int(step)] if step.isdigit() else place[step]
        if not parameter.is_supplied:
            assert place == getattr(FULL, name), name
        else:
            assert place


def test_asking_for_previews_means_streaming_and_nothing_else_does():
    request = ImageRequest(prompt="a fox", model="gpt-image-2")
    previews = request.changed(partial_images=2)
    assert "stream" not in wire.arguments(request, "generations")
    assert wire.arguments(previews, "generations")["stream"] is True
    assert wire.arguments(previews, "responses")["tools"][0]["partial_images"] == 2
    quiet = wire.arguments(previews, "generations", stream=False)
    assert not {"stream", "partial_images"} & set(quiet)


def test_the_table_in_the_documentation_is_the_declarations(request):
    text = (request.config.rootpath / "docs" / "requests.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows == [documented(each) for each in PARAMETERS.values()]
