"""Hand-picked palettes, and the words that ask for them."""

from dataclasses import dataclass

from playground.simulator.painter.colour import (
    Colour,
    lift,
    mix,
    ramp,
    rgb,
)


@dataclass(frozen=True)
class Palette:
    """`sky` from the top to the horizon, `land` from far to near."""

    name: str
    sky: tuple[Colour, ...]
    land: tuple[Colour, ...]
    sun: Colour
    accent: Colour
    second: Colour
    paper: Colour
    ink: Colour
    dark: bool = False

    def ridges(self, count: int) -> list[Colour]:
        return ramp(self.land, count)

    @property
    def horizon(self) -> Colour:
        return self.sky[-1]


def _palette(
    name: str, sky: str, land: str, rest: str, *, dark: bool = False
) -> Palette:
    sun, accent, second, paper, ink = (rgb(c) for c in rest.split())
    return Palette(
        name,
        tuple(rgb(c) for c in sky.split()),
        tuple(rgb(c) for c in land.split()),
        sun,
        accent,
        second,
        paper,
        ink,
        dark,
    )


#                 sky: top … horizon          land: far … near              sun    accent second paper  ink
PALETTES = {
    p.name: p
    for p in (
        _palette(
            "dawn",
            "8fb4e3 c9c6e8 f7cfcb fde3c8",
            "c9a9c4 9c84b0 6a5f95 3d3f6e 252a4d",
            "fff1d6 f0766b f4b860 fff6ec 23264a",
        ),
        _palette(
            "day",
            "4f9fe0 8fc7ee c9e6f5 eef6ee",
            "a9cbd6 7fb3a6 569682 2f7566 1b5150",
            "fffbe6 f26b4e f6c35b fbfaf3 143c46",
        ),
        _palette(
            "golden",
            "8fb0d8 e6cdb9 f9d39a ffc06a",
            "d9a679 c07f5c 96594c 653f46 3a2a3a",
            "fff4cf e2583e 2f7f86 fff3dc 38233a",
        ),
        _palette(
            "sunset",
            "3f3f83 8a4f94 e0667e f9a26c ffd49a",
            "b8607f 8d4676 5f3467 3a2654 211a3d",
            "ffe9b8 ff7a59 ffc15e fff0df 1f1838",
        ),
        _palette(
            "dusk",
            "1f2a55 3d4a86 7d6ea8 d79aa9 f5c3a5",
            "7c75a4 595a8b 3d4473 273058 161d3b",
            "ffe7c9 f58a72 8fd0d6 f6efe9 131a35",
            dark=True,
        ),
        _palette(
            "night",
            "070d26 0f1d45 1f3a6b 3d6390",
            "3a5a87 27446f 1a3157 10213f 0a152b",
            "f4f0d8 ffc869 6fb7d9 e9eef5 060c1e",
            dark=True,
        ),
        _palette(
            "aurora",
            "06122b 0b2a46 13574f 2f8f7a",
            "2c5f6b 1e4657 143345 0d2334 081725",
            "d9fff0 63f0b4 b38bff eafaf4 04101c",
            dark=True,
        ),
        _palette(
            "winter",
            "8fb6d8 bcd5e8 dfe9f1 f6f3f2",
            "c8d8e6 a3bdd3 7a9cba 52779a 34567a",
            "ffffff e4685d 5a8fc2 fbfcfe 24415f",
        ),
        _palette(
            "spring",
            "8fcbe8 c3e5ee eef4df fdf3d9",
            "c5ddb0 99c78f 6aac78 3f8a66 24645a",
            "fffbe0 f2839c f7c95d fffaf0 1d4a4a",
        ),
        _palette(
            "autumn",
            "a8bfd6 e3cdbf f5d3a4 f9c88e",
            "dcae74 cb8448 ab5a34 75392e 43252a",
            "fff3d2 c9402f e9a63a fdf2df 3a1f26",
        ),
        _palette(
            "forest",
            "b9d9cf d7e8d0 eff2d8 fbf4dc",
            "b4cfb0 84b092 578e75 316a5b 184943",
            "fffbe4 ee7f4b f2c14e f9f7ea 113533",
        ),
        _palette(
            "desert",
            "6fb1cf bcd3d3 f3dcbc fbcf9a",
            "eeb884 dd9460 c0704b 94503f 5f3335",
            "fff6da d9482b 2f8c8c fdf1dc 45262b",
        ),
        _palette(
            "sea",
            "3a8fcf 7fc0e3 bfe3ea f4f1dd",
            "6fbcc9 3f9fb5 237fa0 155f86 0d4368",
            "fffbe6 f4664a ffc94d fbfaf2 0c3350",
        ),
        _palette(
            "lagoon",
            "6cc6cf a8e0da dcf1e2 fff1d6",
            "8fd6cb 56bdb5 2d9ea3 1b7b8a 125a70",
            "fffbe6 ff7f66 ffd166 fffaee 0e4459",
        ),
        _palette(
            "lilac",
            "a79be0 c9b8ea e6d3ee fbe6e6",
            "b7a0d6 927bc0 6d5aa3 4a3f80 2d2a59",
            "fff6e6 f27a9b f7c873 fbf5fb 27234d",
        ),
        _palette(
            "coral",
            "f3a08a f7bda0 fbd8b8 fdebd3",
            "ee9580 dd6f68 b84f5d 833a52 4d2742",
            "fff5df 2f8f94 f7c25c fff4e8 41203a",
        ),
        _palette(
            "rain",
            "7d93a6 a3b4bf c5d0d3 dfe3df",
            "a3b4bb 7f969f 5e7882 415a66 2a3f4b",
            "f7f5ea e2a33b c75c4a f3f4f1 20323d",
        ),
        _palette(
            "mono",
            "c9c9c6 dcdcd8 ebebe7 f6f5f1",
            "c4c3c0 9c9b99 737271 4a4a4b 28282a",
            "ffffff 1f1f21 8c8a86 f6f5f1 1b1b1d",
        ),
        _palette(
            "vintage",
            "86b3ab cfd6b6 f3dca6 f5c57f",
            "dda866 c97648 96503f 4b5a5c 2b3a42",
            "fdeec6 cf4f33 2f7f7d f7e9ca 2c2f33",
        ),
        _palette(
            "neon",
            "0b0624 1d0b47 42127a 8a1f9e",
            "5a1f9c 3b1680 27105f 180a43 0d062b",
            "ff5fd2 19e6ff ffe14d f3e9ff 080318",
            dark=True,
        ),
        _palette(
            "candy",
            "8fd3f4 c5c9f7 f7c9e5 ffe0d6",
            "f5b0cf d98cc6 a974bd 7560a8 4a4787",
            "fff7e0 ff6f91 ffd166 fff7f8 3a356f",
        ),
        _palette(
            "space",
            "060714 10112e 23204f 3a2a63",
            "5c4a8c 43387a 2f2a62 1e1d48 111230",
            "ffe9c2 ff8a5c 63c7e0 f1eefb 05060f",
            dark=True,
        ),
    )
}

TIMES = (
    ("neon", "neon cyberpunk synthwave vaporwave"),
    ("vintage", "vintage retro antique old 1950s 1960s 1970s sepia nostalgic"),
    ("space", "planet galaxy cosmos nebula ringed saturn"),
    ("aurora", "aurora northern"),
    (
        "night",
        "night midnight moon moonlit moonlight starry stars dark nocturnal evening",
    ),
    ("dawn", "dawn sunrise morning"),
    ("sunset", "sunset sundown"),
    ("dusk", "dusk twilight"),
    ("golden", "golden warm sunny amber"),
    ("winter", "winter snow snowy icy iceberg arctic frost cold christmas"),
    ("autumn", "autumn fall october harvest"),
    ("spring", "spring blossom april meadow fresh"),
    ("rain", "rain rainy storm stormy fog foggy mist misty cloudy grey gray overcast"),
    ("mono", "monochrome black-and-white greyscale grayscale bw noir"),
    ("candy", "pastel candy cute kawaii dreamy sweet"),
    ("lagoon", "tropical lagoon summer island caribbean"),
    ("day", "day noon daylight midday"),
)

COLOURS = {
    "red": "d8402f", "crimson": "b8203a", "scarlet": "e2342b", "orange": "f0842c", "amber": "f2a52b",
    "yellow": "f6c83e", "gold": "d9a63a", "green": "3f9a63", "emerald": "1f8f6a", "olive": "87894a",
    "mint": "9fd9bd", "teal": "1f8a8a", "turquoise": "35b8b4", "cyan": "3cc3dc", "blue": "3672c9",
    "navy": "24386e", "indigo": "4647a8", "purple": "7d4bb0", "violet": "8557c7", "lavender": "b7a3e3",
    "lilac": "bca4e0", "magenta": "cf3f96", "pink": "f08fae", "rose": "e2738f", "coral": "f27a63",
    "peach": "f9b48f", "brown": "8a5a3d", "beige": "dcc7a5", "cream": "f4e7cb", "white": "f4f2ee",
    "black": "26262a", "silver": "b9bec6", "ochre": "cc8b35", "terracotta": "c2643f",
}  # fmt: skip


def shade(colour: Colour, amount: float = 0.12) -> Colour:
    """The side away from the light: darker and slightly towards blue."""
    return mix(lift(colour, -amount), (38, 34, 84), min(0.25, amount))


def tint(colour: Colour, amount: float = 0.12) -> Colour:
    """The side in the light: lighter and slightly towards warm white."""
    return mix(lift(colour, amount * 0.6), (255, 244, 220), min(0.5, amount * 1.3))
