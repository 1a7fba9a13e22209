"""The composer's fields: from posted text to an ``ImageRequest``.

The form reads types only. What is legal for a model and route is told by
``provider.rules`` alone, so that every surface refuses with the same words.
"""

import re
from typing import Any

from django import forms

from playground.core.codes import is_code
from playground.imaging.request import DEFAULTS, ImageRequest
from playground.library.models import Generation, SourceImage
from playground.people.models import User

CUSTOM_SIZE = "custom"
MAX_FILES = 32
# Longer than any size; the rest says nothing more about what is wrong with it.
MAX_SIZE = 40
# How the page itself writes a square.
SQUARE = re.compile(r"([0-9]+)²")
# What is legal is for the rules to say; this only keeps the arithmetic sane.
MAX_NUMBER = 10**9
# Posted names of files differ from the request's: the API says ``image``.
FIELD_NAMES = {"sources": "image"}

TEXT_FIELDS = (
    "size",
    "quality",
    "output_format",
    "background",
    "moderation",
    "route",
)
OPTIONAL_TEXT_FIELDS = (
    "input_fidelity",
    "complexity",
    "svg_model",
    "svg_effort",
    "safety_identifier",
    "responses_model",
    "action",
    "previous",
)
NUMBER_FIELDS = ("n", "partial_images")
OPTIONAL_NUMBER_FIELDS = ("output_compression", "frame_count", "frame_duration_ms")


def posted_name(field: str) -> str:
    """Return the form's name of a request field."""
    return FIELD_NAMES.get(field, field)


UNREADABLE = (
    "Some characters did not arrive as they were typed; they are missing or show as "
    "\ufffd. Type them again."
)


def is_readable(text: str) -> bool:
    """Tell whether a posted text is what was typed: neither NUL nor broken UTF-8."""
    return "\ufffd" not in text and "\0" not in text


def _refuse_unreadable(text: str) -> None:
    if not is_readable(text):
        raise forms.ValidationError(UNREADABLE)


class ComposerForm(forms.Form):
    """Reads the composer. After ``is_valid`` the request is in ``request``.

    Fields that were not posted take the API's own defaults. Unknown values pass
    through to the rules, which name what is legal.
    """

    prompt = forms.CharField(required=False, strip=False)
    model = forms.CharField(required=False, max_length=100)
    size_custom = forms.CharField(required=False)
    image = forms.CharField(required=False)
    mask = forms.CharField(required=False, max_length=64)
    markup = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, owner: User, default_model: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.default_model = default_model
        self.files_by_role: dict[str, list[SourceImage]] = {}
        for name in (*TEXT_FIELDS, *OPTIONAL_TEXT_FIELDS):
            self.fields[name] = forms.CharField(required=False, max_length=200)
        for name in ("prompt", *TEXT_FIELDS, *OPTIONAL_TEXT_FIELDS):
            # First: what comes first is what is told.
            self.fields[name].validators.insert(0, _refuse_unreadable)
        for name in (*NUMBER_FIELDS, *OPTIONAL_NUMBER_FIELDS):
            self.fields[name] = forms.IntegerField(
                required=False,
                min_value=-MAX_NUMBER,
                max_value=MAX_NUMBER,
                error_messages={
                    "invalid": "This has to be a whole number.",
                    "min_value": "This number is far too small.",
                    "max_value": "This number is far too large.",
                },
            )

    def clean_prompt(self) -> str:
        # A text area posts CRLF, which nobody typed.
        prompt: str = self.cleaned_data["prompt"]
        return prompt.replace("\r\n", "\n")

    def clean_size(self) -> str:
        size: str = self.cleaned_data["size"]
        if size == CUSTOM_SIZE:
            size = self.cleaned_data.get("size_custom") or CUSTOM_SIZE
        size = size.lower().replace("×", "x").replace(" ", "")[:MAX_SIZE]
        square = SQUARE.fullmatch(size)
        return f"{square[1]}x{square[1]}" if square else size

    def clean_image(self) -> list[str]:
        codes = self.data.getlist("image") if hasattr(self.data, "getlist") else []
        return self._digests("image", [code for code in codes if code][:MAX_FILES])

    def clean_mask(self) -> str | None:
        return self._one("mask")

    def clean_markup(self) -> str | None:
        return self._one("markup")

    def _one(self, role: str) -> str | None:
        code = self.cleaned_data.get(role)
        return self._digests(role, [code])[0] if code else None

    def _digests(self, role: str, codes: list[str]) -> list[str]:
        found = {
            source.code: source
            for source in SourceImage.objects.visible_to(self.owner).filter(
                code__in=filter(is_code, codes)
            )
        }
        self.files_by_role[role] = [found[code] for code in codes if code in found]
        if any(code not in found for code in codes):
            raise forms.ValidationError(
                "A file is no longer here. It was taken out; add it again."
            )
        return [found[code].sha256 for code in codes]

    def clean_previous(self) -> str | None:
        code = self.cleaned_data.get("previous") or None
        if code and not Generation.objects.visible_to(self.owner).filter(code=code):
            raise forms.ValidationError("The conversation to continue is not there.")
        return code

    @property
    def request(self) -> ImageRequest:
        """The request as far as it could be read; bad numbers take defaults."""
        values = self.cleaned_data
        fields: dict[str, Any] = {
            "prompt": values.get("prompt", self.data.get("prompt", "")),
            "model": values.get("model") or self.default_model,
            "sources": tuple(values.get("image") or ()),
            "mask": values.get("mask") or None,
            "markup": values.get("markup") or None,
        }
        for name in (*TEXT_FIELDS, *NUMBER_FIELDS):
            value = values.get(name)
            fields[name] = DEFAULTS[name] if value in (None, "") else value
        for name in (*OPTIONAL_TEXT_FIELDS, *OPTIONAL_NUMBER_FIELDS):
            fields[name] = None if values.get(name) in (None, "") else values[name]
        return ImageRequest(**fields)
