"""All addresses. Each app lists its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("playground.studio.urls")),
    path("", include("playground.gallery.urls")),
    path("", include("playground.experiments.urls")),
    path("", include("playground.review.urls")),
    path("", include("playground.spending.urls")),
    path("", include("playground.site.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "playground.core.plain_pages.bad_request"
handler403 = "playground.core.plain_pages.permission_denied"
handler404 = "playground.core.plain_pages.not_found"
handler500 = "playground.core.plain_pages.server_error"
