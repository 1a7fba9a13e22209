"""A conversation: generations that continue each other on the Responses route."""

from playground.studio.cards import Card, card, with_card_parts
from playground.studio.models import Generation

# A conversation this long is unusual, and each step costs a query.
MAX_STEPS = 40


def thread_of(generation: Generation) -> list[Card]:
    """Return the conversation up to this generation, oldest first, itself last.

    One query a step; [] when it continues nothing.
    """
    steps: list[Generation] = []
    previous_id = generation.previous_id
    while previous_id and len(steps) < MAX_STEPS:
        step = (
            with_card_parts(Generation.objects.visible_to(generation.owner))
            .filter(pk=previous_id)
            .first()
        )
        if step is None:
            break
        steps.append(step)
        previous_id = step.previous_id
    return [card(step) for step in reversed(steps)]
