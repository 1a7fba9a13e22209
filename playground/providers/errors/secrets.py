"""Taking keys out of texts, before anything is cut from them.

A piece of a key that a cut leaves behind is not recognised any more.
"""

import re
from base64 import b64encode
from urllib.parse import quote

NO_KEY = "none"
_PATTERNS = (
    re.compile(r"\bsk-[\w*-]{8,}"),
    re.compile(r"(?i)(\bbearer\s+)[\w.~+/*=-]{8,}"),
    re.compile(
        r"(?i)((?:api[-_]?key|access_token|authorization)[\"']?\s*[:=]\s*[\"']?"
        r"(?:(?:basic|digest|token|apikey)\s+)?)"
        r"(?!bearer\b|\[key\])[^\s\"'&,;)]{6,}"
    ),
    re.compile(r"(?i)(\bhttps?://)[^\s/@]+:[^\s/@]+(?=@)"),
)


def hide(text: str, key: str) -> str:
    """Return the text without the key itself; for words that are a person's to read."""
    if len(key) >= 4 and key != NO_KEY and not key.startswith("sim-"):
        in_base64 = b64encode(key.encode()).decode().rstrip("=")
        for form in {key, quote(key, safe=""), in_base64}:
            text = text.replace(form, "[key]")
    return text


def scrub(text: str, key: str = "") -> str:
    """Return the text without the key and without whatever looks like one."""
    text = hide(text, key)
    for pattern in _PATTERNS:
        text = pattern.sub(_instead, text)
    return text


def _instead(found: re.Match[str]) -> str:
    return f"{found[1]}[key]" if found.re.groups else "[key]"
