"""What one takes along of an experiment as pictures: sheet, GIF, small copies."""

import base64
import io

from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from playground.core.clock import today
from playground.core.files import storage_of
from playground.experiments.cells import GridLine, Shot
from playground.experiments.grid import Grid
from playground.library.models import Image
from playground.library.pictures import flattened
from playground.library.thumbnails import thumbnail_edges, thumbnail_name

MARGIN, CAPTION, HEAD = 8, 34, 60
# A sheet larger than this is made of smaller pictures.
MOST_PIXELS = 40_000_000
EDGES = (320, 160, 96, 64)
GIF_EDGE = 640
GIF_MS = 900


def small(image: Image, edge: int) -> Pillow.Image | None:
    """Return a copy that fits into a square, from the smallest file that is enough."""
    name = image.file
    if image.has_thumbnails:
        fitting = [it for it in thumbnail_edges(image) if it >= edge]
        if fitting:
            name = thumbnail_name(image.file, fitting[0])
    try:
        with storage_of(name).open(name, "rb") as file, Pillow.open(file) as opened:
            picture = flattened(opened).copy()
    except (OSError, ValueError):
        return None
    picture.thumbnail((edge, edge))
    white = Pillow.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A") if "A" in picture.mode else None)
    return white


def contact_sheet(grid: Grid) -> bytes:
    """Return all pictures on one PNG, as the page has them, with captions."""
    experiment, lines, tops = grid.experiment, grid.lines, grid.tops
    columns = max(1, len(tops)) * experiment.draws_each
    edge = next(
        (it for it in EDGES if _pixels(columns, len(lines), it) <= MOST_PIXELS), 48
    )
    width = columns * (edge + MARGIN) + MARGIN
    height = HEAD + len(lines) * (edge + CAPTION + MARGIN) + MARGIN
    sheet = Pillow.new("RGB", (max(width, 480), height), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=13)
    title = ImageFont.load_default(size=18)
    draw.text((MARGIN, MARGIN), _fit(experiment.name, width, 9), "black", title)
    draw.text((MARGIN, 34), f"{today()} · {len(grid.shots)} pictures", "#555", font)
    across = (edge + MARGIN) * experiment.draws_each
    for y, line in enumerate(lines):
        top = HEAD + y * (edge + CAPTION + MARGIN)
        draw.text((MARGIN, top), _fit(_caption(line), width, 6), "#555", font)
        for x, (cell, head) in enumerate(zip(line.cells, tops, strict=True)):
            left = MARGIN + x * across
            for shot in cell.shots:
                at = left + shot.draw.number * (edge + MARGIN), top + 17
                _place(sheet, draw, shot, at, edge)
            words = _fit(_caption(head), across - MARGIN, 6)
            draw.text((left, top + 18 + edge), words, "black", font)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()


def _caption(line: GridLine) -> str:
    return f"{line.label} {line.head.price}" if line.head else line.label


def _place(
    sheet: Pillow.Image,
    draw: ImageDraw.ImageDraw,
    shot: Shot,
    at: tuple[int, int],
    edge: int,
) -> None:
    picture = small(shot.image, edge) if shot.image else None
    if picture:
        sheet.paste(picture, at)
        return
    left, top = at
    draw.rectangle((left, top, left + edge, top + edge), outline="#bbb")
    draw.text((left + 4, top + 3), shot.state, "#555", ImageFont.load_default(size=13))


def _pixels(columns: int, rows: int, edge: int) -> int:
    return columns * (edge + MARGIN) * rows * (edge + CAPTION + MARGIN)


def _fit(text: str, width: int, letter: int) -> str:
    words = " ".join(text.split())
    room = max(8, width // letter - 2)
    return words if len(words) <= room else f"{words[: room - 1]}…"


def along(grid: Grid, prompt: int, second: int, number: int) -> list[Image | None]:
    """Return the picture of one draw of each value that is shown."""
    return [
        next((it.image for it in shots if it.draw.number == number), None)
        for shots in (grid.cell(prompt, it, second).shots for it in grid.columns)
    ]


def gifs(grid: Grid) -> list[tuple[int, str]]:
    """Return of which values of the second variable an animation can be made."""
    prompt = grid.look.prompt or 0
    return [
        (second, label)
        for second, label in enumerate(grid.second_labels)
        if len([it for it in along(grid, prompt, second, 0) if it]) > 1
    ]


def axis_gif(grid: Grid, *, prompt: int, second: int, number: int) -> bytes | None:
    """Return one frame for each value under one prompt; None with fewer than two."""
    frames = []
    font = ImageFont.load_default(size=18)
    images = along(grid, prompt, second, number)
    for value, image in zip(grid.columns, images, strict=True):
        picture = small(image, GIF_EDGE) if image else None
        if picture is None:
            continue
        frame = Pillow.new("RGB", (GIF_EDGE, GIF_EDGE + 28), "white")
        frame.paste(picture, ((GIF_EDGE - picture.width) // 2, 28))
        ImageDraw.Draw(frame).text((8, 4), grid.labels[value], "black", font)
        frames.append(frame)
    if len(frames) < 2:
        return None
    buffer = io.BytesIO()
    frames[0].save(
        buffer,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=GIF_MS,
        loop=0,
    )
    return buffer.getvalue()


def embedded(image: Image, edge: int) -> str:
    """Return a picture as a data address, for a page that needs no network."""
    picture = small(image, edge)
    if picture is None:
        return ""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=80, method=2)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode()
