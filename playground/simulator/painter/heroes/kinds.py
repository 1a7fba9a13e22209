"""The kinds of animals: what tells one from another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """Ears: pointed, round, long, floppy. Tail: thin, bushy, stub."""

    coat: str
    ears: str
    tail: str
    chest: str
    snout: bool = False
    stripes: bool = False
    patches: bool = False


KINDS = {
    "fox": Kind("e0702f", "pointed", "bushy", "fdf1e2", snout=True),
    "wolf": Kind("7f8a99", "pointed", "bushy", "eef0f2", snout=True),
    "dog": Kind("c98f55", "floppy", "thin", "fbeedb", snout=True),
    "puppy": Kind("d8a56a", "floppy", "thin", "fbeedb", snout=True),
    "bear": Kind("8a5d42", "round", "stub", "d9b48f", snout=True),
    "panda": Kind("f4f1ec", "round", "stub", "ffffff", patches=True),
    "rabbit": Kind("cdbfb4", "long", "stub", "fbf7f2"),
    "bunny": Kind("e6d6cc", "long", "stub", "ffffff"),
    "lion": Kind("dba24e", "round", "thin", "f6dfb0", snout=True),
    "tiger": Kind("e58a35", "round", "thin", "fdf3e2", stripes=True),
    "mouse": Kind("a9a4a8", "round", "thin", "efe9ea"),
}
CATS = (
    Kind("e2904a", "pointed", "thin", "fdf0df", stripes=True),
    Kind("5b5f6b", "pointed", "thin", "e9e9ec", stripes=True),
    Kind("3a3842", "pointed", "thin", "55525f"),
    Kind("c9c2ba", "pointed", "thin", "fbf9f6", stripes=True),
)
