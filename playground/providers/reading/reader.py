"""An answer while it arrives, and what came of it in the end."""

import logging
from collections.abc import Callable
from dataclasses import replace

from playground.imaging.outcome import OnPartial, Outcome, OutputImage, PartialImage
from playground.providers.errors import ProviderError
from playground.providers.errors.fault import Fault
from playground.providers.errors.mapping import without_key
from playground.providers.errors.refusals import refusal
from playground.providers.errors.secrets import hide, scrub
from playground.providers.head import Head
from playground.providers.reading.collecting import Load
from playground.providers.reading.explaining import failed_calls, why_no_picture
from playground.providers.reading.frames import Body
from playground.providers.reading.gathering import Gathered
from playground.providers.reading.pictures import Text, Unreadable, decode_picture

logger = logging.getLogger(__name__)

# The API may add pictures to those that were asked for, and a text model may draw
# as often as it likes.
_MORE_PICTURES = 10
_PREVIEW_MAX_CHARS = 32 * 2**20
_MOST_PREVIEWS = 64
_TOLD = 5


class Reader:
    """Reads one answer: ``feed`` its bytes, then ask for the ``outcome``."""

    def __init__(
        self,
        head: Head,
        *,
        load: Load,
        on_partial: OnPartial | None = None,
        explain: Callable[[BaseException], ProviderError],
        key: str = "",
    ) -> None:
        self.head = head
        self._load = load
        self._on_partial = on_partial
        self._explain = explain
        self._key = key
        self._previews = 0
        self._body = Body(head.headers.get("content-type", ""))
        self._found = Gathered(
            limit=(head.n or 1) + _MORE_PICTURES,
            preview=self._preview,
            previews_asked=head.partial_images > 0,
        )
        self._broke: ProviderError | None = None

    def feed(self, chunk: bytes) -> None:
        """Pieces may end anywhere."""
        for name, value in self._body.feed(chunk):
            self._found.take(name, value)

    @property
    def ended(self) -> bool:
        """The server has said that this is all."""
        over = self._body.complete or self._found.final
        return self._body.kind == "events" and over and not self._is_waiting

    @property
    def complete(self) -> bool:
        """All that was asked for has come, though more may follow."""
        found, n = self._found, self.head.n
        most = (n or 0) * (1 + self.head.partial_images)
        enough = n is not None and (found.finished >= n or found.held.nameless >= most)
        closed = self._body.complete and not self._body.piecewise
        return closed or found.final or enough

    @property
    def _is_waiting(self) -> bool:
        """Whether something is missing that may follow after an end mark."""
        found = self._found
        if found.errors:
            return False
        if self.head.n is None:
            return not found.finished and bool(found.empty)
        return found.finished < self.head.n

    def broke(self, error: BaseException) -> None:
        """The answer breaks off here. After its last piece that is no matter."""
        if not self.complete:
            self._broke = self._explain(error)

    def outcome(self) -> Outcome:
        """Return what came; raises ``ProviderError`` when that is nothing at all."""
        for name, value in self._body.finish():
            self._found.take(name, value)
        if self._body.kind == "picture":
            self._found.take_bytes(self._body.raw)
        is_whole = self._broke is None and not self._body.broken
        self._found.settle(self.head.n, is_whole=is_whole)
        images = self._found.images(self._load)
        error = None if images else self._why()
        if error is not None and not self._is_an_answer():
            raise error
        return self._made(images, error)

    def _why(self) -> ProviderError:
        error = why_no_picture(
            self._found, self._body, self.head, self._broke, self._key
        )
        error.unread = self._unread
        error.organization = self.head.organization
        used = self._found.usage or self._found.text_usage
        if used and self._is_an_answer() and not self._unread:
            # What was charged is known, and nothing that was paid for is missing.
            error.may_be_billed = False
        return without_key(error, self._key)

    def _is_an_answer(self) -> bool:
        """Whether it came whole and says something, so that it is known what it cost."""
        found = self._found
        whole = self._broke is None and not self._body.broken
        return whole and bool(found.text or found.usage or found.text_usage)

    @property
    def _unread(self) -> bool:
        found = self._found
        return bool(
            found.unreadable
            or found.surplus
            or self._body.unread
            or (found.held and found.finished < (self.head.n or 1))
            or (found.unknown and not found.finished)
            or (self.head.packed and not found.finished)
            or (self._body.broken and self._broke is None)
        )

    def _made(self, images: list[OutputImage], error: ProviderError | None) -> Outcome:
        found = self._found
        return Outcome(
            images=tuple(map(self._without_key, images)),
            usage=found.usage,
            text_usage=found.text_usage,
            svg_usage=found.svg_usage,
            text=hide(found.text, self._key),
            response_id=found.response.get("id"),
            request_id=self.head.request_id,
            organization=self.head.organization,
            processing_ms=None
            if self._body.kind == "events"
            else self.head.processing_ms,
            created=found.created,
            warnings=()
            if error
            else tuple(scrub(told, self._key) for told in self._warnings(images)),
            error=error.to_json() if error else None,
            unread=self._unread,
            fetched=any(piece.address for piece in found.pieces),
            lost=self._lost,
        )

    @property
    def _lost(self) -> int:
        """How many pictures may be charged that the usage says nothing of.

        A stream tells the usage of each picture with it. One that has not come may have
        been drawn, unless the server said that this is all.
        """
        found, body = self._found, self._body
        is_all = found.final or (body.kind == "events" and body.complete)
        if is_all and self._broke is None and not found.errors:
            return 0
        missing = (self.head.n or 0) - found.finished - found.repeated
        return max(0, missing) if found.is_counted_each else 0

    def _without_key(self, image: OutputImage) -> OutputImage:
        """Some servers put what they were sent into their answers."""
        told = image.revised_prompt
        return replace(image, revised_prompt=hide(told, self._key) if told else told)

    # --- Saying what is not as it was asked for ---------------------------------

    def _warnings(self, images: list[OutputImage]) -> list[str]:
        found, told = self._found, []
        told += [str(problem) for problem in found.unreadable[:_TOLD]]
        if len(found.unreadable) > _TOLD:
            told.append(f"{len(found.unreadable) - _TOLD} more cannot be read.")
        if found.doubtful:
            told.append(_doubt(found.doubtful))
        missing = self._missing(images)
        if missing:
            told.append(missing)
        if failed := failed_calls(found):
            told.append(self._failed_text(failed))
        if found.surplus:
            told.append(
                f"{found.surplus} more pictures came than were asked for. They are left "
                "in the raw answer, which is kept."
            )
        if found.response.get("status") == "incomplete":
            told.append("The answer is incomplete.")
        return told

    def _missing(self, images: list[OutputImage]) -> str:
        """Say how many did not arrive and why, "" when nothing is amiss."""
        found = self._found
        asked = self.head.n or 0
        lost = asked - len(images) - len(found.unreadable)
        reason = self._reason()
        if lost <= 0:
            return reason
        if found.repeated >= lost and not reason:
            return f"The same picture came {lost + 1} times and is kept once."
        return f"{lost} of {asked} pictures did not arrive. {reason}".strip()

    def _reason(self) -> str:
        if self._found.errors:
            return self._refusal(self._found.errors[0]).message
        if self._broke is not None:
            return self._broke.message
        if self._body.broken:
            return "The answer breaks off."
        return ""

    def _failed_text(self, failed: list[dict[str, object]]) -> str:
        error = failed[0].get("error")
        if not isinstance(error, dict):
            return f"{len(failed)} further picture could not be made."
        reason = self._refusal(error).message
        return f"A further picture could not be made. {reason}"

    def _refusal(self, error: object) -> ProviderError:
        head = self.head
        return refusal(
            Fault.from_body(
                error,
                status=None,
                headers=head.headers,
                host=head.place,
                model=head.model,
                text_model=head.text_model,
                key=self._key,
            )
        )

    # --- Previews ---------------------------------------------------------------

    def _preview(self, text: Text, image: int, index: int) -> None:
        """Hand on one preview. A preview that fails must not cost the picture."""
        most = 4 * (self.head.n or 4) * max(1, self.head.partial_images)
        if self._on_partial is None or len(text) > _PREVIEW_MAX_CHARS:
            return
        if self._previews >= min(most, _MOST_PREVIEWS):
            return
        self._previews += 1
        try:
            self._on_partial(
                PartialImage(data=decode_picture(text), image=image, index=index)
            )
        except Unreadable:
            logger.warning("A preview could not be read.")
        except Exception:
            logger.exception("A preview could not be kept; going on without previews.")
            self._on_partial = None


def _doubt(count: int) -> str:
    if count == 1:
        return (
            "The server did not say of one picture that it is finished. It is the last "
            "that came of it, and kept."
        )
    return (
        f"The server did not say of {count} pictures that they are finished. They are "
        "the last that came of them, and kept."
    )
