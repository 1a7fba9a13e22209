"""What a request will cost, before it is sent."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from playground.catalog import Catalog, Model, Price, catalog, parse_size
from playground.catalog.tokens import Fidelity
from playground.imaging.money import usd_text
from playground.imaging.request import ImageRequest
from playground.imaging.routing import choose
from playground.imaging.rule_types import FileFacts
from playground.imaging.rule_words import listed

MILLION = Decimal(1_000_000)
# Published prices a picture are rounded; this much apart they are the same.
ROUNDING = Decimal("0.002")


@dataclass(frozen=True)
class PriceLine:
    """One line of an estimate or a receipt; ``None`` is unknown, not nothing."""

    label: str
    tokens: int | None
    usd_per_million: Decimal | None
    usd: Decimal | None

    def times(self, n: int) -> "PriceLine":
        """The same line for ``n`` pictures; what is not known stays so."""
        tokens = None if self.tokens is None else self.tokens * n
        return replace(self, tokens=tokens, usd=_times(self.usd, n))


def _times(usd: Decimal | None, n: int) -> Decimal | None:
    return None if usd is None else usd * n


def line(label: str, tokens: int | None, usd_per_million: Decimal | None) -> PriceLine:
    """Return a line of a price; what is not known makes its amount unknown."""
    usd = None
    if tokens is not None and usd_per_million is not None:
        usd = tokens * usd_per_million / MILLION
    return PriceLine(label, tokens, usd_per_million, usd)


def estimate_text(
    usd: Decimal | None,
    low_usd: Decimal | None,
    high_usd: Decimal | None,
    *,
    at_least: bool = False,
) -> str:
    """Write an estimate, or the bounds of one; "unknown" where there are none.

    ``at_least`` says that it leaves out something of weight.
    """
    if at_least and low_usd is not None:
        return f"at least {usd_text(low_usd)}"
    if usd is not None:
        return f"≈ {usd_text(usd)}"
    if low_usd is None or high_usd is None:
        return "unknown"
    low, high = usd_text(low_usd), usd_text(high_usd)
    return f"≈ {low}" if low == high else f"{low} to {high}"


@dataclass(frozen=True)
class Estimate:
    """What a request will probably cost.

    ``usd`` is ``None`` when it is unknown; ``basis`` says in a sentence where the
    figure comes from and what it leaves out. ``exact`` means that the tokens of the
    pictures are known for exactly these values. Where "auto" leaves the price open,
    ``low_usd`` and ``high_usd`` bound it.
    """

    usd: Decimal | None
    basis: str
    lines: tuple[PriceLine, ...] = ()
    exact: bool = False
    low_usd: Decimal | None = None
    high_usd: Decimal | None = None
    # Something that costs more than a few words is left out: it will be more.
    at_least: bool = False

    @property
    def text(self) -> str:
        """The figure for a button: "≈ $0.013", "at least $0.053", "$0.0059 to $0.21"."""
        return estimate_text(
            self.usd, self.low_usd, self.high_usd, at_least=self.at_least
        )

    def times(self, n: int) -> "Estimate":
        """The estimate of ``n`` pictures, from that of one."""
        if n == 1:
            return self
        return replace(
            self,
            usd=_times(self.usd, n),
            lines=tuple(each.times(n) for each in self.lines),
            low_usd=_times(self.low_usd, n),
            high_usd=_times(self.high_usd, n),
        )


def output_tokens(model: str, size: str, quality: str) -> int | None:
    """Return the tokens of one finished picture; ``None`` where unknown."""
    return catalog().output_tokens(model, size, quality)


def estimate(
    request: ImageRequest,
    *,
    day: datetime.date,
    sources: Sequence[FileFacts] = (),
) -> Estimate:
    """Estimate a request from published tables and formulas.

    Counts every picture, every partial picture, and source pictures where a rule
    is known. The tokens of the prompt are known only afterwards.
    """
    return _of_one(request, day, sources).times(request.n)


def _of_one(
    request: ImageRequest, day: datetime.date, sources: Sequence[FileFacts]
) -> Estimate:
    """Estimate one picture of a request: all that is paid is paid for each."""
    known = catalog()
    model = known.get(request.model)
    price = known.price(request.model, day)
    if model is None or price is None:
        return Estimate(None, f"No price is known for {request.model}.")
    rule = known.output_rule(request.model)
    if rule is None or rule.unknown:
        why = rule.unknown if rule else f"No price of a picture is known for {model.id}"
        return Estimate(None, f"{why}; the receipt shows it afterwards.")
    if request.output_format in ("gif", "svg"):
        return Estimate(
            None,
            "No price is published for GIF and SVG; the receipt shows it afterwards.",
        )
    if request.size != "auto" and parse_size(request.size) is None:
        return Estimate(None, "The price depends on the size, which is not known yet.")
    tokens = _possible_tokens(request, model, known)
    if not tokens:
        return Estimate(
            None,
            f"No price is known for {request.size} at {request.quality} with "
            f"{model.label}.",
        )
    return _priced(request, model, price, tokens, known, sources)


def _possible_tokens(request: ImageRequest, model: Model, known: Catalog) -> list[int]:
    """Return the tokens for each value that "auto" may become, without repeats."""
    rule = known.output_rule(model.id)
    auto_sizes = (*model.sizes, *(rule.auto_sizes if rule else ()))
    sizes = auto_sizes if request.size == "auto" else (request.size,)
    qualities = _qualities(request, model)
    found = {
        known.output_tokens(model.id, size, quality)
        for size in sizes
        for quality in qualities
    }
    return sorted(count for count in found if count is not None)


def _qualities(request: ImageRequest, model: Model) -> tuple[str, ...]:
    if request.quality != "auto":
        return (request.quality,)
    return (model.auto_quality,) if model.auto_quality else model.real_qualities


def _priced(
    request: ImageRequest,
    model: Model,
    price: Price,
    tokens: list[int],
    known: Catalog,
    sources: Sequence[FileFacts],
) -> Estimate:
    partial = request.partial_images * known.partial_image_tokens
    inputs = _input_tokens(request, sources, known)

    def lines(each: int) -> tuple[PriceLine, ...]:
        made = [line("Pictures", each, price.image_out)]
        if partial:
            made.append(line("Partial pictures", partial, price.image_out))
        if request.sources or sources:
            made.append(line("Source pictures", inputs, price.image_in))
        return tuple(made)

    def total(each: int) -> Decimal:
        return sum((part.usd for part in lines(each) if part.usd), Decimal(0))

    low, high = total(tokens[0]), total(tokens[-1])
    at_least = bool(sources and inputs is None) or choose(request).route == "responses"
    basis = _basis(
        request, model, price, known, sources, inputs, settled=len(tokens) == 1
    )
    if len(tokens) > 1:
        return Estimate(None, basis, low_usd=low, high_usd=high, at_least=at_least)
    made = lines(tokens[0])
    exact = "auto" not in (request.quality, request.size) and all(
        part.usd is not None for part in made
    )
    return Estimate(low, basis, made, exact, low, high, at_least)


def _input_tokens(
    request: ImageRequest, sources: Sequence[FileFacts], known: Catalog
) -> int | None:
    """Add up the tokens of the sources; the mask is not counted."""
    if len(sources) < len(request.sources):
        return None
    model = known.get(request.model)
    always = model is not None and model.always_high_fidelity
    fidelity: Fidelity = "high" if always or request.input_fidelity == "high" else "low"
    counts = [
        known.input_image_tokens(
            request.model, source.width_px, source.height_px, fidelity
        )
        for source in sources
    ]
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total


def _basis(
    request: ImageRequest,
    model: Model,
    price: Price,
    known: Catalog,
    sources: Sequence[FileFacts],
    inputs: int | None,
    *,
    settled: bool,
) -> str:
    rule = known.output_rule(model.id)
    by_formula = rule is not None and rule.formula is not None
    source = "OpenAI's formula" if by_formula else "OpenAI's table"
    parts = [f"By {source} for {model.label}"]
    if not settled:
        parts.append("a range, since auto decides when it runs")
    elif "auto" in (request.quality, request.size):
        parts.append(f"taking auto for {model.auto_quality}, as seen so far")
    left_out = ["the words of the prompt"]
    if (request.sources or sources) and inputs is None:
        looked_at = len(sources) >= len(request.sources)
        unpublished = ", whose tokens are not published," if looked_at else ""
        left_out.append(f"the source pictures{unpublished}")
    if choose(request).route == "responses":
        left_out.append("the text model")
    if request.previous:
        left_out.append("the earlier pictures of the conversation")
    if price.text_out is not None:
        left_out.append("what the model writes beside the picture")
    parts.append(f"without {listed(left_out).removesuffix(',')}")
    return ", ".join(parts) + "." + _published(request, model, price, known)


def _published(
    request: ImageRequest, model: Model, price: Price, known: Catalog
) -> str:
    """Tell the published price where it is not what the tokens come to.

    For 1 mini the published table lies about $0.0025 a picture above its tokens
    at $8 a million; nobody says why. The bill follows the tokens, so the estimate
    does, too, and the table is only quoted.
    """
    table = known.per_image_table(model.id) or {}
    usd = table.get(request.quality, {}).get(request.size)
    tokens = known.output_tokens(model.id, request.size, request.quality)
    if usd is None or tokens is None or price.image_out is None:
        return ""
    if abs(usd - tokens * price.image_out / MILLION) < ROUNDING:
        return ""
    return f" OpenAI's price list says {usd_text(usd)} a picture."
