"""Addresses of what surrounds the pages: models, and whether all is well."""

from django.urls import path

from playground.site.views import health, models

app_name = "site"

urlpatterns = [
    path("models/", models.index, name="models"),
    path("models/server/", models.server, name="models-server"),
    path("healthz", health.healthz, name="health"),
]
