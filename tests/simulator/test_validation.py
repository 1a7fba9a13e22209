"""What is refused, in which words, and in which order."""

import json

import pytest

from tests.simulator.conftest import MODEL, VALID_CODE, VALID_KEY

GOOD = {"model": MODEL, "prompt": "A fox"}
PLAIN = "invalid_request_error"
OURS = "image_generation_user_error"


def refusal(raw, **body):
    """Return type, param, code and message of the answer to a generation."""
    answer = raw.generate(key=VALID_KEY, **body)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert list(answer.json()) == ["error"]
    assert list(error)[:4] == ["message", "type", "param", "code"]
    assert answer.content == json.dumps(answer.json(), indent=2).encode()
    return error["type"], error["param"], error["code"], error["message"]


def invalid_type(param, expected, got):
    message = f"Invalid type for '{param}': expected {expected}, but got {got} instead."
    return PLAIN, param, "invalid_type", message


def missing(param):
    message = f"Missing required parameter: '{param}'."
    return PLAIN, param, "missing_required_parameter", message


def unknown(param):
    return PLAIN, param, "unknown_parameter", f"Unknown parameter: '{param}'."


def below(param, low, got):
    message = (
        f"Invalid '{param}': integer below minimum value. "
        f"Expected a value >= {low}, but got {got} instead."
    )
    return PLAIN, param, "integer_below_min_value", message


def above(param, high, got):
    message = (
        f"Invalid '{param}': integer above maximum value. "
        f"Expected a value <= {high}, but got {got} instead."
    )
    return PLAIN, param, "integer_above_max_value", message


def no_model(name):
    return OURS, "model", "invalid_value", f"The model '{name}' does not exist."


def bad_size(size, reason):
    return OURS, "size", "invalid_value", f"Invalid size '{size}'. {reason}"


def not_among(param, value, options):
    message = f"Invalid value: '{value}'. Supported values are: {options}."
    return PLAIN, param, "invalid_value", message


VERBATIM = [
    # The model
    ({"model": None}, invalid_type("model", "a string", "null")),
    ({"model": 123}, invalid_type("model", "a string", "an integer")),
    ({"model": 1.5}, invalid_type("model", "a string", "a decimal number")),
    ({"model": True}, invalid_type("model", "a string", "a boolean")),
    ({"model": {}}, invalid_type("model", "a string", "an object")),
    ({"model": []}, invalid_type("model", "a string", "an array")),
    ({"model": "dall-e-2"}, no_model("dall-e-2")),
    ({"model": "gpt-image-1"}, no_model("gpt-image-1")),
    ({"model": ""}, no_model("")),
    # The prompt
    ({"prompt": None}, invalid_type("prompt", "a string", "null")),
    ({"prompt": 123}, invalid_type("prompt", "a string", "an integer")),
    (
        {"prompt": ""},
        (
            PLAIN,
            "prompt",
            "empty_string",
            "Invalid 'prompt': empty string. Expected a string with minimum length 1, "
            "but got an empty string instead.",
        ),
    ),
    (
        {"prompt": "x" * 32_001},
        (
            PLAIN,
            "prompt",
            "string_above_max_length",
            "Invalid 'prompt': string too long. Expected a string with maximum length "
            "32000, but got a string with length 32001 instead.",
        ),
    ),
    # Numbers
    ({"n": 0}, below("n", 1, 0)),
    ({"n": 11}, above("n", 10, 11)),
    ({"n": 1.5}, invalid_type("n", "an integer", "a decimal number")),
    ({"n": "2"}, invalid_type("n", "an integer", "a string")),
    ({"n": True}, invalid_type("n", "an integer", "a boolean")),
    ({"output_compression": 101}, above("output_compression", 100, 101)),
    ({"output_compression": -1}, below("output_compression", 0, -1)),
    (
        {"output_compression": "50"},
        invalid_type("output_compression", "an integer", "a string"),
    ),
    ({"partial_images": 4}, above("partial_images", 3, 4)),
    ({"partial_images": -1}, below("partial_images", 0, -1)),
    # Words
    (
        {"model": "gpt-image-2", "quality": "ultra"},
        not_among("quality", "ultra", "'low', 'medium', 'high', and 'auto'"),
    ),
    (
        {"model": "gpt-image-2", "quality": ""},
        not_among("quality", "", "'low', 'medium', 'high', and 'auto'"),
    ),
    (
        {"quality": "ultra"},
        not_among(
            "quality",
            "ultra",
            "'low', 'medium', 'high', 'xhigh', 'max', and 'auto'",
        ),
    ),
    (
        {"model": "gpt-image-2", "quality": 1},
        invalid_type(
            "quality", "one of 'low', 'medium', 'high', or 'auto'", "an integer"
        ),
    ),
    (
        {"output_format": "bmp"},
        not_among("output_format", "bmp", "'png', 'webp', and 'jpeg'"),
    ),
    (
        {"moderation": "none"},
        not_among("moderation", "none", "'auto' and 'low'"),
    ),
    (
        {"background": "red"},
        not_among("background", "red", "'transparent', 'opaque', and 'auto'"),
    ),
    ({"stream": "yes"}, invalid_type("stream", "a boolean", "a string")),
    # Sizes
    (
        {"model": "gpt-image-1.5", "size": "512x512"},
        bad_size(
            "512x512",
            "Supported sizes are 1024x1024, 1024x1536, 1536x1024, and auto.",
        ),
    ),
    (
        {"size": "bogus"},
        bad_size("bogus", "Expected WIDTHxHEIGHT, for example '1824x1024'."),
    ),
    (
        {"size": "0x0"},
        bad_size("0x0", "Expected WIDTHxHEIGHT, for example '1824x1024'."),
    ),
    (
        {"size": "9x9"},
        bad_size("9x9", "Width and height must both be divisible by 16."),
    ),
    (
        {"size": "3856x1600"},
        bad_size("3856x1600", "The longest edge must be less than or equal to 3840."),
    ),
    (
        {"size": "512x512"},
        bad_size(
            "512x512", "Requested resolution is below the current minimum pixel budget."
        ),
    ),
    (
        {"size": "3840x3840"},
        bad_size("3840x3840", "Requested resolution exceeds the current pixel budget."),
    ),
    ({"size": 123}, invalid_type("size", "a string", "an integer")),
    # Keys
    ({"response_format": None}, unknown("response_format")),
    ({"style": "vivid"}, unknown("style")),
    ({"mask": "x"}, unknown("mask")),
    ({"images": []}, unknown("images")),
    ({"input_fidelity": "high"}, unknown("input_fidelity")),
    # Two parameters together
    (
        {"background": "transparent", "output_format": "jpeg"},
        (
            OURS,
            "background",
            "invalid_value",
            "Transparent background is not supported for JPEG output format",
        ),
    ),
    (
        {"output_compression": 50},
        (
            OURS,
            None,
            "invalid_png_output_compression",
            "Compression less than 100 is not supported for PNG output format",
        ),
    ),
]


@pytest.mark.parametrize(("change", "expected"), VERBATIM, ids=lambda v: str(v)[:60])
def test_what_is_wrong_is_said_as_the_api_says_it(raw, change, expected):
    assert refusal(raw, **{**GOOD, **change}) == expected


def test_a_missing_parameter_is_named(raw):
    assert refusal(raw, prompt="A fox") == missing("model")
    assert refusal(raw, model=MODEL) == missing("prompt")


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "   "},
        {"prompt": "x" * 32_000},
        {"user": 123},
        {"output_compression": 100},
        {"size": "3840x2160"},
        {"size": "1440x480"},
        dict.fromkeys(
            ("n", "output_compression", "partial_images", "quality", "size", "stream")
        ),
    ],
)
def test_what_the_api_accepts_is_accepted(raw, change):
    answer = raw.generate(key=VALID_KEY, **{**GOOD, **change})

    assert answer.json()["error"]["code"] == VALID_CODE


def test_faults_are_found_in_the_apis_order(raw):
    faults = {
        "model": "nonsense",
        "bogus": 1,
        "prompt": "",
        "n": 0,
        "quality": "ultra",
        "output_compression": 101,
        "size": "bogus",
    }
    good = {**GOOD, "n": 1, "quality": "low", "output_compression": 100, "size": "auto"}
    body = dict(faults)
    found = []
    for name in faults:
        found.append(refusal(raw, **body)[1])
        if name in good:
            body[name] = good[name]
        else:
            del body[name]

    assert found == list(faults)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b'{"n": NaN}', b"\xff\xfe", b"[" * 200_000],
)
def test_a_body_that_is_no_json_object_is_refused(raw, content):
    answer = raw.post(
        "/v1/images/generations",
        content=content,
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == PLAIN


GIF = {"model": "gpt-image-2.6-flare", "prompt": "A fox", "output_format": "gif"}
SVG = {**GIF, "output_format": "svg"}


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({**GOOD, "output_format": "gif"}, "output_format"),
        ({**GOOD, "frame_count": 4}, "frame_count"),
        ({**GOOD, "svg": {"model": "gpt-5"}}, "svg"),
        ({**GOOD, "complexity": "high"}, "complexity"),
        ({**GIF, "complexity": "extreme"}, "complexity"),
        ({**GIF, "frame_count": 17}, "frame_count"),
        ({**GIF, "frame_duration_ms": 0}, "frame_duration_ms"),
        ({**GIF, "stream": True}, "stream"),
        ({**GIF, "partial_images": 1}, "partial_images"),
        ({**GIF, "output_compression": 50}, "output_compression"),
        ({**GIF, "background": "transparent"}, "background"),
        ({**GIF, "size": "1024x1024"}, "size"),
        ({**SVG, "n": 2}, "n"),
        ({**SVG, "stream": True}, "stream"),
        ({**SVG, "output_compression": 100}, "output_compression"),
        ({**SVG, "svg": {}}, "svg.model"),
        ({**SVG, "svg": {"model": 1}}, "svg.model"),
        ({**SVG, "svg": {"model": "gpt-5", "x": 1}}, "svg.x"),
        (
            {**SVG, "svg": {"model": "gpt-5", "reasoning": {"effort": "huge"}}},
            "svg.reasoning.effort",
        ),
    ],
)
def test_the_rules_of_moving_and_drawn_pictures_hold(raw, body, param):
    assert refusal(raw, **body)[1] == param


def test_an_identifier_has_a_longest_length(raw):
    found = refusal(raw, **GOOD, safety_identifier="x" * 129)

    assert found[1:3] == ("safety_identifier", "string_above_max_length")
