"""What the simulator lets in: keys, and models until their day."""

from tests.simulator.conftest import MODEL, VALID_CODE, VALID_KEY

GOOD = {"model": MODEL, "prompt": "A fox"}


def test_a_model_lives_until_its_day_and_here_beyond_it():
    import datetime

    import httpx2

    from playground.simulator.app import create_app
    from tests.simulator.conftest import Raw

    def code(model, day):
        app = create_app(day=lambda: datetime.date.fromisoformat(day))
        with httpx2.Client(
            transport=httpx2.WSGITransport(app), base_url="http://simulator"
        ) as http:
            answer = Raw(http).generate(key=VALID_KEY, model=model, prompt="A fox")
        return answer.json()["error"]["code"]

    assert code("gpt-image-1", "2026-10-22") == VALID_CODE
    assert code("gpt-image-1", "2026-10-23") == "invalid_value"
    assert code("gpt-image-1.5", "2026-12-24") == VALID_CODE
    assert code("gpt-image-2.6-flare", "2026-11-03") == "invalid_value"


def test_a_key_is_masked_as_the_api_masks_it(raw):
    def message(key):
        answer = raw.post("/v1/images/generations", GOOD, key=key)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="OpenAI API"'
        assert "openai-organization" not in answer.headers
        return answer.json()["error"]["message"]

    assert message("sim-bad-key") == (
        "Incorrect API key provided: sim-bad-key. You can find your API key at "
        "https://platform.openai.com/account/api-keys."
    )
    from playground.simulator.errors import masked

    assert masked("fake_key") == "fake_key"
    assert masked("test-constant-key"[:12] + "-key") == "test-con****-key"


def test_no_key_at_all_is_refused(raw):
    answer = raw.http.post("/v1/images/generations", json=GOOD)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"
