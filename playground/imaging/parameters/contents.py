"""What to make a picture of: words, files, and the conversation that goes on."""

from typing import Any

from playground.imaging.file_rules import check_markup, check_mask, check_sources
from playground.imaging.parameters import availability, checks
from playground.imaging.parameters.declaration import Parameter, Wire, unchecked


def _sources(value: Any) -> str:
    count = len(value)
    return "none" if not count else "1 source" if count == 1 else f"{count} sources"


def _file(value: Any) -> str:
    return "a file"


PROMPT = Parameter(
    name="prompt",
    label="Prompt",
    when_refused="Change the prompt.",
    kind="prompt",
    of_one_turn=True,
    wire=Wire(generations="prompt", edits="prompt", responses="input.0.content.0.text"),
    note="always sent",
    also_called=("input",),
    is_telling=True,
    always=checks.check_prompt,
)

FILES = (
    Parameter(
        name="sources",
        label="Sources",
        when_refused="Save the picture again as an ordinary RGB PNG or JPEG and add it anew.",
        kind="files",
        of_one_turn=True,
        posted="image",
        wire=Wire(edits="image", responses="input.0.content.1.image_url"),
        note="edits: the file itself, several as `image[]`; Responses: one "
        "`input_image` each, as a data URL",
        also_called=("images", "image_url", "url"),
        is_supplied=True,
        is_telling=True,
        costs=True,
        check=check_sources,
        reads=_sources,
    ),
    Parameter(
        name="mask",
        label="Mask",
        when_refused="Paint the mask again over the first source picture.",
        kind="file",
        of_one_turn=True,
        wire=Wire(edits="mask", responses="tools.0.input_image_mask.image_url"),
        note="edits: the file itself; Responses: a data URL",
        also_called=("input_image_mask",),
        is_supplied=True,
        is_telling=True,
        absent=availability.no_mask,
        remedy="Take the mask away.",
        also=check_mask,
        reads=_file,
    ),
    Parameter(
        name="markup",
        label="Markup",
        when_refused="Draw the markup again over the first source picture.",
        kind="file",
        of_one_turn=True,
        wire=Wire(edits="markup"),
        note="the file itself",
        is_supplied=True,
        absent=availability.no_markup,
        remedy="Take the markup away.",
        also=check_markup,
        reads=_file,
    ),
    Parameter(
        name="previous",
        label="Conversation",
        when_refused="Start a new conversation from the picture.",
        kind="conversation",
        of_one_turn=True,
        wire=Wire(responses="previous_response_id"),
        note="the id of the response that is continued",
        is_supplied=True,
        absent=availability.responses_only,
        # It decides the route, and the route says what is wrong with that.
        check=unchecked,
    ),
)
