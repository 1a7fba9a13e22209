"""Voting, and what came of it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_http_methods, require_safe

from playground.core.files import missing_picture, protected
from playground.core.fragments import render_part
from playground.experiments.access import experiment_for
from playground.experiments.balloting import (
    MOST_SHOWN,
    NotCounted,
    ballot_end,
    can_go_on,
    current_ballot,
    votable,
    votes_suggested,
)
from playground.experiments.judging import closed_ballots, ended_early, judge
from playground.experiments.models import Ballot, Experiment
from playground.experiments.ranking import STEP, ranking_at, ranking_index
from playground.experiments.rounds import (
    draws_coming,
    rounds_end,
    rounds_go_on,
    vote_open,
    why_round_waits,
)
from playground.experiments.views.voter import voter_name, voter_of
from playground.experiments.voting import (
    AHEAD,
    RANKED,
    last_vote,
    next_pairs,
    pair_at,
    vote_cast,
    vote_undo,
)
from playground.experiments.wire import packed
from playground.library.models import Image
from playground.people.http import Request
from playground.people.roles import VIEWER, needs

PAGE = "experiments/vote.html"
# On a phone the left picture is the upper one.
BUTTONS = (
    ("left", "Left", "Upper", "ArrowLeft", "←"),
    ("tie", "Tie", "Tie", "t", "T"),
    ("both_bad", "Both bad", "Both bad", "b", "B"),
    ("right", "Right", "Lower", "ArrowRight", "→"),
)


@needs(VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: Request, code: str) -> HttpResponse:
    """Show the next pair, or take a vote on it; open a vote where there is none."""
    experiment = experiment_for(request.user, code)
    ballot = current_ballot(experiment)
    if request.method != "POST":
        return _page(request, experiment, ballot)
    if "name" in request.POST:
        voter_name(request, experiment, request.POST["name"])
    elif request.POST.get("voter", mine := voter_of(request, experiment).seal) != mine:
        # Held by a browser at which somebody else votes by now: it is kept for them.
        said = "That was another voter's. It was not counted."
        return _page(request, experiment, ballot, said=said, status=409)
    if request.POST.get("open"):
        return _open(request, experiment)
    if request.POST.get("end") and ballot is not None:
        return _end(request, experiment, ballot)
    if ballot is None and not request.POST.get("pair"):
        return _page(request, experiment, None)
    said = _take(request, experiment, ballot)
    return _page(request, experiment, current_ballot(experiment), said=said, after=True)


def _open(request: Request, experiment: Experiment) -> HttpResponse:
    text = request.POST.get("size", "").strip()
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    if text and not (size and size <= MOST_SHOWN):
        said = f"The number of votes has to be a whole number, 1 to {MOST_SHOWN:,}."
        return _page(request, experiment, None, said=said, status=422)
    try:
        ballot = vote_open(experiment, size)
    except NotCounted as why:
        return _page(request, experiment, None, said=str(why), status=422)
    return _page(request, experiment, ballot, after=True)


def _end(request: Request, experiment: Experiment, ballot: Ballot) -> HttpResponse:
    try:
        with transaction.atomic():
            if ballot_end(ballot):
                rounds_end(experiment)
    except NotCounted as why:
        return _page(request, experiment, ballot, said=str(why), status=422)
    return HttpResponseRedirect(
        reverse("experiments:verdict", args=[experiment.code]), status=303
    )


def _take(request: Request, experiment: Experiment, ballot: Ballot | None) -> str:
    """Do what was posted; return the words where nothing was counted."""
    voter = voter_of(request, experiment).key
    if ballot is None:
        return "This vote has ended; yours was not needed any more."
    number = request.POST.get("pair", "")
    if request.POST.get("undo"):
        last = request.POST.get("last", "")
        taken = vote_undo(ballot, voter, int(last) if _is_number(last) else None)
        return "" if taken else "There is nothing to take back."
    if not _is_number(number):
        return "" if "name" in request.POST else "That was no vote."
    try:
        fresh = vote_cast(
            ballot,
            voter,
            number=int(number),
            seal=request.POST.get("seal", ""),
            choice=request.POST.get("choice", ""),
        )
    except NotCounted as why:
        return str(why)
    rounds_go_on(experiment)
    return "" if fresh else "That vote was counted already."


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


def _page(
    request: Request,
    experiment: Experiment,
    ballot: Ballot | None,
    *,
    said: str = "",
    after: bool = False,
    status: int = 200,
) -> HttpResponse:
    who = voter_of(request, experiment)
    voter = who.key
    if after and not request.htmx and status == 200:
        if said:
            messages.info(request, said)
        address = reverse("experiments:vote", args=[experiment.code])
        return HttpResponseRedirect(address, status=303)
    is_stuck = bool(ballot and not can_go_on(ballot))
    pairs = next_pairs(ballot, voter) if ballot and not is_stuck else []
    context = {
        "experiment": experiment,
        "ballot": ballot,
        "pair": pairs[0] if pairs else None,
        "pairs": pairs,
        "given": ballot.votes.count() if ballot else 0,
        "last": last_vote(ballot, voter) if ballot else None,
        "is_stuck": is_stuck,
        "said": said,
        "who": who,
        "buttons": BUTTONS,
        "has_votes": bool(closed_ballots(experiment)),
    }
    if ballot is None:
        pictures = votable(experiment)
        context["pictures"] = len(pictures)
        context["coming"] = draws_coming(experiment)
        context["round_waits"] = why_round_waits(experiment)
        context["suggested"] = votes_suggested(experiment, pictures) if pictures else 0
    return render_part(request, PAGE, context, parts={"vote": "vote"}, status=status)


@require_safe
def picture(request: Request, code: str, number: int, token: str) -> HttpResponse:
    """A picture of a pair under an address that says nothing of it.

    Only pairs that a page holds ready: nobody looks further ahead. What a page has
    begun to fetch comes also when somebody else's vote was the last one meanwhile.
    """
    experiment = experiment_for(request.user, code)
    voter = voter_of(request, experiment).key
    newest = experiment.ballots.select_related("experiment").order_by("-number")[:2]
    tried = (_shown(ballot, voter, number, token) for ballot in newest)
    found = next(filter(None, tried), None)
    if found is None:
        raise Http404("There is no such picture.")
    image = Image.objects.visible_to(request.user).filter(code=found).first()
    if image is None:
        raise Http404("There is no such picture.")
    try:
        data, kind = packed(image)
    except FileNotFoundError:
        return missing_picture(image.width_px, image.height_px)  # type: ignore[return-value]
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = "private, max-age=3600"
    return protected(response)  # type: ignore[return-value]


def _shown(ballot: Ballot, voter: str, number: int, token: str) -> str | None:
    """Return the code of a picture that this voter may see now."""
    if number >= RANKED:
        index, place = divmod(number - RANKED, STEP)
        ranking = ranking_at(ballot, voter, index)
        if (
            ranking is None
            or place >= len(ranking.codes)
            or index > ranking_index(ballot, voter)
            or not constant_time_compare(token, ranking.token(place))
        ):
            return None
        return ranking.codes[place]
    pair = pair_at(ballot, voter, number)
    ahead = [each.number for each in next_pairs(ballot, voter)]
    # A page that has taken votes back still fetches what it held ready before.
    if pair is None or (ahead and number > max(ahead) + AHEAD):
        return None
    return pair.code_of(token)


@require_safe
def verdict(request: Request, code: str) -> HttpResponse:
    """What the votes say, in words first. Nothing before a vote is complete."""
    experiment = experiment_for(request.user, code)
    ballot = current_ballot(experiment)
    context = {
        "experiment": experiment,
        "judged": judge(experiment),
        "ended_early": ended_early(experiment),
        "ballot": ballot,
        "given": ballot.votes.count() if ballot else 0,
    }
    return render(request, "experiments/verdict.html", context)
