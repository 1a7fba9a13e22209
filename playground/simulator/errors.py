"""The API's error bodies, word for word where a recording has them.

Where none is known the text is plain and ours, and stands under a comment that
says so; nobody should read more into it.
"""

from collections.abc import Sequence
from typing import Any

from playground.simulator.wire import Headers

INVALID = "invalid_request_error"
USER_ERROR = "image_generation_user_error"


class ApiError(Exception):
    """A request ends in this error body."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str = INVALID,  # noqa: A002 - the API's own name
        param: str | None = None,
        code: str | None = None,
        extra: dict[str, Any] | None = None,
        headers: Headers | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
        self.extra = extra or {}
        self.headers = headers or []

    def body(self) -> dict[str, Any]:
        """Return ``{"error": …}`` in the API's order of keys."""
        return {
            "error": {
                "message": self.message,
                "type": self.type,
                "param": self.param,
                "code": self.code,
                **self.extra,
            }
        }


# --- Reading a request ------------------------------------------------------


def unreadable_body() -> ApiError:
    """Status 400."""
    # No recorded text.
    return ApiError(400, "The body of this request could not be read as JSON.")


def body_too_large() -> ApiError:
    """Status 413."""
    # No recorded text for images.
    return ApiError(413, "The body of this request is too large.")


def missing(param: str) -> ApiError:
    """A required parameter is not there."""
    return ApiError(
        400,
        f"Missing required parameter: '{param}'.",
        param=param,
        code="missing_required_parameter",
    )


def unknown(param: str) -> ApiError:
    """A parameter that this endpoint does not have."""
    return ApiError(
        400,
        f"Unknown parameter: '{param}'.",
        param=param,
        code="unknown_parameter",
    )


def wrong_type(param: str, expected: str, got: str) -> ApiError:
    """``expected`` and ``got`` with their articles: "a string"."""
    return ApiError(
        400,
        f"Invalid type for '{param}': expected {expected}, but got {got} instead.",
        param=param,
        code="invalid_type",
    )


def not_an_integer(param: str) -> ApiError:
    """Return what a multipart field gets that should have been a number."""
    return ApiError(
        400,
        f"Invalid type for '{param}': expected an integer, but got a string value "
        "that could not be converted into an integer.",
        param=param,
        code="invalid_type",
    )


def below(param: str, low: int, got: int) -> ApiError:
    """A whole number that is too small; ``low`` would do."""
    return ApiError(
        400,
        f"Invalid '{param}': integer below minimum value. "
        f"Expected a value >= {low}, but got {got} instead.",
        param=param,
        code="integer_below_min_value",
    )


def above(param: str, high: int, got: int) -> ApiError:
    """A whole number that is too large; ``high`` would do."""
    return ApiError(
        400,
        f"Invalid '{param}': integer above maximum value. "
        f"Expected a value <= {high}, but got {got} instead.",
        param=param,
        code="integer_above_max_value",
    )


def empty_string(param: str) -> ApiError:
    """It is there, and nothing is in it."""
    return ApiError(
        400,
        f"Invalid '{param}': empty string. Expected a string with minimum length 1, "
        "but got an empty string instead.",
        param=param,
        code="empty_string",
    )


def too_long(param: str, maximum: int, got: int) -> ApiError:
    """Lengths are counted in characters."""
    return ApiError(
        400,
        f"Invalid '{param}': string too long. Expected a string with maximum length "
        f"{maximum}, but got a string with length {got} instead.",
        param=param,
        code="string_above_max_length",
    )


def empty_array(param: str) -> ApiError:
    """It is there, and nothing is in it."""
    # The code is measured; the text follows that of the empty string.
    return ApiError(
        400,
        f"Invalid '{param}': empty array. Expected an array with minimum length 1, "
        "but got an empty array instead.",
        param=param,
        code="empty_array",
    )


def too_many(param: str, maximum: int, got: int) -> ApiError:
    """Lengths are counted in items."""
    # Code and text follow those of the string that is too long.
    return ApiError(
        400,
        f"Invalid '{param}': array too long. Expected an array with maximum length "
        f"{maximum}, but got an array with length {got} instead.",
        param=param,
        code="array_above_max_length",
    )


def quoted(options: Sequence[str], last: str = "and") -> str:
    """Return ``'a', 'b', and 'c'``, or ``'a' and 'b'``: two take no comma."""
    words = [f"'{option}'" for option in options]
    if len(words) <= 2:
        return f" {last} ".join(words)
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


def not_among(param: str, value: str, options: Sequence[str]) -> ApiError:
    """A value that is none of the options, which are listed."""
    return ApiError(
        400,
        f"Invalid value: '{value}'. Supported values are: {quoted(options)}.",
        param=param,
        code="invalid_value",
    )


# --- Pictures ---------------------------------------------------------------


def refused(
    message: str, param: str | None = None, code: str | None = "invalid_value"
) -> ApiError:
    """Return an error of the kind that the image models themselves raise."""
    return ApiError(400, message, type=USER_ERROR, param=param, code=code)


def no_such_model(model: str, param: str = "model") -> ApiError:
    """Status 400, as the Images API has it; ``GET /v1/models`` answers 404."""
    return refused(f"The model '{model}' does not exist.", param)


def no_fidelity(model: str, param: str) -> ApiError:
    """Sent to a model without it, it is refused, not ignored."""
    return refused(
        f"The model '{model}' does not support the 'input_fidelity' parameter.",
        param,
        "invalid_input_fidelity_model",
    )


def wrong_media_type(param: str, media_type: str) -> ApiError:
    """A file of a form that is no JPEG, PNG or WebP by its type."""
    return ApiError(
        400,
        f"Invalid file '{param}': unsupported mimetype ('{media_type}'). Supported "
        "file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
        param=param,
        code="unsupported_file_mimetype",
    )


def bad_picture(position: int) -> ApiError:
    """A file that cannot be read; positions count from 1."""
    return refused(
        f"Invalid image file or mode for image {position}, please check your image "
        "file.",
        code="invalid_image_file",
    )


def bad_picture_data(param: str) -> ApiError:
    """A data URL or Base64 that is no picture."""
    return refused("Invalid image data.", param, "invalid_image_file")


def bad_mask(reason: str) -> ApiError:
    """``reason`` continues the API's sentence."""
    return ApiError(400, f"Invalid mask image format - {reason}")


def not_downloaded(status: int = 404) -> ApiError:
    """Status 400; ``status`` is what the other server answered."""
    return ApiError(
        400,
        f"Error while downloading file. Upstream status code: {status}.",
        param="url",
        code="invalid_value",
    )


# --- The account ------------------------------------------------------------


def bad_key(key: str) -> ApiError:
    """Repeats the key as the API does, its middle hidden."""
    return ApiError(
        401,
        f"Incorrect API key provided: {masked(key)}. You can find your API key at "
        "https://platform.openai.com/account/api-keys.",
        code="invalid_api_key",
        headers=[("WWW-Authenticate", 'Bearer realm="OpenAI API"')],
    )


def masked(key: str) -> str:
    """Return the key as the API repeats it: a long one without its middle."""
    if len(key) <= 12:
        return key
    return f"{key[:8]}{'*' * min(len(key) - 12, 40)}{key[-4:]}"
