"""Addresses for keeping: the gallery, pictures and their files."""

from django.urls import path

from playground.gallery.views import (
    bringing,
    collections,
    compare,
    files,
    finding,
    image,
    index,
    judging,
    organising,
    selection,
    taking,
    trash,
)

app_name = "gallery"

# /images/<code>
image_urls = [
    path("images/<slug:code>/", image.detail, name="image"),
    path("images/<slug:code>.json", image.detail_json, name="image-json"),
    path("images/<slug:code>/file", files.file, name="file"),
    path("images/<slug:code>/download", files.download, name="download"),
    path("images/<slug:code>/with-settings", files.with_settings, name="with-settings"),
    path("images/<slug:code>/thumb/<int:edge>.webp", files.thumbnail, name="thumbnail"),
    path("images/<slug:code>/before-after/", compare.before_after, name="before-after"),
    path("images/<slug:code>/note/", judging.note, name="note"),
    path("images/<slug:code>/trash/", image.trash, name="trash"),
    path("images/<slug:code>/restore/", image.restore, name="restore"),
]

urlpatterns = [
    path("gallery/", index.index, name="index"),
    path("gallery.json", index.index_json, name="gallery-json"),
    path("gallery/walk.json", index.walk_json, name="walk-json"),
    path("gallery/filters/", finding.facets, name="filters"),
    path("gallery/suggestions/", finding.suggest, name="suggestions"),
    path("gallery/figures/", finding.figures, name="figures"),
    path("gallery/news/", finding.news, name="news"),
    path("gallery/searches/", finding.save, name="search-save"),
    path("gallery/searches/<slug:code>/rename/", finding.rename, name="search-rename"),
    path("gallery/searches/<slug:code>/forget/", finding.forget, name="search-forget"),
    path("gallery/organise/", organising.organise, name="organise"),
    path("gallery/import/", bringing.bring_in, name="import"),
    path("gallery/undo/", organising.take_back, name="undo"),
    path("gallery/download/", taking.archive, name="zip"),
    path("gallery/trash/empty/", trash.empty, name="trash-empty"),
    path("gallery/trash/progress/", trash.progress, name="trash-progress"),
    path("collections/", collections.index, name="collections"),
    path("collections.json", collections.index_json, name="collections-json"),
    path("collections/<slug:code>/", collections.detail, name="collection"),
    path(
        "collections/<slug:code>.json", collections.detail_json, name="collection-json"
    ),
    path(
        "collections/<slug:code>/change/", collections.change, name="collection-change"
    ),
    path("judge/", judging.judge, name="judge"),
    path("compare/", compare.compare, name="compare"),
    path("compare.json", compare.compare_json, name="compare-json"),
    path("compare/measured/", compare.measured, name="compare-measured"),
    path("selection/", selection.change, name="selection"),
    *image_urls,
]
