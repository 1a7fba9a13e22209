"""Whatever is sent, an answer comes back in the API's shape, and never a 500."""

from typing import Any

import httpx2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulator.conftest import MODEL, VALID_KEY, Raw, picture

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
likely = st.sampled_from(
    [
        "auto",
        "low",
        "png",
        "gif",
        "svg",
        "transparent",
        "1024x1024",
        "9x9",
        "gpt-image-1.5",
        "gpt-image-2.6-flare",
        MODEL,
        "gpt-5",
        "image_generation",
        "data:image/png;base64,AAAA",
        0,
        1,
        3,
        17,
        True,
        False,
    ]
)
names = st.sampled_from(
    [
        "model",
        "prompt",
        "size",
        "quality",
        "n",
        "stream",
        "output_format",
        "output_compression",
        "background",
        "moderation",
        "partial_images",
        "input_fidelity",
        "complexity",
        "frame_count",
        "frame_duration_ms",
        "svg",
        "user",
        "safety_identifier",
        "images",
        "mask",
        "markup",
        "input",
        "tools",
        "tool_choice",
        "instructions",
        "metadata",
        "previous_response_id",
        "store",
        "max_output_tokens",
        "bogus",
    ]
)
value = likely | anything
tool = st.fixed_dictionaries(
    {"type": st.just("image_generation")},
    optional={
        "model": value,
        "action": value,
        "input_image_mask": value,
        "size": value,
    },
)
part = st.fixed_dictionaries(
    {"type": st.sampled_from(["input_text", "input_image", "output_text"]) | anything},
    optional={"text": value, "image_url": value, "file_id": value},
)
item = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["message", "image_generation_call", "item_reference"])
        | anything,
        "role": st.sampled_from(["user", "assistant"]) | anything,
        "content": st.text(max_size=5) | st.lists(part, max_size=2) | anything,
        "id": value,
        "result": value,
    },
)
body = st.fixed_dictionaries(
    {
        "model": st.sampled_from([MODEL, "gpt-image-1.5", "gpt-5"]) | value,
        "prompt": st.text(min_size=1, max_size=5) | value,
    }
) | st.dictionaries(names, value, max_size=6)
exchange = st.fixed_dictionaries(
    {"model": st.just("gpt-5") | value},
    optional={
        "input": st.text(max_size=5) | st.lists(item, max_size=2) | anything,
        "tools": st.lists(tool, max_size=2) | anything,
        "tool_choice": value,
        "stream": value,
        "metadata": value,
        "previous_response_id": value,
    },
)
relaxed = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def check(answer: httpx2.Response) -> None:
    # An empty mask object is the one request that the real API fails on, too.
    if answer.status_code == 500:
        assert b'"input_image_mask"' in answer.request.content
        return
    assert answer.status_code == 400
    assert list(answer.json()["error"])[:4] == ["message", "type", "param", "code"]


@relaxed
@given(extra=st.dictionaries(names, value, max_size=4), base=body)
def test_no_generation_makes_it_fail(raw: Raw, extra: Any, base: Any) -> None:
    check(raw.generate(VALID_KEY, **{**base, **extra}))


@relaxed
@given(base=body, images=value | st.lists(value, max_size=2))
def test_no_json_edit_makes_it_fail(raw: Raw, base: Any, images: Any) -> None:
    check(raw.post("/v1/images/edits", {**base, "images": images}, key=VALID_KEY))


@relaxed
@given(base=exchange)
def test_no_exchange_makes_it_fail(raw: Raw, base: Any) -> None:
    check(raw.respond(VALID_KEY, **base))


@relaxed
@given(
    texts=st.dictionaries(
        names | st.sampled_from(["svg[model]", "svg[", "][", "svg[a][b]"]),
        st.text(max_size=8) | st.sampled_from(["1", "true", MODEL, "low", "auto"]),
        max_size=5,
    ),
    parts=st.lists(
        st.tuples(
            st.sampled_from(["image", "image[]", "mask", "markup", "bogus"]),
            st.binary(max_size=40) | st.just(picture()),
            st.sampled_from(["image/png", "image/jpeg", "text/plain"]),
        ),
        max_size=3,
    ),
)
def test_no_form_makes_it_fail(raw: Raw, texts: Any, parts: Any) -> None:
    files = [(name, ("a", data, media_type)) for name, data, media_type in parts]
    # Without a file the client would not send a form.
    files.append(("image[]", ("a", b"", "image/png")))
    check(raw.edit(files, VALID_KEY, **texts))


def test_half_a_character_does_no_harm(raw: Raw) -> None:
    half = "A \ud83e fox\0"
    tools = [{"type": "image_generation", "model": MODEL, "quality": "low"}]
    answers = [
        raw.generate(prompt=half, model=MODEL, quality="low", user=half),
        raw.respond(model="gpt-5", input=half, tools=tools, instructions=half),
    ]
    assert [answer.status_code for answer in answers] == [200, 200]

    items = [{"type": "item_reference", "id": f"ig_{half}"}]
    check(raw.respond(model="gpt-5", input=items))
    check(raw.respond(model="gpt-5", input=half, previous_response_id=half))
    check(raw.generate(prompt="A fox", model=half))


@relaxed
@given(content=st.binary(max_size=200), boundary=st.sampled_from(["x", "", "ä"]))
def test_no_bytes_make_it_fail(raw: Raw, content: bytes, boundary: str) -> None:
    form = f"multipart/form-data; boundary={boundary}".encode("latin-1")
    for path, content_type in (
        ("/v1/images/generations", b"application/json"),
        ("/v1/images/edits", form.decode("ascii", "ignore").encode()),
        ("/v1/responses", b"text/plain"),
    ):
        answer = raw.post(
            path, content=content, headers={"Content-Type": content_type.decode()}
        )
        check(answer)
