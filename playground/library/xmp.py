"""What XMP tells: our own settings, or else the description in it.

Anybody may have written it, and it may be hundreds of kilobytes of anything: it is
walked over once by the parser of XML, which stops at the first declaration of an
entity. An expression that looks for tags could take hours over a small file.
"""

import json
from typing import Any, NoReturn
from xml.parsers import expat

# Our own settings may hold the longest prompt twice, each character written as six.
MAX_CHARACTERS = 2**19
_DESCRIPTION, _ITEM = "dc:description", "rdf:li"
_DEFAULT = ("x-default", None)


class _Done(Exception):
    """What was looked for has been found, or nothing here is to be trusted."""


class _Reader:
    """Takes the parser's events. Tags are known by the prefixes that all write."""

    def __init__(self) -> None:
        self.requested: Any = None
        self._tags: list[str] = []
        # Of the description: what stands in each of its languages.
        self._texts: list[tuple[str | None, list[str]]] = []
        self._plain: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        told = attributes.get("playground:requested")
        if told is not None:
            try:
                self.requested = json.loads(told)
            except (ValueError, RecursionError):
                self.requested = None
            if isinstance(self.requested, dict):
                raise _Done
        if short := attributes.get(_DESCRIPTION):
            self._plain.append(short)
        self._tags.append(tag)
        if tag == _ITEM and _DESCRIPTION in self._tags[-3:-1]:
            self._texts.append((attributes.get("xml:lang"), []))

    def end(self, _: str) -> None:
        self._tags.pop()

    def text(self, piece: str) -> None:
        if self._tags[-1] == _DESCRIPTION:
            self._plain.append(piece)
        elif self._tags[-1] == _ITEM and _DESCRIPTION in self._tags[-3:-1]:
            self._texts[-1][1].append(piece)

    def description(self) -> str:
        """The one of no language, else the first, else what stands there plainly."""
        found = [text for lang, text in self._texts if lang in _DEFAULT]
        found += [text for _, text in self._texts]
        return "".join(found[0] if found else self._plain).strip()


def _refuse(*_: object) -> NoReturn:
    raise _Done


def told_by_xmp(xmp: str) -> dict[str, Any]:
    """Return it as an entry of a manifest; {} where there is nothing that can be read.

    What stands before a damaged place is taken.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(xmp[:MAX_CHARACTERS].strip("\0\ufeff \r\n\t"), True)
    except (_Done, expat.ExpatError, ValueError, LookupError):
        pass
    if isinstance(reader.requested, dict):
        return {"requested": reader.requested}
    prompt = reader.description()
    return {"prompt": prompt} if prompt else {}
