"""What workers do for experiments beside their runs."""

from playground.experiments import feeding
from playground.experiments.describing import describe_some
from playground.runs.engines.worker import Chore


def experiment_chores() -> tuple[Chore, ...]:
    """Feeding comes first; describing gives way to whatever a worker has to do."""
    return (
        Chore(feeding.feed_all, feeding.INTERVAL_S),
        Chore(describe_some, 5.0, gives_way=True),
    )
