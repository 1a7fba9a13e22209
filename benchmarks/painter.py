"""How long the simulator's painter takes for one picture: the median of several draws.

Processor time, so that other work on the machine does not count; the finished file with
its encoding included.
"""

from statistics import median
from time import process_time

from playground.simulator.painter import PaintJob, paint, paint_partial

PROMPTS = (
    "a paper airplane over misty mountains at sunrise",
    "city skyline at night",
    "a small red fox",
    "sailing boat at sea",
)
CASES = (
    ("1024x1024 low PNG", {"quality": "low"}),
    ("1024x1024 medium PNG", {"quality": "medium"}),
    ("1024x1024 high PNG", {"quality": "high"}),
    ("1024x1024 max PNG", {"quality": "max"}),
    (
        "1024x1024 high transparent WebP",
        {"background": "transparent", "output_format": "webp"},
    ),
    ("1024x1024 high JPEG", {"output_format": "jpeg"}),
    ("1024x1024 high SVG", {"output_format": "svg"}),
    ("3840x2160 high PNG", {"width": 3840, "height": 2160}),
    ("640x640 GIF, 9 frames", {"width": 640, "height": 640, "output_format": "gif"}),
)
DRAWS = 3
STYLES = (
    "photo",
    "linocut",
    "risograph print",
    "watercolour",
    "ink drawing",
    "vintage poster",
    "neon",
    "pixel art",
    "flat illustration",
    "isometric",
)


def main() -> None:
    paint(_job(PROMPTS[0], {"width": 64, "height": 64}, 0))
    for name, settings in CASES:
        print(f"{name:46} {_median_ms(settings, paint):6.0f} ms")
    for style in STYLES:
        name = f"1024x1024 medium PNG, {style}"
        print(f"{name:46} {_median_ms({'quality': 'medium'}, paint, style):6.0f} ms")
    first = _median_ms({}, lambda job: paint_partial(job, 0, 3))
    print(f"{'1024x1024 high, first partial':46} {first:6.0f} ms")


def _median_ms(settings, draw, style="") -> float:
    times = []
    for prompt in PROMPTS:
        for variation in range(DRAWS):
            words = f"{prompt}, {style}" if style else prompt
            job = _job(words, settings, variation)
            start = process_time()
            draw(job)
            times.append(process_time() - start)
    return median(times) * 1000


def _job(prompt, settings, variation) -> PaintJob:
    base = {"width": 1024, "height": 1024, "quality": "high"}
    return PaintJob(prompt=prompt, variation=variation, **{**base, **settings})


if __name__ == "__main__":
    main()
