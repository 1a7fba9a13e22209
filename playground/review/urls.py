"""Addresses of review: links for guests, and what they see there."""

from django.urls import path

from playground.review.views import comments, guests, links

app_name = "review"

# /r/<token>: no login
guest_urls = [
    path("r/<str:token>/", guests.page, name="page"),
    path("r/<str:token>/open/", guests.unlock, name="unlock"),
    path("r/<str:token>/vote/", guests.vote, name="vote"),
    path("r/<str:token>/<int:number>/file", guests.file, name="file"),
]

urlpatterns = [
    path("review-links/", links.index, name="links"),
    path("review-links/new/", links.new, name="new"),
    path("review-links/<slug:code>/", links.link, name="link"),
    path("review-links/<slug:code>/revoke/", links.revoke, name="revoke"),
    path("images/<slug:code>/comments/", comments.of_picture, name="picture"),
    path("comments/", comments.newest, name="comments"),
    path("comments/read/", comments.read, name="read"),
    path("comments/<int:pk>/edit/", comments.edit, name="edit"),
    path("comments/<int:pk>/delete/", comments.delete, name="delete"),
    path("comments/<int:pk>/done/", comments.done, name="done"),
    *guest_urls,
]
