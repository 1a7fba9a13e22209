"""The call as a shell script with ``curl`` and ``jq``."""

import secrets
from collections.abc import Iterator
from typing import Any

from playground.imaging.provider import OPENAI_URL
from playground.imaging.snippets.parts import Call, File, json_text

_PATHS = {
    "generations": "images/generations",
    "edits": "images/edits",
    "responses": "responses",
}
_PICTURES = {
    "generations": "[.data[].b64_json]",
    "edits": "[.data[].b64_json]",
    "responses": '[.output[] | select(.type == "image_generation_call") | .result]',
}


def write(call: Call) -> str:
    """The script; it reads the key from the environment and saves the pictures."""
    address = f"{(call.base_url or OPENAI_URL).rstrip('/')}/{_PATHS[call.endpoint]}"
    head = (
        f'curl {quoted(address)} \\\n  -H "Authorization: Bearer $OPENAI_API_KEY" \\\n'
    )
    if call.endpoint == "edits":
        return head + _form(call) + "  > answer.json\n\n" + _save(call)
    head += '  -H "Content-Type: application/json" \\\n'
    before, body = _json(call)
    return f"{before}{head}  {body} \\\n  > answer.json\n\n{_save(call)}"


def _save(call: Call) -> str:
    pictures = _PICTURES[call.endpoint]
    return (
        f"for n in $(seq 1 \"$(jq '{pictures} | length' answer.json)\"); do\n"
        f"  jq -r --argjson n \"$n\" '{pictures}[$n - 1]' answer.json \\\n"
        f'    | base64 --decode > "{call.stem}-$n.{call.suffix}"\n'
        "done\n"
    )


def _form(call: Call) -> str:
    """Write multipart fields: settings first, then files, as the SDK does."""
    arguments = dict(call.arguments)
    arguments.update(arguments.pop("extra_body", {}))
    settings, files = [], []
    for name, value in _fields(arguments):
        if isinstance(value, File):
            part = f"{name}=@{_part_name(value.name)};type={value.media_type}"
            files.append(f"  -F {quoted(part)} \\\n")
        else:
            # Unlike -F, it takes "@", "<" and ";" in the text for what they are.
            settings.append(f"  --form-string {quoted(f'{name}={value}')} \\\n")
    return "".join(settings + files)


def _fields(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _fields(item, f"{name}[{key}]" if name else key)
    elif isinstance(value, list):
        for item in value:
            yield from _fields(item, f"{name}[]")
    else:
        yield name, value


def _part_name(name: str) -> str:
    text = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _json(call: Call) -> tuple[str, str]:
    """Return what goes before ``curl``, and the option that gives the body.

    Pictures are too long for a command line, so a body with files is piped in.
    """
    files: list[File] = []
    mark = secrets.token_hex(16)

    def marked(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: marked(item) for key, item in value.items()}
        if isinstance(value, list):
            return [marked(item) for item in value]
        if isinstance(value, File):
            files.append(value)
            return mark
        return value

    pieces = json_text(marked(call.arguments)).split(mark)
    if not files:
        return "", f"-d {quoted(pieces[0])}"
    lines = [f"  printf '%s' {quoted(pieces[0])}\n"]
    for file, rest in zip(files, pieces[1:], strict=True):
        # A name may start with a dash; as a redirection it is no option.
        lines.append(f"  printf '%s' 'data:{file.media_type};base64,'\n")
        lines.append(f"  base64 < {quoted(file.name)} | tr -d '\\n'\n")
        lines.append(f"  printf '%s' {quoted(rest)}\n")
    return "{\n" + "".join(lines) + "} | ", "--data-binary @-"


def quoted(text: str) -> str:
    """Quote for sh; where characters cannot be seen, for bash and zsh."""
    if all(char.isprintable() or char in "\n\t" for char in text):
        return "'" + text.replace("'", "'\\''") + "'"
    return "$'" + "".join(_visible(char) for char in text) + "'"


def _visible(char: str) -> str:
    if char in "\\'":
        return f"\\{char}"
    if char.isprintable() or char in "\n\t":
        return char
    if char == "\0":
        return ""  # No argument of a program can hold it.
    code = ord(char)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
