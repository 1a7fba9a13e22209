"""Doing one thing with many pictures, and taking it back."""

import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import (
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from playground.core.codes import is_code, new_code
from playground.gallery import bulk, undoing
from playground.gallery.selection import (
    MAX_COMPARED,
    MAX_PICTURES,
)
from playground.gallery.views.judging import is_script
from playground.gallery.views.selected import selection_for
from playground.gallery.views.selection import next_address
from playground.library.deciding import Undecidable
from playground.library.models import Collection, Image, ImageQuerySet, Tag
from playground.library.organising import Unnameable
from playground.library.search import HitCount, Search
from playground.library.search.reading import among
from playground.people.http import Request

UNDO = "done_with_many"
# So many are kept, the newest last, and taken back in their order.
MOST_STEPS = 20
# So long a page offers to take it back.
WHILE_S = 3600
SHOWN = 200
# The field that names what these need: there stands why they were refused.
NAMED_BY = {
    "typed": "in",
    "tag": "tag",
    "untag": "tag",
    "collect": "in",
    "uncollect": "in",
}


@require_http_methods(["GET", "HEAD", "POST"])
def organise(request: Request) -> HttpResponseBase:
    """The form with all that can be done; posted, it is done."""
    if request.method == "POST":
        return _do(request)
    part = "#dialog" if request.htmx else ""
    context = _context(request, request.GET)
    return render(request, f"gallery/organise.html{part}", context)


def _context(request: Request, asked: QueryDict) -> dict[str, object]:
    search = Search.from_query(request.user, asked)
    selection = replace(selection_for(request), in_trash=search.in_trash)
    named = [code for code in asked.getlist("code") if is_code(code)]
    if named:
        selection = replace(selection, codes=tuple(named[:MAX_PICTURES]))
    count = len(selection.images)
    wanted = asked.get("target", "selection")
    target = wanted if count and wanted in ("selection", "others") else "search"
    total = search.count(limit=bulk.MOST)
    taken = search.holding(selection.codes).count() if count else 0
    return {
        "search": search,
        "total": total,
        "others": HitCount(max(0, total.number - taken), total.at_least)
        if taken
        else None,
        "compared": MAX_COMPARED,
        # 0 where there is no second picture to compare with.
        "several": several if (several := max(count, total.number)) > 1 else 0,
        # Not ``selection``, which is what the bar shows.
        "chosen": selection,
        "named": bool(named),
        "target": target,
        "typed": asked,
        "tags": Tag.objects.visible_to(request.user)[:SHOWN],
        "collections": Collection.objects.visible_to(request.user)[:SHOWN],
        "gallery": (gallery := reverse("gallery:index") + search.address_query()),
        # Who opened it over another page goes on there.
        "next": request.POST.get("next")
        or request.htmx.current_url_abs_path
        or gallery,
    }


def targets(request: Request) -> ImageQuerySet:
    """What was selected or named, all of a search, or "others": all but what was selected.

    What has gone into the trash since it was selected is meant only there.
    """
    target = request.POST.get("target")
    search = Search.from_query(request.user, request.POST)
    known = _meant(request)[: bulk.MOST]
    if target in ("search", "others"):
        found = search.images()
        return found.exclude(code__in=known) if target == "others" else found
    mine = Image.objects.visible_to(request.user).filter(code__in=known)
    return mine.trashed() if search.in_trash else mine.kept()


def _meant(request: Request) -> list[str]:
    """The codes that were posted, or else those that are selected."""
    posted = request.POST.getlist("code")
    return [code for code in posted or selection_for(request).codes if is_code(code)]


def _compare(request: Request) -> HttpResponse:
    """Compare the first ones, in the order of the search."""
    search = Search.from_query(request.user, request.POST)
    target, codes = request.POST.get("target"), _meant(request)
    if target in ("search", "others"):
        out = codes if target == "others" else []
        rows = search.page(size=MAX_COMPARED + len(out)).rows
        codes = [row.code for row in rows if row.code not in out]
    if not codes:
        raise bulk.Impossible("There is no picture to do that with.")
    query = [("image", code) for code in codes[:MAX_COMPARED]]
    if search.query:
        query += [("list", "search"), *search.query.items()]
    return HttpResponseRedirect(reverse("gallery:compare", query=query))


def _do(request: Request) -> HttpResponseBase:
    data, user = request.POST, request.user
    action = data.get("action", "")
    try:
        if action == "typed":
            action = _typed(data)
        if action == "compare":
            return _compare(request)
        stars = int(data.get("stars", "0")) if action == "stars" else 0
        ways: dict[str, Callable[[list[int]], bulk.Done]] = {
            "tag": lambda keys: bulk.tag(user, keys, data.get("tag", "")),
            "untag": lambda keys: bulk.untag(user, keys, data.get("tag", "")),
            "collect": lambda keys: bulk.collect(user, keys, data.get("in", "")),
            "uncollect": lambda keys: bulk.uncollect_named(
                user, keys, data.get("in", "")
            ),
            "pick": lambda keys: bulk.decide(user, keys, flag="pick"),
            "reject": lambda keys: bulk.decide(user, keys, flag="reject"),
            "unflag": lambda keys: bulk.decide(user, keys, flag=""),
            "stars": lambda keys: bulk.decide(user, keys, stars=stars),
            "trash": lambda keys: bulk.trash(user, keys),
            "restore": lambda keys: bulk.restore(user, keys),
            "purge": lambda keys: bulk.purge(user, keys),
        }
        if action not in ways:
            raise bulk.Impossible("Choose what is to be done.")
        done = ways[action](bulk.keys_of(targets(request)))
    except (bulk.Impossible, Unnameable, Undecidable, ValueError) as error:
        said = "Choose 0 to 5 stars." if type(error) is ValueError else str(error)
        if action in NAMED_BY and not is_script(request):
            context = _context(request, data)
            context["errors"] = {NAMED_BY[action]: said}
            return render(request, "gallery/organise.html", context, status=422)
        return _refused(request, said)
    return answer_done(request, done, remember(request, done))


def _typed(data: QueryDict) -> str:
    """Name what Enter in a field of the form means: what was typed says it."""
    tag, collection = data.get("tag", "").strip(), data.get("in", "").strip()
    if tag and collection:
        raise bulk.Impossible(
            "A tag and a collection are typed: press the button of the one you mean."
        )
    return "collect" if collection else "tag"


def remember(request: Request, done: bulk.Done) -> str:
    """Keep what takes it back, for an hour; returns its id, "" where nothing does.

    By this a button tells what it takes back: other things may be done meanwhile.
    """
    if done.undo is None:
        return ""
    now = int(time.time())
    steps = _steps(request)
    stay = [it for it in steps if it["at"] > now - WHILE_S][1 - MOST_STEPS :]
    for gone in steps:
        if gone not in stay:
            _kept(gone).delete()
    # Of ten thousand pictures it is long, and the session is read by every request: so
    # it is kept apart, in a session that nobody has.
    kept = _kept({})
    kept[UNDO] = done.undo
    kept.set_expiry(WHILE_S)
    kept.create()
    step = {"id": new_code(), "words": done.words, "at": now}
    request.session[UNDO] = [*stay, step | {"kept": kept.session_key}]
    return str(step["id"])


def _steps(request: Request) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = request.session.get(UNDO, [])
    return steps


def _kept(step: dict[str, Any]) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    kept: SessionBase = engine.SessionStore(step.get("kept"))
    return kept


def undoable(request: Request) -> dict[str, str]:
    """
    What was done a while ago at most and can be taken back: its ``words`` and ``id``;
    or nothing.

    For a page that shows the messages: where one of those offers it already, nothing too.
    """
    if any("undo" in it.tags.split() for it in messages.get_messages(request)):
        return {}
    steps = _steps(request)
    if not steps or steps[-1]["at"] <= time.time() - WHILE_S:
        return {}
    return {name: steps[-1][name] for name in ("words", "id")}


def tell(request: Request, done: bulk.Done, known: str) -> None:
    """Say it on the next page, with a button that takes back what is ``known`` by it."""
    words = f"{done.words}.".replace("..", ".")
    messages.success(request, words, extra_tags=f"undo {known}" if known else "")


def answer_done(request: Request, done: bulk.Done, known: str = "") -> HttpResponseBase:
    """Scripts are told what was done, others are led on and told there.

    What can be taken back is ``known`` by what ``remember`` returned.
    """
    if is_script(request):
        words = f"{done.words}.".replace("..", ".")
        gone = Image.objects.filter(pk__in=among(done.gone)) if done.gone else None
        codes = [] if gone is None else list(gone.values_list("code", flat=True))
        return JsonResponse({"message": words, "undo": known, "gone": codes})
    tell(request, done, known)
    return HttpResponseRedirect(next_address(request))


def _refused(request: Request, said: str) -> HttpResponseBase:
    if is_script(request):
        return JsonResponse({"message": said}, status=422)
    messages.error(request, said)
    return HttpResponseRedirect(next_address(request))


@require_POST
def take_back(request: Request) -> HttpResponseBase:
    """Undo what was done with many pictures and is known by ``id``; nothing else."""
    steps = _steps(request)
    step = next((it for it in steps if it["id"] == request.POST.get("id")), None)
    if step is None:
        return _refused(request, "There is nothing to take back, or no more.")
    request.session[UNDO] = [it for it in steps if it != step]
    kept = _kept(step)
    undo = kept.get(UNDO)
    kept.delete()
    if undo is None:
        return _refused(request, "There is nothing to take back any more.")
    try:
        return answer_done(request, undoing.take_back(request.user, undo))
    except (bulk.Impossible, Unnameable) as error:
        return _refused(request, str(error))
