"""The two bodies of an edit: a form with files, and JSON with data addresses."""

from collections.abc import Iterable, Sequence

from playground.catalog import Model
from playground.simulator import errors, pictures
from playground.simulator.bodies import read_form, read_json
from playground.simulator.fields import Fields
from playground.simulator.pictures import Picture, Upload
from playground.simulator.wire import Request

_FORM = "multipart/form-data"
_IMAGE_PARTS = ("image", "image[]")


def read_body(request: Request) -> tuple[Fields, list[Upload]]:
    """Return the fields, and the files of a form; JSON has none."""
    if request.content_type == _FORM:
        values, files = read_form(request)
        return Fields(values, form=True), files
    return Fields(read_json(request)), []


def refuse_unknown(
    fields: Fields, files: Sequence[Upload], model: Model, keys: Iterable[str]
) -> None:
    """Refuse keys that this kind of body does not have."""
    names = [*fields.values, *(upload.param for upload in files)]
    if fields.form and ("images" in names or "images[]" in names):
        raise _wrong_key("images", "For multipart/form-data use 'image' or 'image[]'.")
    if not fields.form and "image" in names:
        hint = "For application/json on /v1/images/edits, use 'images' (array)."
        raise _wrong_key("image", hint)
    images = _IMAGE_PARTS if fields.form else ("images",)
    known = {*keys, *images, "mask", "input_fidelity"}
    if model.markup:
        known.add("markup")
    for name in names:
        if name not in known:
            raise errors.unknown(name)


def _wrong_key(name: str, hint: str) -> errors.ApiError:
    return errors.ApiError(
        400, f"Unknown parameter: '{name}'. {hint}", param=name, code="invalid_value"
    )


def is_given(fields: Fields, files: Sequence[Upload], name: str) -> bool:
    """Say whether an optional file came, in either kind of body."""
    return fields.raw(name) is not None or any(file.param == name for file in files)


def read_sources(
    fields: Fields, files: Sequence[Upload], model: Model
) -> tuple[Picture, ...]:
    """At least one, at most as many as the model takes; else raises ``ApiError``."""
    if fields.form:
        return _read_form_sources(fields, files, model)
    values = fields.items("images")
    if "images" not in fields:
        raise errors.missing("images")
    if values is None:
        raise errors.wrong_type("images", "an array", "null")
    if not values:
        raise errors.empty_array("images")
    if len(values) > model.max_sources:
        raise errors.too_many("images", model.max_sources, len(values))
    return tuple(
        pictures.from_reference(value, f"images[{index}]")
        for index, value in enumerate(values)
    )


def _read_form_sources(
    fields: Fields, files: Sequence[Upload], model: Model
) -> tuple[Picture, ...]:
    uploads = [upload for upload in files if upload.param in _IMAGE_PARTS]
    if not uploads:
        if "image" in fields:
            raise errors.wrong_type("image", "a file", "a string")
        raise errors.missing("image")
    if len(uploads) > model.max_sources:
        raise errors.too_many("image", model.max_sources, len(uploads))
    return tuple(
        pictures.check_upload(_numbered(upload, index), index + 1)
        for index, upload in enumerate(uploads)
    )


def _numbered(upload: Upload, index: int) -> Upload:
    """Name a file as errors do: ``image``, or ``image[0]`` in a list."""
    param = f"image[{index}]" if upload.param == "image[]" else upload.param
    return Upload(param, upload.media_type, upload.data)


def read_overlays(
    fields: Fields, files: Sequence[Upload], source: Picture
) -> tuple[Picture | None, Picture | None]:
    """Return the mask and the markup, checked against the first source."""
    mask = _read_overlay(fields, files, "mask")
    markup = _read_overlay(fields, files, "markup")
    if mask and markup:
        # No recorded text.
        raise errors.refused("'markup' cannot be combined with 'mask'.", "markup")
    if mask:
        pictures.check_mask(mask, source)
    if markup:
        pictures.check_markup(markup, source, "markup")
    return mask, markup


def _read_overlay(fields: Fields, files: Sequence[Upload], name: str) -> Picture | None:
    for upload in files:
        if upload.param == name:
            return pictures.read_mask_upload(upload)
    value = fields.raw(name)
    if value is None:
        return None
    if fields.form:
        raise errors.wrong_type(name, "a file", "a string")
    return pictures.from_reference(value, name)
