"""The same call as code: Python, JavaScript and cURL.

Each is a whole program: it reads the key from the environment, sends exactly what
the product sends, and saves the pictures. Partial pictures are left out; they
would make every example a stream.
"""

from playground.imaging.provider import OPENAI_URL, Provider
from playground.imaging.request import ImageRequest
from playground.imaging.snippets import curl, javascript, python
from playground.imaging.snippets.parts import FileNames, call_of

__all__ = ["FileNames", "snippets"]


def snippets(
    request: ImageRequest,
    names: FileNames | None = None,
    *,
    provider: Provider,
    previous_response_id: str | None = None,
) -> dict[str, str]:
    """Return the call as ``python``, ``javascript`` and ``curl``.

    ``names`` are the files' names, in the order of the request's sources; the
    code expects them in the folder where it runs.
    """
    call = call_of(
        request,
        names or FileNames(),
        # The packages know OpenAI's address; the simulator has none of its own.
        base_url=None if provider.base_url == OPENAI_URL else provider.base_url,
        previous_response_id=previous_response_id,
    )
    return {
        "python": python.write(call),
        "javascript": javascript.write(call),
        "curl": curl.write(call),
    }
