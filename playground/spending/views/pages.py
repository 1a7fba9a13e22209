"""The Spending page and its exports."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from playground.core.codes import is_code
from playground.core.files import protected
from playground.people import audit
from playground.people.http import Request
from playground.people.roles import runs_installation
from playground.spending import reconciling
from playground.spending.amounts import NoAmount, read_charge, read_usd
from playground.spending.budgets import NoScope, budget_remove, budget_set
from playground.spending.exports import ledger_csv, spending_json
from playground.spending.models import Budget
from playground.spending.page import SpendingPage
from playground.spending.period import BadQuestion, Question, read_question

PAGE = "spending/index.html"
NOT_YOURS = (
    "The provider’s bill is for all workspaces together: whoever runs this "
    "installation compares and settles it."
)


@require_safe
def index(request: Request) -> HttpResponse:
    """The page; what it is asked is in the address."""
    errors: dict[str, str] = {}
    try:
        question = read_question(request.GET)
    except BadQuestion as bad:
        question, errors = read_question({}), bad.errors
    if errors or not request.GET.get("by"):
        question = replace(question, by="model")
    return _page(request, question, errors=errors)


def _page(request: Request, question: Question, **more: Any) -> HttpResponse:
    # Budgets go beyond a workspace: "everyone" is everyone.
    admin = runs_installation(request.user)
    context = {
        "page": SpendingPage(request.user, question, sees_all=admin),
        "may_set_budgets": admin,
        "periods": Budget.Period.values,
        "errors": {},
        "budget_errors": {},
        "doubt_errors": {},
        **more,
    }
    wrong = any(context[name] for name in ("errors", "budget_errors", "doubt_errors"))
    return render(request, PAGE, context, status=422 if wrong else 200)


@require_safe
def as_json(request: Request) -> JsonResponse:
    """The figures of an address, for programs; 400 with errors by field."""
    try:
        question = read_question(request.GET)
    except BadQuestion as bad:
        return JsonResponse({"errors": bad.errors}, status=400)
    return JsonResponse(spending_json(request.user, question))


@require_safe
def as_csv(request: Request) -> HttpResponseBase:
    """The ledger, entry by entry; with the days and the money of the page."""
    try:
        question = read_question(request.GET)
    except BadQuestion as bad:
        return JsonResponse({"errors": bad.errors}, status=400)
    audit.note("ledger exported", by=request.user, what=question.query)
    response = StreamingHttpResponse(
        ledger_csv(request.user, question), content_type="text/csv; charset=utf-8"
    )
    name = f"ledger-{question.first}-{question.last}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return protected(response)


@require_POST
def set_budget(request: Request) -> HttpResponse:
    """Set a budget from the form; what cannot be is said at its field."""
    posted = {name: request.POST.get(name, "") for name in ("scope", "period", "usd")}
    errors: dict[str, str] = {}
    if not runs_installation(request.user):
        errors["scope"] = "Budgets are set by whoever runs this installation."
    if posted["period"] not in Budget.Period.values:
        errors["period"] = "Choose day, month or total."
    try:
        usd = read_usd(posted["usd"])
    except NoAmount as error:
        errors["usd"] = str(error)
    if not errors:
        try:
            state = budget_set(
                scope=posted["scope"],
                period=posted["period"],
                usd=usd,
                by=request.user,
            )
        except NoScope as error:
            errors["scope"] = str(error)
    if errors:
        question = replace(read_question({}), by="model")
        return _page(request, question, budget_errors=errors, posted=posted)
    messages.success(request, f"The budget for {state.name} is set.")
    return HttpResponseRedirect(reverse("spending:index") + "#budgets", status=303)


@require_POST
def settle_doubt(request: Request) -> HttpResponse:
    """Settle one run in doubt with an amount that somebody states."""
    if not runs_installation(request.user):
        raise PermissionDenied(NOT_YOURS)
    run, typed = request.POST.get("doubt", ""), request.POST.get("usd", "")
    try:
        usd = read_charge(typed)
    except NoAmount as error:
        question = replace(read_question({}), by="model")
        return _page(
            request,
            question,
            doubt_errors={"run": run, "typed": typed, "words": str(error)},
        )
    if is_code(run) and reconciling.settle_one(run, usd, by=request.user):
        messages.success(request, "The run is settled in the ledger.")
    else:
        messages.info(request, "This run is not in doubt any more.")
    return HttpResponseRedirect(reverse("spending:index") + "#doubts", status=303)


@require_POST
def remove_budget(request: Request) -> HttpResponse:
    """Lead back to the budgets. Only who runs the installation changes any."""
    if runs_installation(request.user):
        try:
            gone = budget_remove(
                scope=request.POST.get("scope", ""),
                period=request.POST.get("period", ""),
                by=request.user,
            )
        except NoScope:
            gone = False
        words = "The budget is removed." if gone else "There is no such budget."
        messages.info(request, words)
    return HttpResponseRedirect(reverse("spending:index") + "#budgets", status=303)
