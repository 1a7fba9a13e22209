"""The search documents of ``benchmarks.library_rows``, written without the rows at hand.

They check themselves against what the application would have written.
"""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=10_000)
def _facts(**values: Any) -> str:
    from playground.library.search.documents import fact, name_parts

    model = values.pop("model")
    names = [fact("model", name) for name in sorted({*name_parts(model), f"={model}"})]
    return " ".join([*names, *(fact(*it) for it in values.items())])


@lru_cache(maxsize=10_000)
def _words(text: str) -> str:
    from playground.library.search.documents import people_words

    return " ".join(people_words(text))


def text_of(
    image: dict[str, Any], run: dict[str, Any], workspace: int, tag: Any
) -> str:
    """What ``documents`` writes, without the rows at hand."""
    from playground.library.search.documents import DECIDED, fact

    shape = "square"
    if image["width_px"] != image["height_px"]:
        is_wide = image["width_px"] > image["height_px"]
        shape = "landscape" if is_wide else "portrait"
    facts = _facts(
        workspace=workspace,
        model=image["model"],
        size=image["size"],
        quality=image["quality"],
        format=image["output_format"],
        background=image["background"],
        route=image["route"],
        provider=run["provider"],
        kind="variation" if run["parent_id"] else "new",
        stars=image["stars"],
        author=image["author_id"],
    )
    more = [fact("size", f"={image['width_px']}x{image['height_px']}")]
    more += [fact("is", shape), fact("is", DECIDED[image["flag"]])]
    more += [fact("tag", tag.pk), tag.name] if tag else []
    return f" {facts} {' '.join(more)} {_words(image['prompt'])} "


def check() -> None:
    """The documents must hold what the application would have written."""
    from playground.library.models import Document, Image
    from playground.library.search.documents import documents_write

    some = list(Image.objects.order_by("-pk").select_related("document")[:50])
    documents_write(some)
    for image in some:
        ours = image.document.text.split()
        theirs = Document.objects.get(image=image).text.split()
        assert sorted(ours) == sorted(theirs), (ours, theirs)
