"""The ways in which an API can answer, to choose from by key: ``sim-<key>``.

``sim-ok``, and every key that names no scenario, is the API on a good day.
"""

from playground.simulator import behaviours as b
from playground.simulator import breaking, errors, reshaping
from playground.simulator.behaviours import Behaviour, Scenario, refusing
from playground.simulator.compatible import COMPATIBLE

__all__ = ["NORMAL", "SCENARIOS", "Scenario", "for_key"]

NORMAL = "ok"


SCENARIOS: tuple[Scenario, ...] = (
    Scenario(NORMAL, "All is well", "Every request gets its pictures.", "A good day"),
    Scenario(
        "slow",
        "Slow",
        "Pictures take four times as long, as in a busy hour.",
        "A good day",
        Behaviour(slower=True),
    ),
    Scenario(
        "flaky",
        "Works on the second try",
        "Too many requests the first time; the same request works when sent again.",
        "A good day",
        Behaviour(refuse=b.refuse_once),
    ),
    # --- Setup and access
    Scenario(
        "bad-key",
        "Wrong API key",
        "The key is not known.",
        "Setup and access",
        Behaviour(arrive=b.refuse_key),
    ),
    Scenario(
        "unverified",
        "Organisation not verified",
        "The organisation has to be verified before it may use the model.",
        "Setup and access",
        refusing(b.unverified),
    ),
    Scenario(
        "project-model",
        "Model not open to the project",
        "The project of this key has no access to the model.",
        "Setup and access",
        refusing(b.not_in_project),
    ),
    Scenario(
        "model-gone",
        "Model retired",
        "The model was switched off, whichever one is asked for.",
        "Setup and access",
        refusing(lambda call: errors.no_such_model(call.model)),
    ),
    # --- Limits
    Scenario(
        "rate-limit",
        "Too many pictures a minute",
        "The limit of the usage tier is reached; the answer says how long to wait.",
        "Limits and money",
        refusing(lambda call: b.rate_limited(call, 12)),
    ),
    Scenario(
        "rate-limit-plain",
        "Too many pictures a minute, no wait given",
        "The same limit, but the wait stands only in the message.",
        "Limits and money",
        refusing(lambda call: b.rate_limited(call, None)),
    ),
    Scenario(
        "slow-down",
        "Asked to slow down",
        "Requests came too fast after one another.",
        "Limits and money",
        refusing(
            # No recorded text.
            lambda call: errors.ApiError(
                429,
                "Requests are arriving too fast. Please slow down.",
                type="rate_limit_error",
                code="slow_down",
            )
        ),
    ),
    Scenario(
        "quota",
        "Quota used up",
        "The account has no money left for the API.",
        "Limits and money",
        b.out_of_quota(
            "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing "
            "details. For more information on this error, read the docs: "
            "https://platform.openai.com/docs/guides/error-codes/api-errors.",
        ),
    ),
    Scenario(
        "quota-credit",
        "Credit used up",
        "The prepaid credit is spent.",
        "Limits and money",
        # No recorded text.
        b.out_of_quota(
            "credit_balance_exhausted", "Your credit balance has been exhausted."
        ),
    ),
    Scenario(
        "quota-organization-spend",
        "Organisation's spending limit",
        "The organisation has set a limit, and it is reached.",
        "Limits and money",
        # No recorded text.
        b.out_of_quota(
            "organization_spend_limit_exceeded",
            "Your organization has reached its configured enforced spend limit.",
        ),
    ),
    Scenario(
        "quota-project-spend",
        "Project's spending limit",
        "The project has set a limit, and it is reached.",
        "Limits and money",
        b.out_of_quota(
            "project_spend_limit_exceeded",
            "Your project has reached its configured enforced spend limit. Update "
            "your limit at https://platform.openai.com/settings/proj_simulator/limits.",
        ),
    ),
    Scenario(
        "quota-organization-usage",
        "Organisation's usage limit",
        "OpenAI's own limit for this organisation is reached.",
        "Limits and money",
        # No recorded text.
        b.out_of_quota(
            "organization_usage_limit_exceeded",
            "Your organization has reached its usage limit.",
        ),
    ),
    Scenario(
        "billing-limit",
        "Billing limit reached",
        "The hard limit in the billing settings stops every request.",
        "Limits and money",
        refusing(b.billing_limit),
    ),
    # --- Safety
    Scenario(
        "moderation",
        "Prompt refused",
        "The safety system refuses the prompt before drawing.",
        "Safety",
        Behaviour(moderation_stage="input"),
    ),
    Scenario(
        "moderation-output",
        "Picture refused",
        "The safety system refuses the finished picture.",
        "Safety",
        Behaviour(moderation_stage="output"),
    ),
    # --- Outages
    Scenario(
        "server-error",
        "Server error",
        "The API fails on its own.",
        "Outages",
        refusing(lambda call: b.server_error()),
    ),
    Scenario(
        "overloaded",
        "Overloaded",
        "The API takes no more requests for a while.",
        "Outages",
        refusing(
            # No recorded text.
            lambda call: b.server_error("The server is overloaded.", 503)
        ),
    ),
    Scenario(
        "bad-gateway",
        "Bad gateway",
        "A web page with an error instead of an answer.",
        "Outages",
        Behaviour(arrive=b.bad_gateway),
    ),
    Scenario(
        "timeout",
        "No answer",
        "Nothing comes back; whether it was charged is unknown.",
        "Outages",
        Behaviour(arrive=b.hang),
    ),
    Scenario(
        "unreachable",
        "Connection closed",
        "The connection ends before any answer.",
        "Outages",
        Behaviour(arrive=b.hang_up),
    ),
    Scenario(
        "dropped",
        "Connection lost half-way",
        "The connection ends in the middle of the answer.",
        "Outages",
        Behaviour(corrupt=breaking.half, restream=breaking.break_off),
    ),
    Scenario(
        "broken-stream",
        "Stream breaks off",
        "One unfinished picture comes, then the connection is lost.",
        "Outages",
        Behaviour(corrupt=breaking.half, restream=breaking.break_off),
    ),
    Scenario(
        "stream-error",
        "Error within the stream",
        "One unfinished picture comes, then the API reports an error.",
        "Outages",
        Behaviour(refuse=breaking.fail_unstreamed, restream=breaking.fail_midway),
    ),
    Scenario(
        "failed",
        "Exchange fails",
        "The conversation ends as failed; a single picture as a server error.",
        "Outages",
        Behaviour(
            refuse=breaking.fail_images,
            reshape=breaking.failed_response,
            restream=breaking.fail_response,
        ),
    ),
    # --- Answers that can't be used, or only in part
    Scenario(
        "no-usage",
        "No usage figures",
        "The picture comes without the figures its price is worked out from.",
        "Odd answers",
        Behaviour(reshape=reshaping.without_usage),
    ),
    Scenario(
        "no-echo",
        "No word on what was done",
        "The picture comes without the size, quality and format it was drawn in.",
        "Odd answers",
        Behaviour(reshape=reshaping.without_echo),
    ),
    Scenario(
        "bad-json",
        "Unreadable answer",
        "The answer is damaged and can't be read.",
        "Odd answers",
        Behaviour(corrupt=breaking.unreadable, restream=breaking.garble),
    ),
    Scenario(
        "truncated",
        "Picture cut off",
        "The picture's data ends too early.",
        "Odd answers",
        Behaviour(reshape=reshaping.with_pictures(reshaping.cut_off)),
    ),
    Scenario(
        "not-a-picture",
        "Not a picture",
        "Something comes back, but it is no picture.",
        "Odd answers",
        Behaviour(reshape=reshaping.with_pictures(reshaping.not_a_picture)),
    ),
    *COMPATIBLE,
)

_BY_API_KEY = {scenario.api_key: scenario for scenario in SCENARIOS}


def for_key(api_key: str) -> Scenario:
    """Return the scenario that an API key chooses."""
    return _BY_API_KEY.get(api_key, SCENARIOS[0])
