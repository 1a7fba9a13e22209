"""The finished pictures of an answer, each once."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.imaging.outcome import OutputImage
from playground.providers.reading.pictures import Unreadable
from playground.providers.reading.rows import Piece, merged, resolved
from playground.providers.reading.values import as_text

Load = Callable[[str], bytes]


@dataclass(kw_only=True)
class Collected:
    """Takes finished pictures. ``limit`` is how many are kept.

    ``finished`` counts all that were told of, kept or not.
    """

    limit: int
    pieces: list[Piece] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    repeated: int = 0
    surplus: int = 0
    finished: int = 0
    _seen: dict[str, Piece] = field(default_factory=dict)

    def images(self, load: Load) -> list[OutputImage]:
        """Return the pictures, in their order; loads those that wait at an address."""
        found: list[OutputImage] = []
        for piece in self.pieces:
            if piece.image is None:
                try:
                    data = load(piece.address)
                except Unreadable as problem:
                    self.unreadable.append(problem)
                    continue
                digest = hashlib.sha256(data).hexdigest()
                if digest in self._seen:
                    self.repeated += 1
                    continue
                self._seen[digest] = piece
                piece.image = self._made(data, piece.row, piece.beside)
            found.append(piece.image)
        return found

    def take_bytes(
        self,
        data: bytes,
        row: Mapping[str, Any] | None = None,
        beside: Mapping[str, Any] | None = None,
    ) -> None:
        """Take a finished picture; one that came before is only told more about."""
        digest = hashlib.sha256(data).hexdigest()
        image = self._made(data, row or {}, beside or {})
        if known := self._seen.get(digest):
            self.repeated += 1
            if known.image is not None:
                known.image = merged(known.image, image)
            return
        self.finished += 1
        if len(self.pieces) >= self.limit:
            self.surplus += 1
            return
        self._seen[digest] = Piece(image)
        self.pieces.append(self._seen[digest])

    def _take_address(
        self, address: str, row: Mapping[str, Any], beside: Mapping[str, Any]
    ) -> None:
        if any(piece.address == address for piece in self.pieces):
            self.repeated += 1
            return
        self.finished += 1
        if len(self.pieces) >= self.limit:
            self.surplus += 1
            return
        self.pieces.append(Piece(None, address, row, beside))

    def _cannot_read(self, problem: Unreadable) -> None:
        self.finished += 1
        self.unreadable.append(problem)

    def _made(
        self, data: bytes, row: Mapping[str, Any], beside: Mapping[str, Any]
    ) -> OutputImage:
        return OutputImage(
            data=data,
            resolved=resolved(row, beside),
            revised_prompt=as_text(row.get("revised_prompt")) or None,
            item_id=as_text(row.get("id")) or None,
        )
