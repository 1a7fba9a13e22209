"""Edits: the first source stays recognisable, the prompt changes it."""

from io import BytesIO

from PIL import Image, ImageChops, ImageFilter, ImageOps

from playground.simulator.painter.job import PaintJob


def opened(data: bytes, mode: str) -> Image.Image:
    with Image.open(BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).convert(mode)


def fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Scaled to cover the frame, the overhang cut off evenly."""
    return ImageOps.fit(image, size, Image.Resampling.BICUBIC)


def changed_area(job: PaintJob) -> Image.Image | None:
    """Where the mask allows a change (255), soft towards its edge; None is everywhere."""
    if job.mask is None:
        return None
    alpha = opened(job.mask, "RGBA").getchannel("A")
    area = ImageOps.invert(fitted(alpha, (job.width, job.height)))
    inner = area.filter(ImageFilter.MinFilter(3))
    soft = inner.filter(ImageFilter.GaussianBlur(max(1, min(area.size) / 160)))
    return ImageChops.multiply(soft, area)


def edit(job: PaintJob, painted: Image.Image) -> Image.Image:
    size = (job.width, job.height)
    source = fitted(opened(job.sources[0], painted.mode), size)
    share = 0.35 if job.fidelity == "high" else 0.6
    result = Image.blend(source, painted, share)
    area = changed_area(job)
    return Image.composite(result, source, area) if area else result
