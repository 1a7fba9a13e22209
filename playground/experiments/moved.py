"""Whether an experiment would go on with another provider than it was planned with."""

from playground.experiments.models import Experiment
from playground.imaging.provider import provider_words
from playground.providers.client import current_provider


def moved(experiment: Experiment) -> str:
    """Say why nothing more is asked for; "" where who answers is still the same.

    The prices that somebody agreed to were those of the other one, and a verdict over
    pictures of both would say nothing.
    """
    now = current_provider().id
    # Nothing: of before that was written down, and nobody has been asked yet.
    if experiment.provider_id in ("", now):
        return ""
    before = provider_words(experiment.provider_id) or "another provider"
    return (
        f"It was planned with {before}, and now {provider_words(now)} answers here, at "
        "prices of its own. Nothing more is asked for."
    )
