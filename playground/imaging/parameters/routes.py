"""Which API is asked, and what only one of them takes."""

from playground.catalog import catalog
from playground.catalog.model import ACTIONS
from playground.imaging.parameters import availability, checks
from playground.imaging.parameters.declaration import Parameter, Wire
from playground.imaging.parameters.settings import text_models

ROUTE = (
    Parameter(
        name="route",
        label="Route",
        hint="which API is asked",
        note="decides which column is read",
        kind="choice",
        group="route",
        of_one_turn=True,
        leads=True,
        costs=True,
        is_telling=True,
        legal=lambda model: checks.ROUTES,
        always=checks.check_route,
    ),
    Parameter(
        name="responses_model",
        label="Text model",
        hint="leads the conversation",
        note="always sent on Responses; the catalogue's default when none was chosen",
        kind="text",
        group="route",
        wire=Wire(responses="model"),
        is_supplied=True,
        costs=True,
        absent=availability.responses_only,
        steps=text_models,
        left_out=lambda case, model: catalog().default_responses_model(case.day),
        always=checks.check_responses_model,
    ),
    Parameter(
        name="action",
        label="Action",
        hint="make a new picture, or edit",
        kind="choice",
        group="route",
        wire=Wire(responses="tools.0.action"),
        of_one_turn=True,
        absent=availability.responses_only,
        legal=lambda model: ACTIONS,
        left_out=lambda case, model: "auto",
        always=checks.check_action,
    ),
)
