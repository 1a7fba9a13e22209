"""Every address of the site, and how to come to an instance of each.

A new address without an entry here fails a test, so that the rules in
``test_rules.py`` hold for it from its first day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.site.world import World

UNKNOWN_CODE = "zzzzzzzzzzzz"


@dataclass(frozen=True)
class Place:
    """One address. ``kind`` is page, fragment, json, file, redirect or action."""

    kind: str
    path: Callable[[World], str]
    # The same address for a thing that does not exist, where it names one.
    unknown: str = ""
    # Reachable without a login, even when there are accounts.
    open: bool = False
    methods: tuple[str, ...] = ("GET", "HEAD")


def _fixed(name: str, kind: str = "page", query: str = "", **options: object) -> Place:
    return Place(kind, lambda world: reverse(name) + query, **options)  # type: ignore[arg-type]


def _of(
    things: str, name: str, kind: str = "page", *more: object, **options: object
) -> Place:
    """An address that names the first of the world's things by its code."""
    return Place(
        kind,
        lambda world: reverse(name, args=[getattr(world, things)[0].code, *more]),
        unknown=reverse(name, args=[UNKNOWN_CODE, *more]),
        **options,  # type: ignore[arg-type]
    )


POST = ("POST",)
BOTH = ("GET", "POST")


def _member(name: str) -> Place:
    """An action on a membership of the world's workspace."""
    return Place(
        "action",
        lambda world: reverse(name, args=[world.owner.memberships.get().pk]),
        unknown=reverse(name, args=[999_999]),
        methods=POST,
    )


def _fixed_number(name: str) -> Place:
    return Place("action", lambda world: reverse(name, args=[999_999]), methods=POST)


def _guests(name: str, kind: str = "page", *more: object, **options: object) -> Place:
    """What people without an account reach by the world's link."""
    return Place(
        kind,
        lambda world: reverse(name, args=[world.token, *more]),
        open=True,
        **options,  # type: ignore[arg-type]
    )


def _compare(name: str, kind: str) -> Place:
    return Place(
        kind,
        lambda world: (
            reverse(name)
            + "?"
            + "&".join(f"image={image.code}" for image in world.images[:2])
        ),
    )


def places() -> dict[str, Place]:
    """Return all addresses by their name."""
    return {
        # Studio
        "studio:index": _fixed("studio:index"),
        "studio:compose": _fixed("studio:compose", "fragment", methods=BOTH),
        "site:models": _fixed("site:models"),
        "site:models-server": _fixed("site:models-server"),
        "site:help-requests": _fixed("site:help-requests"),
        "site:setup": _fixed("site:setup"),
        "site:setup-gates": _fixed("site:setup-gates"),
        "site:setup-first": _fixed("site:setup-first", "action", methods=POST),
        "site:setup-tier": _fixed("site:setup-tier", "action", methods=POST),
        "site:health": _fixed("site:health", "json", open=True),
        "site:ready": _fixed("site:ready", "json", open=True),
        "site:metrics": _fixed("site:metrics", "json", open=True),
        # Experiments
        "experiments:index": _fixed("experiments:index"),
        "experiments:brief-delete": _of(
            "briefs", "experiments:brief-delete", "action", methods=POST
        ),
        "experiments:plan": _fixed("experiments:plan", methods=BOTH),
        "experiments:experiment": _of("experiments", "experiments:experiment"),
        "experiments:look": _of("experiments", "experiments:look", "page", 0),
        "experiments:steer": _of(
            "experiments", "experiments:steer", "action", methods=POST
        ),
        "experiments:pick": _of(
            "experiments", "experiments:pick", "action", methods=POST
        ),
        "experiments:vote": _of("experiments", "experiments:vote", methods=BOTH),
        "experiments:rank": _of("experiments", "experiments:rank", methods=BOTH),
        "experiments:pairs": _of("images", "experiments:pairs"),
        "experiments:json": _of("experiments", "experiments:json", "json"),
        "experiments:csv": _of("experiments", "experiments:csv", "file"),
        "experiments:sheet": _of("experiments", "experiments:sheet", "file"),
        "experiments:gif": _of("experiments", "experiments:gif", "file"),
        "experiments:report": _of("experiments", "experiments:report", "file"),
        "experiments:migration": _of("experiments", "experiments:migration"),
        "experiments:verdict": _of("experiments", "experiments:verdict"),
        "experiments:vote-picture": Place(
            "file",
            World.picture_to_vote_on,
            unknown=reverse(
                "experiments:vote-picture", args=[UNKNOWN_CODE, 0, "0" * 32]
            ),
        ),
        # The books
        "spending:index": _fixed("spending:index"),
        "spending:json": _fixed("spending:json", "json"),
        "spending:csv": _fixed("spending:csv", "file"),
        "spending:reconcile": _fixed("spending:reconcile", methods=BOTH),
        "spending:settle": _fixed("spending:settle", "action", methods=POST),
        "spending:doubt-settle": _fixed(
            "spending:doubt-settle", "action", methods=POST
        ),
        "spending:budget-set": _fixed("spending:budget-set", "action", methods=POST),
        "spending:budget-remove": _fixed(
            "spending:budget-remove", "action", methods=POST
        ),
        # People
        "site:people": _fixed("site:people"),
        "site:invite": _fixed("site:invite", "action", methods=POST),
        "site:person-role": _member("site:person-role"),
        "site:person-remove": _member("site:person-remove"),
        "site:person-reset": _member("site:person-reset"),
        "site:person-factors": _member("site:person-factors"),
        "site:person-export": _member("site:person-export"),
        "site:person-erase": _member("site:person-erase"),
        "site:invitation-revoke": _fixed_number("site:invitation-revoke"),
        "site:workspace-enter": _fixed("site:workspace-enter", "action", methods=POST),
        "site:audit": _fixed("site:audit"),
        "site:audit-csv": _fixed("site:audit-csv", "file"),
        "studio:baseline-clear": _fixed(
            "studio:baseline-clear", "action", methods=POST
        ),
        # Runs
        "studio:submit": _fixed("studio:submit", methods=BOTH),
        "studio:runs-json": _fixed("studio:runs-json", "json"),
        "studio:next-turn": _of(
            "generations", "studio:next-turn", "action", methods=POST
        ),
        "studio:dismiss": _of("generations", "studio:dismiss", "action", methods=POST),
        "studio:poll": _fixed("studio:poll", "fragment"),
        "studio:generation": _of("generations", "studio:generation"),
        "studio:generation-json": _of("generations", "studio:generation-json", "json"),
        "studio:cancel": _of("generations", "studio:cancel", "action", methods=POST),
        "studio:run-again": _of("generations", "studio:run-again", methods=BOTH),
        "studio:read-again": _of(
            "generations", "studio:read-again", "action", methods=POST
        ),
        "studio:continue-run": _of(
            "generations", "studio:continue-run", "action", methods=POST
        ),
        "studio:run-successor": _of(
            "generations", "studio:run-successor", "action", methods=POST
        ),
        "studio:partial": _of("generations", "studio:partial", "file"),
        # From a picture
        "studio:menu": _of("images", "studio:menu", "fragment"),
        "studio:vary": _of("images", "studio:vary", methods=BOTH),
        "studio:again": _of("images", "studio:again", methods=BOTH),
        "studio:side-by-side": _of("images", "studio:side-by-side", methods=BOTH),
        "studio:baseline-pin": _of(
            "images", "studio:baseline-pin", "action", methods=POST
        ),
        "studio:successor": _of("images", "studio:successor", "action", methods=POST),
        "studio:edit": _of("images", "studio:edit", "action", methods=POST),
        # Sources
        "studio:sources-add": _fixed("studio:sources-add", "action", methods=POST),
        "studio:source-file": _of("sources", "studio:source-file", "file"),
        # Presets, prompts, the call as code
        "studio:preset-save": _fixed("studio:preset-save", "action", methods=POST),
        "studio:preset-load": _of(
            "presets", "studio:preset-load", "action", methods=POST
        ),
        "studio:preset-default": _of(
            "presets", "studio:preset-default", "action", methods=POST
        ),
        "studio:preset-delete": _of(
            "presets", "studio:preset-delete", "action", methods=POST
        ),
        "studio:prompts": _fixed("studio:prompts"),
        "studio:model-menu": _fixed("studio:model-menu", "action", methods=POST),
        "studio:code": _fixed("studio:code", "action", methods=POST),
        "studio:continue": _of("images", "studio:continue", "action", methods=POST),
        # Gallery
        "gallery:index": _fixed("gallery:index"),
        "gallery:gallery-json": _fixed("gallery:gallery-json", "json"),
        "gallery:walk-json": _fixed("gallery:walk-json", "json"),
        "gallery:judge": _fixed("gallery:judge", "action", methods=POST),
        "gallery:organise": _fixed("gallery:organise", methods=BOTH),
        "gallery:import": _fixed("gallery:import", methods=BOTH),
        "gallery:undo": _fixed("gallery:undo", "action", methods=POST),
        "gallery:zip": _fixed("gallery:zip", "action", methods=POST),
        "gallery:trash-empty": _fixed("gallery:trash-empty", "action", methods=POST),
        "gallery:trash-progress": _fixed("gallery:trash-progress", "fragment"),
        "gallery:collections": _fixed("gallery:collections"),
        "gallery:collections-json": _fixed("gallery:collections-json", "json"),
        "gallery:collection": _of("collections", "gallery:collection"),
        "gallery:collection-json": _of(
            "collections", "gallery:collection-json", "json"
        ),
        "gallery:collection-change": _of(
            "collections", "gallery:collection-change", "action", methods=POST
        ),
        "gallery:filters": _fixed("gallery:filters", "fragment"),
        "gallery:suggestions": _fixed("gallery:suggestions", "fragment"),
        "gallery:figures": _fixed("gallery:figures", "fragment"),
        "gallery:news": _fixed("gallery:news", "fragment"),
        "gallery:search-save": _fixed("gallery:search-save", "action", methods=POST),
        "gallery:search-rename": _of(
            "searches", "gallery:search-rename", "action", methods=POST
        ),
        "gallery:search-forget": _of(
            "searches", "gallery:search-forget", "action", methods=POST
        ),
        "gallery:image": _of("images", "gallery:image"),
        "gallery:image-json": _of("images", "gallery:image-json", "json"),
        "gallery:file": _of("images", "gallery:file", "file"),
        "gallery:download": _of("images", "gallery:download", "file"),
        "gallery:with-settings": _of("images", "gallery:with-settings", "file"),
        "gallery:thumbnail": _of("images", "gallery:thumbnail", "file", 320),
        "gallery:note": _of("images", "gallery:note"),
        "gallery:trash": _of("images", "gallery:trash", "action", methods=POST),
        "gallery:restore": _of("images", "gallery:restore", "action", methods=POST),
        # Links for guests
        "review:links": _fixed("review:links"),
        "review:new": _fixed("review:new", methods=BOTH),
        "review:link": _of("links", "review:link"),
        "review:revoke": _of("links", "review:revoke", "action", methods=POST),
        "review:picture": _of("images", "review:picture", methods=BOTH),
        "review:comments": _fixed("review:comments"),
        "review:read": _fixed("review:read", "action", methods=POST),
        "review:edit": Place(
            "page",
            lambda world: reverse("review:edit", args=[world.comments[0].pk]),
            unknown=reverse("review:edit", args=[999_999]),
            methods=BOTH,
        ),
        "review:delete": Place(
            "action",
            lambda world: reverse("review:delete", args=[world.comments[0].pk]),
            unknown=reverse("review:delete", args=[999_999]),
            methods=POST,
        ),
        "review:done": Place(
            "action",
            lambda world: reverse("review:done", args=[world.comments[0].pk]),
            unknown=reverse("review:done", args=[999_999]),
            methods=POST,
        ),
        "review:page": _guests("review:page"),
        "review:file": _guests("review:file", "file", 1),
        "review:unlock": _guests("review:unlock", "action", methods=POST),
        "review:vote": _guests("review:vote", "action", methods=POST),
        # Compare
        "gallery:compare": _compare("gallery:compare", "page"),
        "gallery:compare-json": _compare("gallery:compare-json", "json"),
        "gallery:compare-measured": _compare("gallery:compare-measured", "fragment"),
        "gallery:before-after": _of(
            "images", "gallery:before-after", "redirect", methods=("GET", "HEAD")
        ),
        "gallery:selection": _fixed("gallery:selection", "action", methods=POST),
    }


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Yield the full name of every address of the site.

    Those of accounts, which answer only where people sign in, have their own tests:
    tests/people/test_addresses.py.
    """
    for pattern in (resolver or get_resolver()).url_patterns:
        if str(pattern.pattern).startswith("accounts/"):
            continue
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern, prefix + namespace)
        elif isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or f"unnamed: {pattern.pattern}")
