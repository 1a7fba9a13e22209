"""Addresses for asking: the Studio, runs, and what starts them."""

from django.urls import path

from playground.studio.views import (
    answers,
    baseline,
    code,
    menu,
    presets,
    prompts,
    run_list,
    runs,
    sources,
    studio,
    turns,
    vary,
)

app_name = "studio"

# /generations/
run_urls = [
    path("generations/", run_list.index, name="submit"),
    path("generations.json", run_list.index_json, name="runs-json"),
    path("generations/poll/", runs.poll, name="poll"),
    path("generations/<slug:code>.json", runs.detail_json, name="generation-json"),
    path("generations/<slug:code>/", runs.detail, name="generation"),
    path("generations/<slug:code>/cancel/", runs.cancel, name="cancel"),
    path("generations/<slug:code>/again/", runs.again, name="run-again"),
    path("generations/<slug:code>/next/", turns.next_turn, name="next-turn"),
    path("generations/<slug:code>/dismiss/", run_list.dismiss, name="dismiss"),
    path("generations/<slug:code>/read-again/", answers.read_again, name="read-again"),
    path(
        "generations/<slug:code>/continue/", answers.continue_run, name="continue-run"
    ),
    path(
        "generations/<slug:code>/successor/",
        answers.run_successor,
        name="run-successor",
    ),
    path("generations/<slug:code>/partial/", runs.partial, name="partial"),
]

# /images/<code>/: what can be started from a picture
image_urls = [
    path("images/<slug:code>/menu/", menu.menu, name="menu"),
    path("images/<slug:code>/vary/", vary.panel, name="vary"),
    path("images/<slug:code>/again/", vary.again, name="again"),
    path("images/<slug:code>/side-by-side/", vary.side_by_side, name="side-by-side"),
    path("images/<slug:code>/baseline/", baseline.pin, name="baseline-pin"),
    path("images/<slug:code>/continue/", sources.continue_from, name="continue"),
    path("images/<slug:code>/successor/", answers.successor, name="successor"),
    path("images/<slug:code>/edit/", sources.from_image, name="edit"),
]

source_urls = [
    path("sources/", sources.add, name="sources-add"),
    path("sources/<slug:code>/file", sources.file, name="source-file"),
]

preset_urls = [
    path("presets/", presets.save, name="preset-save"),
    path("presets/<slug:code>/load/", presets.load, name="preset-load"),
    path("presets/<slug:code>/default/", presets.set_default, name="preset-default"),
    path("presets/<slug:code>/delete/", presets.delete, name="preset-delete"),
]

urlpatterns = [
    path("", studio.index, name="index"),
    path("compose/", studio.compose_fields, name="compose"),
    path("compose/models/", studio.models, name="model-menu"),
    path("baseline/clear/", baseline.clear, name="baseline-clear"),
    *run_urls,
    *image_urls,
    path("compose/code/", code.composer, name="code"),
    path("prompts/", prompts.index, name="prompts"),
    *source_urls,
    *preset_urls,
]
