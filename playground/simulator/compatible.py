"""Scenarios of servers that are nearly like OpenAI's."""

from playground.simulator import behaviours as b
from playground.simulator import reshaping
from playground.simulator.behaviours import Behaviour, Scenario

COMPATIBLE: tuple[Scenario, ...] = (
    Scenario(
        "compatible",
        "Other models, bare answers",
        "A server with models of its own that returns the picture and nothing else.",
        "Compatible servers",
        Behaviour(
            reshape=reshaping.bare,
            any_model=True,
            streams=False,
            local_models=("sd-cpp-local", "flux.1-schnell"),
        ),
    ),
    Scenario(
        "compatible-url",
        "Pictures by address",
        "The picture waits at an address on the same server.",
        "Compatible servers",
        Behaviour(reshape=reshaping.as_urls, any_model=True, streams=False),
    ),
    Scenario(
        "compatible-foreign-url",
        "Pictures on another server",
        "The picture's address points to a server nobody configured.",
        "Compatible servers",
        Behaviour(reshape=reshaping.as_foreign_urls, any_model=True, streams=False),
    ),
    Scenario(
        "compatible-data-url",
        "Pictures as data addresses",
        "The picture comes inside its address.",
        "Compatible servers",
        Behaviour(reshape=reshaping.as_data_urls, any_model=True, streams=False),
    ),
    Scenario(
        "compatible-error-text",
        "Error as bare text",
        "The server refuses in a shape of its own: one line of text.",
        "Compatible servers",
        Behaviour(refuse=b.error_as_text, any_model=True, streams=False),
    ),
    Scenario(
        "compatible-error-detail",
        "Error as detail",
        "The server refuses in a shape of its own: a detail.",
        "Compatible servers",
        Behaviour(refuse=b.error_as_detail, any_model=True, streams=False),
    ),
    Scenario(
        "compatible-web-page",
        "A web page",
        "The address leads to a web page and not to an API.",
        "Compatible servers",
        Behaviour(arrive=b.web_page),
    ),
    Scenario(
        "compatible-redirect",
        "Leads elsewhere",
        "The server sends the request on to another one.",
        "Compatible servers",
        Behaviour(arrive=b.redirect),
    ),
)
