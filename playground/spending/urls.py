"""Addresses of the books."""

from django.urls import path

from playground.spending.views import pages, reconcile

app_name = "spending"

urlpatterns = [
    path("spending/", pages.index, name="index"),
    path("spending.json", pages.as_json, name="json"),
    path("ledger.csv", pages.as_csv, name="csv"),
    path("spending/reconcile/", reconcile.index, name="reconcile"),
    path("spending/reconcile/settle/", reconcile.settle, name="settle"),
    path("spending/doubts/", pages.settle_doubt, name="doubt-settle"),
    path("spending/budgets/", pages.set_budget, name="budget-set"),
    path("spending/budgets/remove/", pages.remove_budget, name="budget-remove"),
]
