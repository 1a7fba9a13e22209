"""Addresses of experiments."""

from django.urls import path

from playground.experiments.views import (
    experiments,
    pairs,
    planning,
    ranking,
    taking,
    voting,
)

app_name = "experiments"

urlpatterns = [
    path("images/<slug:code>/pairs/", pairs.pairs, name="pairs"),
    path("experiments/", experiments.index, name="index"),
    path("experiments/new/", planning.plan, name="plan"),
    path(
        "experiments/briefs/<slug:code>/delete/",
        experiments.brief_delete,
        name="brief-delete",
    ),
    path("experiments/<slug:code>.json", taking.as_json, name="json"),
    path("experiments/<slug:code>.csv", taking.as_csv, name="csv"),
    path("experiments/<slug:code>/sheet.png", taking.sheet, name="sheet"),
    path("experiments/<slug:code>/values.gif", taking.gif, name="gif"),
    path("experiments/<slug:code>/report.html", taking.report, name="report"),
    path("experiments/<slug:code>/migration/", taking.migration, name="migration"),
    path("experiments/<slug:code>/", experiments.experiment, name="experiment"),
    path("experiments/<slug:code>/draws/<int:place>/", experiments.look, name="look"),
    path("experiments/<slug:code>/steer/", experiments.steer, name="steer"),
    path("experiments/<slug:code>/pick/", experiments.pick, name="pick"),
    path("experiments/<slug:code>/vote/", voting.vote, name="vote"),
    path(
        "experiments/<slug:code>/vote/<int:number>/<slug:token>",
        voting.picture,
        name="vote-picture",
    ),
    path("experiments/<slug:code>/rank/", ranking.rank, name="rank"),
    path("experiments/<slug:code>/verdict/", voting.verdict, name="verdict"),
]
