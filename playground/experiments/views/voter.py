"""Who votes at this screen: the person who is signed in, or a guest of theirs."""

from dataclasses import dataclass

from playground.experiments.models import Experiment
from playground.experiments.voting import seal_of
from playground.people.http import Request

NAMES = "voter_names"
LONGEST = 60
# Names of so many experiments are known to one session.
MOST = 50


@dataclass(frozen=True)
class Voter:
    """``key`` is kept with the votes; ``guest`` is "" for the person themselves."""

    key: str
    guest: str
    person: str

    @property
    def name(self) -> str:
        """The guest's name where the person has handed over, else the person's."""
        return self.guest or self.person

    @property
    def seal(self) -> str:
        """Tells whose votes a browser holds, and not who that is."""
        return seal_of("voter", self.key)[:12]


def voter_of(request: Request, experiment: Experiment) -> Voter:
    """Return who votes on an experiment here: a guest has a name for each of them.

    Two guests of one name are two, as long as they vote by two accounts.
    """
    person = request.user.get_username()
    guest = str(request.session.get(NAMES, {}).get(experiment.code, ""))
    key = f"guest: {guest} #{request.user.pk}" if guest else person
    return Voter(key, guest, person)


def voter_name(request: Request, experiment: Experiment, typed: str) -> None:
    """Let somebody else vote on this experiment; "" is the person themselves."""
    guest = " ".join("".join(filter(str.isprintable, typed)).split())[:LONGEST]
    names = dict(request.session.get(NAMES, {}))
    names.pop(experiment.code, None)
    if guest:
        names[experiment.code] = guest
    request.session[NAMES] = dict(list(names.items())[-MOST:])
