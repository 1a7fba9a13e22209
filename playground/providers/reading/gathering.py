"""What has come so far. Nothing that came later takes away what came before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.imaging.outcome import OutputImage
from playground.providers.reading.collecting import Collected, Load
from playground.providers.reading.held import Held, One, identity_of
from playground.providers.reading.pictures import (
    Text,
    Unreadable,
    data_urls,
    decode_picture,
)
from playground.providers.reading.rows import (
    CALL,
    errors_in,
    is_address,
    response_facts,
    timestamp,
    with_model,
    words_in,
)
from playground.providers.reading.searching import holds_base64, says, search, words_of
from playground.providers.reading.stages import (
    FINISHED,
    NEWS,
    UNSAID,
    is_preview,
    said,
    stage,
)
from playground.providers.reading.usage import add_up, read_usage
from playground.providers.reading.values import as_text

FINAL = ("response.completed", "response.incomplete", "response.failed")

Preview = Callable[[Text, int, int], None]


@dataclass(kw_only=True)
class Gathered(Collected):
    """Takes the values of an answer, of either route's shape.

    ``preview`` is told of unfinished pictures, and ``previews_asked`` says that some were
    asked for.
    """

    preview: Preview
    previews_asked: bool = False
    errors: list[Mapping[str, Any]] = field(default_factory=list)
    # Calls of the image tool that brought no picture (yet), by their id.
    empty: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    response: dict[str, Any] = field(default_factory=dict)
    created: int | None = None
    svg_usage: dict[str, Any] | None = None
    final: bool = False
    # What the answer says where nothing of it is known, and how many values hold what
    # may be a picture.
    words: str = ""
    unknown: int = 0
    # How many are kept that were not said to be finished, beside others that were.
    doubtful: int = 0
    _total: dict[str, Any] | None = None
    _each: list[dict[str, Any]] = field(default_factory=list)
    _drawing: list[str] = field(default_factory=list)
    _brought: set[str] = field(default_factory=set)
    _event: int = 0
    _stage: str = UNSAID
    # Event and identity of each picture that was said to be finished.
    _named: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.held = Held(self.limit)

    def take(self, name: str, value: Any) -> None:
        """Take one JSON value, as it stands or as an event of that name."""
        if isinstance(value, list):
            for part in value:
                self.take(name, part)
            return
        if not isinstance(value, Mapping):
            return
        # "message" is what an event is called that has no name.
        kind = as_text(value.get("type")) or ("" if name == "message" else name)
        before = self._count
        self._event += 1
        self._stage = stage(kind, value)
        self.errors += errors_in(kind, value)
        if is_preview(kind, value):
            self._take_preview(value)
            return
        self._take_known(kind, value)
        if self._count == before:
            self._take_unknown(value)

    @property
    def _count(self) -> tuple[int, int, int]:
        """Grows with each picture, whatever becomes of it."""
        last = self.held.kept[-1].event if len(self.held) else 0
        return self.finished, self.repeated, last

    def _take_known(self, kind: str, value: Mapping[str, Any]) -> None:
        """Take what has the shape of either route."""
        if isinstance(inner := value.get("response"), Mapping):
            self._take_response(inner)
            self.final = self.final or kind in FINAL
        elif isinstance(value.get("output"), list) or value.get("object") == "response":
            self._take_response(value)
        elif isinstance(item := value.get("item"), Mapping):
            self._take_item(item)
        elif kind == CALL or kind == "message":
            self._take_item(value)
        elif isinstance(value.get("data"), list):
            self._take_rows(value)
        elif value.get("b64_json") or value.get("url"):
            self._take_event(value)
        elif kind.endswith(("output_text.done", "refusal.done")):
            self._take_words(as_text(value.get("item_id")), {"content": [value]})
        elif usage := read_usage(value.get("usage")):
            self._total = usage

    def _take_unknown(self, value: Mapping[str, Any]) -> None:
        """Look for pictures and words where other servers put them."""
        before = self._count
        for row in search(value):
            self._take_picture(row, value)
        if self._count != before:
            self._total = read_usage(value.get("usage")) or self._total
            return
        if self._stage == NEWS:
            return
        for inner in value.values():
            if isinstance(inner, Mapping):
                self.errors += errors_in("", inner)
        self.unknown += holds_base64(value)
        self.words = self.words or words_of(value)

    @property
    def usage(self) -> dict[str, Any] | None:
        """The usage of the pictures; ``None`` where it is not told of each."""
        if self._total:
            return self._total
        return add_up(self._each) if len(self._each) >= self.finished else None

    @property
    def is_counted_each(self) -> bool:
        """Whether each picture tells its own usage, and nothing tells that of all."""
        return not self._total and bool(self._each)

    @property
    def text_usage(self) -> dict[str, Any] | None:
        """That of the text model; None where the answer tells none."""
        return self.response.get("usage")

    @property
    def text(self) -> str:
        """All that the text model said, a paragraph each."""
        return "\n\n".join(text for text in self.texts.values() if text.strip())

    def images(self, load: Load) -> list[OutputImage]:
        """Each with the model that drew it, where the answer names that."""
        model = self.response.get("image_model")
        return [with_model(image, model) for image in super().images(load)]

    # --- Shapes ---------------------------------------------------------------

    def _take_preview(self, value: Mapping[str, Any]) -> None:
        text = value.get("partial_image_b64") or value.get("b64_json")
        index = value.get("partial_image_index")
        image = len(self.pieces)
        if item := as_text(value.get("item_id")):
            if item not in self._drawing:
                self._drawing.append(item)
            image = self._drawing.index(item)
        if isinstance(text, (str, memoryview)):
            self.preview(text, image, index if isinstance(index, int) else 0)

    def _take_rows(self, body: Mapping[str, Any]) -> None:
        for row in body["data"]:
            self._take_picture(row, body)
        self._total = read_usage(body.get("usage")) or self._total
        self.svg_usage = read_usage(body.get("svg_usage")) or self.svg_usage
        self.created = timestamp(body.get("created")) or self.created

    def _take_event(self, body: Mapping[str, Any]) -> None:
        before = self.finished
        self._take_picture(body, {})
        usage = read_usage(body.get("usage"))
        if usage and self.finished > before:
            self._each.append(usage)
        self.svg_usage = read_usage(body.get("svg_usage")) or self.svg_usage
        self.created = timestamp(body.get("created_at")) or self.created

    def _take_response(self, body: Mapping[str, Any]) -> None:
        # Some leave "generating" on what is finished.
        self._stage = self._stage or FINISHED
        output = body.get("output")
        for item in output if isinstance(output, list) else ():
            if isinstance(item, Mapping):
                self._take_item(item)
        error = body.get("error")
        if isinstance(error, Mapping) and says(error) and error not in self.errors:
            self.errors.append(error)
        tools = body.get("tool_usage")
        if isinstance(tools, Mapping):
            self._total = read_usage(tools.get("image_gen")) or self._total
        self.created = timestamp(body.get("created_at")) or self.created
        self.response |= response_facts(body)

    def _take_item(self, item: Mapping[str, Any]) -> None:
        identity = as_text(item.get("id"))
        if item.get("type") == "message" or isinstance(item.get("content"), list):
            self._take_words(identity, item)
            return
        if item.get("type") != CALL and "result" not in item:
            return
        self.svg_usage = read_usage(item.get("svg_usage")) or self.svg_usage
        if item.get("result") and self._is_held(item):
            self._take_picture(item, {})
        elif item.get("result"):
            self.empty.pop(identity, None)
            self._brought.add(identity)
            self._take_picture(item, {})
        elif not identity or identity not in self._brought:
            key = identity or f"#{len(self.empty)}"
            self.empty[key] = {**self.empty.get(key, {}), **item}

    def _take_words(self, identity: str, item: Mapping[str, Any]) -> None:
        text = words_in(item)
        for url in data_urls(text):
            # A picture that the text model wrote into its words.
            text = text.replace(url, "…")
            self._take_picture({"b64_json": url}, {})
        if text and text not in self.texts.values():
            self.texts[identity or f"#{len(self.texts)}"] = text

    # --- Pictures -------------------------------------------------------------

    def _take_picture(self, row: Any, beside: Mapping[str, Any]) -> None:
        if not isinstance(row, Mapping):
            is_long = isinstance(row, memoryview)
            row = {"b64_json": row} if is_long else next(search([row], "data"), {})
        text = row.get("b64_json") or row.get("result") or row.get("url")
        if isinstance(text, (list, Mapping)):
            # Wrapped once more than the API does.
            bare = {**row, "b64_json": None, "result": None, "url": None}
            for part in text if isinstance(text, list) else [text]:
                is_row = isinstance(part, Mapping)
                self._take_picture(
                    {**bare, **(part if is_row else {"result": part})}, beside
                )
            return
        if not text and (found := next(search(row), None)):
            row = {**row, **found}
            text = row.get("b64_json") or row["url"]
        if not isinstance(text, (str, memoryview)) or not len(text):
            if isinstance(error := row.get("error"), Mapping):
                self.errors.append(error)
            self._cannot_read(Unreadable("A picture of the answer is empty."))
            return
        if self._is_held(row):
            self._hold(row, beside, text)
            return
        self._named.append((self._event, identity_of(row, beside)))
        if is_address(row, text):
            self._take_address(as_text(text), row, beside)
            return
        try:
            data = decode_picture(text)
        except Unreadable as problem:
            if isinstance(row.get("url"), str) and row["url"] is not text:
                # What is damaged here may be whole at its address.
                self._take_picture({**row, "b64_json": None, "result": None}, beside)
                return
            self._cannot_read(problem)
            return
        self.take_bytes(data, row, beside)

    def settle(self, count: int | None, *, is_whole: bool) -> None:
        """Take what came last of an answer in which not all is said to be finished.

        ``count`` is how many were asked for.
        """
        last: list[One] = []
        if not self.finished:
            last = self.held.last(count, is_whole=is_whole)
        elif is_whole and self._named:
            last = self.held.others(self._named, (count or 0) - self.finished)
        before, had = self.finished, bool(self.finished)
        self._stage = FINISHED
        for one in last:
            self.held.kept.remove(one)
            self._take_picture(one.row, one.beside)
            if not self._total and (usage := read_usage(one.row.get("usage"))):
                self._each.append(usage)
        self.doubtful += self.finished - before if had else 0

    def _is_held(self, row: Mapping[str, Any]) -> bool:
        told = self._stage if self._stage == FINISHED else said(row) or self._stage
        return told == NEWS or (told == UNSAID and self.previews_asked)

    def _hold(
        self, row: Mapping[str, Any], beside: Mapping[str, Any], text: Text
    ) -> None:
        is_news = (said(row) or self._stage) == NEWS
        self.held.add(self._event, row, beside, is_news=is_news)
        if not is_address(row, text):
            self.preview(text, len(self.pieces), 0)
