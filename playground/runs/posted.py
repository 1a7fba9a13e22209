"""The one way from a posted form to an ``ImageRequest``, and back.

The composer and the plan of an experiment read what was posted here, so that both
refuse the same with the same words. The form reads types only: what is legal for a
model and route is told by a ``RequestContext``.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from playground.catalog.model import MODEL_NAME_MAX_CHARS
from playground.core.clock import today
from playground.core.codes import is_code
from playground.imaging.parameters import PARAMETERS, Parameter
from playground.imaging.request import ImageRequest
from playground.library.models import Generation, SourceImage
from playground.library.sources import sources_by_digest
from playground.people.models import User
from playground.providers.server_models import starting_model

CUSTOM_SIZE = "custom"
MAX_FILES = 32
# What is legal is for the rules to say; this only keeps the arithmetic sane.
MAX_NUMBER = 10**9


def posted_name(field: str) -> str:
    """Return the form's name of a request field."""
    return PARAMETERS[field].posted_name if field in PARAMETERS else field


UNREADABLE = (
    "Some characters did not arrive as they were typed; they are missing or show as "
    "\ufffd. Type them again."
)


GONE = "A file is no longer here. Add it again, or go on without it."


def is_readable(text: str) -> bool:
    """Tell whether a posted text is what was typed: neither NUL nor broken UTF-8."""
    return "\ufffd" not in text and "\0" not in text


def _refuse_unreadable(text: str) -> None:
    if not is_readable(text):
        raise forms.ValidationError(UNREADABLE)


class RequestForm(forms.Form):
    """Reads a request. After ``is_valid`` it is in ``request``; see ``read_posted``.

    Fields that were not posted take the API's own defaults. Unknown values pass
    through to the rules, which name what is legal. ``gone`` holds the codes of files
    that are no longer here, by role.
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
        self.gone: dict[str, list[str]] = {}
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
        """As the API writes it; "custom" stands for what was typed beside it."""
        size: str = self.cleaned_data["size"]
        if size == CUSTOM_SIZE:
            size = self.cleaned_data.get("size_custom") or CUSTOM_SIZE
        return str(PARAMETERS["size"].read(size))

    def clean_image(self) -> None:
        """Fill ``files_by_role`` and ``gone``; an error where any is gone."""
        codes = self.data.getlist("image") if hasattr(self.data, "getlist") else []
        self._find("image", [code for code in codes if code][:MAX_FILES])

    def clean_mask(self) -> None:
        """Fill ``files_by_role`` and ``gone``; an error where it is gone."""
        self._find("mask", [self.cleaned_data["mask"]])

    def clean_markup(self) -> None:
        """Fill ``files_by_role`` and ``gone``; an error where it is gone."""
        self._find("markup", [self.cleaned_data["markup"]])

    def _find(self, role: str, codes: list[str]) -> None:
        codes = [code for code in codes if code]
        if not codes:
            return
        found = {
            source.code: source
            for source in SourceImage.objects.visible_to(self.user).filter(
                code__in=filter(is_code, codes)
            )
        }
        self.files_by_role[role] = [found[code] for code in codes if code in found]
        self.gone[role] = [code for code in codes if code not in found]
        if self.gone[role]:
            raise forms.ValidationError(GONE)

    def clean_previous(self) -> str | None:
        """None without one; an error for what this person cannot see."""
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
        }
        for parameter in PARAMETERS.values():
            digests = [
                file.sha256
                for file in self.files_by_role.get(parameter.posted_name, ())
            ]
            if parameter.kind == "files":
                fields[parameter.name] = tuple(digests)
            elif parameter.kind == "file":
                fields[parameter.name] = next(iter(digests), None)
        for parameter in _read_as_they_are():
            value = values.get(parameter.posted_name)
            fields[parameter.name] = parameter.default if value in (None, "") else value
        return ImageRequest(**fields)

    @property
    def problems(self) -> dict[str, str]:
        """What could not be read, by the name that it was posted under."""
        said: dict[str, str] = {}
        for name, found in self.errors.items():
            said.setdefault("size" if name == "size_custom" else name, str(found[0]))
        return said

    def posted(self, *, leaving_out: Collection[str] = ()) -> QueryDict:
        """Return what was read, without what has problems, as it would be posted.

        ``leaving_out`` are names of parameters. No query.
        """
        codes = {
            file.sha256: file.code
            for files in self.files_by_role.values()
            for file in files
        }
        wrong = {name for name in PARAMETERS if posted_name(name) in self.problems}
        wrong -= {
            each.name for each in PARAMETERS.values() if each.kind in ("files", "file")
        }
        return _posted(self.request, codes.__getitem__, {*leaving_out, *wrong})


def read_posted(posted: QueryDict, user: User) -> RequestForm:
    """Read a posted form: ``request``, and ``problems`` where it cannot be read."""
    form = RequestForm(
        posted,
        user=user,
        default_model=starting_model(
            today(), override=settings.PLAYGROUND_DEFAULT_MODEL
        ),
    )
    form.is_valid()
    return form


def posted_request(request: ImageRequest, user: User) -> QueryDict:
    """Return a request as it would be posted: "use these settings".

    Costs one query when the request has files. A file that is gone is posted by its
    digest, which nobody finds: it is missed, and not left out in silence.
    """
    files = sources_by_digest(user, request.files)
    return _posted(request, lambda name: files[name].code if name in files else name)


def _posted(
    request: ImageRequest, code_of: Callable[[str], str], without: Collection[str] = ()
) -> QueryDict:
    values: dict[str, Any] = {}
    for name, parameter in PARAMETERS.items():
        value = getattr(request, name)
        if name in without:
            continue
        if parameter.kind == "files":
            values[parameter.posted_name] = _codes(value, code_of)
        elif parameter.kind == "file":
            values[parameter.posted_name] = _codes([value], code_of)
        elif value != parameter.default:
            values[parameter.posted_name] = parameter.post(value)
    return posted_from(values)


def _codes(digests: Iterable[str | None], code_of: Callable[[str], str]) -> list[str]:
    return [code_of(digest) for digest in digests if digest]


def posted_from(values: dict[str, Any]) -> QueryDict:
    """Return values as if they had been posted."""
    posted = QueryDict(mutable=True)
    for name, value in values.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return posted


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
