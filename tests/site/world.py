"""A world in which a person has some of everything."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse

from playground.experiments.balloting import ballot_open, current_ballot
from playground.experiments.models import BriefSet, Experiment
from playground.experiments.voting import next_pairs, vote_cast
from playground.library.models import (
    Collection,
    Generation,
    Image,
    Preset,
    SavedSearch,
    SourceImage,
)
from playground.library.organising import collection_add, collection_create
from playground.library.saved_searches import search_save
from playground.people.models import User
from playground.review.comments import comment_add, typed
from playground.review.links import link_create
from playground.review.models import Comment, ReviewLink
from playground.runs.beat import beat
from playground.spending.budgets import budget_set
from tests import factories


@dataclass
class World:
    """What one person has: enough of everything for every page to show."""

    owner: User
    images: list[Image] = field(default_factory=list)
    generations: list[Generation] = field(default_factory=list)
    sources: list[SourceImage] = field(default_factory=list)
    presets: list[Preset] = field(default_factory=list)
    experiments: list[Experiment] = field(default_factory=list)
    briefs: list[BriefSet] = field(default_factory=list)
    links: list[ReviewLink] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    token: str = ""
    searches: list[SavedSearch] = field(default_factory=list)
    collections: list[Collection] = field(default_factory=list)

    @classmethod
    def with_some_of_everything(cls, owner: User, count: int = 3) -> "World":
        """Make a world in which all is well."""
        world = cls(owner)
        world.grow(count)
        address = world.hand_out("for guests")
        world.token = address.rstrip("/").rpartition("/")[2]
        # What is left is less than pictures of all models side by side cost.
        usd = Decimal("0.08") + count * Decimal("0.02")
        budget_set(scope="everyone", period="day", usd=usd)
        world.vote()
        beat("tests", concurrency=1)
        return world

    def vote(self) -> None:
        """Complete one vote on the first experiment, and open another."""
        first, voter = self.experiments[0], self.owner.get_username()
        ballot = ballot_open(first, 4)
        while pairs := next_pairs(ballot, voter, 1):
            pair = pairs[0]
            choice = {"number": pair.number, "seal": pair.seal, "choice": "left"}
            vote_cast(ballot, voter, **choice)
            ballot.refresh_from_db()
            if ballot.closed_at:
                break
        ballot_open(first, 40)

    def picture_to_vote_on(self) -> str:
        ballot = current_ballot(self.experiments[0])
        assert ballot is not None
        pair = next_pairs(ballot, self.owner.get_username(), 1)[0]
        names = [self.experiments[0].code, pair.number, pair.left_token]
        return reverse("experiments:vote-picture", args=names)

    def hand_out(self, title: str) -> str:
        """Make a link with all pictures; returns its address."""
        link, address = link_create(self.owner, images=self.images, title=title)
        self.links.append(link)
        return address

    def grow(self, count: int) -> None:
        """Add ``count`` of everything, in every state."""
        for number in range(count):
            parent = self.images[-1] if self.images else None
            run = factories.generation(
                author=self.owner, prompt=f"harbour {number}", parent=parent
            )
            self.generations.append(factories.in_the_books(run))
            self.sources.append(factories.source(author=self.owner, generation=run))
            self.images.append(factories.image(generation=run, thumbnails=not number))
            self.presets.append(
                Preset.objects.create(
                    workspace=self.owner.workspace,
                    author=self.owner,
                    name=f"set {run.code}",
                )
            )
            self.experiments.append(factories.experiment(author=self.owner))
            brief = BriefSet.objects.create(
                workspace=self.owner.workspace,
                author=self.owner,
                name=f"briefs {number}",
                base={"prompt": "", "model": run.model},
                variable="quality",
                values=["low", "high"],
                prompts=["a kite"],
                draws_each=4,
            )
            self.briefs.append(brief)
            self.hand_out(f"link {number}")
            collection = collection_create(self.owner, f"launch {number}")
            collection_add(collection, Image.objects.filter(pk=self.images[-1].pk))
            self.collections.append(collection)
            saved, _ = search_save(
                self.owner, name=f"search {run.code}", query="harbour"
            )
            self.searches.append(saved)
            self.comments.append(
                comment_add(
                    self.owner,
                    self.images[0],
                    typed({"text": "So calm", "x": "5", "y": "9"}),
                )
            )
            for state in ("queued", "sending", "failed", "unknown"):
                other = factories.generation(
                    author=self.owner, state=state, cost_usd=None
                )
                factories.in_the_books(other)
