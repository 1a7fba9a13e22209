"""Addresses of what surrounds the pages: models, and whether all is well."""

from django.urls import path

from playground.site.views import (
    audit,
    health,
    help_pages,
    join,
    metrics,
    models,
    people,
    setup,
)

app_name = "site"

people_urls = [
    path("people/", people.index, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:pk>/role/", people.set_role, name="person-role"),
    path("people/<int:pk>/remove/", people.remove, name="person-remove"),
    path("people/<int:pk>/export/", people.export, name="person-export"),
    path("people/<int:pk>/erase/", people.erase, name="person-erase"),
    path("people/<int:pk>/reset/", people.reset, name="person-reset"),
    path("people/<int:pk>/factors/", people.factors, name="person-factors"),
    path("people/invitations/<int:pk>/", people.revoke, name="invitation-revoke"),
    path("workspace/", people.enter, name="workspace-enter"),
    path("audit/", audit.index, name="audit"),
    path("audit.csv", audit.csv_file, name="audit-csv"),
    path("accounts/join/<str:token>/", join.join, name="join"),
]

urlpatterns = [
    *people_urls,
    path("models/", models.index, name="models"),
    path("models/server/", models.server, name="models-server"),
    path("help/requests/", help_pages.requests, name="help-requests"),
    path("setup/", setup.index, name="setup"),
    path("setup/gates/", setup.checked, name="setup-gates"),
    path("setup/first-picture/", setup.first_picture, name="setup-first"),
    path("setup/tier/", setup.choose_tier, name="setup-tier"),
    path("healthz", health.healthz, name="health"),
    path("readyz", health.readyz, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
]
