"""What the rules share: building an error, and naming what it is about."""

import math
import re

from playground.catalog import catalog
from playground.imaging.parameters import PARAMETERS
from playground.providers.errors import ProviderError
from playground.providers.errors.fault import Fault, is_openai_host

# A run that would have to wait longer ends, and says for how long.
LONGEST_WAIT_S = 120.0
# A server that names more has counted in another unit, or means never.
LONGEST_TOLD_S = 31 * 86_400.0


def error_of(
    kind: type[ProviderError], fault: Fault, message: str, remedy: str, **more: object
) -> ProviderError:
    """Build an error from the facts of a fault; ``more`` goes before them."""
    values: dict[str, object] = {
        "code": fault.code or fault.type,
        "status": fault.status,
        "param": field_of(fault.param),
        "request_id": fault.request_id,
        "retry_after_s": fault.retry_after_s,
        "details": {**fault.details},
    }
    if fault.message:
        values["details"] = {**fault.details, "server_message": fault.message}
    return kind(message, remedy=remedy, **{**values, **more})  # type: ignore[arg-type]


def field_of(param: str | None) -> str | None:
    """Return the request's field for the API's ``param``, if there is one."""
    parts = re.sub(r"\[\d+\]", "", param or "").split(".")
    names = [part for part in parts if part != "tools"]
    return PARAMETERS.field_of(names)


def wait_text(fault: Fault) -> str:
    """The time that the server named, or "a moment" where it named none."""
    if fault.retry_after_s is None:
        return "Wait a moment, then send the request again."
    return f"Wait {duration(fault.retry_after_s)}, then send it again."


def duration(seconds: float) -> str:
    """Return "12 seconds", "5 minutes", "24 hours" or "3 days"; rounded up."""
    if seconds > LONGEST_TOLD_S:
        return "more than a month"
    unit, size = next(
        (unit, size)
        for unit, size, upto in (
            ("second", 1, 120),
            ("minute", 60, 7200),
            ("hour", 3600, 172_800),
            ("day", 86_400, math.inf),
        )
        if seconds <= upto
    )
    count = max(1, math.ceil(seconds / size))
    return f"{count} {unit}{'s' if count > 1 else ''}"


def soon(fault: Fault) -> bool:
    """Whether the wait that was asked for is short enough to be obeyed here."""
    return fault.retry_after_s is None or fault.retry_after_s <= LONGEST_WAIT_S


def is_openai(fault: Fault) -> bool:
    """Whether OpenAI's own advice helps: the simulator plays its part."""
    return fault.host in ("", "simulator") or is_openai_host(fault.host)


def server_of(fault: Fault) -> str:
    """Return who answered, fit for the start of a sentence."""
    if fault.host == "simulator":
        return "The simulator"
    return "OpenAI" if is_openai(fault) else fault.host


def words(fault: Fault) -> str:
    """Return what the server said, as a sentence of ours; "" when it said nothing."""
    told = fault.message.strip() or _code(fault)
    return f"It says: “{told}”." if told else ""


def _code(fault: Fault) -> str:
    """What a server of another kind has to say where it has no words."""
    return "" if is_openai(fault) else fault.code or fault.type or ""


def quoted(fault: Fault) -> str:
    """The first name in quotes of what the server said; "" where there is none."""
    found = re.search(r"['`‘]([\w.:/-]+)['`’]", fault.message)
    return found[1] if found else ""


def model_name(fault: Fault) -> str:
    """The label of the model that it is about: one that was named, or was asked for."""
    found = re.search(
        r"(?:model [`']|\blimit reached for )([\w.:/-]*[\w/-])", fault.message
    )
    name = found[1] if found else fault.model
    if name == fault.text_model and name:
        return f"the text model {name}"
    known = catalog().get(name)
    return known.label if known else name or "this model"


def sentence(text: str) -> str:
    """End it with a full stop, unless it ends like a sentence or is empty."""
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def said(fault: Fault, otherwise: str) -> str:
    """The server's words, or ``otherwise`` where it has none."""
    told = fault.message or _code(fault)
    return f"The server says: {sentence(told)}" if told else otherwise
