"""What is kept: calls, pictures, what they started from, and saved settings."""

from playground.library.models.generation import (
    ControlledKey,
    Generation,
    GenerationQuerySet,
    GenerationSource,
)
from playground.library.models.image import Image, ImageQuerySet
from playground.library.models.preset import Preset
from playground.library.models.prompt import Prompt, PromptQuerySet
from playground.library.models.source import SourceImage, SourceImageQuerySet

__all__ = [
    "ControlledKey",
    "Generation",
    "GenerationQuerySet",
    "GenerationSource",
    "Image",
    "ImageQuerySet",
    "Preset",
    "Prompt",
    "PromptQuerySet",
    "SourceImage",
    "SourceImageQuerySet",
]
