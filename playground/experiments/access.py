"""Who may see which experiment."""

from django.http import Http404

from playground.core.codes import is_code
from playground.experiments.models import Experiment
from playground.people.models import User


def experiment_for(user: User, code: str) -> Experiment:
    """Return the experiment, or raise 404: also for other people's."""
    if not is_code(code):
        raise Http404("There is no such experiment.")
    try:
        return Experiment.objects.visible_to(user).get(code=code)
    except Experiment.DoesNotExist:
        raise Http404("There is no such experiment.") from None
