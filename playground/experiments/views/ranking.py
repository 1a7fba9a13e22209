"""The quick form of a vote."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from playground.core.fragments import render_part
from playground.experiments.access import experiment_for
from playground.experiments.balloting import NotCounted, current_ballot
from playground.experiments.models import Ballot, Experiment
from playground.experiments.ranking import ranking_at, ranking_cast, ranking_index
from playground.experiments.rounds import rounds_go_on
from playground.experiments.views.voter import voter_name, voter_of
from playground.people.http import Request
from playground.people.roles import VIEWER, needs

PAGE = "experiments/rank.html"


@needs(VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def rank(request: Request, code: str) -> HttpResponse:
    """Take the best of what is left, one press after the other, until one is left.

    What was taken stands in the page (``order``): nothing is kept before the last.
    """
    experiment = experiment_for(request.user, code)
    ballot = current_ballot(experiment)
    order: list[int] = []
    said, whole = "", False
    if "name" in request.POST:
        voter_name(request, experiment, request.POST["name"])
        whole = True
    elif request.method == "POST" and ballot is not None:
        order, said, whole = _taken(request, experiment, ballot)
    elif request.method == "POST":
        said = "This vote has ended; yours was not needed any more."
    if whole and not request.htmx:
        if said:
            messages.info(request, said)
        address = reverse("experiments:rank", args=[experiment.code])
        return HttpResponseRedirect(address, status=303)
    ballot = current_ballot(experiment)
    who = voter_of(request, experiment)
    voter = who.key
    context = {
        "experiment": experiment,
        "ballot": ballot,
        "ranking": ranking_at(ballot, voter, ranking_index(ballot, voter))
        if ballot
        else None,
        "order": order,
        "first_open": min(set(range(len(order) + 1)) - set(order)),
        "given": ballot.votes.count() if ballot else 0,
        "said": said,
        "who": who,
    }
    return render_part(request, PAGE, context, parts={"rank": "rank"})


def _taken(
    request: Request, experiment: Experiment, ballot: Ballot
) -> tuple[list[int], str, bool]:
    """Return what is taken so far, what is to be said, and whether that was all."""
    if request.POST.get("undo"):
        return [], "", False
    voter = voter_of(request, experiment).key
    texts = [*request.POST.getlist("order")[:8], request.POST.get("next", "")]
    index = request.POST.get("index", "")
    if not all(it.isascii() and it.isdigit() and len(it) < 6 for it in (*texts, index)):
        return [], "That was no ranking.", True
    order = list(dict.fromkeys(int(text) for text in texts))
    found = ranking_at(ballot, voter, int(index))
    count = len(found.codes) if found else 0
    if len(order) < count - 1:
        same = found is not None and int(index) == ranking_index(ballot, voter)
        return (order, "", False) if same else ([], "That page was an old one.", True)
    order += [place for place in range(count) if place not in order]
    seal = request.POST.get("seal", "")
    try:
        ranking_cast(ballot, voter, index=int(index), seal=seal, order=order)
    except NotCounted as why:
        return [], str(why), True
    rounds_go_on(experiment)
    return [], "", True
