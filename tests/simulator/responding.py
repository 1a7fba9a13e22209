"""Bodies for the Responses route, and what to read in its answers."""

from tests.simulator.conftest import MODEL

TOOL = {"type": "image_generation", "model": MODEL, "quality": "low"}
GOOD = {"model": "gpt-5", "input": "A fox", "tools": [TOOL]}


def calls(body):
    return [item for item in body["output"] if item["type"] == "image_generation_call"]


def words(body):
    return body["output"][-1]["content"][0]["text"]


def error(answer):
    assert answer.status_code == 400, answer.text
    found = answer.json()["error"]
    return found["type"], found["param"], found["code"], found["message"]
