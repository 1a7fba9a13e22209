"""The call as Python, with the ``openai`` package."""

from typing import Any

from playground.imaging.snippets.parts import Call, File, escaped

_METHODS = {
    "generations": "images.generate",
    "edits": "images.edit",
    "responses": "responses.create",
}
_DATA_URL = """

def data_url(name, media_type):
    data = base64.b64encode(Path(name).read_bytes()).decode("ascii")
    return f"data:{media_type};base64,{data}"

"""


def write(call: Call) -> str:
    """The program; it reads the key from the environment and saves the pictures."""
    on_responses = call.endpoint == "responses"
    has_files = on_responses and "data_url(" in _value(call.arguments, 0, call)
    address = f"base_url={_text(call.base_url)}" if call.base_url else ""
    arguments = "".join(
        f"    {name}={_value(value, 1, call)},\n"
        for name, value in call.arguments.items()
    )
    return (
        "import base64\n"
        "from pathlib import Path\n\n"
        "from openai import OpenAI\n"
        f"{_DATA_URL if has_files else ''}\n"
        f"client = OpenAI({address})  # reads OPENAI_API_KEY from the environment\n\n"
        f"result = client.{_METHODS[call.endpoint]}(\n{arguments})\n\n"
        f"{_save_responses(call) if on_responses else _save_images(call)}"
    )


def _save_images(call: Call) -> str:
    return (
        "for number, image in enumerate(result.data, start=1):\n"
        "    data = base64.b64decode(image.b64_json)\n"
        f'    Path(f"{call.stem}-{{number}}.{call.suffix}").write_bytes(data)\n'
    )


def _save_responses(call: Call) -> str:
    return (
        "pictures = [item.result for item in result.output "
        'if item.type == "image_generation_call"]\n'
        "for number, picture in enumerate(filter(None, pictures), start=1):\n"
        "    data = base64.b64decode(picture)\n"
        f'    Path(f"{call.stem}-{{number}}.{call.suffix}").write_bytes(data)\n'
        "print(result.output_text)\n"
    )


def _value(value: Any, depth: int, call: Call) -> str:
    pad, end = "    " * (depth + 1), "    " * depth
    if isinstance(value, dict):
        rows = [
            f"{pad}{_text(key)}: {_value(item, depth + 1, call)},\n"
            for key, item in value.items()
        ]
        return "{\n" + "".join(rows) + f"{end}}}"
    if isinstance(value, list):
        rows = [f"{pad}{_value(item, depth + 1, call)},\n" for item in value]
        return "[\n" + "".join(rows) + f"{end}]"
    if isinstance(value, File):
        name, media_type = _text(value.name), _text(value.media_type)
        if call.endpoint == "responses":
            return f"data_url({name}, {media_type})"
        return f'({name}, open({name}, "rb"), {media_type})'
    return _text(value) if isinstance(value, str) else repr(value)


def _text(text: str) -> str:
    return escaped(text, wide="U")
