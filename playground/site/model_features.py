"""What tells models apart, as one table, and what all of them can do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from playground.catalog import Model
from playground.imaging.rule_words import format_name, listed


@dataclass(frozen=True)
class Feature:
    """One row of the comparison; each cell is "yes", "no" or words."""

    label: str
    hint: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """Models that can do exactly the same, under one heading."""

    label: str
    names: str


@dataclass(frozen=True)
class Comparison:
    """``common`` says in a sentence what needs no row of its own."""

    columns: tuple[Column, ...]
    features: tuple[Feature, ...]
    common: str

    @property
    def rows(self) -> list[tuple[Feature, list[tuple[Column, str]]]]:
        """Each feature with its cells, each of them with its column."""
        return [
            (feature, list(zip(self.columns, feature.cells, strict=True)))
            for feature in self.features
        ]


def compare_features(models: Sequence[Model]) -> Comparison:
    """Models with the same features share a column."""
    groups = _groups(models)
    return Comparison(
        columns=tuple(_column(group) for group in groups),
        features=tuple(
            Feature(label, hint, tuple(cell(group[0]) for group in groups))
            for label, hint, cell in _FEATURES
        ),
        common=_common(models) if models else "",
    )


def _groups(models: Iterable[Model]) -> list[list[Model]]:
    """Put models with the same features into one column, in their order."""
    groups: dict[tuple[str, ...], list[Model]] = {}
    for model in models:
        key = (model.generation, *(cell(model) for _, _, cell in _FEATURES))
        groups.setdefault(key, []).append(model)
    return list(groups.values())


def _column(models: list[Model]) -> Column:
    """Name a group: "2.5", "Sunburst, Flare"; or simply its one model."""
    generation = models[0].generation
    names = [model.label.removeprefix(f"{generation} ") for model in models]
    if len(models) > 1 and all(
        model.label != name for model, name in zip(models, names, strict=True)
    ):
        return Column(generation, ", ".join(names))
    return Column(models[0].label, ", ".join(model.label for model in models[1:]))


def _sizes(model: Model) -> str:
    if model.custom_size is None:
        return f"{len(model.sizes)} sizes"
    return f"any, to {model.custom_size.max_edge}"


def _qualities(model: Model) -> str:
    names = model.real_qualities
    return f"{names[0]} to {names[-1]}"


def _transparent(model: Model) -> str:
    if "transparent" not in model.backgrounds:
        return "no"
    if "transparent" not in model.uncertain_backgrounds:
        return "yes"
    unsaid = model.facts["uncertain_backgrounds"].confidence == "not found"
    return "unknown" if unsaid else "preview"


def _flag(name: str) -> Callable[[Model], str]:
    def cell(model: Model) -> str:
        if getattr(model, name):
            return "yes"
        fact = model.facts.get(name)
        return "unknown" if fact and fact.confidence == "not found" else "no"

    return cell


def _fidelity(model: Model) -> str:
    if model.always_high_fidelity:
        return "always"
    if model.input_fidelity:
        return "on request"
    fact = model.facts.get("input_fidelity")
    return "unknown" if fact and fact.confidence == "not found" else "no"


def _previews(model: Model) -> str:
    if model.preview_formats:
        return "preview"
    fact = model.facts.get("preview_formats")
    return "unknown" if fact and fact.confidence == "not found" else "no"


def _pace(model: Model) -> str:
    if not model.rate_limits:
        return "unknown"
    images = [images for _, images in model.rate_limits.values()]
    if len(images) == 1:
        return f"{images[0]} in tier {next(iter(model.rate_limits))}"
    return f"{min(images)} to {max(images)}"


_FEATURES: tuple[tuple[str, str, Callable[[Model], str]], ...] = (
    ("Sizes", "of one's own, in steps of 16 pixels", _sizes),
    ("Quality", "from the cheapest to the dearest", _qualities),
    ("Transparent background", "with PNG and WebP", _transparent),
    ("Markup", "notes and strokes on a source picture", _flag("markup")),
    ("Keeps the source closely", "by itself, or by input fidelity", _fidelity),
    ("Planning effort", "complexity", _flag("complexity")),
    ("GIF and SVG", "where OpenAI has opened them", _previews),
    ("Pictures a minute", "by usage tier, 1 to 5", _pace),
)


def _common(known: Sequence[Model]) -> str:
    """Say in a sentence what all models have, counted from the catalogue."""
    shared = [
        name for name in known[0].formats if all(name in m.formats for m in known)
    ]
    n = min(model.max_n for model in known)
    sources = min(model.max_sources for model in known)
    partials = min(model.max_partial_images for model in known)
    masks = "masks, " if all(model.mask for model in known) else ""
    return (
        f"All of them: {listed(map(format_name, shared))}, up to {n} pictures a call, "
        f"up to {sources} source pictures, {masks}and up to {partials} partial pictures "
        "on the way."
    )
