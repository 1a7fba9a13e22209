"""The composer's fields: from posted text to an ``ImageRequest``.

The form reads types only. What is legal for a model and route is told by
``RequestContext`` alone, so that every surface refuses with the same words.
"""

import re
from typing import Any

from django import forms

from playground.catalog.model import MODEL_NAME_MAX_CHARS
from playground.core.codes import is_code
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import ImageRequest
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


def posted_name(field: str) -> str:
    """Return the form's name of a request field."""
    return PARAMETERS[field].posted_name if field in PARAMETERS else field


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
    model = forms.CharField(required=False, max_length=MODEL_NAME_MAX_CHARS)
    size_custom = forms.CharField(required=False)
    image = forms.CharField(required=False)
    mask = forms.CharField(required=False, max_length=64)
    markup = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, user: User, default_model: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.default_model = default_model
        self.files_by_role: dict[str, list[SourceImage]] = {}
        self.fields["prompt"].validators.insert(0, _refuse_unreadable)
        for parameter in _read_as_they_are():
            self.fields[parameter.posted_name] = (
                _number_field() if parameter.is_number else _text_field()
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
            for source in SourceImage.objects.visible_to(self.user).filter(
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
        if code and not Generation.objects.visible_to(self.user).filter(code=code):
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
        }
        fields |= {role: values.get(role) or None for role in ("mask", "markup")}
        for parameter in _read_as_they_are():
            value = values.get(parameter.name)
            fields[parameter.name] = parameter.default if value in (None, "") else value
        return ImageRequest(**fields)


def _read_as_they_are() -> list[Parameter]:
    """Parameters whose value stands in the form: neither words nor files nor models."""
    kinds = ("prompt", "model", "files", "file")
    return [each for each in PARAMETERS.values() if each.kind not in kinds]


def _text_field() -> forms.Field:
    field = forms.CharField(required=False, max_length=200)
    # First: what comes first is what is told.
    field.validators.insert(0, _refuse_unreadable)
    return field


def _number_field() -> forms.Field:
    return forms.IntegerField(
        required=False,
        min_value=-MAX_NUMBER,
        max_value=MAX_NUMBER,
        error_messages={
            "invalid": "This has to be a whole number.",
            "min_value": "This number is far too small.",
            "max_value": "This number is far too large.",
        },
    )
