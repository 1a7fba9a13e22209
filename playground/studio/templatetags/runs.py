"""Tags and filters for showing runs."""

from collections.abc import Sequence
from functools import partial

from django import template
from django.template.context import RequestContext

from playground.core.clock import today
from playground.core.kept_html import kept_html, written
from playground.core.units import count_text
from playground.imaging.ending import Ended
from playground.imaging.ending import ended as ended_of
from playground.library.models import Generation, Image
from playground.providers.client import current_provider
from playground.studio import card_words, cards, remedies
from playground.studio.options import ComposerField

register = template.Library()

register.filter("worded_links", remedies.worded_links)


@register.filter
def ended(of: Image | Generation) -> Ended | None:
    """Say which of the models that a run, or a picture's run, asked for are gone by today."""
    run = of.generation if isinstance(of, Image) else of
    return ended_of(run.request, day=today(), provider=current_provider().kind)


@register.filter
def started_words(started: Sequence[cards.Card]) -> str:
    """Tell a screen reader how many runs were started, and what has ended at once."""
    words = f"{count_text(len(started), 'run')} started"
    ended = card_words.ended_words(it.generation.state for it in started)
    return f"{words}, {ended}" if ended else words


@register.simple_tag(takes_context=True)
def run_card(
    context: RequestContext,
    card: cards.Card,
    *,
    oob: bool = False,
    later: bool = False,
) -> str:
    """Write the card of a run.

    ``oob`` puts it in the place of an older one, ``later`` tells that it is not seen
    at once.
    """
    request = context["request"]
    here = request.htmx.current_url_abs_path or request.path
    is_own_page = here == card.generation.get_absolute_url()

    write = partial(
        written,
        context,
        "studio/_card.html",
        card=card,
        is_own_page=is_own_page,
        oob=oob,
        later=later,
    )
    # A page that was there before goes on asking for small copies; a new one need not.
    if not card.generation.is_finished or (oob and card.is_bare):
        return write()
    selection = context.get("selection")
    images = card.generation.images.all()
    return kept_html(
        "card",
        [card.generation, *images],
        [image.code for image in images if selection and image.code in selection],
        is_own_page,
        oob,
        later,
        # A model may have ended since.
        today(),
        current_provider().kind,
        write=write,
    )


@register.simple_tag(takes_context=True)
def composer_field(context: RequestContext, field: ComposerField) -> str:
    """Write a field of the composer; most are as they were on the page before."""
    locks = [name for name in context["locks"] if name == field.name]

    write = partial(written, context, "studio/_field.html", field=field, locks=locks)
    return kept_html("field", [], field, locks, write=write)
