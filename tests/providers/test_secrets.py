"""Keys are taken out of what servers say, in whatever dress they come back."""

from base64 import b64encode

import pytest

from playground.providers.errors.secrets import scrub

KEY = "my-own-server-key-42"


@pytest.mark.parametrize(
    "text",
    [
        f"no such key: {KEY}",
        f"Authorization: Basic {b64encode(f':{KEY}'.encode()).decode()}",
        f"seen: {b64encode(KEY.encode()).decode()}",
        f"https://anna:{KEY}@example.org/v1",
    ],
)
def test_nothing_of_it_is_left(text):
    told = scrub(text, KEY)
    assert "[key]" in told
    assert KEY[4:14] not in told
    assert b64encode(KEY.encode()).decode()[4:14] not in told
    assert b64encode(f":{KEY}".encode()).decode()[4:14] not in told
