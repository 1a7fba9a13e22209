"""What a turn of a conversation says and shows, from its input and from memory."""

import re
from dataclasses import dataclass
from typing import Any

from playground.simulator import errors, pictures
from playground.simulator.conversation_store import KeptPicture, KeptResponse
from playground.simulator.errors import ApiError
from playground.simulator.fields import Fields, kind
from playground.simulator.memory import Memory

# More than any text model reads; what counts here is that the error exists.
_CONTEXT_CHARACTERS = 1_500_000
_ITEM_TYPES = ("message", "image_generation_call", "item_reference", "reasoning")
_PART_TYPES = ("input_text", "input_image", "output_text", "refusal")
_ROLES = ("user", "assistant", "system", "developer")

_NUMBERS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "several": 3}
_SEVERAL = re.compile(
    rf"\b({'|'.join(_NUMBERS)})\b[^.!?\n]{{0,40}}?\b(pictures?|images?|versions?|"
    r"variants?|variations?|options?|drawings?|sketches|illustrations?|posters?|"
    r"icons?|photos?)\b",
    re.IGNORECASE,
)
_TALKS = re.compile(
    r"\?|\b(explain|describe|tell|why|caption|suggest|write|title|name)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One turn: the person's words, and the pictures in view.

    ``pictures`` are those of this input, or else the newest one of the turn before.
    """

    text: str
    pictures: tuple[KeptPicture, ...]
    before: KeptResponse | None

    @property
    def wanted_pictures(self) -> int:
        """How many pictures the words ask for: the text model decides, so do we."""
        match = _SEVERAL.search(self.text)
        return _NUMBERS[match[1].lower()] if match else 1

    @property
    def wants_words(self) -> bool:
        """Whether it asks something, or for a text."""
        return bool(_TALKS.search(self.text))


def read_turn(fields: Fields, memory: Memory) -> Turn:
    """Raise ``ApiError`` as the API words it. A turn may be memory without words."""
    before = _before(fields, memory)
    value = fields.raw("input")
    if value is None and before is None:
        raise errors.missing("input")
    shown: list[KeptPicture] = []
    if isinstance(value, str):
        text = value
    elif isinstance(value, list):
        text, shown = _read_items(value, memory)
    elif value is None:
        text = ""
    else:
        raise errors.wrong_type("input", "a string", kind(value))
    if len(text) > _CONTEXT_CHARACTERS:
        raise ApiError(
            400,
            "Your input exceeds the context window of this model. Please adjust your "
            "input and try again.",
            param="input",
            code="context_length_exceeded",
        )
    if not shown and before and before.picture:
        shown = [before.picture]
    # It is kept and repeated, so it has to be text that can be encoded.
    text = text.encode("utf-8", "replace").decode()
    return Turn(text=text, pictures=tuple(shown), before=before)


def _before(fields: Fields, memory: Memory) -> KeptResponse | None:
    name = fields.text("previous_response_id")
    if name is None:
        return None
    found = memory.conversations.response(name)
    if found is None:
        # No recorded text.
        raise ApiError(
            400,
            f"Previous response with id '{name}' not found.",
            param="previous_response_id",
            code="previous_response_not_found",
        )
    return found


def _read_items(items: list[Any], memory: Memory) -> tuple[str, list[KeptPicture]]:
    """Return the last words of the person, and all pictures in order."""
    text = ""
    shown: list[KeptPicture] = []
    for index, value in enumerate(items):
        param = f"input[{index}]"
        if not isinstance(value, dict):
            raise errors.wrong_type(param, "an object", kind(value))
        item = Fields(value, prefix=f"{param}.")
        match item.one_of("type", _ITEM_TYPES) or "message":
            case "message":
                said, seen = _read_message(item, param)
                text = said if item.raw("role") == "user" else text
                shown += seen
            case "image_generation_call":
                shown.append(_read_call(item, memory))
            case "item_reference":
                shown += _referred(item, memory)
            case _:
                pass
    return text, shown


def _read_message(item: Fields, param: str) -> tuple[str, list[KeptPicture]]:
    if item.raw("role") is None:
        raise errors.missing(item.param("role"))
    item.one_of("role", _ROLES)
    content = item.raw("content")
    if isinstance(content, str):
        return content, []
    if "content" not in item:
        raise errors.missing(item.param("content"))
    texts: list[str] = []
    shown: list[KeptPicture] = []
    parts = item.items("content")
    if parts is None:
        raise errors.wrong_type(item.param("content"), "an array", "null")
    for index, value in enumerate(parts):
        where = f"{param}.content[{index}]"
        if not isinstance(value, dict):
            raise errors.wrong_type(where, "an object", kind(value))
        part = Fields(value, prefix=f"{where}.")
        if part.raw("type") is None:
            raise errors.missing(part.param("type"))
        if part.one_of("type", _PART_TYPES) == "input_image":
            shown.append(_read_picture(part))
        else:
            texts.append(part.text("text") or "")
    return "\n".join(texts), shown


def _read_picture(part: Fields) -> KeptPicture:
    reference = {
        name: part.raw(name)
        for name in ("image_url", "file_id")
        if part.raw(name) is not None
    }
    picture = pictures.from_reference(reference, part.prefix.removesuffix("."))
    return KeptPicture.of_input(picture.data)


def _read_call(item: Fields, memory: Memory) -> KeptPicture:
    result = item.text("result")
    if result:
        url = f"data:image/png;base64,{result}"
        picture = pictures.from_url(url, item.param("result"))
        return KeptPicture.of_input(picture.data)
    return _find_picture(item.required_text("id"), item.param("id"), memory)


def _referred(item: Fields, memory: Memory) -> list[KeptPicture]:
    name = item.required_text("id")
    if not name.startswith("ig_"):
        return []
    return [_find_picture(name, item.param("id"), memory)]


def _find_picture(name: str, param: str, memory: Memory) -> KeptPicture:
    found = memory.conversations.picture(name)
    if found is None:
        # No recorded text.
        raise ApiError(400, f"Item with id '{name}' not found.", param=param)
    return found
