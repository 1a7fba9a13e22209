"""Reads a prompt the way a hurried illustrator would: subject, style, weather."""

import re
from dataclasses import dataclass
from itertools import pairwise

from playground.simulator.painter.palettes import COLOURS

SUBJECTS = (
    # The order is the priority: what is small and particular wins over its surroundings.
    ("plane", "paper-plane paperplane airplane aeroplane plane glider origami"),
    ("creature", "cat kitten fox dog puppy wolf bear panda rabbit bunny animal mascot creature mouse tiger lion"),
    ("robot", "robot android droid mecha automaton"),
    ("bird", "bird birds owl sparrow parrot toucan robin hummingbird flamingo heron"),
    ("portrait", "portrait face woman man girl boy person selfie headshot people character astronaut"),
    ("rocket", "rocket spaceship spacecraft"),
    ("whale", "whale dolphin"),
    ("balloon", "balloon balloons hot-air airship zeppelin"),
    ("boat", "boat sailboat ship sailing yacht canoe sail regatta"),
    ("lighthouse", "lighthouse beacon"),
    ("butterfly", "butterfly butterflies moth"),
    ("fish", "fish goldfish clownfish aquarium"),
    ("car", "car cars van truck bus taxi campervan"),
    ("bicycle", "bicycle bike bikes cycling"),
    ("train", "train locomotive railway"),
    ("ice cream", "ice-cream icecream gelato sundae popsicle"),
    ("cake", "cake cakes birthday cupcake"),
    ("camera", "camera cameras"),
    ("heart", "heart hearts valentine"),
    ("screen", "ui ux dashboard website webpage landing-page interface wireframe app phone smartphone mobile screen"),
    ("icon", "icon logo app-icon symbol emblem badge sticker monogram brand"),
    ("poster", "poster typography cover album flyer bauhaus type lettering"),
    ("bottle", "product bottle perfume packaging cosmetics skincare shampoo jar can package wine drink"),
    ("cup", "coffee cup tea mug espresso cappuccino latte breakfast"),
    ("fruit", "fruit fruits apple pear lemon lemons orange oranges bowl still-life food citrus"),
    ("branch", "botanical branch twig herbarium fern eucalyptus olive-branch"),
    ("flower", "flower flowers plant vase bouquet tulip rose roses botanical cactus-pot houseplant leaf leaves bloom floral orchid poppy garden"),
    ("mushroom", "mushroom mushrooms toadstool fungi"),
    ("room", "room interior chair sofa lamp bedroom kitchen living armchair furniture window desk"),
    ("space", "space planet planets stars galaxy cosmos cosmic saturn moon nebula orbit universe"),
    ("house", "house cottage cabin home barn hut farmhouse village farm"),
    ("city", "city skyline street tower towers skyscraper skyscrapers buildings urban downtown metropolis architecture town canal venice amsterdam tokyo york paris london"),
    ("desert", "desert dunes dune sahara cactus canyon mesa camel pyramid"),
    ("sea", "sea ocean beach coast waves wave shore island surf bay harbour harbor lagoon"),
    ("forest", "forest woods tree trees jungle woodland grove pine pines birch"),
    ("mountains", "mountain mountains alps peak peaks hill hills valley landscape lake cliff fjord volcano river nature"),
    ("abstract", "abstract geometric pattern shapes gradient texture background wallpaper minimalism composition"),
)  # fmt: skip

UNTITLED = ("poster", "icon", "abstract")

STYLES = (
    ("pixel", "pixel pixelart 8-bit 16-bit 8bit 16bit"),
    ("isometric", "isometric"),
    ("watercolour", "watercolor watercolour aquarelle gouache"),
    (
        "ink",
        "ink lineart line-art line drawing sketch pencil doodle outline engraving etching",
    ),
    ("riso", "risograph riso screenprint screen-print halftone linocut"),
    ("neon", "neon cyberpunk synthwave glowing"),
    ("vintage", "vintage retro sepia nostalgic"),
    ("minimal", "minimal minimalist minimalistic simple"),
    ("flat", "flat vector"),
)

WEATHER = (
    ("rain", "rain rainy storm stormy drizzle"),
    ("snow", "snow snowy snowing snowfall blizzard winter christmas"),
    ("fog", "fog foggy mist misty haze hazy"),
)


@dataclass(frozen=True)
class Brief:
    """What the words ask for. `subjects` is in order of importance, perhaps empty."""

    words: frozenset[str]
    subjects: tuple[str, ...]
    styles: frozenset[str]
    weather: frozenset[str]
    title: str
    bound: tuple[tuple[str, str], ...]
    """Pairs of a colour word and the word it stands before."""

    def colour_of(self, things: str) -> str:
        """The colour word said of one of the things, or nothing."""
        names = things.split()
        return next((colour for colour, thing in self.bound if thing in names), "")

    def has(self, words: str) -> bool:
        return not self.words.isdisjoint(words.split())


def read(prompt: str) -> Brief:
    # What matters is said early; a huge prompt must not cost a huge time.
    tokens = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", prompt[:4000].lower())
    words = set(tokens)
    for token in tokens:
        words.update(token.split("-"))
        if len(token) > 3:
            words.add(token.removesuffix("s"))
    words.update(f"{a}-{b}" for a, b in pairwise(tokens))
    frozen = frozenset(words)
    return Brief(
        words=frozen,
        subjects=_named(SUBJECTS, frozen),
        styles=frozenset(_named(STYLES, frozen)),
        weather=frozenset(_named(WEATHER, frozen)),
        title=_title(prompt[:4000], tokens),
        bound=_bound(tokens),
    )


def _named(
    table: tuple[tuple[str, str], ...], words: frozenset[str]
) -> tuple[str, ...]:
    return tuple(name for name, keys in table if not words.isdisjoint(keys.split()))


def _bound(tokens: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for i, token in enumerate(tokens):
        if token in COLOURS:
            pairs += [(token, thing) for thing in tokens[i + 1 : i + 3]]
    return tuple(pairs)


def _title(prompt: str, tokens: list[str]) -> str:
    """Words for a poster: those in quotes, else what the picture is of.

    Only letters that the built-in font has; an empty title is left out.
    """
    quoted = re.search(r"[\"“«„]([^\"”»“]{1,40})[\"”»“]", prompt)
    if quoted:
        words = quoted.group(1)
    else:
        known = {
            key
            for name, keys in SUBJECTS
            if name not in UNTITLED
            for key in keys.split()
        }
        words = next((token for token in tokens if token in known), "")
    words = " ".join(words.split()).upper()
    return words if all(" " <= c <= "ÿ" and c.isprintable() for c in words) else ""
