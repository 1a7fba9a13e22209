"""What is kept: calls, pictures, what they started from, what was decided of them."""

from playground.library.models.document import Document
from playground.library.models.generation import (
    ControlledKey,
    Generation,
    GenerationQuerySet,
    GenerationSource,
)
from playground.library.models.image import Image, ImageQuerySet, is_kept
from playground.library.models.organising import (
    Collection,
    CollectionItem,
    SavedSearch,
    Tag,
)
from playground.library.models.preset import Preset
from playground.library.models.prompt import Prompt, PromptQuerySet
from playground.library.models.source import SourceImage, SourceImageQuerySet

__all__ = [
    "Collection",
    "CollectionItem",
    "ControlledKey",
    "Document",
    "Generation",
    "GenerationQuerySet",
    "GenerationSource",
    "Image",
    "ImageQuerySet",
    "Preset",
    "Prompt",
    "PromptQuerySet",
    "SavedSearch",
    "SourceImage",
    "SourceImageQuerySet",
    "Tag",
    "is_kept",
]
