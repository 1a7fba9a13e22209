"""The call as JavaScript, with the ``openai`` package, as an ES module for Node.

The settings stand in one strict JSON literal; files are put in after it.
"""

from collections.abc import Iterator
from typing import Any

from playground.imaging.snippets.parts import Call, File, escaped, json_text

_METHODS = {
    "generations": "images.generate",
    "edits": "images.edit",
    "responses": "responses.create",
}
_DATA_URL = """
const dataUrl = (name, mediaType) =>
  `data:${mediaType};base64,${fs.readFileSync(name).toString("base64")}`;
"""


def write(call: Call) -> str:
    """The module; it reads the key from the environment and saves the pictures."""
    on_responses = call.endpoint == "responses"
    settings, assignments = _split(call)
    needs_files = bool(assignments)
    imported = "OpenAI, { toFile }" if needs_files and not on_responses else "OpenAI"
    address = f"{{ baseURL: {_text(call.base_url)} }}" if call.base_url else ""
    return (
        'import fs from "node:fs";\n'
        f'import {imported} from "openai";\n'
        f"{_DATA_URL if needs_files and on_responses else ''}\n"
        f"const client = new OpenAI({address}); "
        "// reads OPENAI_API_KEY from the environment\n\n"
        f"const body = {json_text(settings)};\n"
        f"{''.join(assignments)}\n"
        f"const result = await client.{_METHODS[call.endpoint]}(body);\n\n"
        f"{_save(call)}"
    )


def _save(call: Call) -> str:
    name = f"`{call.stem}-${{index + 1}}.{call.suffix}`"
    if call.endpoint != "responses":
        return (
            "for (const [index, image] of result.data.entries()) {\n"
            f"  fs.writeFileSync({name}, "
            'Buffer.from(image.b64_json, "base64"));\n}\n'
        )
    return (
        "const pictures = result.output.filter((item) => "
        'item.type === "image_generation_call" && item.result);\n'
        "for (const [index, picture] of pictures.entries()) {\n"
        f"  fs.writeFileSync({name}, "
        'Buffer.from(picture.result, "base64"));\n}\n'
        "console.log(result.output_text);\n"
    )


def _split(call: Call) -> tuple[dict[str, Any], list[str]]:
    """Return the settings as plain JSON, and the lines that put the files in."""
    arguments = dict(call.arguments)
    # The Node package sends what it has no type for; it has no ``extra_body``.
    arguments.update(arguments.pop("extra_body", {}))
    if call.endpoint == "responses":
        lines = [
            f"body{path} = dataUrl({_file(file)});\n"
            for path, file in _files(arguments, "")
        ]
        return arguments, lines
    lines = []
    for name in ("image", "mask", "markup"):
        value = arguments.pop(name, None)
        if isinstance(value, list):
            rows = "".join(f"  {_to_file(file)},\n" for file in value)
            lines.append(f"body.{name} = [\n{rows}];\n")
        elif value is not None:
            lines.append(f"body.{name} = {_to_file(value)};\n")
    return arguments, lines


def _files(value: Any, path: str) -> Iterator[tuple[str, File]]:
    if isinstance(value, File):
        yield path, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _files(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _files(item, f"{path}[{index}]")


def _to_file(file: File) -> str:
    name = _text(file.name)
    return (
        f"await toFile(fs.createReadStream({name}), {name}, "
        f"{{ type: {_text(file.media_type)} }})"
    )


def _file(file: File) -> str:
    return f"{_text(file.name)}, {_text(file.media_type)}"


def _text(text: str) -> str:
    return escaped(text, wide="pair")
