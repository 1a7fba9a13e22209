"""A link to pictures, for the tests of guests."""

from playground.review.links import link_create

PROMPT = "a secret harbour at dawn"


def make(owner, images, **values):
    """Make a link; returns it and the path that guests open."""
    values = {"title": "Which one?", **values}
    link, address = link_create(owner, images=images, **values)
    return link, "/" + address.split("/", 3)[3]
