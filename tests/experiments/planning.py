"""Starting an experiment by its form."""

from playground.experiments.feeding import feed_all
from tests.pages import GOOD

NEW = "/experiments/new/"
PLAN = {
    **GOOD,
    "variable": "quality",
    "value.quality": ["low", "medium"],
    "prompts": "a kite\na boat",
    "draws": "2",
}


def run_all(drain) -> None:
    """Feed and run until nothing is left."""
    for _ in range(50):
        if not feed_all() + drain():
            return
    raise AssertionError("It does not end.")
