"""The next turn of a conversation, typed where the conversation is read."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from playground.library.models import Generation
from playground.people.http import Request
from playground.runs.once import led_to, once_only
from playground.runs.posted import UNREADABLE, is_readable
from playground.runs.submitting import generation_submit
from playground.studio.asking import Ask, total_of
from playground.studio.turns import context_of_turn, turn_after
from playground.studio.views.asking import spend_by
from playground.studio.views.runs import detail_context, generation_for


@require_POST
@once_only
def next_turn(request: Request, code: str) -> HttpResponse:
    """Say what to change next; the answer is the page of the new run."""
    run = generation_for(request, code)
    prompt = request.POST.get("prompt", "")
    if not is_readable(prompt):
        return _refused(request, run, prompt="", problem=UNREADABLE)
    wanted = turn_after(run, prompt.replace("\r\n", "\n"))
    here = context_of_turn(wanted)
    ask = Ask(
        title="The next turn",
        action=reverse("studio:next-turn", args=[run.code]),
        verb="Send",
        n=1,
        total=total_of([wanted], context=here),
        hidden=(("prompt", prompt),),
        asks_n=False,
    )
    return spend_by(
        request,
        ask,
        lambda: generation_submit(author=request.user, request=wanted, context=here),
        Generation.get_absolute_url,
        then=lambda made: led_to(request, made.get_absolute_url()),
        refused=lambda found: _refused(request, run, prompt=prompt, problem=str(found)),
    )


def _refused(
    request: Request, run: Generation, *, prompt: str, problem: str
) -> HttpResponse:
    context = detail_context(request, run)
    context |= {"turn": prompt, "turn_problem": problem}
    return render(request, "studio/generation.html", context, status=422)
