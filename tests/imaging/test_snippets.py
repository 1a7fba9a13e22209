"""The call as code is the call: the same body, whatever the prompt holds."""

import base64
import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from playground.imaging.outcome import InputFiles
from playground.imaging.provider import Provider
from playground.imaging.request import ImageRequest
from playground.imaging.snippets import FileNames, snippets
from playground.imaging.snippets.parts import escaped, json_text
from playground.providers.run import run
from tests.providers.servers import Server, input_file, picture, serving
from tests.quick_simulator.app import create_app

MODEL = "gpt-image-2.5-flare"
OPENAI = Provider("openai", "OpenAI", "https://api.openai.com/v1")
NASTY = (
    'a fox\'s "den"\nline two\ttab $HOME `id` $(id) %s %% \\n \\ !! # ; & | < > é 🦊 '
    "\u202e\u2028 ${x} {y} '''\"\"\" -- @file"
)
FILES = {
    "cat.png": picture("red", size=256),
    'my dog\'s "best" (1); x.jpg': b"",
    "mask.png": picture("#00000000", "RGBA", size=256),
}
_jpeg = io.BytesIO()
Image.new("RGB", (256, 256), "blue").save(_jpeg, "JPEG")
FILES['my dog\'s "best" (1); x.jpg'] = _jpeg.getvalue()
SOURCES = tuple(FILES)[:2]

CASES = {
    "generations": (ImageRequest(prompt=NASTY, model=MODEL, quality="low", n=2), ()),
    "edit of one": (
        ImageRequest(prompt=NASTY, model=MODEL, quality="low", sources=("a",)),
        SOURCES[:1],
    ),
    "edit of two with a mask": (
        ImageRequest(
            prompt=NASTY,
            model=MODEL,
            quality="low",
            output_format="webp",
            output_compression=80,
            moderation="low",
            sources=("a", "b"),
            mask="c",
        ),
        SOURCES,
    ),
    "responses": (
        ImageRequest(prompt=NASTY, model=MODEL, quality="low", route="responses"),
        (),
    ),
    "responses with files": (
        ImageRequest(
            prompt=NASTY,
            model=MODEL,
            quality="low",
            route="responses",
            action="edit",
            sources=("a", "b"),
            mask="c",
        ),
        SOURCES,
    ),
}


def _names(request, sources):
    return FileNames(sources=sources, mask="mask.png" if request.mask else None)


def _files(request, sources):
    mask = input_file(FILES["mask.png"], "mask.png") if request.mask else None
    files = tuple(input_file(FILES[name], name) for name in sources)
    return InputFiles(sources=files, mask=mask)


def _write_files(folder):
    for name, data in FILES.items():
        (folder / name).write_bytes(data)


def _body(seen):
    """Return what a request says, whatever the order and the boundary."""
    if seen.headers["content-type"].startswith("multipart/"):
        return sorted(seen.parts, key=lambda part: part[0])
    return seen.json


@pytest.fixture(params=CASES, ids=list(CASES))
def case(request):
    return CASES[request.param]


@pytest.fixture
def server(settings):
    """The simulator over HTTP, remembering what it was asked."""
    settings.OPENAI_API_KEY = "sim-ok"
    recorder = Server(behind=create_app(latency="instant", day=datetime.date.today))
    with serving(recorder) as address:
        settings.OPENAI_BASE_URL = f"{address}/v1"
        recorder.address = f"{address}/v1"
        yield recorder


def _sent_by_run(server, request, sources):
    run(request, _files(request, sources))
    return server.seen.pop()


def _saved(folder):
    return sorted(set(os.listdir(folder)) - set(FILES) - {"answer.json", "call.py"})


# Each in its own folder and with names of its own; the package is loaded once.
RUN_EACH = """
import os, runpy, sys
for folder in sys.argv[1:]:
    os.chdir(folder)
    runpy.run_path("call.py", run_name="__main__")
"""


def test_the_python_code_runs_and_sends_the_same(server, tmp_path):
    cases, folders = [*CASES.values()], []
    expected = [_sent_by_run(server, *case) for case in cases]
    for number, (request, sources) in enumerate(cases):
        folders.append(tmp_path / str(number))
        folders[-1].mkdir()
        _write_files(folders[-1])
        code = snippets(request, _names(request, sources), provider=OPENAI)["python"]
        (folders[-1] / "call.py").write_text(code, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "OPENAI_API_KEY": "sim-ok",
        "OPENAI_BASE_URL": server.address,
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN_EACH, *map(str, folders)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(server.seen) == len(cases)
    for (request, _), folder, told, seen in zip(
        cases, folders, expected, server.seen, strict=True
    ):
        assert seen.path == told.path
        assert _body(seen) == _body(told)
        suffix = "webp" if request.output_format == "webp" else "png"
        assert _saved(folder) == [
            f"a-fox-s-den-line-two-{number + 1}.{suffix}" for number in range(request.n)
        ]
        for name in _saved(folder):
            Image.open(folder / name).load()


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("jq") and shutil.which("bash")),
    reason="needs curl, jq and bash",
)
def test_the_curl_code_runs_and_sends_the_same(server, case, tmp_path):
    request, sources = case
    expected = _sent_by_run(server, request, sources)
    _write_files(tmp_path)
    provider = Provider("compatible", "local", server.address)
    code = snippets(request, _names(request, sources), provider=provider)["curl"]
    done = subprocess.run(
        ["bash", "-e", "-c", code],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "OPENAI_API_KEY": "sim-ok",
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [seen] = server.seen
    assert seen.path == expected.path
    assert seen.headers["authorization"] == expected.headers["authorization"]
    assert _body(seen) == _body(expected)
    assert len(_saved(tmp_path)) == request.n
    for name in _saved(tmp_path):
        Image.open(tmp_path / name).load()


_FILE = re.compile(
    r'toFile\(fs\.createReadStream\((".*?[^\\]")\), \1, \{ type: (".*?") \}\)'
)
_URL = re.compile(r"^body((?:\.\w+|\[\d+\])+) = dataUrl\((\".*\"), (\".*?\")\);$", re.M)


def _javascript_body(code):
    """Read the JSON literal out of the code, and put in the files it names."""
    found = re.search(r"^const body = (\{.*?^\});$", code, re.M | re.S)
    assert found, code
    body = json.loads(found[1])
    for path, name, media_type in _URL.findall(code):
        steps = re.findall(r"\.(\w+)|\[(\d+)\]", path)
        place = body
        for key, index in steps[:-1]:
            place = place[key] if key else place[int(index)]
        data = base64.b64encode(FILES[json.loads(name)]).decode()
        assert place[steps[-1][0]] == json.loads(name)
        place[steps[-1][0]] = f"data:{json.loads(media_type)};base64,{data}"
    return body


def test_the_javascript_code_holds_the_same_body(server, case):
    request, sources = case
    expected = _sent_by_run(server, request, sources)
    code = snippets(request, _names(request, sources), provider=OPENAI)["javascript"]
    body = _javascript_body(code)
    if expected.path != "/v1/images/edits":
        assert body == expected.json
        return
    parts = [part for part in expected.parts if part[1] is None]
    assert {name: str(value) for name, value in body.items()} == {
        name: data.decode() for name, _, _, data in parts
    }
    sent = [(json.loads(name), json.loads(kind)) for name, kind in _FILE.findall(code)]
    # A quotation mark in a part's name travels as %22.
    assert [(name.replace('"', "%22"), kind) for name, kind in sent] == [
        (part[1], part[2]) for part in expected.parts if part[1]
    ]


@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_the_key_is_read_from_the_environment_and_never_written(settings, language):
    settings.OPENAI_API_KEY = "sk-proj-geheim-geheim"
    code = snippets(CASES["generations"][0], provider=OPENAI)[language]
    assert "geheim" not in code
    assert "OPENAI_API_KEY" in code


@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_a_compatible_server_is_named_in_the_code(language):
    provider = Provider("compatible", "local", "http://127.0.0.1:8080/v1")
    code = snippets(CASES["generations"][0], provider=provider)[language]
    assert "http://127.0.0.1:8080/v1" in code


@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_another_region_of_openai_is_named_in_the_code(language):
    provider = Provider("openai", "OpenAI", "https://eu.api.openai.com/v1")
    code = snippets(CASES["generations"][0], provider=provider)[language]
    assert "https://eu.api.openai.com/v1" in code


@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_a_conversation_is_continued_in_the_code_too(language):
    code = snippets(
        CASES["responses"][0], provider=OPENAI, previous_response_id="resp_1"
    )[language]
    assert "previous_response_id" in code
    assert "resp_1" in code


def test_previews_are_left_out():
    request = CASES["generations"][0].changed(partial_images=3)
    for code in snippets(request, provider=OPENAI).values():
        assert "partial_images" not in code
        assert "stream" not in code.replace("createReadStream", "")


def test_two_files_of_one_name_stay_two_files():
    request = CASES["edit of two with a mask"][0]
    names = FileNames(sources=("cat.png", "cat.png"), mask="cat.png")
    code = snippets(request, names, provider=OPENAI)["python"]
    for name in ('"cat.png"', '"cat-2.png"', 'mask=("cat-3.png"'):
        assert name in code


@hypothesis_settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_written_visibly_and_read_back_unchanged(text):
    for wide in ("U", "pair"):
        literal = escaped(text, wide=wide)
        assert all(char.isprintable() for char in literal)
        read = json.loads(literal) if wide == "pair" else eval(literal)
        assert read == text
    assert json.loads(json_text({"a": [text, 1, {}], "b": []})) == {
        "a": [text, 1, {}],
        "b": [],
    }
