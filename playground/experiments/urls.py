"""Addresses of experiments."""

from django.urls import path

from playground.experiments.views import experiments, planning, voting

app_name = "experiments"

urlpatterns = [
    path("experiments/", experiments.index, name="index"),
    path("experiments/new/", planning.plan, name="plan"),
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
    path("experiments/<slug:code>/verdict/", voting.verdict, name="verdict"),
]
