"""What the composer's small buttons do to what was posted with them."""

from django.http import QueryDict

from playground.studio.draft import THREAD

# Names of the composer's small buttons, which change it and send nothing.
BUTTONS = ("example", "move_up", "drop_file", "forget_previous", "toggle_lock")


def edited(posted: QueryDict) -> QueryDict:
    """Do what one of the composer's small buttons asks for."""
    pressed = {name: str(posted.get(name, "")) for name in BUTTONS}
    if pressed["example"]:
        posted["prompt"] = pressed["example"]
    if pressed["move_up"]:
        _move_up(posted, pressed["move_up"])
    if pressed["drop_file"]:
        _remove_file(posted, pressed["drop_file"])
    if pressed["forget_previous"]:
        posted.setlist("previous", [])
        posted.setlist(THREAD, [])
    if name := pressed["toggle_lock"]:
        locks = [str(lock) for lock in posted.getlist("lock")]
        others = [lock for lock in locks if lock != name]
        posted.setlist("lock", others if name in locks else [*locks, name])
    return posted


def _move_up(posted: QueryDict, code: str) -> None:
    codes = posted.getlist("image")
    if code in codes[1:]:
        at = codes.index(code)
        codes[at - 1], codes[at] = codes[at], codes[at - 1]
        posted.setlist("image", codes)


def _remove_file(posted: QueryDict, code: str) -> None:
    first = next(iter(posted.getlist("image")), None)
    for role in ("image", "mask", "markup"):
        codes = posted.getlist(role)
        posted.setlist(role, [item for item in codes if item != code])
    if code == first:
        # What was painted over the first source goes with it.
        posted.setlist("mask", [])
        posted.setlist("markup", [])


def painted_over(before: QueryDict, after: QueryDict) -> str:
    """Name the mask or markup that was taken out along with its source."""
    dropped = before.get("drop_file")
    lost = [
        role
        for role in ("mask", "markup")
        if before.get(role) and not after.get(role) and before.get(role) != dropped
    ]
    return " and the ".join(lost)
