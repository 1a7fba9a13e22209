"""What the real one can be told to do."""

from playground.simulator.scenarios import SCENARIOS

__all__ = ["SCENARIOS"]
