"""A call that fails, for the tests of errors."""

import pytest

from playground.imaging.outcome import InputFiles
from playground.imaging.request import ImageRequest
from playground.providers.errors import ProviderError
from playground.providers.run import run
from tests.providers.servers import answering, serving

MODEL = "gpt-image-2"
NOTHING = InputFiles()


def asking(**values):
    return ImageRequest(**{"prompt": "a fox", "model": MODEL, **values})


def fail(settings, server, **values):
    """Run against a server, and return the error."""
    settings.PLAYGROUND_TIMEOUT_S = 60
    with serving(server) as address:
        return fail_at(settings, f"{address}/v1", **values)


def fail_at(settings, base_url, **values):
    settings.OPENAI_BASE_URL = base_url
    with pytest.raises(ProviderError) as caught:
        run(asking(**values), NOTHING)
    return caught.value


def error_body(status, message, type_=None, param=None, code=None, **more):
    body = {"message": message, "type": type_, "param": param, "code": code, **more}
    headers = {"x-request-id": "req_7"}
    return answering({"error": body}, f"{status} X", headers)
