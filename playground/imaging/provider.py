"""Who answers, as the rest of the product knows it."""

from dataclasses import dataclass

from playground.catalog import ProviderKind

OPENAI_URL = "https://api.openai.com/v1"
MAX_ID = 300


@dataclass(frozen=True)
class Provider:
    """Who answers. ``label`` is fit for the page's header.

    ``base_url`` is shown and compared, so it never holds a password; None where
    there is no address (the simulator).
    """

    kind: ProviderKind
    label: str
    base_url: str | None = None

    @property
    def id(self) -> str:
        """What tells this provider from every other one, and is kept with each run.

        Only a compatible server is known by its address: OpenAI's are one service,
        and the simulator is part of the installation.
        """
        if self.kind != "compatible":
            return self.kind
        place = (self.base_url or "").partition("//")[2].rstrip("/")
        return f"compatible:{place}"[:MAX_ID]


def provider_words(provider_id: str) -> str:
    """Name who answered, from the id that was kept, as in the middle of a sentence."""
    kind, _, place = provider_id.partition(":")
    if kind == "compatible":
        return f"the server at {place}" if place else "a compatible server"
    return {"openai": "OpenAI", "simulator": "the simulator"}.get(kind, kind)
